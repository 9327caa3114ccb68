"""The file for a member who asked what is held about them: one PDF, the same as tables, the signed papers."""

import csv
import io
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project import audit
from clinic_project.jobs.kinds import File, Kind, Outcome, Work, register
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.models import IssuedDocument
from clinic_project.registry import HeldTable
from clinic_project.spreadsheets import escape_cell
from clinic_project.verdicts import Verdict, deny
from members.documents.held import held_pdf
from members.held import held_tables
from members.models import Consent, DataRequest
from members.privacy_permissions import can_export_request
from members.readers import readable_references

HELD = "member.held"
ZIP = "application/zip"


def start_export(request: DataRequest, *, by: Any) -> Job:
    """Begin to gather what is held. The event names the request before anything is read."""
    can_export_request(by, request).or_raise()
    audit.record("data_request.export", request, by=by)
    audit.record("member.read", request.member, by=by, detail={"page": "held"})
    title = _("ข้อมูลที่เก็บไว้ ตามคำขอ %(reference)s") % {"reference": request.reference}
    return start_job(kind=HELD, title=title, arguments={"request": request.pk}, by=by)


def _csv(table: HeldTable) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(head) for head in table.heads])
    writer.writerows([[escape_cell(cell) for cell in row] for row in table.rows])
    return "\ufeff".encode() + out.getvalue().encode()


def _request_of(user: Any, job: Job) -> DataRequest | None:
    found = DataRequest.objects.visible_to(user).select_related("member", "clinic")
    return found.filter(pk=job.arguments["request"]).first()


def _gather(work: Work) -> Outcome:
    request = _request_of(work.owner, work.job)
    if request is None:
        raise ValidationError(_("ไม่พบคำขอนี้แล้ว"))
    can_export_request(work.owner, request).or_raise()
    tables = held_tables(work.owner, request.member)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(_("ข้อมูลที่สหกรณ์เก็บไว้.pdf"), held_pdf(request, tables))
        for order, table in enumerate(tables, 1):
            packed.writestr(f"{order:02d} {table.title}.csv", _csv(table))
            for paper in IssuedDocument.objects.filter(serial__in=table.serials):
                packed.writestr(f"{_('เอกสาร')} {paper.serial.replace('/', '-')}.pdf", bytes(paper.content))
        signed = Consent.objects.visible_to(work.owner).filter(member=request.member, paper__isnull=False)
        for consent in signed.select_related("paper"):
            if consent.paper is not None:
                packed.writestr(f"{_('แบบที่ลงชื่อ')} {consent.pk} {consent.paper.name}", consent.paper.read())
    held = {"tables": len(tables), "references": sorted(readable_references(work.owner, request.member))}
    return Outcome(file=File(f"{request.reference}.zip", out.getvalue(), ZIP), detail=held)


def _may(user: Any, job: Job) -> Verdict:
    """Who may answer the request; and a file at hand is for who may still read every record in it."""
    request = _request_of(user, job)
    if request is None:
        return deny(_("ไม่พบคำขอนี้แล้ว"))
    if not set(job.outcome.get("references", [])) <= readable_references(user, request.member):
        return deny(_("แฟ้มนี้ทำด้วยสิทธิ์ที่หมดไปแล้ว ออกแฟ้มใหม่จากหน้าคำขอ"))
    return can_export_request(user, request)


def register_jobs() -> None:
    """Make the work known; its file is kept a day."""
    register(Kind(HELD, _gather, _may, keep_days=1, open_label=gettext_lazy("ดาวน์โหลด")))
