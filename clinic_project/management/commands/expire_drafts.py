"""``manage.py expire_drafts``: once a day, forget drafts nobody has touched for ``DRAFT_DAYS`` days."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic_project.drafts import oldest_alive
from clinic_project.models import Draft


class Command(BaseCommand):
    """Deletes expired drafts and says how many."""

    help = "Deletes drafts older than DRAFT_DAYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and count."""
        gone, _rows = Draft.objects.filter(updated_at__lt=oldest_alive()).delete()
        self.stdout.write(f"{gone}")
