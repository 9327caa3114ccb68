"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "cases"
    verbose_name = _("เรื่อง")
