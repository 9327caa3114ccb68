"""Reading the words of an uploaded PDF in the background."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.jobs.kinds import Kind, Outcome, register
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.verdicts import Verdict
from clinics.models import LibraryVersion
from clinics.permissions.library import can_keep_library
from clinics.services.library_text import read_text

READ = "library.text"


def start_reading(version: LibraryVersion, *, by: Any) -> Job | None:
    """Have the words of a version's file read, where they have not been; pictures have none."""
    if version.text_state not in {"waiting", "failed"}:
        return None
    title = _("อ่านข้อความใน %(title)s ฉบับที่ %(n)s") % {"title": version.document.title, "n": version.number}
    asked = {"version": version.pk, "sha256": version.file.sha256}
    return start_job(kind=READ, title=title[:250], arguments=asked, by=by)


def _run(work: Any) -> Outcome:
    versions = LibraryVersion.objects.visible_to(work.owner).select_related("document", "file")
    version = versions.filter(pk=work.job.arguments["version"]).first()
    if version is None:
        raise ValidationError(_("ร่างฉบับนี้ถูกทิ้งไปแล้ว ไม่ต้องอ่านข้อความ"))
    work.tell(_("กำลังอ่านข้อความในแฟ้ม"), at_once=True)
    version = read_text(version, by=work.owner)
    return Outcome(address=version.document.get_absolute_url(), detail={"state": version.text_state})


def _may(user: Any, job: Job) -> Verdict:
    return can_keep_library(user)


def register_kinds() -> None:
    """Called from the registrations."""
    register(Kind(READ, _run, _may, open_label=gettext_lazy("เปิดเอกสาร")))
