"""What of this app a person who leaves a clinic has in hand, as whoever hands it over may know it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, FollowUp
from cases.services.handover import hand_over_case, hand_over_follow_up
from clinic_project.registry import HandoverRow, HandoverSource, registry
from clinic_project.thai.dates import format_short


def case_counts(user_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Cases under way by who is in charge and clinic."""
    mine = Case.objects.active().filter(officer__in=user_ids).order_by()
    return {(user, clinic): n for user, clinic, n in mine.values_list("officer", "clinic").annotate(n=Count("pk"))}


def follow_up_counts(user_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Follow-ups not made yet by who is to make them and clinic."""
    mine = FollowUp.objects.waiting().filter(officer__in=user_ids).order_by()
    found = mine.values_list("officer", "case__clinic").annotate(n=Count("pk"))
    return {(user, clinic): n for user, clinic, n in found}


def _known(cases: Collection[int], reader: Any) -> dict[int, bool]:
    """Which of the cases the reader may know of, and whether they may read them."""
    if not reader.is_clinic_staff:
        return {}
    return dict(Case.objects.known_to(reader).filter(pk__in=cases).values_list("pk", "is_readable"))


def _title(case: Case, known: dict[int, bool], words: Any) -> Any:
    if known.get(case.pk):
        return f"{case.reference} · {words}"
    if case.pk in known:
        return _("%(reference)s · เรื่องปกปิด") % {"reference": case.reference}
    return _("เรื่องของคลินิก (ไม่แสดงรายละเอียด)")


def case_rows(user: Any, clinic: Any, reader: Any) -> list[HandoverRow]:
    """A person's cases under way in a clinic; of what the reader may not know only that there is one."""
    cases = list(Case.objects.active().filter(officer=user, clinic=clinic).order_by("opened_on", "id"))
    known = _known([case.pk for case in cases], reader)
    return [
        HandoverRow(
            key=str(case.pk),
            title=_title(case, known, case.subject),
            detail=case.status_label if case.pk in known else "",
            url=case.get_absolute_url() if case.pk in known else "",
        )
        for case in cases
    ]


def follow_up_rows(user: Any, clinic: Any, reader: Any) -> list[HandoverRow]:
    """A person's follow-ups not made yet in a clinic, likewise."""
    waiting = FollowUp.objects.waiting().filter(officer=user, case__clinic=clinic).select_related("case")
    rows = list(waiting)
    known = _known([row.case_id for row in rows], reader)
    return [
        HandoverRow(
            key=str(row.pk),
            title=_title(row.case, known, row.subject),
            detail=_("กำหนด %(day)s") % {"day": format_short(row.due_on)} if row.case_id in known else "",
            url=row.case.get_absolute_url() if row.case_id in known else "",
        )
        for row in rows
    ]


def register() -> None:
    """Called once, when the apps are ready."""
    registry.handovers += [
        HandoverSource("case", gettext_lazy("เรื่องที่รับผิดชอบ"), case_counts, case_rows, hand_over_case),
        HandoverSource(
            "followup", gettext_lazy("การติดตามผลที่นัดไว้"), follow_up_counts, follow_up_rows, hand_over_follow_up
        ),
    ]
    registry.event_kinds["case.follow_up.handed"] = gettext_lazy("มอบการติดตามให้ผู้อื่น")
