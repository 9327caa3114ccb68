"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "referrals"
    verbose_name = _("ส่งต่อและประชุม")
