"""Forms of a debt and of what belongs to it: guarantors, guarantees given, lawsuits, rows pasted from a spreadsheet."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.counselling.money import HUNDRED, round_satang
from cases.forms.money import FoldedGroup, Group
from cases.models import Case, Debt, GuaranteeGiven, Lawsuit
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
from members.models import Member

OWN_KINDS = {Debt.Kind.EMERGENCY.value, Debt.Kind.ORDINARY.value, Debt.Kind.SPECIAL.value}
"""What only this cooperative lends, taken from the salary; another cooperative's loan is a kind of its own."""


class DebtForm(PlainForm):
    """One debt (form คส.04): who, how much, at which rate, how late, how secured."""

    creditor = ThaiCharField(label=_("เจ้าหนี้"), max_length=150, help_text=_("เช่น สอ.พช. สามัญ หรือ ธนาคาร ก."))
    kind = forms.ChoiceField(label=_("ประเภทหนี้"), choices=Debt.Kind.choices)
    is_cooperative = forms.BooleanField(label=_("เป็นหนี้สหกรณ์นี้"), required=False)
    is_at_source = forms.BooleanField(label=_("หักจากเงินเดือน ณ ที่จ่าย"), required=False)
    balance = MoneyField(label=_("ยอดคงเหลือ (บาท)"))
    as_of = ThaiDateField(label=_("ยอด ณ วันที่"), required=False)
    instalment = MoneyField(label=_("ค่างวดต่อเดือน (บาท)"), required=False, help_text=_("เว้นว่างได้ถ้ากรอกชำระขั้นต่ำร้อยละ"))
    minimum_percent = PercentField(label=_("ชำระขั้นต่ำร้อยละของยอด"), required=False, help_text=_("เฉพาะบัตรเครดิต"))
    periods_left = ThaiIntegerField(label=_("งวดที่เหลือ"), required=False, min_value=0, max_value=1200)
    method = forms.ChoiceField(
        label=_("วิธีผ่อน"), required=False, choices=[("", _("ไม่ทราบ")), *Debt.Method.choices], initial=""
    )
    rate = PercentField(
        label=_("อัตราดอกเบี้ยร้อยละ"), places=3, max_value=999, help_text=_("ตามที่เจ้าหนี้คิด เลือกหน่วยด้านล่าง ระบบแปลงให้เอง")
    )
    rate_kind = forms.ChoiceField(label=_("คิดเป็น"), choices=Debt.RateKind.choices, widget=ChipRadioSelect)
    arrears_amount = MoneyField(label=_("ยอดค้างชำระ (บาท)"), required=False, help_text=_("เว้นว่างถ้าไม่ค้าง"))
    stage = forms.ChoiceField(label=_("สถานะหนี้"), choices=Debt.Stage.choices, widget=ChipRadioSelect)
    contract_number = ThaiCharField(label=_("เลขที่สัญญา"), required=False, max_length=60)
    contract_date = ThaiDateField(label=_("วันทำสัญญา"), required=False, max_date=timezone.localdate)
    original_amount = MoneyField(label=_("วงเงินตามสัญญา (บาท)"), required=False)
    original_periods = ThaiIntegerField(
        label=_("จำนวนงวดตามสัญญา"), required=False, min_value=1, max_value=1200, help_text=_("ใช้แปลงดอกเบี้ยคงที่")
    )
    guarantors = ThaiCharField(
        label=_("หมายเหตุเรื่องผู้ค้ำ"), required=False, max_length=300, help_text=_("ชื่อผู้ค้ำบันทึกหลังเพิ่มหนี้แล้ว")
    )
    collateral = ThaiCharField(label=_("หลักประกัน"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"kind": Debt.Kind.PERSONAL, "rate_kind": Debt.RateKind.REDUCING, "stage": Debt.Stage.NORMAL}
        super().__init__(*args, initial={**first, **(kwargs.pop("initial", None) or {})}, **kwargs)
        self.fields["kind"].widget.attrs["data-ticks"] = "is_cooperative,is_at_source"
        self.fields["kind"].widget.attrs["data-ticks-for"] = ",".join(sorted(OWN_KINDS))
        self.helper.layout = Layout(
            Group(_("เจ้าหนี้"), Div("creditor", "kind", css_class="grid2"), "is_cooperative", "is_at_source"),
            Group(
                _("ยอดหนี้และค่างวด"),
                Div("balance", "as_of", "instalment", "minimum_percent", "periods_left", "method", css_class="grid2"),
            ),
            Group(_("ดอกเบี้ย"), Div("rate", "rate_kind", "original_amount", "original_periods", css_class="grid2")),
            Group(_("การค้างชำระ"), "stage", Div("arrears_amount", css_class="grid2")),
            FoldedGroup(
                _("สัญญา ผู้ค้ำ และหลักประกัน"),
                Div("contract_number", "contract_date", "guarantors", "collateral", css_class="grid2"),
            ),
        )

    def clean_arrears_amount(self) -> Decimal:
        """Empty: nothing overdue."""
        return self.cleaned_data["arrears_amount"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        """A card's instalment follows from its minimum, any other is asked for; some kinds are this cooperative's."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") in OWN_KINDS:
            data["is_cooperative"] = True
        if data.get("instalment") is None and "instalment" not in self.errors:
            percent, balance = data.get("minimum_percent"), data.get("balance")
            if percent is not None and balance is not None:
                data["instalment"] = round_satang(balance * percent / HUNDRED)
            else:
                self.add_error("instalment", _("กรอกค่างวดต่อเดือน ถ้าไม่ได้ผ่อนให้กรอก 0"))
        return data


class GuarantorForm(PlainForm):
    """Who answers for a debt: a member by number, or a name only."""

    number = ThaiCharField(
        label=_("เลขสมาชิกของผู้ค้ำ"), required=False, max_length=10, help_text=_("เฉพาะสมาชิกที่คลินิกของคุณดูแล")
    )
    name = ThaiCharField(
        label=_("หรือชื่อผู้ค้ำที่ไม่ใช่สมาชิก"), required=False, max_length=150, help_text=_("ชื่ออย่างเดียว ไม่ต้องมีเลขประจำตัวหรือที่อยู่")
    )
    is_called = forms.BooleanField(label=_("ถูกเรียกให้ชำระแทนแล้ว"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """One of the two; the number is looked up within the person's scope only."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        number, name = data.pop("number", ""), data.get("name")
        data["member"] = None
        if number and name:
            self.add_error("name", _("กรอกเลขสมาชิกหรือชื่อ อย่างใดอย่างหนึ่ง"))
        elif number:
            data["member"] = Member.objects.visible_to(self.user).filter(number=number).first()
            if data["member"] is None:
                self.add_error("number", _("ไม่พบสมาชิกเลขนี้ในคลินิกของคุณ ตรวจเลข หรือบันทึกเฉพาะชื่อ"))
        elif not name and not self.errors:
            self.add_error("number", _("กรอกเลขสมาชิกของผู้ค้ำ หรือชื่อถ้าไม่ใช่สมาชิก"))
        return data


class GuaranteeForm(PlainForm):
    """A debt of somebody else the member answers for."""

    borrower = ThaiCharField(label=_("ค้ำให้ใคร"), max_length=150, help_text=_("ชื่อผู้กู้อย่างเดียวก็พอ"))
    creditor = ThaiCharField(label=_("เจ้าหนี้"), max_length=150)
    balance = MoneyField(label=_("ยอดคงเหลือ (บาท)"))
    as_of = ThaiDateField(label=_("ยอด ณ วันที่"), required=False)
    instalment = MoneyField(label=_("ค่างวดต่อเดือน (บาท)"), required=False)
    shares_deposits = MoneyField(
        label=_("หุ้นและเงินฝากของผู้กู้ (บาท)"), required=False, help_text=_("เฉพาะหนี้สหกรณ์ ไม่ทราบให้เว้นว่าง")
    )
    guarantors = ThaiIntegerField(label=_("ผู้ค้ำทั้งหมดกี่คน"), min_value=1, max_value=20, initial=1)
    state = forms.ChoiceField(
        label=_("ผู้กู้ชำระอย่างไร"), choices=GuaranteeGiven.State.choices, widget=ChipRadioSelect, initial="normal"
    )

    def clean(self) -> dict[str, Any]:
        """An empty amount: nothing known."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("instalment", "shares_deposits"):
            data[name] = data.get(name) or Decimal(0)
        return data


class LawsuitForm(PlainForm):
    """A lawsuit: where, under which number, how far, when next."""

    debt = forms.ModelChoiceField(
        label=_("เกี่ยวกับหนี้"), required=False, queryset=Debt.objects.none(), empty_label=_("ไม่ใช่หนี้ในรายการ")
    )
    plaintiff = ThaiCharField(label=_("โจทก์"), max_length=150, required=False, help_text=_("เว้นว่างถ้าเป็นเจ้าหนี้ข้างต้น"))
    court = ThaiCharField(label=_("ศาล"), max_length=120)
    black_number = ThaiCharField(label=_("คดีหมายเลขดำที่"), required=False, max_length=60, help_text=_("เช่น ผบ 123/2561"))
    red_number = ThaiCharField(label=_("คดีหมายเลขแดงที่"), required=False, max_length=60)
    stage = forms.ChoiceField(
        label=_("ขั้นของคดี"), choices=Lawsuit.Stage.choices, widget=ChipRadioSelect, initial="filed"
    )
    next_date = ThaiDateField(label=_("นัดศาลครั้งต่อไป"), required=False)
    next_purpose = ThaiCharField(label=_("นัดเพื่อ"), required=False, max_length=120, help_text=_("เช่น ไกล่เกลี่ย สืบพยาน"))
    outcome = ThaiTextField(label=_("ผลของคดี"), required=False, max_length=2000, help_text=_("จำเป็นเมื่อคดีสิ้นสุด"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["debt"].queryset = case.debts.all()  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Group(_("คดี"), Div("debt", "plaintiff", "court", "black_number", "red_number", css_class="grid2")),
            Group(_("ขั้นตอน"), "stage", Div("next_date", "next_purpose", css_class="grid2"), "outcome"),
        )

    def clean(self) -> dict[str, Any]:
        """Who sues is the creditor of the debt, unless said otherwise."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("plaintiff") and "plaintiff" not in self.errors:
            if data.get("debt"):
                data["plaintiff"] = data["debt"].creditor
            else:
                self.add_error("plaintiff", _("เลือกหนี้ที่ถูกฟ้อง หรือกรอกชื่อโจทก์"))
        return data
