"""The year-end report as background work: drawing it takes many seconds."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.issuing import documents_of
from clinic_project.jobs.kinds import File, Kind, Outcome, Work, register
from clinic_project.jobs.models import Job
from clinic_project.jobs.services import start_job
from clinic_project.verdicts import Verdict, deny
from clinics.models import ProgrammeYear
from evaluations import documents
from evaluations.indicators import compute, service_cubes
from evaluations.models import Evaluation
from evaluations.permissions import can_issue, can_see_report, closes_small
from evaluations.services import KIND, issue_evaluation, write_conclusion
from evaluations.small_cells import mark_of
from evaluations.windows import window_of

REPORT, ISSUE = "evaluation.report", "evaluation.issue"


def fingerprint_of(year: ProgrammeYear) -> str:
    """What the live report is made from: figures, rules and budget of the year, the day up to which is counted.

    And the mark of closed numbers: a paper drawn when they were closed in another way is not at hand any more.
    """
    window = window_of(year)
    services = {name: cube.to_json() for name, cube in service_cubes(window).items()}
    resolutions = [str(line) for line in year.resolutions.order_by("pk")]
    rules = [model_to_dict(year), resolutions, window.last, mark_of(year.small_cell)]
    parts = [compute(window).to_json(), services, *rules]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def start_report(year: ProgrammeYear, *, digits: str, by: Any) -> Job:
    """Draw the report from the live figures as this person may see them; the paper at hand while nothing changed."""
    asked = {"year": year.buddhist_year, "digits": digits, "closed": closes_small(by)}
    title = documents.report_title(year)
    if digits == "thai":
        title = _("%(title)s (เลขไทย)") % {"title": title}
    return start_job(kind=REPORT, title=title, arguments=asked, by=by, fingerprint=fingerprint_of(year))


def start_issue(evaluation: Evaluation, *, conclusion: str, by: Any) -> Job:
    """Keep the conclusion, then draw and issue the report of a frozen evaluation. Raises ``ValidationError``."""
    write_conclusion(evaluation, conclusion=conclusion, by=by)
    title = _("ออก%(title)s ฉบับที่ %(version)d") % {
        "title": documents.report_title(evaluation.year),
        "version": evaluation.version,
    }
    return start_job(kind=ISSUE, title=title, arguments={"evaluation": evaluation.pk}, by=by)


def _teller(work: Work) -> documents.Tell:
    return lambda words, percent: work.tell(words, percent, 100)


def _draw_report(work: Work) -> Outcome:
    asked = work.job.arguments
    year = ProgrammeYear.objects.visible_to(work.owner).get(buddhist_year=asked["year"])
    content = documents.report_pdf(year, is_guarded=asked["closed"], digits=asked["digits"], tell=_teller(work))
    return Outcome(file=File(f"รายงานผลคลินิกสหกรณ์-{year.buddhist_year}.pdf", content))


def _may_report(user: Any, job: Job) -> Verdict:
    """As the page of the figures; and a paper with open small numbers is not for who may see closed ones only."""
    if closes_small(user) and not job.arguments["closed"]:
        return deny(_("รายงานฉบับนี้สร้างด้วยสิทธิ์ที่หมดไปแล้ว สั่งสร้างใหม่จากหน้าผลงาน"))
    return can_see_report(user)


def _evaluation_of(user: Any, job: Job) -> Evaluation | None:
    found = Evaluation.objects.visible_to(user).select_related("year").filter(pk=job.arguments["evaluation"])
    return found.first()


def _issue(work: Work) -> Outcome:
    evaluation = _evaluation_of(work.owner, work.job)
    if evaluation is None:
        raise ValidationError(_("ไม่พบการประเมินผลนี้แล้ว"))
    if evaluation.issued_at is None:
        can_issue(work.owner, evaluation).or_raise()
        drawn, content = None, b""
        while drawn != evaluation.conclusion:
            drawn = evaluation.conclusion
            content = documents.report_pdf(evaluation.year, evaluation=evaluation, is_guarded=True, tell=_teller(work))
            # Sent again with a better conclusion while it was drawn: the paper shall hold that one.
            evaluation.refresh_from_db(fields=["conclusion"])
        issue_evaluation(evaluation, conclusion=drawn, by=work.owner, content=content)
    # A worker that died after issuing leaves only this to do.
    document = documents_of(evaluation, KIND).first()
    return Outcome(address=reverse("document", args=[document.serial]) if document else "")


def _may_issue(user: Any, job: Job) -> Verdict:
    """Who may issue it; and once it is issued, who may read it."""
    evaluation = _evaluation_of(user, job)
    if evaluation is None:
        return deny(_("ไม่พบการประเมินผลนี้แล้ว"))
    return can_see_report(user) if evaluation.issued_at else can_issue(user, evaluation)


def register_jobs() -> None:
    """Make both known to the worker."""
    register(Kind(REPORT, _draw_report, _may_report))
    register(Kind(ISSUE, _issue, _may_issue, open_label=gettext_lazy("เปิดรายงานที่ออกแล้ว")))
