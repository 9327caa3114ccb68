"""The session form: one page, under a minute for a routine visit (design.md, pages)."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms.session_helps import IS, HelpPart
from cases.forms.session_parts import CHOOSE, GROUP, KNOWN, NEW, OTHER, CasePart, MemberPart
from cases.models import Session
from cases.services.sessions import NEEDS_ADVICE
from cases.visits import PersonSummary, look_up, summary_of
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.models import Clinic, User
from members.models import Member
from members.search import LONGEST_TEXT, Found

# Asked for only where another answer makes them needed; ``clean`` says where.
DEPENDENT = frozenset(
    {
        "find", "new_number", "new_first_name", "other_number", "other_last_name", "occasion", "client_types", "advice",
        "suggestion_about", "suggestion", "case", "subject",
    }
)  # fmt: skip
CLIENT_TYPES = [
    (_("ให้ความรู้ แนะนำ ลงทุน"), Session.ClientType.choices[:3]),
    (_("ช่วยเหลือด้านหนี้สิน"), Session.ClientType.choices[3:]),
]


class SessionForm(MemberPart, CasePart, HelpPart):
    """A service given. ``person`` is the member it stands with now, ``found`` the candidates of a search."""

    mode = forms.ChoiceField(
        label=_("มาทางไหน"),
        choices=Session.Mode.choices,
        initial=Session.Mode.WALK_IN,
        widget=ChipRadioSelect,
        error_messages=CHOOSE,
    )
    occasion = forms.ChoiceField(
        label=_("ไปในโอกาสใด"),
        choices=Session.Occasion.choices,
        widget=ChipRadioSelect,
        error_messages=CHOOSE,
        help_text=_("เฉพาะบริการเคลื่อนที่"),
    )
    occasion_detail = ThaiCharField(label=_("ชื่องานหรือสถานที่"), required=False, max_length=200)
    activities = forms.MultipleChoiceField(
        label=_("ทำอะไรบ้าง"),
        choices=Session.Activity.choices,
        widget=ChipCheckboxSelectMultiple,
        error_messages={**CHOOSE, "required": _("เลือกกิจกรรมอย่างน้อย 1 อย่าง"), "invalid_list": CHOOSE["invalid_choice"]},
    )
    client_types = forms.MultipleChoiceField(
        label=_("ลักษณะผู้รับบริการ"),
        choices=CLIENT_TYPES,
        widget=ChipCheckboxSelectMultiple,
        error_messages={**CHOOSE, "invalid_list": CHOOSE["invalid_choice"]},
    )
    advice = ThaiTextField(label=_("คำแนะนำที่ให้"), widget=forms.Textarea({"rows": 4}))
    suggestion_about = forms.ChoiceField(
        label=_("ข้อเสนอแนะด้าน"),
        choices=Session.SuggestionAbout.choices,
        widget=ChipRadioSelect,
        error_messages=CHOOSE,
    )
    suggestion = ThaiTextField(label=_("ข้อเสนอแนะของสมาชิก"), widget=forms.Textarea({"rows": 2}))
    served_on = ThaiDateField(label=_("วันที่"), max_date=timezone.localdate)
    minutes = ThaiIntegerField(label=_("ใช้เวลา (นาที)"), min_value=1, max_value=600)
    participants = ThaiIntegerField(label=_("ผู้รับบริการ (คน)"), min_value=1, max_value=5000, initial=1)
    in_official_hours = forms.BooleanField(label=_("ให้บริการในเวลาราชการ"), required=False)

    def __init__(self, data: QueryDict | None = None, *, user: User, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(data.copy() if data is not None else None, **kwargs)
        self.user, self.clinic = user, clinic
        self.person: PersonSummary | None = None
        self.found = Found()
        self._settle_member()
        self.apply_help()
        self.offer_cases(self.person.cases if self.person else [])
        self.ask_conflicts(list(User.objects.staff_of(clinic.pk)))
        # The error summary lists what is wrong in the order of the page.
        last = [name for name in self.fields if name in CasePart.base_fields or name.startswith("conflict_")]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def _given(self, name: str) -> str:
        """What stands in a field right now, typed or preset, short enough to look up."""
        values = self.data if self.is_bound else self.initial
        return str(values.get(name) or "").strip()[:LONGEST_TEXT]

    def _day(self) -> date:
        """The day of service as it stands now; today while it can't be read."""
        field = self.fields["served_on"]
        try:
            return field.clean(self["served_on"].value()) or timezone.localdate()
        except forms.ValidationError:
            return timezone.localdate()

    def _settle_member(self) -> None:
        """Find the member meant: chosen before, an exact number, or the only one a search finds (R47, scope)."""
        if self.action == "change":
            self._put("member", "")
            self._put("case", "")
        if self.action.startswith(IS):
            self._put("who", KNOWN)
            self._put("member", self.action.removeprefix(IS))
        if (self._given("who") or KNOWN) != KNOWN or self.action == "change":
            return
        scope = Member.objects.visible_to(self.user).served_by(self.clinic)
        # A new search forgets the candidate pressed before it.
        chosen = "" if self.action == "find" else to_arabic_digits(self._given("member"))
        member = scope.filter(number=chosen).first() if chosen else None
        if member is None and self._given("find"):
            self.found = look_up(scope, self._given("find"))
            # A name that only one member bears is shown before it counts; a number is meant as typed.
            if (self.found.is_exact and not chosen) or self.action == "find":
                member = self.found.only
        if member is not None:
            self.person = summary_of(self.user, member, self._day())
            self._put("member", member.number)
            # A national ID typed to find somebody stays no longer than it was needed.
            if self.found.is_exact:
                self._put("find", member.number)

    def full_clean(self) -> None:
        """Judge the single fields. The dependent ones may be empty here, yet the page doesn't call them optional."""
        for name in DEPENDENT:
            self.fields[name].required = False
        super().full_clean()
        for name in DEPENDENT:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """What depends on several fields, all of it at once; the services hold the rules themselves."""
        cleaned = super().clean() or {}
        self._check_person(cleaned.get("who"))
        if cleaned.get("mode") == Session.Mode.MOBILE:
            self._require("occasion")
        else:
            # The chips of an occasion can't be unpressed without a script; outside mobile service they mean nothing.
            cleaned["occasion"] = cleaned["occasion_detail"] = ""
        activities = cleaned.get("activities") or []
        if Session.Activity.SUGGESTION in activities or cleaned.get("suggestion"):
            self._require("suggestion_about", "suggestion")
        if cleaned.get("who") != GROUP:
            self._require("client_types", *(["advice"] if NEEDS_ADVICE & set(activities) else []))
        if self.opens_case:
            self._require("subject")
            self._refuse_own_conflict()
        return cleaned

    def _check_person(self, who: str | None) -> None:
        if who == KNOWN and self.person is None:
            self.add_error("find", self._why_nobody())
        elif who == NEW:
            self._require("new_number", "new_first_name")
        elif who == OTHER:
            self._require("other_number", "other_last_name")
        elif who == GROUP and self.cleaned_data.get("mode") == Session.Mode.WALK_IN:
            self.add_error("who", _("ผู้ที่เดินเข้ามาต้องระบุว่าเป็นสมาชิกรายใด บริการกลุ่มเลือกเคลื่อนที่ สื่อ หรือออนไลน์"))

    def _why_nobody(self) -> Any:
        if self.found.members:
            return _("เลือกสมาชิกจากรายชื่อที่พบ")
        if self._given("find"):
            return _("ไม่พบสมาชิกในคลินิกของคุณ ค้นหาใหม่ เพิ่มสมาชิกใหม่ หรือรับจากคลินิกอื่น")
        return _("กรอกเลขสมาชิก ชื่อ โทรศัพท์ หรือเลขบัตรประชาชน")

    def _refuse_own_conflict(self) -> None:
        own = f"conflict_{self.user.pk}"
        if self.cleaned_data.get(own):
            self.add_error(own, _("คุณมีส่วนได้เสียกับสมาชิกรายนี้ ให้เจ้าหน้าที่ท่านอื่นเปิดเรื่องแทน"))

    def _case(self) -> Any:
        chosen = self.cleaned_data.get("case")
        cases = self.person.cases if self.person else []
        return next((case for case in cases if case.reference == chosen), None)

    def visit(self) -> dict[str, Any]:
        """What :func:`log_visit` needs, from a valid form."""
        names = (
            "served_on", "mode", "activities", "client_types", "advice", "minutes", "participants", "occasion",
            "occasion_detail", "in_official_hours", "suggestion", "suggestion_about",
        )  # fmt: skip
        known = self.cleaned_data["who"] == KNOWN and self.person is not None
        return {
            "session": {**{name: self.cleaned_data[name] for name in names}, "case": self._case()},
            "member": self.person.member if known and self.person else None,
            "new_member": self.new_member,
            "other_member": self.other_member,
            "new_case": self.new_case(),
        }
