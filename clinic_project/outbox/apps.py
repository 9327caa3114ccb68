"""Notices as a Django app of the foundation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Holds what is to be sent; what it is about is registered by the apps above (``registry.notices``)."""

    name = "clinic_project.outbox"
    label = "outbox"
    verbose_name = _("กล่องส่งออก")

    def ready(self) -> None:
        """Let home show notices that no mail brings."""
        from clinic_project.outbox import registrations

        registrations.register()
