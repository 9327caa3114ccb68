"""What a merge must not take from a member nor give to anybody: scope, holds, consents, the readers' report."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic_project.models import Event
from members.models import Consent, DataRequest, Member
from members.services.consents import answer_consent
from members.services.data_requests import record_request
from members.services.merges import merge_members
from tests.factories_members import make_member

pytestmark = pytest.mark.django_db


def two(clinic_code: str = "CMI") -> tuple[Member, Member]:
    """Two records of one person: the one that is kept, the one that goes."""
    return make_member(clinic_code), make_member(clinic_code, first_name="กัญญา")


def ask(member: Member, kind: str, by: Any) -> DataRequest:
    """A request of today about a member's data."""
    wish = {"kind": kind, "channel": "counter", "wish": "ขอตามสิทธิ", "received_on": timezone.localdate()}
    return record_request(member=member, by=by, **wish)


def answer(member: Member, purpose: str, said: str, by: Any, *, days_ago: int = 0) -> Consent:
    """What a member said to a use of their data."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return answer_consent(member=member, purpose=purpose, answer=said, channel="spoken", given_on=day, by=by)


def test_nothing_begins_at_a_record_that_was_merged_away_in_the_meantime(cast: Any) -> None:
    kept, gone = two()
    seen_before = Member.objects.get(pk=gone.pk)
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    by, events = cast["officer.cmi"], Event.objects.count()
    with pytest.raises(ValidationError, match=kept.number):
        answer(seen_before, "story", "given", by)
    with pytest.raises(ValidationError, match=kept.number):
        ask(seen_before, "access", by)
    assert not Consent.objects.exists()
    assert not DataRequest.objects.exists()
    assert Event.objects.count() == events
    assert answer(kept, "story", "given", by).member_id == kept.pk
