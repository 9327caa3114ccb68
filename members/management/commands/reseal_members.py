"""``manage.py reseal_members``: seal national IDs with the newest of ``DATA_KEYS``, after a key was put in front."""

from typing import Any

from django.core.management.base import BaseCommand

from members.services.sealing import reseal_all


class Command(BaseCommand):
    """Seals anew and says how many."""

    help = "Seal national IDs with the newest of DATA_KEYS; afterwards the older keys can be taken away"

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal and count."""
        self.stdout.write(f"{reseal_all()}")
