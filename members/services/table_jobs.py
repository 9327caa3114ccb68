"""Large tables in the background: checking, storing, and taking the clinic's members out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.jobs.kinds import File, Outcome, Work
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.spreadsheets import XLSX
from clinic_project.verdicts import Verdict, deny
from members.leading import led_clinics
from members.models import Member, TableFile
from members.permissions import can_export, can_import
from members.services.tables import check_table, keep_columns, name_columns, send_table, store_table
from members.tables.sheets import register_sheet

CHECK, STORE, EXPORT = "members.check", "members.store", "members.export"
MANY_ROWS = 2_000


def _told(work: Work, words: str, total: int) -> Any:
    def tell(number: int) -> None:
        said = {"n": f"{number:,}", "total": f"{total:,}"}
        work.tell(words % said, number, total)

    return tell


def _table(work: Work) -> TableFile:
    sent: TableFile | None = TableFile.objects.visible_to(work.owner).filter(key=work.job.arguments["table"]).first()
    if sent is None:
        raise ValidationError(_("แฟ้มเกินวันที่เก็บไว้แล้ว ส่งแฟ้มใหม่"))
    return sent


def run_check(work: Work) -> Outcome:
    """Check a table; leads to its preview."""
    sent = _table(work)
    check_table(sent, by=work.owner, tell=_told(work, _("ตรวจแถวที่ %(n)s จาก %(total)s"), sent.rows))
    return Outcome(address=sent.get_absolute_url())


def run_store(work: Work) -> Outcome:
    """Store a table; leads to what came of it. A second run of a finished job stores nothing."""
    sent = _table(work)
    if sent.stage != TableFile.Stage.STORED:
        store_table(sent, by=work.owner, tell=_told(work, _("บันทึกแถวที่ %(n)s จาก %(total)s"), sent.rows))
    return Outcome(address=sent.get_absolute_url())


def run_export(work: Work) -> Outcome:
    """Write the members of the clinics the owner leads; the event stands before the first of them is read."""
    may_export(work.owner, work.job).or_raise()
    rows = Member.objects.visible_to(work.owner).served_by(*work.job.arguments["clinics"])
    total = rows.count()
    audit.record("member.export", work.owner, by=work.owner, detail={"count": total, "format": "xlsx"})
    ordered = rows.order_by("sort_key", "number").prefetch_related("clinic_links__clinic")
    content = register_sheet(ordered.iterator(chunk_size=1000), _told(work, _("เขียนแถวที่ %(n)s จาก %(total)s"), total))
    return Outcome(file=File("members.xlsx", content, XLSX))


def may_import(user: Any, job: Job) -> Verdict:
    """Whether the person may bring tables in at this moment."""
    return can_import(user)


def may_export(user: Any, job: Job) -> Verdict:
    """Whether the person leads, at this moment, every clinic whose members the table holds."""
    allowed, clinics = can_export(user), job.arguments.get("clinics")
    if allowed and (not clinics or not set(clinics) <= set(led_clinics(user))):
        return deny(_("ตารางนี้ทำด้วยสิทธิ์ที่หมดไปแล้ว ส่งออกใหม่จากหน้าสมาชิก"))
    return allowed


@transaction.atomic
def begin_check(sent: TableFile, *, by: Any) -> Any:
    """Check a table: at once, or as a job when it has many rows. Gives what the person is led to."""
    can_import(by).or_raise()
    if sent.rows <= MANY_ROWS:
        check_table(sent, by=by)
        return sent
    title = _("ตรวจแฟ้ม %(name)s") % {"name": sent.name[:80]}
    return start_job(kind=CHECK, title=title, arguments={"table": sent.key}, by=by)


@transaction.atomic
def begin_mended(sent: TableFile, *, content: bytes, name: str, by: Any) -> Any:
    """Take the mended file in as another of the same kind and month, with the columns as they were named for this one.

    With the same headings it is checked at once; with others the person looks at the columns first. Gives what the
    person is led to.
    """
    fresh = send_table(kind=sent.kind, month=sent.month, content=content, name=name, by=by)
    if fresh.headers == sent.headers:
        return begin_check(name_columns(fresh, columns=sent.columns, by=by), by=by)
    return keep_columns(fresh, sent, by=by)


def begin_store(sent: TableFile, *, by: Any) -> Any:
    """Store a table: at once, or as a job when it has many rows. Gives what the person is led to."""
    can_import(by).or_raise()
    if sent.rows <= MANY_ROWS:
        store_table(sent, by=by)
        return sent
    title = _("นำเข้าแฟ้ม %(name)s") % {"name": sent.name[:80]}
    return start_job(kind=STORE, title=title, arguments={"table": sent.key}, by=by)


@transaction.atomic
def begin_export(*, by: Any) -> Job:
    """Take the members within the person's scope out as a workbook."""
    can_export(by).or_raise()
    asked = {"clinics": sorted(led_clinics(by))}
    return start_job(kind=EXPORT, title=_("ส่งออกทะเบียนสมาชิกของคลินิก"), arguments=asked, by=by)
