"""Starting, taking, telling, ending jobs. Every write is short: on SQLite one writer at a time is all there is."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.jobs.kinds import File, Outcome, kind_of
from clinic_project.jobs.models import Job, JobFile, detail_of

SILENCE = timedelta(seconds=45)
"""A running job not heard of for so long has lost its worker; it beats every few seconds."""
PATIENCE = timedelta(seconds=6)
MOST_ATTEMPTS = 2
KEEP_ROWS = timedelta(days=30)


class Superseded(Exception):
    """Another worker has the job now; what this one does no longer counts."""


def subject_of(kind: str, arguments: dict[str, Any]) -> str:
    """The same kind with the same arguments is the same work."""
    text = json.dumps([kind, arguments], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def start_job(
    *, kind: str, title: str, arguments: dict[str, Any], by: Any, fingerprint: str = "", source: File | None = None
) -> Job:
    """Start the work, or join it where the same person already has the same work under way or its result at hand.

    A result at hand is given again only when ``fingerprint`` (of what it is made from) is still the same. With
    ``settings.JOBS_IMMEDIATE`` the work is done before this returns.
    """
    subject = subject_of(kind, arguments)
    mine = Job.objects.visible_to(by).filter(subject=subject)
    found = mine.unfinished().first() or (fingerprint and _at_hand(mine, fingerprint))
    if found:
        return found
    asked = {"kind": kind, "title": title, "arguments": arguments, "subject": subject, "fingerprint": fingerprint}
    job = _add_job(by=by, source=source, **asked)
    return _at_once(job)


def _at_once(job: Job) -> Job:
    """Do it before going on, where the settings say so (tests)."""
    if settings.JOBS_IMMEDIATE and job.state == Job.State.WAITING:
        from clinic_project.jobs.worker import run_now

        run_now(job)
        job.refresh_from_db()
    return job


def _at_hand(mine: Any, fingerprint: str) -> Job | None:
    done = mine.filter(state="done", fingerprint=fingerprint, expires_at__gt=timezone.now(), files__role="result")
    return done.order_by("-pk").first()


def _add_job(*, by: Any, source: File | None, **fields: Any) -> Job:
    """Write the job, or find the one a second request wrote a moment before."""
    try:
        with transaction.atomic():
            job: Job = Job.objects.create(owner=by, created_at=timezone.now(), step=_("รอคิว"), **fields)
            if source is not None:
                _put_file(job, source, "source")
            audit.record("job.started", job, by=by, reference=job.kind, detail=detail_of(job))
    except IntegrityError:
        return Job.objects.visible_to(by).unfinished().get(subject=fields["subject"])
    return job


def _put_file(job: Job, file: File, role: str) -> None:
    values = {"name": file.name, "content_type": file.content_type, "content": file.content}
    JobFile.objects.update_or_create(job=job, role=role, defaults=values)


def take_job(*, worker: str, now: datetime | None = None) -> Job | None:
    """Take the oldest job that waits, or that its worker left; one that was left too often is given up."""
    now = now or timezone.now()
    # Asked outside a transaction first: an idle worker takes no lock at all.
    if not Job.objects.takeable(now - SILENCE).exists():
        return None
    with transaction.atomic():
        passes_locked = connection.features.has_select_for_update_skip_locked
        queue = Job.objects.select_for_update(skip_locked=passes_locked).takeable(now - SILENCE)
        job: Job | None = queue.order_by("pk").first()
        if job is None:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job, now)
            return None
        job.state, job.worker, job.attempts = Job.State.RUNNING, worker, job.attempts + 1
        job.started_at, job.beat_at, job.done, job.total, job.step = now, now, 0, 0, _("กำลังเริ่ม")
        job.save()
    return job


def _give_up(job: Job, now: datetime) -> None:
    job.state, job.finished_at, job.worker = Job.State.FAILED, now, ""
    job.error = _("งานหยุดกลางคันสองครั้ง ระบบจึงพักงานนี้ไว้ กดลองใหม่ หรือแจ้งผู้ดูแลระบบหากยังไม่สำเร็จ")
    job.save()


def _held(job: Job) -> Any:
    return Job.objects.filter(pk=job.pk, state="running", worker=job.worker)


def tell_progress(job: Job) -> None:
    """Write how far the job is, and with it that its worker lives. Raises :class:`Superseded`."""
    values = {"step": job.step[:200], "done": job.done, "total": job.total, "beat_at": timezone.now()}
    if not _held(job).update(**values):
        raise Superseded


@transaction.atomic
def finish_job(job: Job, outcome: Outcome) -> None:
    """Keep the result and call the job done. Raises :class:`Superseded`, and then keeps nothing."""
    kind, now = kind_of(job), timezone.now()
    days = kind.keep_days if kind else 1
    values = {"state": "done", "finished_at": now, "expires_at": now + timedelta(days=days), "error": ""}
    said = {"address": outcome.address, "outcome": dict(outcome.detail), "step": _("เสร็จแล้ว")}
    if not _held(job).update(**values, **said):
        raise Superseded
    if outcome.file:
        _put_file(job, outcome.file, "result")


def fail_job(job: Job, error: str) -> None:
    """Say in Thai why the work came to nothing."""
    _held(job).update(state="failed", finished_at=timezone.now(), error=error)


def release_job(job: Job) -> None:
    """Put an interrupted job back into the queue; this try doesn't count."""
    _held(job).update(state="waiting", worker="", attempts=max(0, job.attempts - 1), step=_("รอคิว"))


@transaction.atomic
def retry_job(job: Job, *, by: Any) -> Job:
    """Put a failed job, or one whose file is gone, back into the queue; joins the same work if it is under way."""
    mine = Job.objects.visible_to(by)
    locked: Job = mine.select_for_update().get(pk=job.pk)
    other: Job | None = mine.unfinished().filter(subject=locked.subject).first()
    if other is not None:
        return other
    if locked.state == Job.State.DONE and locked.files.filter(role="result").exists():
        return locked
    again: dict[str, Any] = dict.fromkeys(("started_at", "beat_at", "finished_at", "seen_at", "expires_at"))
    again |= {"state": "waiting", "worker": "", "attempts": 0, "error": "", "step": _("รอคิว"), "done": 0, "total": 0}
    Job.objects.filter(pk=locked.pk).update(created_at=timezone.now(), **again)
    audit.record("job.started", locked, by=by, reference=locked.kind, detail={**detail_of(locked), "again": True})
    locked.refresh_from_db()
    return _at_once(locked)


def note_seen(job: Job) -> None:
    """The owner has seen how it ended; home need not say it any more."""
    if job.is_over and job.seen_at is None:
        Job.objects.filter(pk=job.pk).update(seen_at=timezone.now())


@transaction.atomic
def drop_old(*, now: datetime | None = None) -> int:
    """Delete files past their day, then rows long finished. Says how many files went."""
    now = now or timezone.now()
    gone, _by_model = JobFile.objects.filter(job__finished_at__isnull=False, job__expires_at__lt=now).delete()
    JobFile.objects.filter(job__state="failed", job__finished_at__lt=now - timedelta(days=7)).delete()
    Job.objects.filter(finished_at__lt=now - KEEP_ROWS).delete()
    return gone


def is_unattended(job: Job, *, now: datetime | None = None) -> bool:
    """Whether a job waits although nobody is at work: a worker at rest takes a new job within a second or two."""
    now = now or timezone.now()
    if job.state != Job.State.WAITING or now - job.created_at < PATIENCE:
        return False
    return not Job.objects.filter(state="running", beat_at__gte=now - SILENCE).exists()
