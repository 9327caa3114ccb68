"""Units that volunteer, the committee's votes and its decision, by the real services."""

from typing import Any

from django.utils import timezone

from clinics.models import Candidate
from clinics.services import selecting, selection
from clinics.services.selecting import NewClinic
from tests.factories_letters import this_year
from tests.factories_referrals import person


def volunteer(group: int = 4, unit: str = "สำนักงานพัฒนาชุมชนจังหวัดราชบุรี", by: str = "head.cen", **facts: Any) -> Candidate:
    """A unit that volunteers today, recorded by central."""
    told = {"reasons": "สมาชิกมีหนี้หลายทาง", "volunteered_on": timezone.localdate(), **facts}
    return selection.volunteer(year=this_year(), group=group, unit_name=unit, by=person(by), **told)


def vote(candidate: Candidate, *members: str) -> None:
    """Votes of the education committee's members."""
    for member in members:
        selection.cast_selection_vote(candidate, by=person(member))


def resolve(candidate: Candidate, by: str = "edu.secretary", **changes: Any) -> Candidate:
    """The committee's decision for the unit, by a resolution of today unless told otherwise."""
    grounds = {
        "method": "resolution",
        "meeting_number": "3/2561",
        "meeting_on": timezone.localdate(),
        "new_clinic": NewClinic("RBR", 904, "จ.ราชบุรี", "provincial"),
        **changes,
    }
    return selecting.select_candidate(candidate, by=person(by), **grounds)
