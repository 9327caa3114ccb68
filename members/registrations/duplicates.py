"""What records of one person hang into the frame."""

from django.utils.translation import gettext_lazy as _

from clinic_project.registry import registry


def register() -> None:
    """Names of forms, words of events."""
    registry.form_names |= {"members:merge": _("รวมระเบียนสมาชิก"), "members:merge_find": _("รวมระเบียนสมาชิก")}
    registry.event_kinds |= {
        "member.merged": _("รวมระเบียนสมาชิก"),
        "member.unmerged": _("ยกเลิกการรวมระเบียน"),
        "member.told_apart": _("บันทึกว่าเป็นคนละคน"),
    }
    registry.event_details["duplicates"] = _("ค้นหาระเบียนซ้ำ")
