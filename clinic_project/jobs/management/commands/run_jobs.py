"""The worker of the background work."""

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from clinic_project.jobs.worker import Worker
from clinic_project.pdf.renderer import warm_up


class Command(BaseCommand):
    """``manage.py run_jobs``: run one beside the web server, or several on PostgreSQL."""

    help = "ทำงานเบื้องหลังตามคิว (รายงาน นำเข้า ส่งออก) จนกว่าจะสั่งหยุด"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once`` ends when the queue is empty."""
        parser.add_argument("--once", action="store_true", help="ทำงานที่รออยู่ให้หมดแล้วจบ")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve. Told to stop, the worker puts the job at hand back into the queue and ends."""
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        if not options["once"]:
            warm_up()
        count = Worker().serve(once=options["once"])
        self.stdout.write(f"ทำเสร็จ {count} งาน")


def _stop(number: int, frame: FrameType | None) -> None:
    # A second signal would break into the putting back.
    signal.signal(number, signal.SIG_IGN)
    sys.exit(0)
