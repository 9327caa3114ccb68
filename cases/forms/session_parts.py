"""The parts of the session form that stand for themselves: who was served, and the case it opens."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cases.models import ConflictDeclaration
from clinic_project.thai.forms import ThaiCharField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import User
from members.fields import MemberNumberField, PhoneField
from members.forms.alike import AlikePart

KNOWN, NEW, OTHER, GROUP = "known", "new", "other", "group"
WHO = [
    (KNOWN, _("สมาชิกคลินิกนี้")),
    (NEW, _("สมาชิกใหม่")),
    (OTHER, _("จากคลินิกอื่น")),
    (GROUP, _("กลุ่ม")),
]
NEW_CASE = "new"
CHOOSE = {"required": _("เลือกอย่างหนึ่ง"), "invalid_choice": _("ตัวเลือกนี้ใช้ไม่ได้ เลือกใหม่จากรายการ")}

# Members are suggested as one types. Sent in the body: a name or a national ID in an address would stand in logs.
SUGGESTING = {
    "hx-post": reverse_lazy("cases:session_suggest"),
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#suggestions",
    "hx-swap": "innerHTML",
    "hx-params": "find,csrfmiddlewaretoken",
    "hx-sync": "this:replace",
}


class MemberPart(AlikePart):
    """Who was served. Only the fields of the chosen way count; what was typed in the others stays where it is."""

    who = forms.ChoiceField(
        label=_("ผู้รับบริการ"), choices=WHO, initial=KNOWN, widget=ChipRadioSelect, error_messages=CHOOSE
    )
    find = ThaiCharField(label=_("เลขสมาชิก ชื่อ โทรศัพท์ หรือเลขบัตรประชาชน"), max_length=100)
    member = ThaiCharField(label=_("สมาชิกที่เลือก"), required=False, max_length=20)
    new_number = MemberNumberField(label=_("เลขสมาชิก"), help_text=_("ใส่ศูนย์นำหน้าให้ครบ เช่น 004321"))
    new_prefix = ThaiCharField(label=_("คำนำหน้า"), required=False, max_length=40)
    new_first_name = ThaiCharField(label=_("ชื่อ"), max_length=100)
    new_last_name = ThaiCharField(label=_("นามสกุล"), required=False, max_length=100, help_text=_("เว้นว่างได้ถ้าไม่มีนามสกุล"))
    new_phone = PhoneField(label=_("โทรศัพท์"), required=False)
    new_unit = ThaiCharField(label=_("หน่วยงาน"), required=False, max_length=200)
    other_number = MemberNumberField(label=_("เลขสมาชิก"), help_text=_("ใส่ศูนย์นำหน้าให้ครบ เช่น 004321"))
    other_last_name = ThaiCharField(label=_("นามสกุล"), max_length=100, help_text=_("ถ้าไม่มีนามสกุลให้ใส่ชื่อ"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["find"].widget.attrs.update(type="search", autocomplete="off", enterkeyhint="search", **SUGGESTING)
        # What belongs to the chosen way is asked for in the page's words, not by the browser.
        self.use_required_attribute = False

    def _require(self, *names: str) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                is_text = isinstance(self.fields[name], forms.CharField)
                self.add_error(name, _("กรอกช่องนี้") if is_text else _("เลือกอย่างน้อย 1 อย่าง"))

    def _part(self, prefix: str, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{prefix}{name}") or "" for name in names}

    @property
    def new_member(self) -> dict[str, Any] | None:
        """The new member as typed, or None where the visitor is another."""
        if self.cleaned_data["who"] != NEW:
            return None
        names = ("number", "prefix", "first_name", "last_name", "phone", "unit")
        return {**self._part("new_", *names), "others": sorted(self.others())}

    @property
    def other_member(self) -> dict[str, Any] | None:
        """Number and surname of another clinic's member, or None."""
        return self._part("other_", "number", "last_name") if self.cleaned_data["who"] == OTHER else None


class CasePart(forms.Form):
    """The case this visit belongs to, or the one it opens (domain.md section 3: restricted, conflicts at intake)."""

    case = forms.ChoiceField(label=_("เกี่ยวกับเรื่องใด"), widget=ChipRadioSelect, error_messages=CHOOSE)
    subject = ThaiCharField(label=_("เรื่อง"), max_length=200)
    wish = ThaiTextField(label=_("สิ่งที่สมาชิกต้องการ"), required=False, widget=forms.Textarea({"rows": 2}))
    is_restricted = forms.BooleanField(
        label=_("สมาชิกขอให้ปกปิดเรื่องนี้"),
        required=False,
        help_text=_("อ่านได้เฉพาะผู้รับผิดชอบ เลขานุการคลินิก และส่วนกลาง หัวหน้าเห็นเพียงว่ามีเรื่อง"),
    )

    def offer_cases(self, cases: list[Any]) -> None:
        """Offer the member's open cases beside "none" and "a new one"."""
        known = [(case.reference, f"{case.reference} {case.subject}") for case in cases]
        self.fields["case"].choices = [("", _("ไม่ผูกกับเรื่อง")), *known, (NEW_CASE, _("เปิดเรื่องใหม่"))]  # type: ignore[attr-defined]

    def ask_conflicts(self, staff: list[User]) -> None:
        """Ask of each person of the clinic whether they stand too near to the member."""
        self.staff = staff
        for person in staff:
            self.fields[f"conflict_{person.pk}"] = forms.ChoiceField(
                label=person.full_name,
                required=False,
                choices=[("", _("ไม่เกี่ยวข้อง")), *ConflictDeclaration.Relation.choices],
                error_messages=CHOOSE,
            )

    def conflict_fields(self) -> list[forms.BoundField]:
        """The selects of :meth:`ask_conflicts`, for the template."""
        return [self[f"conflict_{person.pk}"] for person in self.staff]

    @property
    def opens_case(self) -> bool:
        """Whether a new case is wanted."""
        return self.cleaned_data.get("case") == NEW_CASE

    def conflicts(self) -> list[tuple[User, str]]:
        """Who declared what."""
        given = [(person, self.cleaned_data.get(f"conflict_{person.pk}")) for person in self.staff]
        return [(person, relation) for person, relation in given if relation]

    def new_case(self) -> dict[str, Any] | None:
        """What :func:`open_case` needs, or None."""
        if not self.opens_case:
            return None
        names = ("subject", "wish", "is_restricted")
        return {**{name: self.cleaned_data[name] for name in names}, "conflicts": self.conflicts()}
