"""``manage.py front_files``: make the pages' letters, icons and kept part of Bootstrap from their packages."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from clinic_project.front_files import FILES


class Command(BaseCommand):
    """Write every file of ``clinic_project.front_files.FILES`` into ``static/``."""

    help = "Make the files of static/ that come from packages: letters, icons, the kept part of Bootstrap"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write and say how large each became."""
        for name, make in FILES.items():
            content = make()
            path = settings.BASE_DIR / "static" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.stdout.write(f"{name} {len(content)}")
