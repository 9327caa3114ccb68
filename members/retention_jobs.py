"""Taking out what was kept long enough, in the background."""

from typing import Any

from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.jobs.kinds import Kind, Outcome, Work, register
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.verdicts import Verdict
from members.privacy_permissions import can_run_retention
from members.services.anonymise import anonymise_due

RUN = "retention.run"


def start_run(*, by: Any) -> Job:
    """Begin. What is due is looked for anew when the work is done; a second run finds nothing more."""
    can_run_retention(by).or_raise()
    audit.record("retention.started", by, by=by)
    return start_job(kind=RUN, title=_("ลบข้อมูลที่พ้นกำหนด"), arguments={}, by=by)


def _run(work: Work) -> Outcome:
    work.tell(_("ลบข้อมูลที่พ้นกำหนดทั้งหมดพร้อมกัน ระหว่างนี้ปิดหน้าได้"), 1, 2, at_once=True)
    due = anonymise_due(by=work.owner)
    return Outcome(detail={"counts": due.counts, "held": len(due.held)})


def _may(user: Any, job: Job) -> Verdict:
    return can_run_retention(user)


def register_jobs() -> None:
    """Make the work known."""
    register(Kind(RUN, _run, _may, panel="members/_retention_job.html"))
