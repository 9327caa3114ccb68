"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "cases"
    verbose_name = _("เรื่อง")

    def ready(self) -> None:
        """Hang menu entries, tasks and searches into the frame."""
        from cases import (
            consent_registrations,
            counselling_registrations,
            handovers,
            held,
            money_registrations,
            registrations,
            session_registrations,
        )

        registrations.register()
        money_registrations.register()
        session_registrations.register()
        counselling_registrations.register()
        handovers.register()
        consent_registrations.register()
        held.register()
