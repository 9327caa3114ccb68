"""Forms of budgets, expenses and advances."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import PAPERS, PICTURES, UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import MoneyField, ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from clinics.models import Advance, Budget, Clinic, Expense, ProgrammeYear, User
from clinics.services.expenses import FACTS

LEAST = Decimal("0.01")
ASKED = {"required": _("กรอกจำนวนเงินเป็นบาท")}
LOW = forms.Textarea(attrs={"rows": 3})


def today() -> date:
    """The day the form is used."""
    return timezone.localdate()


def staff_of(budget: Budget, user: Any) -> Any:
    """People of the budget's clinic; of the central clinic for the programme's own."""
    clinic = budget.clinic or Clinic.objects.visible_to(user).central()
    return User.objects.staff_of(clinic.pk)


class ReasonForm(PlainForm):
    """Why; whoever is concerned reads it."""

    reason = ThaiCharField(label=_("เหตุผล"), max_length=300, widget=LOW)


class ExpenseForm(PlainForm):
    """An expense's facts. Five boxes are enough; the others fold away."""

    category = forms.ChoiceField(label=_("หมวด"), choices=Expense.Category.choices, widget=ChipRadioSelect)
    category_other = ThaiCharField(
        label=_("ถ้าเลือกอื่น ๆ เป็นค่าอะไร"), required=False, max_length=100, help_text=_("เช่น ค่าป้ายผ้าใบ")
    )
    amount = MoneyField(label=_("จำนวนเงิน (บาท)"), min_value=LEAST, error_messages=ASKED)
    day = ThaiDateField(label=_("วันที่จ่าย"), max_date=today, initial=today)
    # Asked for, unless a member of staff is chosen below; likewise the photo.
    payee = ThaiCharField(
        label=_("จ่ายให้ (ร้านค้าหรือบุคคล)"), max_length=200, error_messages={"required": _("กรอกชื่อร้านค้าหรือผู้รับเงิน")}
    )
    advance: Any = forms.ModelChoiceField(
        label=_("จ่ายจาก"), queryset=None, required=False, empty_label=_("งบของคลินิกโดยตรง")
    )
    description = ThaiCharField(label=_("รายละเอียด"), required=False, max_length=500)
    receipt_number = ThaiCharField(label=_("เลขที่ใบเสร็จ"), required=False, max_length=60)
    payee_user: Any = forms.ModelChoiceField(
        label=_("ผู้รับเงินเป็นเจ้าหน้าที่"),
        queryset=None,
        required=False,
        empty_label=_("ไม่ใช่"),
        help_text=_("เช่น เบิกค่าเดินทางให้ตนเอง ผู้รับเงินจะอนุมัติรายการนี้ไม่ได้"),
    )
    no_receipt_reason = ThaiCharField(
        label=_("ไม่มีใบเสร็จ เพราะ"),
        required=False,
        max_length=300,
        help_text=_("ใช้เป็นใบรับรองแทนใบเสร็จรับเงิน เช่น ค่ารถรับจ้างไม่มีใบเสร็จ"),
    )

    def __init__(self, *args: Any, budget: Budget, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["payee_user"]
        people.queryset = staff_of(budget, user)
        paid: Any = self.fields["advance"]
        paid.queryset = Advance.objects.visible_to(user).filter(budget=budget).out().select_related("person")
        paid.label_from_instance = lambda advance: (
            _("เงินยืม %(number)s ของ %(name)s")
            % {
                "number": advance.number,
                "name": advance.person.full_name,
            }
        )
        if not paid.queryset.exists():
            del self.fields["advance"]

    def together(self) -> list[list[str]]:
        """What only makes sense as one when two people edited."""
        return [["category", "category_other"], ["payee", "payee_user"]]

    def clean(self) -> dict[str, Any]:
        """A category of one's own is named; money went to somebody."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("category") == Expense.Category.OTHER and not data.get("category_other"):
            self.add_error("category_other", _("ระบุว่าเป็นค่าอะไร"))
        if data.get("payee_user") and self.has_error("payee", "required"):
            del self.errors["payee"]
            data["payee"] = ""
        return data


def expense_initial(expense: Expense) -> dict[str, Any]:
    """The form's values of a stored expense."""
    return {name: getattr(expense, name) for name in FACTS}


class NewExpenseForm(ExpenseForm):
    """A new expense with its receipts: taken with the phone's camera, or a file."""

    photo = UploadField(
        label=_("ถ่ายภาพใบเสร็จ"),
        kinds=PICTURES,
        error_messages={"required": _("ถ่ายภาพหรือแนบใบเสร็จ ถ้าไม่มีให้เขียนเหตุผลในช่อง “ไม่มีใบเสร็จ เพราะ”")},
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
        help_text=_("บนโทรศัพท์จะเปิดกล้องให้ทันที"),
    )
    receipt = UploadField(
        label=_("หรือเลือกแฟ้มใบเสร็จ"), kinds=PAPERS, required=False, help_text=_("ภาพ JPEG PNG หรือ PDF ไม่เกิน 10 เมกะไบต์")
    )

    @property
    def is_submitting(self) -> bool:
        """Whether the approval is asked for at once."""
        return self.data.get("do") != "keep"

    def clean(self) -> dict[str, Any]:
        """With a receipt, or why there is none, where the approval is asked for."""
        data = super().clean()
        data["receipts"] = [file for name in ("photo", "receipt") if (file := data.pop(name, None))]
        answered = (
            {"receipt", "no_receipt_reason"} & set(self.errors) or data["receipts"] or data.get("no_receipt_reason")
        )
        if self.has_error("photo", "required") and (answered or not self.is_submitting):
            del self.errors["photo"]
        return data


class ReceiptForm(PlainForm):
    """One more receipt."""

    photo = UploadField(
        label=_("ถ่ายภาพใบเสร็จ"),
        kinds=PICTURES,
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    file = UploadField(label=_("หรือเลือกแฟ้มใบเสร็จ"), kinds=PAPERS, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data: dict[str, Any] = super().clean() or {}
        found = data.pop("photo", None) or data.get("file")
        if not found and not self.errors:
            raise ValidationError(_("ถ่ายภาพหรือเลือกแฟ้มใบเสร็จ"))
        return {"file": found}


class AdvanceForm(PlainForm):
    """A request for money in advance."""

    person: Any = forms.ModelChoiceField(label=_("ผู้ยืม"), queryset=None, empty_label=_("เลือกผู้ยืม"))
    amount = MoneyField(label=_("จำนวนเงิน (บาท)"), min_value=LEAST, error_messages=ASKED)
    purpose = ThaiCharField(label=_("ยืมเพื่อ"), max_length=300)
    due_on = ThaiDateField(label=_("ครบกำหนดส่งใช้"), min_date=today)

    def __init__(self, *args: Any, budget: Budget, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = staff_of(budget, user)


class PayForm(PlainForm):
    """The day the money was handed out."""

    taken_on = ThaiDateField(label=_("วันที่รับเงิน"), max_date=today, initial=today)


class ClearForm(PlainForm):
    """What was given back in cash."""

    returned_amount = MoneyField(
        label=_("เงินสดส่งคืน (บาท)"), help_text=_("รายการจ่ายที่แนบรวมกับเงินสดส่งคืนต้องเท่ากับเงินที่ยืมพอดี")
    )


class OverrideForm(PlainForm):
    """More than the allocation, with its reason."""

    amount = MoneyField(label=_("เพิ่มวงเงินอีก (บาท)"), min_value=LEAST, error_messages=ASKED)
    reason = ThaiTextField(label=_("เหตุผล"), max_length=500, widget=LOW)


class AllocationForm(PlainForm):
    """Another allocation, with its reason."""

    amount = MoneyField(label=_("วงเงินจัดสรร (บาท)"))
    reason = ThaiTextField(label=_("เหตุผลที่เปลี่ยน"), max_length=500, widget=LOW)


class CloseForm(PlainForm):
    """What was given back, and when."""

    returned_amount = MoneyField(label=_("เงินเหลือส่งคืน (บาท)"), help_text=_("ต้องเท่ากับยอดคงเหลือ"))
    returned_on = ThaiDateField(label=_("ส่งคืนเมื่อ"), max_date=today, initial=today)
    note = ThaiCharField(
        label=_("หลักฐานการส่งคืน"), required=False, max_length=200, help_text=_("เช่น ใบนำฝากเลขที่ 12/2561")
    )


class ExpenseFilter(forms.Form):
    """Filters of the year's expenses; what can't be read is ignored."""

    state = forms.ChoiceField(label=_("สถานะ"), required=False)
    category = forms.ChoiceField(
        label=_("หมวด"), required=False, choices=[("", _("ทุกหมวด")), *Expense.Category.choices]
    )
    place = forms.ChoiceField(label=_("คลินิก"), required=False)

    def __init__(self, *args: Any, year: ProgrammeYear, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [("", _("ทุกสถานะ")), ("counted", _("ที่นับเป็นจ่ายแล้ว")), *Expense.machine.choices]
        budgets = Budget.objects.visible_to(user).filter(year=year).for_list()
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        places = [("", _("ทุกแห่ง")), *((budget.code, budget.place) for budget in budgets)]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.is_valid()
        # Junk in a shared address is no error of the person who follows it.
        self.errors.clear()
        for field in self.fields.values():
            field.required = True
            field.widget.is_required = False

    def narrow(self, expenses: Any) -> Any:
        """Keep the expenses that were asked for."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if given.get("state") == "counted":
            expenses = expenses.counted()
        elif "state" in given:
            expenses = expenses.filter(status=given["state"])
        if "category" in given:
            expenses = expenses.filter(category=given["category"])
        return expenses.of_place(given["place"]) if "place" in given else expenses
