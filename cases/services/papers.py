"""Papers of a case: payslip, contract, court paper; added, taken off with a reason."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, CasePaper, Entry
from cases.services.locking import lock_active
from cases.services.timeline import add_entry
from clinic_project import audit
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file

MOST_PAPERS = 60
SHORTEST_REASON = 5


@transaction.atomic
def add_paper(
    case: Case,
    *,
    file: CheckedFile,
    kind: str,
    by: Any,
    dated: date | None = None,
    note: str = "",
    now: datetime | None = None,
) -> CasePaper:
    """Keep a paper with a case. Raises ``ValidationError`` in Thai: a kind there is not, too many, the day's quota."""
    locked = lock_active(case, by)
    if kind not in CasePaper.Kind.values:
        raise ValidationError({"kind": _("เลือกชนิดเอกสารจากรายการ")})
    if locked.papers.in_force().count() >= MOST_PAPERS:
        raise ValidationError({"file": _("แนบเอกสารได้ไม่เกิน %(most)d แฟ้มต่อเรื่อง") % {"most": MOST_PAPERS}})
    paper: CasePaper = CasePaper.objects.create(
        case=locked, kind=kind, dated=dated, note=note.strip()[:200], file=store_file(file, by=by)
    )
    audit.record("case.paper.add", locked, by=by, detail={"paper": paper.pk, "kind": kind, "sha256": file.sha256})
    title = _("แนบเอกสาร: %(kind)s") % {"kind": paper.get_kind_display()}
    add_entry(locked, Entry.Kind.NOTE, title, by=by, now=now)
    return paper


@transaction.atomic
def remove_paper(paper: CasePaper, *, reason: str, by: Any, now: datetime | None = None) -> CasePaper:
    """Take a paper off. Its row stays with who, when and why; the file's bytes are deleted.

    Raises ``ValidationError`` at ``reason`` when it is too short to tell, or when the paper is gone already.
    """
    locked = lock_active(paper.case, by)
    row = locked.papers.in_force().select_related("file").filter(pk=paper.pk).first()
    if row is None:
        raise ValidationError(_("เอกสารนี้ถูกนำออกไปแล้ว"))
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ValidationError({"reason": _("บอกเหตุผลอย่างน้อย %(count)d ตัวอักษร") % {"count": SHORTEST_REASON}})
    row.removed_at, row.removed_by, row.removed_reason = now or timezone.now(), by, reason[:300]
    row.save(update_fields=["removed_at", "removed_by", "removed_reason"])
    audit.record("case.paper.remove", locked, by=by, detail={"paper": row.pk, "kind": str(row.kind)})
    title = _("นำเอกสารออก: %(kind)s") % {"kind": row.get_kind_display()}
    add_entry(locked, Entry.Kind.NOTE, title, reason, by=by, now=now)
    content = row.file.content
    transaction.on_commit(lambda: content.storage.delete(content.name))
    removed: CasePaper = row
    return removed
