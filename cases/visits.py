"""What the person at the counter needs to know of a member at a glance: visits before, cases still open."""

from dataclasses import dataclass
from typing import Any

from cases.models import Case, Session
from members.models import Member


@dataclass(frozen=True)
class PersonSummary:
    """A member as the session form shows them; only what ``user`` may read."""

    member: Member
    visits: int
    last: Session | None
    cases: list[Case]

    @property
    def next_visit(self) -> int:
        """This visit is number so and so."""
        return self.visits + 1


def summary_of(user: Any, member: Member) -> PersonSummary:
    """Count the visits and open cases of a member this person may read. Four queries at most."""
    sessions = Session.objects.visible_to(user).filter(member=member)
    cases = Case.objects.visible_to(user).filter(member=member, clinic_id__in=user.clinic_ids)
    return PersonSummary(
        member=member,
        visits=sessions.count(),
        last=sessions.select_related("officer").order_by("-served_on", "-id").first(),
        cases=list(cases.active().order_by("-opened_on", "-id")),
    )
