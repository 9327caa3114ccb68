"""The foundation as a Django app: events, counters, issued documents, idempotency keys, drafts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """Holds no domain; the apps above it build on its tables."""

    name = "clinic_project"
    verbose_name = _("ส่วนกลางของระบบ")

    def ready(self) -> None:
        """Hang the foundation's own panels into the frame."""
        from clinic_project import registrations

        registrations.register()
