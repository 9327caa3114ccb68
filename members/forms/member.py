"""Forms about members."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import MoneyField, ThaiCharField, ThaiDateField
from clinic_project.widgets import ChipRadioSelect
from members.fields import MemberNumberField, NationalIdField, PhoneField
from members.forms.alike import AlikePart
from members.models import FormerName, Member


class MemberRecord(forms.Form):
    """What is known of a member. Only the name is asked for; the rest is filled when it is needed."""

    # Django takes declared fields out of the class, so this one doesn't hide the form's own ``prefix``.
    prefix = ThaiCharField(label=_("คำนำหน้า"), required=False, max_length=40)  # type: ignore[assignment]
    first_name = ThaiCharField(label=_("ชื่อ"), max_length=100)
    last_name = ThaiCharField(label=_("นามสกุล"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("ประเภทสมาชิก"), choices=Member.Kind.choices, required=False, initial=Member.Kind.ORDINARY
    )
    unit = ThaiCharField(label=_("หน่วยงาน"), required=False, max_length=200)
    position = ThaiCharField(label=_("ตำแหน่ง"), required=False, max_length=200)
    province = ThaiCharField(label=_("จังหวัด"), required=False, max_length=60)
    phone = PhoneField(label=_("โทรศัพท์"), required=False)
    phone_extension = ThaiCharField(label=_("ต่อ"), required=False, max_length=10)
    second_phone = PhoneField(label=_("โทรศัพท์สำรอง"), required=False)
    birth_date = ThaiDateField(label=_("วันเกิด"), required=False, max_date=timezone.localdate)
    joined_on = ThaiDateField(label=_("เป็นสมาชิกเมื่อ"), required=False, max_date=timezone.localdate)
    retirement_date = ThaiDateField(label=_("วันเกษียณหรือออก"), required=False)
    share_capital = MoneyField(label=_("ทุนเรือนหุ้น (บาท)"), initial=0)
    deposits = MoneyField(label=_("เงินฝาก (บาท)"), initial=0)
    loans = MoneyField(label=_("เงินกู้คงเหลือ (บาท)"), required=False)
    amounts_on = ThaiDateField(
        label=_("ยอด ณ วันที่"),
        required=False,
        max_date=timezone.localdate,
        help_text=_("วันที่ของยอดหุ้น เงินฝาก และเงินกู้"),
    )

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        Div("prefix", "first_name", "last_name", "birth_date", "kind", css_class="grid2"),
        Fieldset(
            _("ที่ทำงานและการติดต่อ"),
            Div("unit", "position", "province", "phone", "phone_extension", "second_phone", css_class="grid2"),
            css_class="mt-4",
        ),
        Fieldset(
            _("กับสหกรณ์"),
            Div(
                "joined_on",
                "retirement_date",
                "share_capital",
                "deposits",
                "loans",
                "amounts_on",
                css_class="grid2",
            ),
            css_class="mt-4",
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Dates in the order of a life."""
        cleaned = super().clean() or {}
        cleaned["kind"] = cleaned.get("kind") or Member.Kind.ORDINARY
        cleaned["loans"] = cleaned.get("loans") or 0
        born, joined, left = (cleaned.get(name) for name in ("birth_date", "joined_on", "retirement_date"))
        if born and joined and joined <= born:
            raise ValidationError({"joined_on": _("วันเป็นสมาชิกต้องหลังวันเกิด")})
        if joined and left and left < joined:
            raise ValidationError({"retirement_date": _("วันเกษียณหรือออกต้องไม่ก่อนวันเป็นสมาชิก")})
        return cleaned


class NewMemberForm(MemberRecord, AlikePart):
    """A member who is not in the register yet."""

    number = MemberNumberField(label=_("เลขสมาชิก"), help_text=_("ใส่ศูนย์นำหน้าให้ครบ เช่น 004321"))
    national_id = NationalIdField(label=_("เลขประจำตัวประชาชน"), required=False, help_text=_("กรอกเมื่อจำเป็นเท่านั้น"))

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(
        Div("number", css_class="grid2"),
        *MemberRecord.helper.layout.fields,
        Div("national_id", css_class="grid2 mt-3"),
        "another",
    )


class EditMemberForm(MemberRecord):
    """Mending a record. The national ID is not shown; typing a new one replaces it."""

    national_id = NationalIdField(label=_("เลขประจำตัวประชาชนใหม่"), required=False, help_text=_("เว้นว่างไว้ถ้าไม่เปลี่ยน"))

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*MemberRecord.helper.layout.fields, "national_id")

    def changes(self) -> dict[str, Any]:
        """The fields to store; an empty national ID leaves the stored one alone."""
        fields = {name: self.cleaned_data[name] for name in MemberRecord.base_fields}
        if self.cleaned_data["national_id"]:
            fields["national_id"] = self.cleaned_data["national_id"]
        return fields


class RenameForm(PlainForm):
    """A new name, and until when and why the old one was used."""

    # Django takes declared fields out of the class, so this one doesn't hide the form's own ``prefix``.
    prefix = ThaiCharField(label=_("คำนำหน้าใหม่"), required=False, max_length=40)  # type: ignore[assignment]
    first_name = ThaiCharField(label=_("ชื่อใหม่"), max_length=100)
    last_name = ThaiCharField(label=_("นามสกุลใหม่"), required=False, max_length=100)
    until = ThaiDateField(label=_("ใช้ชื่อเดิมถึงวันที่"), max_date=timezone.localdate)
    reason = forms.ChoiceField(
        label=_("เหตุที่เปลี่ยน"),
        choices=[choice for choice in FormerName.Reason.choices if choice[0] not in FormerName.FOUND],
        widget=ChipRadioSelect,
        error_messages={"required": _("เลือกเหตุที่เปลี่ยนชื่อ"), "invalid_choice": _("เลือกจากรายการ")},
    )


class ReceiveForm(forms.Form):
    """A member of another clinic (R47): number and surname must match the register."""

    number = MemberNumberField(label=_("เลขสมาชิก"))
    last_name = ThaiCharField(label=_("นามสกุล"), max_length=100, help_text=_("ถ้าไม่มีนามสกุลให้ใส่ชื่อ"))


class RevealForm(forms.Form):
    """Why the whole national ID is needed."""

    reason = ThaiCharField(label=_("เหตุผลที่ต้องดู"), max_length=300, help_text=_("เหตุผลนี้บันทึกไว้ถาวรพร้อมชื่อผู้ดูและเวลา"))


class FindForm(forms.Form):
    """The search of the member list."""

    q = ThaiCharField(label=_("เลขสมาชิก ชื่อ หรือโทรศัพท์"), max_length=100)

    def wanted(self) -> str:
        """The text to look for; empty for nothing asked or nothing readable, which is no error here."""
        text: str = self.cleaned_data["q"] if self.is_valid() else ""
        self.errors.clear()
        return text
