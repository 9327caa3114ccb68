"""Import and export of clinics by administrators: natural keys, Thai headings, all or nothing."""

from typing import Any

from import_export import fields, resources

from clinic_project.spreadsheets import SafeExportMixin
from clinics.models import Clinic


class ClinicResource(SafeExportMixin, resources.ModelResource):
    """Clinics by their code; rows that change nothing are left alone."""

    code = fields.Field(attribute="code", column_name="รหัส")
    number = fields.Field(attribute="number", column_name="ลำดับที่")
    name = fields.Field(attribute="name", column_name="ชื่อ")
    kind = fields.Field(attribute="kind", column_name="ประเภท")
    group = fields.Field(attribute="group", column_name="กลุ่ม")
    is_continuing_pilot = fields.Field(attribute="is_continuing_pilot", column_name="นำร่องปี 2560")
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

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Take an empty group as none, and yes/no in Thai or as a number."""
        if row.get("กลุ่ม") in ("", None):
            row["กลุ่ม"] = None
        row["นำร่องปี 2560"] = str(row.get("นำร่องปี 2560", "")).strip() in {"1", "ใช่", "True", "true"}
