"""Forms about records of one person."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.dates import format_long
from clinic_project.thai.numbers import format_money, format_phone
from clinic_project.widgets import ChipRadioSelect
from members.fields import MemberNumberField
from members.models import Member
from members.services.merges import CHOSEN, NATIONAL_ID

KEPT, GONE = "kept", "gone"


def _shown(member: Member, name: str) -> str:
    """A value in the page's words; the national ID masked."""
    if name == NATIONAL_ID:
        return member.masked_national_id or "–"
    value = getattr(member, name)
    if name == "kind":
        return str(member.get_kind_display())
    if isinstance(value, Decimal):
        return format_money(value)
    if hasattr(value, "year"):
        return format_long(value)
    return format_phone(value) if value and "phone" in name else str(value or "–")


class MergeForm(PlainForm):
    """Of each field in which two records differ: which value stays. An empty one gives way unless a person says so."""

    def __init__(self, *args: Any, kept: Member, gone: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*CHOSEN, NATIONAL_ID):
            mine, other = getattr(kept, name), getattr(gone, name)
            if mine == other or not (mine or other):
                continue
            label = _("เลขประจำตัวประชาชน") if name == NATIONAL_ID else Member._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=label,
                choices=[(KEPT, _shown(kept, name)), (GONE, _shown(gone, name))],
                initial=KEPT if mine else GONE,
                widget=ChipRadioSelect,
                error_messages={"required": _("เลือกค่าที่จะเก็บไว้"), "invalid_choice": _("เลือกจากรายการ")},
            )

    def take(self) -> list[str]:
        """Fields whose value comes from the record that goes."""
        return [name.removeprefix("take_") for name, chosen in self.cleaned_data.items() if chosen == GONE]


class MergeFindForm(PlainForm):
    """The other record of the same person."""

    number = MemberNumberField(label=_("เลขสมาชิกของอีกระเบียนหนึ่ง"), help_text=_("ทั้งสองระเบียนต้องอยู่ในความดูแลของคลินิกคุณ"))
