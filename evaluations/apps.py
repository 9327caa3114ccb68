"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "evaluations"
    verbose_name = _("ติดตามประเมินผล")

    def ready(self) -> None:
        """Hang the menu entry, home panels and the reader of issued reports into the frame."""
        from evaluations import poster_registrations, registrations, visit_registrations

        registrations.register()
        poster_registrations.register()
        visit_registrations.register()
