"""``manage.py expire_drafts``: forget drafts nobody has touched for ``DRAFT_DAYS`` days, where no worker does it."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic_project import drafts


class Command(BaseCommand):
    """Deletes expired drafts and says how many."""

    help = "Deletes drafts older than DRAFT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and count."""
        self.stdout.write(f"{drafts.drop_expired()}")
