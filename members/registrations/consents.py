"""What consents hang into the frame."""

from django.utils.translation import gettext_lazy as _

from clinic_project.registry import registry


def register() -> None:
    """The form's name, words of the events."""
    registry.form_names["members:consent_new"] = _("บันทึกความยินยอม")
    registry.event_kinds |= {
        "member.consent.given": _("บันทึกความยินยอม"),
        "member.consent.withdrawn": _("บันทึกการถอนความยินยอม"),
    }
