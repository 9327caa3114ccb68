"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "members"
    verbose_name = _("สมาชิก")

    def ready(self) -> None:
        """Hang menu entry and search into the frame."""
        from members import registrations

        registrations.register()
