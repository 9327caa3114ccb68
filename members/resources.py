"""Import and export of members by administrators: the number is the key, Thai headings, all or nothing."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from clinic_project.spreadsheets import SafeExportMixin
from clinic_project.thai.dates import ThaiDateError, format_long, parse_thai_date
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.numbers import ThaiNumberError, parse_number
from clinic_project.thai.text import has_stray_mark, normalise
from members.models import Member, number_key, validate_number
from members.services.imports import all_numbers, clinic_keys, keep_old_name, link_clinic, merged_numbers

NUMBER = "เลขสมาชิก"
CLINICS = "รหัสคลินิกที่ดูแล"


class NumberText(widgets.Widget):
    """Digits as text. A cell Excel took for a number may have lost its zeros, so it is refused, never mended."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The digits as written."""
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            message = _("เซลล์เป็นตัวเลข ศูนย์นำหน้าอาจหายไป จัดรูปแบบคอลัมน์เป็นข้อความแล้วพิมพ์ใหม่ (พบ %(value)s)")
            raise ValueError(message % {"value": value})
        text = to_arabic_digits(normalise(value)).replace(" ", "").replace("-", "")
        if "E+" in text.upper():
            message = _("โปรแกรมตารางแปลงเลขเป็น %(value)s แก้เป็นข้อความแล้วพิมพ์เลขเต็ม")
            raise ValueError(message % {"value": value})
        return text


class ThaiText(widgets.CharWidget):
    """One line of text in the one spelling we store."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """Normalised; loose marks are pointed out."""
        text = normalise("" if value is None else str(value))
        if has_stray_mark(text):
            raise ValueError(_("มีสระหรือวรรณยุกต์ลอยใน “%(text)s”") % {"text": text[:60]})
        return text


class ThaiDay(widgets.Widget):
    """A date in a Buddhist year, as people write it; a real date cell is taken as it is."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        """The day, or None for an empty cell."""
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_thai_date(str(value))
        except ThaiDateError as error:
            raise ValueError(str(error)) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """``23 พฤษภาคม 2561``."""
        return format_long(value) if value else ""


class Baht(widgets.Widget):
    """An amount with at most two decimals; exported as a number."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        """The amount; an empty cell is 0."""
        if value is None or value == "":
            return Decimal(0)
        try:
            return parse_number(str(value), places=2)
        except ThaiNumberError as error:
            raise ValueError(str(error)) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """The amount itself, so that a spreadsheet can add it up."""
        return value


def _column(name: str, heading: str, widget: widgets.Widget) -> fields.Field:
    return fields.Field(attribute=name, column_name=heading, widget=widget)


def _is_only_checked(kwargs: dict[str, Any]) -> bool:
    """Checked without a transaction: nothing is stored."""
    return bool(kwargs.get("dry_run") and not kwargs.get("using_transactions"))


class MemberResource(SafeExportMixin, resources.ModelResource):
    """Members by their number. The same file twice changes nothing; one bad row and nothing is stored.

    The national ID is not part of it: showing one is a logged act of its own.
    """

    number = _column("number", NUMBER, NumberText())
    prefix = _column("prefix", "คำนำหน้า", ThaiText())
    first_name = _column("first_name", "ชื่อ", ThaiText())
    last_name = _column("last_name", "นามสกุล", ThaiText())
    unit = _column("unit", "หน่วยงาน", ThaiText())
    position = _column("position", "ตำแหน่ง", ThaiText())
    province = _column("province", "จังหวัด", ThaiText())
    phone = _column("phone", "โทรศัพท์", NumberText())
    phone_extension = _column("phone_extension", "ต่อ", NumberText())
    second_phone = _column("second_phone", "โทรศัพท์สำรอง", NumberText())
    birth_date = _column("birth_date", "วันเกิด", ThaiDay())
    joined_on = _column("joined_on", "เป็นสมาชิกเมื่อ", ThaiDay())
    retirement_date = _column("retirement_date", "วันเกษียณหรือออก", ThaiDay())
    share_capital = _column("share_capital", "ทุนเรือนหุ้น", Baht())
    deposits = _column("deposits", "เงินฝาก", Baht())
    loans = _column("loans", "เงินกู้คงเหลือ", Baht())
    amounts_on = _column("amounts_on", "ยอด ณ วันที่", ThaiDay())
    clinics = fields.Field(column_name=CLINICS)

    class Meta:
        model = Member
        import_id_fields = ("number",)
        fields = (
            "number", "prefix", "first_name", "last_name", "unit", "position", "province", "phone", "phone_extension",
            "second_phone", "birth_date", "joined_on", "retirement_date", "share_capital", "deposits", "loans",
            "amounts_on", "clinics",
        )  # fmt: skip
        skip_unchanged = True
        report_skipped = True
        # Nothing stored is shown before it is stored: the preview says counts.
        skip_html_diff = True
        use_transactions = True
        clean_model_instances = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._codes: dict[str, int] = {}
        self._padded: dict[str, str] = {}
        self._merged: dict[str, str] = {}
        self._seen: set[str] = set()

    def import_data(self, dataset: Any, *args: Any, **kwargs: Any) -> Any:
        """Import all rows or none: the library by itself keeps the good rows beside an invalid one."""
        kwargs["rollback_on_validation_errors"] = True
        return super().import_data(dataset, *args, **kwargs)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Read once what every row is checked against; a file without our headings is refused as a whole."""
        missing = [heading for heading in (NUMBER, "ชื่อ") if heading not in (dataset.headers or [])]
        if missing:
            raise ValidationError(_("ไม่พบคอลัมน์ %(columns)s ในแฟ้ม") % {"columns": ", ".join(missing)})
        self._codes = clinic_keys()
        self._padded = {number_key(number): number for number in all_numbers()}
        self._merged = merged_numbers()
        self._seen = set()

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a number that was mangled, merged away or stands twice, and a clinic that doesn't exist."""
        number = NumberText().clean(row.get(NUMBER))
        validate_number(number)
        known = self._padded.get(number_key(number))
        if known and known != number:
            message = _("เลขสมาชิก %(number)s คล้าย %(known)s ที่มีอยู่ ศูนย์นำหน้าอาจหายไป")
            raise ValidationError({"number": message % {"number": number, "known": known}})
        if number in self._merged:
            message = _("เลขสมาชิก %(number)s รวมเข้ากับเลข %(kept)s แล้ว แก้เลขในแฟ้มเป็นเลขนั้น")
            raise ValidationError({"number": message % {"number": number, "kept": self._merged[number]}})
        if number in self._seen:
            raise ValidationError({"number": _("เลขสมาชิก %(number)s ซ้ำในแฟ้ม") % {"number": number}})
        self._seen.add(number)
        row[NUMBER] = number
        self._row_codes(row)

    def _row_codes(self, row: dict[str, Any]) -> list[str]:
        given = str(row.get(CLINICS) or "").replace(",", " ").upper().split()
        unknown = [code for code in given if code not in self._codes]
        if unknown:
            raise ValidationError({"clinics": _("ไม่มีคลินิกรหัส %(codes)s") % {"codes": ", ".join(unknown)}})
        return given

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """A row that changes neither the member nor the clinics is left alone."""
        unchanged: bool = super().skip_row(instance, original, row, import_validation_errors)
        if not unchanged or import_validation_errors:
            return unchanged
        linked = set(instance.clinic_links.values_list("clinic__code", flat=True)) if instance.pk else set()
        return set(self._row_codes(row)) <= linked

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """A member who comes with another name stays known by the old one."""
        if not _is_only_checked(kwargs):
            keep_old_name(instance, by=kwargs.get("user"))

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Let the named clinics serve the member; none is taken away by a file."""
        if _is_only_checked(kwargs):
            return
        for code in self._row_codes(row):
            link_clinic(member=instance, clinic_id=self._codes[code])

    def dehydrate_clinics(self, member: Member) -> str:
        """Codes of the clinics that serve the member."""
        return " ".join(link.clinic.code for link in member.clinic_links.all())
