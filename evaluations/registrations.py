"""What evaluations hang into the frame."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.issuing import paper_results
from clinic_project.models import IssuedDocument
from clinic_project.registry import Change, HomePanel, NavEntry, Results, Task, registry
from clinic_project.thai.dates import format_long
from clinics.calendar import work_calendar
from clinics.models import ProgrammeYear
from evaluations.drilldown import all_rows
from evaluations.jobs import register_jobs
from evaluations.models import Evaluation
from evaluations.panels import clinic_panel, programme_panel
from evaluations.permissions import can_see_figures, sees_all_clinics
from evaluations.services import KIND
from evaluations.small_cells import is_small

MOST = 10


def _sees(user: Any) -> bool:
    return bool(can_see_figures(user))


def _is_clinic_staff(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _is_education(user: Any) -> bool:
    return bool(user.is_education)


def may_read_report(user: Any, document: IssuedDocument) -> bool:
    """An issued report is read by whoever may see the evaluation it was issued from."""
    return bool(Evaluation.objects.visible_to(user).filter(pk=document.subject_id).exists())


def tasks(user: Any) -> Iterator[Task]:
    """For the education committee's officers in the weeks of the evaluation: freeze the figures, then the report."""
    today = timezone.localdate()
    year = ProgrammeYear.objects.visible_to(user).current() if user.is_education_officer else None
    if year is None or today < year.cutoff:
        return
    newest = Evaluation.objects.visible_to(user).filter(year=year).order_by("-version").first()
    if newest is None:
        title, name = _("ตัดยอดตัวเลขประจำปี %(year)s"), "evaluations:freeze"
    elif newest.issued_at is None:
        title, name = _("สรุปผลและออกรายงานปี %(year)s"), "evaluations:issue"
    else:
        return
    due = year.evaluation_end
    yield Task(
        title=title % {"year": year.buddhist_year},
        detail=_("ประเมินผลให้เสร็จภายในวันที่ %(day)s") % {"day": format_long(due)},
        url=reverse(name, args=[year.buddhist_year]),
        due=due,
        working_days_left=work_calendar().working_days_between(today, due),
    )


def changes(user: Any, since: datetime) -> Iterator[Change]:
    """Reports that were issued: what every committee and central may read, and no more than figures."""
    if not sees_all_clinics(user):
        return
    issued = Evaluation.objects.visible_to(user).filter(issued_at__gt=since).exclude(issued_by=user)
    for evaluation in issued.select_related("year", "issued_by").order_by("-issued_at")[:MOST]:
        year = evaluation.year.buddhist_year
        yield Change(
            at=evaluation.issued_at,
            title=_("ออกรายงานประเมินผลปี %(year)s") % {"year": year},
            detail=_("ฉบับที่ %(n)s · %(name)s") % {"n": evaluation.version, "name": evaluation.issued_by.full_name},
            url=reverse("evaluations:year", args=[year]),
        )


def served_changes(user: Any, since: datetime) -> Iterator[Change]:
    """For the education committee: how many services were added, as a number; a small one is closed."""
    if not user.is_education:
        return
    year = ProgrammeYear.objects.visible_to(user).current()
    added = all_rows()["session"].filter(created_at__gt=since).aggregate(n=Count("pk"), last=Max("created_at"))
    if year is None or not added["n"]:
        return
    few = is_small(added["n"], year.small_cell)
    yield Change(
        at=added["last"],
        title=_("บันทึกการให้บริการเพิ่ม %(n)s ครั้ง") % {"n": f"<{year.small_cell}" if few else f"{added['n']:,}"},
        detail=_("รวมทุกคลินิก"),
        url=reverse("evaluations:year", args=[year.buddhist_year]),
    )


def search_papers(user: Any, text: str, most: int) -> Results | None:
    """Issued reports of evaluations the person may see."""
    return paper_results(text, {KIND: Evaluation.objects.visible_to(user)}, most)


def register() -> None:
    """The menu entry, the home panels and the reader of issued reports."""
    registry.form_names |= {
        "evaluations:issue": _("สรุปผลและออกรายงาน"),
        "evaluations:freeze": _("ตัดยอด"),
    }
    label = gettext_lazy("ผลงาน")
    registry.nav.append(NavEntry(60, label, "evaluations:index", _sees, icon="result", key="g p"))
    registry.tasks.append(tasks)
    registry.changes += [changes, served_changes]
    registry.searches.append((70, search_papers))
    registry.places["evaluations:year"] = gettext_lazy("ผลงานปี")
    panel = "evaluations/_panel.html"
    registry.panels.append(HomePanel(10, panel, clinic_panel, _is_clinic_staff))
    registry.panels.append(HomePanel(20, panel, programme_panel, _is_education))
    registry.document_readers[KIND] = may_read_report
    register_jobs()
