"""What services and cases hold about a member: to be shown to them, and to be taken out after its time."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Session
from clinic_project.audit import subject_type
from clinic_project.person_tree import table_of, tree_of
from clinic_project.registry import Ended, HeldTable, registry
from members.retention import NOBODY

# Of staff, not of the member; a survey's link would let its reader answer.
LEFT_OUT = {"cases.survey", "cases.breakglass", "cases.conflictdeclaration", "cases.caseassignment"}


def held(user: Any, member: Any) -> Iterator[HeldTable]:
    """Services and cases within the person's scope, with everything of this app that hangs from them."""
    sessions = Session.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    cases = Case.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    for model, keys in tree_of({Session: set(sessions), Case: set(cases)}).items():
        if model._meta.app_label == "cases" and model._meta.label_lower not in LEFT_OUT:
            yield table_of(model, keys, but={"member", "search_key", "sort_key"})


def subjects(member: Any) -> Iterable[tuple[str, Iterable[int]]]:
    """Every service and case of the member, whoever may read it: the report names readers, not contents."""
    sessions = Session.objects.filter(member=member).values_list("pk", flat=True)
    cases = Case.objects.filter(member=member).values_list("pk", flat=True)
    return [(subject_type(Session), sessions), (subject_type(Case), cases)]


def case_references(user: Any, member: Any) -> Iterable[str]:
    """Numbers of the member's cases that the person may read."""
    return Case.objects.visible_to(user).filter(member=member).values_list("reference", flat=True)


def session_references(user: Any, member: Any) -> Iterable[str]:
    """Numbers of the member's services that the person may read."""
    return Session.objects.visible_to(user).filter(member=member).values_list("reference", flat=True)


def ended_cases(last: date) -> Iterator[Ended]:
    """Cases closed, or void and at rest, by a day."""
    over = Case.objects.filter(status__in=("closed", "void"), last_activity_at__date__lte=last).exclude(
        member__number=NOBODY
    )
    for case in over.order_by("pk"):
        day = timezone.localdate(case.closed_at or case.last_activity_at)
        if day <= last:
            yield Ended(case, case.reference, case.member_id, day)


def ended_advice(last: date) -> Iterator[Ended]:
    """Services that led to no case, given by a day to a member known by name."""
    given = Session.objects.filter(case__isnull=True, member__isnull=False, served_on__lte=last)
    for session in given.exclude(member__number=NOBODY).order_by("pk"):
        yield Ended(session, session.reference, session.member_id, session.served_on)


def obstacle(member: Any) -> Any:
    """A case that is not over."""
    return _("มีเรื่องที่ยังไม่ยุติ") if Case.objects.active().filter(member=member).exists() else None


def register() -> None:
    """What is shown to the member, and what is taken out after its time."""
    registry.ended |= {"case": ended_cases, "advice": ended_advice}
    registry.member_obstacles.append(obstacle)
    registry.held_tables.append(held)
    registry.member_subjects.append(subjects)
    registry.member_references |= {"case": case_references, "advice": session_references}
