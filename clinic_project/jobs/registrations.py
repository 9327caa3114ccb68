"""What background work hangs into the frame: on home, what ended while its owner was elsewhere."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.jobs import tables
from clinic_project.jobs.models import Job
from clinic_project.registry import Task, registry

MOST = 5


def finished_jobs(user: Any) -> Iterator[Task]:
    """Work that ended and was not looked at yet; opening its page takes it off."""
    for job in Job.objects.visible_to(user).unseen().order_by("-pk")[:MOST]:
        url = job.get_absolute_url()
        if job.state == Job.State.DONE:
            yield Task(job.title, _("พร้อมแล้ว เปิดได้เลย"), url, chip=_("พร้อมแล้ว"), tone="done")
        else:
            yield Task(job.title, _("ทำไม่สำเร็จ เปิดดูเหตุผลและลองใหม่ได้"), url, chip=_("ไม่สำเร็จ"), tone="alarm")


def register() -> None:
    """The notice on home, and the administrators' large tables."""
    registry.tasks.append(finished_jobs)
    tables.register_kinds()
