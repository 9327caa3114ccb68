"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    """See docs/architecture.md for what lives here."""

    name = "referrals"
    verbose_name = _("ส่งต่อและประชุม")

    def ready(self) -> None:
        """Hang menu entries, tasks, the case's panel and readers of papers into the frame."""
        from referrals import handovers, held, meeting_registrations, registrations

        registrations.register()
        meeting_registrations.register()
        handovers.register()
        held.register()
