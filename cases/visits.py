"""What the person at the counter needs to know of a member at a glance, and what can be filled in for them."""

from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Any

from django.utils.translation import gettext as _

from cases.models import AdvicePhrase, Case, Plan, Session
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.text import search_key, valid_national_id
from clinics.models import Clinic
from members.models import Member
from members.querysets import MemberQuerySet
from members.search import Found, find_members

# How long a visit takes where nothing is known yet, and how many visits tell it.
USUAL_MINUTES, VISITS_TO_LEARN_FROM = 30, 20


@dataclass(frozen=True)
class Habit:
    """What was done last time, to be taken over by one press; never without it."""

    activities: list[str]
    client_types: list[str]
    case: str
    label: str


@dataclass(frozen=True)
class PersonSummary:
    """A member as the session form shows them; only what ``user`` may read."""

    member: Member
    visits: int
    last: Session | None
    cases: list[Case]
    same_day: list[Session]
    plan: Plan | None = None

    @property
    def next_visit(self) -> int:
        """This visit is number so and so."""
        return self.visits + 1

    @property
    def habit(self) -> Habit | None:
        """What the last visit was about; its case only while that is open."""
        if self.last is None:
            return None
        done, types = list(self.last.activities.all()), list(self.last.client_types.all())
        case = next((case.reference for case in self.cases if case.pk == self.last.case_id), "")
        words = [*(str(row) for row in (*done, *types)), *([_("เรื่อง %(case)s") % {"case": case}] if case else [])]
        return Habit([row.activity for row in done], [row.client_type for row in types], case, " · ".join(words))


def summary_of(user: Any, member: Member, day: date) -> PersonSummary:
    """Count the visits and open cases of a member this person may read; ``day`` is the day of service."""
    sessions = Session.objects.visible_to(user).filter(member=member).select_related("officer")
    cases = Case.objects.visible_to(user).filter(member=member, clinic_id__in=user.clinic_ids)
    plans = Plan.objects.visible_to(user).filter(case__in=cases.active()).select_related("case").with_lines()
    last = sessions.prefetch_related("activities", "client_types").order_by("-served_on", "-id").first()
    return PersonSummary(
        member=member,
        visits=sessions.count(),
        last=last,
        cases=list(cases.active().order_by("-opened_on", "-id")),
        same_day=list(sessions.filter(served_on=day).order_by("-id")[:3]) if last and last.served_on >= day else [],
        plan=plans.order_by("-at", "-id").first(),
    )


def look_up(scope: MemberQuerySet, text: str) -> Found:
    """Find a member by number, name, phone, or the whole national ID, which counts only exactly and in the scope."""
    digits = to_arabic_digits(text).replace("-", "").replace(" ", "")
    if valid_national_id(digits):
        member = scope.with_national_id(digits).first()
        if member is not None:
            return Found([member], is_exact=True)
    # One letter fits half of the members.
    return find_members(scope, text) if len(search_key(text)) > 1 else Found()


def usual_minutes(user: Any) -> int:
    """How long this person's visits take: the median of their last ones."""
    mine = Session.objects.visible_to(user).filter(officer=user, member__isnull=False).order_by("-id")
    return median_low(list(mine.values_list("minutes", flat=True)[:VISITS_TO_LEARN_FROM]) or [USUAL_MINUTES])


def twin_of(user: Any, session: Session) -> Session | None:
    """An earlier visit of the same member on the same day in the same way, which this one may repeat."""
    if session.member_id is None:
        return None
    same = Session.objects.visible_to(user).filter(
        member_id=session.member_id, served_on=session.served_on, mode=session.mode, clinic_id=session.clinic_id
    )
    twin: Session | None = same.exclude(pk=session.pk).order_by("-id").first()
    return twin


def phrases_for(user: Any, clinic: Clinic, activities: list[str]) -> list[AdvicePhrase]:
    """Phrases of advice, those for what was done first, then those that fit everything, then the rest."""
    offered = AdvicePhrase.objects.visible_to(user).offered_at(clinic)

    def rank(phrase: AdvicePhrase) -> int:
        if phrase.activity in activities:
            return 0
        return 2 if phrase.activity else 1

    return sorted(offered, key=rank)
