"""Background work as a Django app of the foundation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Holds the queue; what can be done in it is registered by the apps above."""

    name = "clinic_project.jobs"
    label = "jobs"
    verbose_name = _("งานเบื้องหลัง")

    def ready(self) -> None:
        """Let home say which work is ready."""
        from clinic_project.jobs import registrations

        registrations.register()
