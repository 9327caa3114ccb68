"""Freezing a year's figures and issuing its report (R39): what was counted stays as it was counted."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Response, Session
from clinic_project import audit
from clinic_project.issuing import issue_document
from clinic_project.models import IssuedDocument
from clinic_project.thai.dates import format_long
from clinics.models import ProgrammeYear, ServiceDay
from evaluations import facts
from evaluations.documents import report_pdf, report_title
from evaluations.indicators import Figures, compute, service_cubes
from evaluations.models import Evaluation
from evaluations.permissions import can_freeze, can_issue
from evaluations.windows import Window, window_of
from referrals.models import Referral, Resolution

KIND = "evaluation"
LONGEST_CONCLUSION = 8000


def counted_rows(window: Window) -> dict[str, list[int]]:
    """Keys of the rows a window counts, by model: the proof behind the figures."""
    found = {
        "session": facts.session_rows(Session.objects.all(), window),
        "service_day": facts.day_rows(ServiceDay.objects.all(), window),
        "response": facts.answer_rows(Response.objects.all(), window),
        "referral": facts.referral_rows(Referral.objects.all(), window),
        "resolution": facts.resolution_rows(Resolution.objects.all(), window),
    }
    keys = {name: sorted(rows.order_by().values_list("pk", flat=True)) for name, rows in found.items()}
    cases = facts.case_rows(Case.objects.all(), window).order_by().values_list("state", "pk")
    for state in ("done", "withdrawn", "open", "void"):
        keys[f"case.{state}"] = sorted(pk for of, pk in cases if of == state)
    return keys


@transaction.atomic
def freeze_evaluation(*, year: ProgrammeYear, by: Any, now: datetime | None = None) -> Evaluation:
    """Freeze the year's figures as of its cut-off day, with the keys of the rows; a further time is a new version.

    ``now`` plays the past. Before the cut-off day there is nothing to freeze: ``ValidationError``.
    """
    locked = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    can_freeze(by, locked).or_raise()
    now = now or timezone.now()
    today = timezone.localdate(now)
    if today < locked.cutoff:
        message = _("ตัดยอดได้ตั้งแต่วันที่ %(day)s") % {"day": format_long(locked.cutoff)}
        raise ValidationError({"__all__": message})
    window = window_of(locked, today)
    figures = compute(window)
    services = {name: cube.to_json() for name, cube in service_cubes(window).items()}
    evaluation: Evaluation = Evaluation.objects.create(
        year=locked,
        version=locked.evaluations.count() + 1,
        cutoff=window.cutoff,
        figures={**figures.to_json(), "services": services},
        counted_rows=counted_rows(window),
        frozen_at=now,
        frozen_by=by,
    )
    detail = {"year": locked.buddhist_year, "version": evaluation.version, "cutoff": window.cutoff.isoformat()}
    audit.record("evaluation.frozen", evaluation, by=by, reference=serial_of(evaluation), detail=detail)
    return evaluation


def frozen_figures(evaluation: Evaluation) -> Figures:
    """The figures as they were frozen."""
    return Figures.from_json(evaluation.year, evaluation.figures)


def serial_of(evaluation: Evaluation) -> str:
    """``EV-2561-1``: year and version."""
    return f"EV-{evaluation.year.buddhist_year}-{evaluation.version}"


def _clean_conclusion(text: str) -> str:
    """The conclusion as it is kept; raises ``ValidationError``."""
    conclusion = text.strip()
    if not conclusion:
        raise ValidationError({"conclusion": _("เขียนสรุปผลและข้อเสนอแนะก่อนออกรายงาน")})
    if len(conclusion) > LONGEST_CONCLUSION:
        raise ValidationError({"conclusion": _("ย่อสรุปให้ไม่เกิน %(n)d ตัวอักษร") % {"n": LONGEST_CONCLUSION}})
    return conclusion


def _locked(evaluation: Evaluation) -> Evaluation:
    return Evaluation.objects.select_for_update(of=("self",)).select_related("year").get(pk=evaluation.pk)


@transaction.atomic
def write_conclusion(evaluation: Evaluation, *, conclusion: str, by: Any) -> Evaluation:
    """Keep the conclusion of a report that is about to be issued. Raises ``ValidationError``, NotAllowed."""
    locked = _locked(evaluation)
    can_issue(by, locked).or_raise()
    locked.conclusion = _clean_conclusion(conclusion)
    locked.save(update_fields=["conclusion"])
    return locked


@transaction.atomic
def issue_evaluation(
    evaluation: Evaluation, *, conclusion: str, by: Any, now: datetime | None = None, content: bytes | None = None
) -> IssuedDocument:
    """Set the conclusion down and issue the report: rendered once from the frozen figures, kept as it is.

    ``content`` is the paper where it was drawn beforehand, with this conclusion and outside of any transaction. The
    paper goes to the education committee, so small numbers are closed in it. Raises ``ValidationError``.
    """
    locked = _locked(evaluation)
    can_issue(by, locked).or_raise()
    conclusion = _clean_conclusion(conclusion)
    if content is not None and locked.conclusion not in ("", conclusion):
        raise ValidationError(_("มีผู้แก้สรุปผลระหว่างที่จัดทำรายงาน กดลองใหม่เพื่อใช้ข้อความล่าสุด"))
    locked.conclusion, locked.issued_at, locked.issued_by = conclusion, now or timezone.now(), by
    locked.save(update_fields=["conclusion", "issued_at", "issued_by"])
    document = issue_document(
        kind=KIND,
        serial=serial_of(locked),
        title=report_title(locked.year),
        subject=locked,
        content=content or report_pdf(locked.year, evaluation=locked, is_guarded=True),
        by=by,
    )
    audit.record("evaluation.issued", locked, by=by, reference=document.serial)
    evaluation.refresh_from_db()
    return document
