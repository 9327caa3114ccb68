"""What consents hang into the frame."""

from django.utils.translation import gettext_lazy as _

from clinic_project.registry import registry


def register() -> None:
    """Names of the forms, words of the events."""
    registry.form_names["members:consent_new"] = _("บันทึกความยินยอม")
    registry.form_names["members:consent_text_new"] = _("ข้อความขอความยินยอม")
    registry.event_kinds |= {
        "member.consent.given": _("บันทึกความยินยอม"),
        "member.consent.declined": _("บันทึกว่าสมาชิกไม่ยินยอม"),
        "member.consent.withdrawn": _("บันทึกการถอนความยินยอม"),
        "consent_text.written": _("เพิ่มข้อความขอความยินยอม"),
    }
