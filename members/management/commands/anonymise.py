"""``manage.py anonymise``: take out what was kept long enough; ``--dry-run`` only says what it would be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from clinics.models import User
from members.retention import Due, due_on
from members.services.anonymise import anonymise_due


class Command(BaseCommand):
    """Counts by kind, then the numbers of the records; no name of a member."""

    help = "Anonymises what is past its retention period. --dry-run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Either look only, or say in whose name it is done."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would be taken out, change nothing.")
        parser.add_argument("--by", default="", help="User name of the administrator in whose name it is done.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, or do it."""
        if options["dry_run"]:
            due = due_on(timezone.localdate())
            self._tell(due)
            for kind, things in due.things.items():
                for thing in things:
                    self.stdout.write(f"{kind} {thing.reference} {thing.ended_on.isoformat()}")
            return
        by = User.objects.filter(username=options["by"], is_staff=True, is_active=True).first()
        if by is None:
            raise CommandError("Give --by with the user name of an administrator, or --dry-run.")
        self._tell(anonymise_due(by=by))

    def _tell(self, due: Due) -> None:
        for kind, count in due.counts.items():
            self.stdout.write(f"{kind}: {count}")
        for reason, count in due.reasons.items():
            self.stdout.write(f"held ({reason}): {count}")
