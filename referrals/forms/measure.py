"""Forms of a measure: its terms and texts, and the day it was carried out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import WayOut
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import (
    MoneyField,
    PercentField,
    ThaiCharField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiTextField,
)
from clinic_project.widgets import ChipRadioSelect
from referrals.forms.referral import LOW, today
from referrals.models import Measure
from referrals.services.measures import TERMS, TEXTS


class DebtChoice(forms.ModelChoiceField):
    """A debt with its balance, so that two loans of one creditor can be told apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Creditor, kind and balance."""
        return f"{obj.creditor} · {obj.get_kind_display()} · {obj.balance:,.2f}"


class MeasureForm(PlainForm):
    """What is proposed. Empty terms are worked out or stay as they are."""

    way_out: Any = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("มาตรการ"), choices=Measure.Kind.choices, widget=ChipRadioSelect)
    debt = DebtChoice(
        label=_("หนี้ที่ปรับ"),
        queryset=None,
        required=False,
        empty_label=_("หนี้ภายนอกทุกราย (สำหรับการรวมหนี้)"),
    )
    proposed_periods = ThaiIntegerField(label=_("จำนวนงวดใหม่"), required=False, min_value=1, max_value=480)
    proposed_rate = PercentField(label=_("ดอกเบี้ยใหม่ร้อยละต่อปี"), required=False, places=3)
    proposed_instalment = MoneyField(
        label=_("ค่างวดใหม่ต่อเดือน"), required=False, help_text=_("เว้นว่างให้ระบบคำนวณและปัดขึ้นเป็นสิบบาท")
    )
    grace_months = ThaiIntegerField(label=_("จำนวนเดือนที่พักชำระ"), required=False, min_value=1, max_value=60)
    amount = MoneyField(label=_("วงเงิน"), required=False, help_text=_("เว้นว่างเท่ากับยอดหนี้ที่ปิด"))
    exception_note = ThaiCharField(label=_("ผลต่อผู้ค้ำ ข้อบังคับ หรือข้อยกเว้น"), required=False, max_length=200)
    rationale = ThaiTextField(label=_("เหตุผลที่เสนอ"), widget=LOW)
    conditions = ThaiTextField(label=_("เงื่อนไข"), widget=LOW, required=False)
    risks = ThaiTextField(label=_("ความเสี่ยง"), widget=LOW, required=False)

    def __init__(self, *args: Any, case: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # "คำนวณ" comes before the reasons are written.
        self.is_computing = self.data.get("do") == "compute"
        self.fields["debt"].queryset = case.debts.all()  # type: ignore[attr-defined]
        self.fields["way_out"].queryset = WayOut.objects.visible_to(user).of_case(case)  # type: ignore[attr-defined]
        self.chosen = self._chosen()
        if self.chosen is not None:
            # The measure is all of it; other terms are another comparison.
            for name in ("debt", *TERMS):
                del self.fields[name]

    def _chosen(self) -> WayOut | None:
        try:
            found: WayOut | None = self.fields["way_out"].clean(self["way_out"].value())
        except ValidationError:
            return None
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons only when the measure is stored."""
        if self.is_computing:
            self.errors.pop("rationale", None)
        return self.cleaned_data

    def terms(self) -> dict[str, Any]:
        """What the figures are worked out from."""
        return {name: self.cleaned_data.get(name) for name in ("kind", "way_out", "debt", "exception_note", *TERMS)}


def initial_of(measure: Measure) -> dict[str, Any]:
    """The form's values of a stored measure."""
    names = ("kind", "way_out", "debt", "exception_note", *TERMS, *TEXTS)
    return {name: getattr(measure, name) for name in names}


class ImplementMeasureForm(PlainForm):
    """The day it was carried out."""

    on = ThaiDateField(label=_("วันที่ดำเนินการ"), max_date=today)
