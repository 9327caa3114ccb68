"""The worker: takes jobs one after another, tells how far they are, and shows that it lives."""

import logging
import os
import secrets
import threading
import time
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db import DatabaseError, close_old_connections, connection
from django.utils.translation import gettext as _

from clinic_project import drafts
from clinic_project.jobs import services
from clinic_project.jobs.kinds import Outcome, kind_of
from clinic_project.jobs.models import Job
from clinic_project.outbox import sending
from clinic_project.outbox import services as outbox
from clinic_project.pdf.renderer import PdfError
from clinic_project.verdicts import NotAllowed

logger = logging.getLogger(__name__)

TELL_EVERY = 1.0
BEAT_EVERY = 3.0
SWEEP_EVERY = 3600.0
MOST_MAILS = 5
LONGEST = 15 * 60.0
"""Seconds after which a job is no longer shown as alive, so that it is given up."""


class Effort:
    """One job being done: what :class:`~clinic_project.jobs.kinds.Work` promises."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.owner: Any = get_user_model()._default_manager.get(pk=job.owner_id)
        self._told_at = float("-inf")
        self._depth = len(connection.atomic_blocks)

    def tell(self, step: Any, done: int = 0, total: int = 0, *, at_once: bool = False) -> None:
        """Write the progress, at most once a second: a step that changes too quickly to be read is passed over."""
        now = time.monotonic()
        if now - self._told_at < TELL_EVERY and not at_once:
            return
        self._told_at = now
        self.job.step, self.job.done, self.job.total = str(step), done, total
        # Inside a transaction nobody would see it before its end; the pulse tells it from a connection of its own.
        if len(connection.atomic_blocks) == self._depth:
            services.tell_progress(self.job)


def do(job: Job) -> None:
    """Do a job that was taken, and write how it ended. Nothing it raises harms the worker."""
    try:
        outcome = _run(job)
        services.finish_job(job, outcome)
    except services.Superseded:
        logger.warning("job %s was taken over by another worker", job.pk)
    except ValidationError as error:
        services.fail_job(job, " ".join(error.messages))
    except (NotAllowed, PdfError) as error:
        services.fail_job(job, str(error))
    except Exception:
        logger.exception("job %s failed", job.pk)
        services.fail_job(job, _("ระบบขัดข้อง งานนี้จึงไม่สำเร็จ กดลองใหม่ หรือแจ้งผู้ดูแลระบบหากยังไม่สำเร็จ"))


def _run(job: Job) -> Outcome:
    kind, effort = kind_of(job), Effort(job)
    if kind is None or not effort.owner.is_active:
        raise ValidationError(_("งานชนิดนี้ทำไม่ได้แล้ว สั่งใหม่จากหน้าเดิม"))
    kind.may(effort.owner, job).or_raise()
    return kind.run(effort)


def run_now(job: Job) -> None:
    """Do a job in this process before going on (``settings.JOBS_IMMEDIATE``)."""
    Job.objects.filter(pk=job.pk).update(state="running", worker="here", attempts=1, started_at=job.created_at)
    job.refresh_from_db()
    do(job)


class Pulse(threading.Thread):
    """Shows from a connection of its own that a job's worker lives, also while a library keeps silent for long."""

    def __init__(self, job: Job, every: float = BEAT_EVERY, longest: float = LONGEST) -> None:
        super().__init__(daemon=True, name="pulse")
        self._job, self._every, self._ends_at = job, every, time.monotonic() + longest
        self._over = threading.Event()

    def run(self) -> None:
        """Beat until told to stop, or until the job has taken too long to be believed."""
        while not self._over.wait(self._every):
            if time.monotonic() > self._ends_at:
                # The main thread hangs. Whoever started the worker starts it anew.
                logger.critical("job %s hangs; the worker ends", self._job.pk)
                os._exit(70)
            try:
                services.tell_progress(self._job)
            except services.Superseded:
                break
            except DatabaseError:
                # SQLite has one writer: the job itself may be writing. The next beat comes soon.
                logger.info("beat of job %s had to wait", self._job.pk)
        connection.close()

    def stop(self) -> None:
        """End the beats."""
        self._over.set()
        self.join()


class Worker:
    """Takes jobs until it is told to stop. A worker ended in the middle puts its job back into the queue."""

    def __init__(self, *, idle: float = 1.0) -> None:
        self.name = secrets.token_hex(8)
        self._idle = idle

    def serve(self, *, once: bool = False) -> int:
        """Work through the queue; ``once``: only what waits now. Says how many jobs were done."""
        count, swept = 0, float("-inf")
        while True:
            close_old_connections()
            if time.monotonic() - swept > SWEEP_EVERY:
                services.drop_old()
                drafts.drop_expired()
                SessionStore.clear_expired()
                outbox.drop_old()
                swept = time.monotonic()
            self._send_mail()
            job = self._next()
            if job is not None:
                self._do(job)
                count += 1
            elif once:
                return count
            else:
                time.sleep(self._idle)

    def _next(self) -> Job | None:
        try:
            return services.take_job(worker=self.name)
        except DatabaseError:
            # Busy or restarting; the queue is still there in a second.
            logger.exception("the queue can't be read")
            return None

    def _send_mail(self) -> None:
        """Notices, a few between two jobs; ``manage.py send_outbox`` is there where they must not wait for a job."""
        try:
            sending.send_due(most=MOST_MAILS)
        except DatabaseError:
            logger.exception("the notices can't be read")

    def _do(self, job: Job) -> None:
        pulse = Pulse(job)
        pulse.start()
        try:
            do(job)
        except (SystemExit, KeyboardInterrupt):
            services.release_job(job)
            raise
        finally:
            pulse.stop()
