"""The worker of the background work."""

import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from clinic_project.jobs.worker import Worker
from clinic_project.pdf.renderer import warm_up


class Command(BaseCommand):
    """``manage.py run_jobs``: run one beside the web server, or several on PostgreSQL."""

    help = "ทำงานเบื้องหลังตามคิว (รายงาน นำเข้า ส่งออก) จนกว่าจะสั่งหยุด"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--once`` ends when the queue is empty, ``--beside`` with another process."""
        parser.add_argument("--once", action="store_true", help="ทำงานที่รออยู่ให้หมดแล้วจบ")
        parser.add_argument("--beside", type=int, default=0, help="จบพร้อมกับโพรเซสหมายเลขนี้ (เว็บเซิร์ฟเวอร์)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve. Told to stop, the worker puts the job at hand back into the queue and ends."""
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        if options["beside"]:
            Companion(options["beside"]).start()
        if not options["once"]:
            warm_up()
        count = Worker().serve(once=options["once"])
        self.stdout.write(f"ทำเสร็จ {count} งาน")


class Companion(threading.Thread):
    """Ends this worker when the process it stands beside is gone, also when that one was killed."""

    def __init__(self, number: int) -> None:
        super().__init__(daemon=True, name="companion")
        self._number = number

    def run(self) -> None:
        """Look every second; then stop as when told to."""
        while is_alive(self._number):
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)


def is_alive(number: int) -> bool:
    """Whether a process runs; one that has ended and only waits to be counted does not."""
    try:
        text = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] not in {"Z", "X"}


def _stop(number: int, frame: FrameType | None) -> None:
    # A second signal would break into the putting back.
    signal.signal(number, signal.SIG_IGN)
    sys.exit(0)
