"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "clinics"
    verbose_name = _("คลินิก")

    def ready(self) -> None:
        """Hang menu entries into the frame."""
        from clinics.registrations import register

        register()
