"""Import and export of clinics by administrators: natural keys, Thai headings, all or nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from clinic_project.spreadsheets import SafeExportMixin
from clinics.models import Clinic


class KindWidget(widgets.Widget):
    """The kind of clinic in Thai words; the stored value is taken too."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The stored value of a kind."""
        text = "" if value is None else str(value).strip()
        known = {str(label): code for code, label in Clinic.Kind.choices}
        if text in known or text in known.values():
            return known.get(text, text)
        raise ValueError(_("ประเภทใช้ได้เฉพาะ %(kinds)s") % {"kinds": ", ".join(known)})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The kind's label."""
        return str(dict(Clinic.Kind.choices).get(value, value))


class YesNo(widgets.Widget):
    """``ใช่`` or ``ไม่ใช่``."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        """Whether the cell says yes; an empty cell says no."""
        return str(value or "").strip().lower() in {"1", "ใช่", "true"}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The word for it."""
        return _("ใช่") if value else _("ไม่ใช่")


class MaybeNumber(widgets.IntegerWidget):
    """A whole number, or an empty cell."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """The number itself; nothing where there is none."""
        return "" if value is None else value


class ClinicResource(SafeExportMixin, resources.ModelResource):
    """Clinics by their code; rows that change nothing are left alone."""

    code = fields.Field(attribute="code", column_name="รหัส")
    number = fields.Field(attribute="number", column_name="ลำดับที่", widget=MaybeNumber())
    name = fields.Field(attribute="name", column_name="ชื่อ")
    kind = fields.Field(attribute="kind", column_name="ประเภท", widget=KindWidget())
    group = fields.Field(attribute="group", column_name="กลุ่ม", widget=MaybeNumber())
    is_continuing_pilot = fields.Field(attribute="is_continuing_pilot", column_name="นำร่องปี 2560", widget=YesNo())
    address = fields.Field(attribute="address", column_name="ที่อยู่")
    phone = fields.Field(attribute="phone", column_name="โทรศัพท์")
    line_id = fields.Field(attribute="line_id", column_name="ไลน์")

    class Meta:
        model = Clinic
        import_id_fields = ("code",)
        fields = ("code", "number", "name", "kind", "group", "is_continuing_pilot", "address", "phone", "line_id")
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        clean_model_instances = True

    def import_data(self, dataset: Any, *args: Any, **kwargs: Any) -> Any:
        """Import all rows or none."""
        kwargs["rollback_on_validation_errors"] = True
        return super().import_data(dataset, *args, **kwargs)

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file without our headings as a whole: the library's own sentence can't be put into Thai."""
        missing = [heading for heading in ("รหัส", "ชื่อ") if heading not in (dataset.headers or [])]
        if missing:
            raise ValidationError(_("ไม่พบคอลัมน์ %(columns)s ในแฟ้ม") % {"columns": ", ".join(missing)})
