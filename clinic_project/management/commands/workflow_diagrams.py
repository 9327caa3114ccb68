"""``manage.py workflow_diagrams``: write the state machines into docs/architecture.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinic_project.diagrams import DOCUMENT, put_into


class Command(BaseCommand):
    """Draws the tables of the workflow engine; ``--check`` only says whether the document is up to date."""

    help = "Write the state machines' diagrams into docs/architecture.md."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--check``."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail when the document is behind")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        old = DOCUMENT.read_text(encoding="utf-8")
        new = put_into(old)
        if options["check"] and new != old:
            raise CommandError("docs/architecture.md is behind the tables: run manage.py workflow_diagrams")
        if not options["check"]:
            DOCUMENT.write_text(new, encoding="utf-8")
