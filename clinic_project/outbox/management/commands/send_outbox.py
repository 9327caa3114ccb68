"""The sender of notices."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from clinic_project.outbox.sending import MOST_A_ROUND, send_due

logger = logging.getLogger(__name__)
PAUSE = 5.0


class Command(BaseCommand):
    """``manage.py send_outbox``: sends at once what the worker of the background work would send between its jobs."""

    help = "ส่งข้อความแจ้งทางอีเมลที่รออยู่ จนกว่าจะสั่งหยุด"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once`` ends when nothing is due any more."""
        parser.add_argument("--once", action="store_true", help="ส่งที่รออยู่ให้หมดแล้วจบ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send. Told to stop, it ends when the round at hand is over."""
        told_to_stop, count = threading.Event(), 0
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_args: told_to_stop.set())
        while not told_to_stop.is_set():
            sent = self._round()
            count += sent
            if sent < MOST_A_ROUND:
                if options["once"]:
                    break
                told_to_stop.wait(PAUSE)
        self.stdout.write(f"ส่งแล้ว {count} ฉบับ")

    def _round(self) -> int:
        close_old_connections()
        try:
            return send_due()
        except DatabaseError:
            # Busy or restarting; the notices are still there in a moment.
            logger.exception("the notices can't be read")
            return 0
