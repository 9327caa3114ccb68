"""Large tables in and out of the administrators' pages, in the background.

django-import-export checks, stores and writes a table while the browser waits: 2,200 members took 4 s to check and 4 s
to store. From here on a large file is checked as a job, then stored as another one when the administrator agrees.
"""

import hashlib
import io
import zipfile
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportModelAdmin

from clinic_project import audit
from clinic_project.jobs.kinds import File, Kind, Outcome, Work, register
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.verdicts import ALLOW, Verdict, deny

FOLLOW_LABEL = gettext_lazy("นำเข้าตามที่ตรวจ")
CHECK, STORE, EXPORT = "table.check", "table.store", "table.export"
LARGE_FILE = 40_000
LARGE_SHEET = 120_000
"""Bytes of a text file, and of a workbook's sheets unpacked. A table of 500 members with few columns is about as large;
reading a workbook to count its rows would itself take seconds."""
MANY_ROWS = 2_000
MOST_PROBLEMS = 100


def is_large(content: bytes) -> bool:
    """Whether checking the file takes longer than a person waits; a workbook is judged by its directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            sheets = sum(part.file_size for part in packed.infolist() if part.filename.startswith("xl/worksheets/"))
            return sheets > LARGE_SHEET
    except zipfile.BadZipFile:
        return len(content) > LARGE_FILE


class BackgroundTables(ImportExportModelAdmin):
    """As the library's pages; what would take longer than two seconds becomes a job."""

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Check a small file at once, a large one in the background."""
        if request.method == "POST" and self.has_import_permission(request):
            form = self.create_import_form(request)
            if form.is_valid():
                file = form.cleaned_data["import_file"]
                content = b"".join(file.chunks())
                if is_large(content):
                    return redirect(self._start_check(request, form.cleaned_data["format"], file.name, content))
                file.seek(0)
        return super().import_action(request, **kwargs)

    def _start_check(self, request: HttpRequest, number: str, name: str, content: bytes) -> Job:
        form = self.get_import_formats()[int(number)]()
        asked = {"model": self.opts.label_lower, "format": int(number), "sha256": hashlib.sha256(content).hexdigest()}
        title = _("ตรวจแฟ้มนำเข้า%(what)s %(name)s") % {"what": self.opts.verbose_name, "name": name[:80]}
        source = File(name[:200], content, form.get_content_type())
        return start_job(kind=CHECK, title=title, arguments=asked, by=request.user, source=source)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Write a short table at once, a long one in the background."""
        if request.method == "POST" and self.has_export_permission(request):
            form = self.get_export_form_class()(
                self.get_export_formats(), self.get_export_resource_classes(request), data=request.POST
            )
            count = self.get_export_queryset(request).count() if form.is_valid() else 0
            if count > MANY_ROWS:
                asked = {"model": self.opts.label_lower, "format": int(form.cleaned_data["format"])}
                title = _("ส่งออก%(what)s %(n)s แถว") % {"what": self.opts.verbose_name, "n": f"{count:,}"}
                filters = request.GET.urlencode()
                return redirect(
                    start_job(kind=EXPORT, title=title, arguments={**asked, "query": filters}, by=request.user)
                )
        return super().export_action(request)

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Let the resource tell how far it is, where somebody listens."""
        told = getattr(request, "progress", None)
        more = {"progress": told} if told else {}
        return {**super().get_export_resource_kwargs(request, **kwargs), **more}


class Desk:
    """The administrators' page of a model as a job uses it: for its owner, with the owner's rights of this moment."""

    def __init__(self, user: Any, job: Job) -> None:
        self.job, self.user = job, user
        pages = {model._meta.label_lower: page for model, page in admin.site._registry.items()}
        self.page: Any = pages.get(job.arguments["model"])
        self.request: Any = HttpRequest()
        self.request.method, self.request.user = "GET", user
        self.request.GET = QueryDict(job.arguments.get("query", ""))

    def format(self, *, out: bool) -> Any:
        """The format that was chosen."""
        kinds = self.page.get_export_formats() if out else self.page.get_import_formats()
        return kinds[self.job.arguments["format"]]()

    def rows(self) -> Any:
        """The table that came in. Raises ``ValidationError`` when it can't be read as what it says it is."""
        file, form = self.job.files.get(role="source"), self.format(out=False)
        if not form.is_binary():
            form.encoding = self.page.from_encoding
        try:
            found = form.create_dataset(bytes(file.content))
        except Exception as error:
            raise ValidationError(_("อ่านแฟ้มไม่ได้ ตรวจว่าเลือกชนิดแฟ้มถูกต้อง")) from error
        if not found:
            raise ValidationError(_("แฟ้มไม่มีแถวข้อมูล"))
        return found

    def resource(self, tell: Any) -> Any:
        """What imports, telling each row."""
        return self.page.get_import_resource_classes(self.request)[0](progress=tell)


def _why(said: dict[str, list[Any]], fields: dict[str, Any]) -> str:
    """What is wrong with a row, each time with the heading of the column a person sees."""
    parts = []
    for name, messages in said.items():
        heading = f"{fields[name].column_name}: " if name in fields else ""
        parts.append(heading + " ".join(map(str, messages)))
    return " ".join(parts)


def _problems(result: Any, fields: dict[str, Any]) -> list[list[str]]:
    """Rows that can't come in: number of the row in the file, and why."""
    found = [["", str(one.error)] for one in result.base_errors]
    found += [[str(number + 1), " ".join(str(one.error) for one in errors)] for number, errors in result.row_errors()]
    found += [[str(row.number + 1), _why(row.error_dict, fields)] for row in result.invalid_rows]
    return sorted(found, key=lambda line: int(line[0] or 0))


def _summary(result: Any, rows: int, resource: Any) -> dict[str, Any]:
    problems = _problems(result, resource.fields)
    counts = {name: result.totals.get(name, 0) for name in ("new", "update", "skip")}
    return {"rows": rows, **counts, "problems": problems[:MOST_PROBLEMS], "bad": len(problems)}


def _check(work: Work) -> Outcome:
    """Check every row without storing any: no transaction, so that nobody waits for its end."""
    work.tell(_("อ่านแฟ้ม"))
    desk = Desk(work.owner, work.job)
    rows = desk.rows()
    total = len(rows)

    def tell(number: int) -> None:
        said = {"n": f"{number:,}", "total": f"{total:,}"}
        work.tell(_("ตรวจแถวที่ %(n)s จาก %(total)s") % said, number, total)

    resource = desk.resource(tell)
    result = resource.import_data_inner(
        rows, dry_run=True, raise_errors=False, using_transactions=False, collect_failed_rows=False, user=work.owner
    )
    return Outcome(detail=_summary(result, total, resource))


def _store(work: Work) -> Outcome:
    """Store all rows or none, in one transaction."""
    work.tell(_("อ่านแฟ้ม"))
    desk = Desk(work.owner, work.job)
    rows = desk.rows()
    total = len(rows)

    def tell(number: int) -> None:
        said = {"n": f"{number:,}", "total": f"{total:,}"}
        work.tell(_("บันทึกแถวที่ %(n)s จาก %(total)s") % said, number, total)

    # SQLite shows nothing of a transaction before its end, so that these words stand there until then.
    words = _("บันทึก %(total)s แถวพร้อมกันทั้งแฟ้ม ระหว่างนี้ปิดหน้าได้")
    work.tell(words % {"total": f"{total:,}"}, 1, total * 2, at_once=True)
    resource = desk.resource(tell)
    result = resource.import_data(rows, dry_run=False, raise_errors=False, user=work.owner)
    summary = _summary(result, total, resource)
    if not summary["bad"]:
        detail = {name: summary[name] for name in ("rows", "new", "update", "skip")}
        audit.record(f"{work.job.arguments['model'].split('.')[-1]}.import", work.owner, by=work.owner, detail=detail)
    return Outcome(detail={**summary, "stored": not summary["bad"]})


def _export(work: Work) -> Outcome:
    desk = Desk(work.owner, work.job)
    rows, form = desk.page.get_export_queryset(desk.request), desk.format(out=True)
    total = rows.count()

    def tell(number: int) -> None:
        said = {"n": f"{number:,}", "total": f"{total:,}"}
        # The last tenth is the writing of the file.
        work.tell(_("เขียนแถวที่ %(n)s จาก %(total)s") % said, number * 9, total * 10)

    desk.request.progress = tell
    content = desk.page.get_export_data(form, desk.request, rows, encoding="utf-8-sig", export_form=None)
    name = desk.page.get_export_filename(desk.request, rows, form)
    content = content if isinstance(content, bytes) else content.encode("utf-8-sig")
    return Outcome(file=File(name, content, form.get_content_type()))


def store_checked(job: Job, *, by: Any) -> Job:
    """Store the file that a finished check found to be right. Raises ``ValidationError``."""
    source = job.files.filter(role="source").first()
    if job.state != Job.State.DONE or job.outcome.get("bad") or source is None:
        raise ValidationError(_("นำเข้าไม่ได้ แฟ้มยังมีแถวที่ต้องแก้ หรือเกินวันที่เก็บไว้แล้ว"))
    desk = Desk(by, job)
    title = _("นำเข้า%(what)s %(name)s") % {"what": desk.page.opts.verbose_name, "name": source.name[:80]}
    file = File(source.name, bytes(source.content), source.content_type)
    return start_job(kind=STORE, title=title, arguments=job.arguments, by=by, source=file)


def _may_import(user: Any, job: Job) -> Verdict:
    desk = Desk(user, job)
    allowed = user.is_staff and desk.page and desk.page.has_import_permission(desk.request)
    return ALLOW if allowed else deny(_("การนำเข้าเป็นหน้าที่ของผู้ดูแลระบบ"))


def _may_export(user: Any, job: Job) -> Verdict:
    desk = Desk(user, job)
    allowed = user.is_staff and desk.page and desk.page.has_export_permission(desk.request)
    return ALLOW if allowed else deny(_("การส่งออกเป็นหน้าที่ของผู้ดูแลระบบ"))


def register_kinds() -> None:
    """Make the three known to the worker. Their files hold members' data and are kept for a day."""
    panel = "jobs/_table.html"
    register(
        Kind(CHECK, _check, _may_import, keep_days=1, panel=panel, follow=store_checked, follow_label=FOLLOW_LABEL)
    )
    register(Kind(STORE, _store, _may_import, keep_days=1, panel=panel))
    register(Kind(EXPORT, _export, _may_export, keep_days=1, open_label=gettext_lazy("ดาวน์โหลด")))
