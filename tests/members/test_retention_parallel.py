"""Somebody opens a case again, holds it, or writes about a member, at the moment their data are to be taken out."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from time import sleep
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone

from cases.models import Case
from cases.services.cases import move_case
from members.models import Member
from members.models.member import NOBODY
from members.retention import Due, due_on
from members.services.anonymise import anonymise_due
from members.services.data_requests import move_request, record_request
from members.services.holds import place_hold
from tests.factories_cases import make_case
from tests.factories_members import make_member, make_session

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


def old_case(member: Member) -> Case:
    """A closed case whose ten years are over."""
    case = make_case("closed", member=member, subject="หนี้บัตร")
    past = timezone.now() - timedelta(days=366 * 11)
    models.QuerySet(Case).filter(pk=case.pk).update(last_activity_at=past, closed_at=past)
    case.refresh_from_db()
    return case


def erased(cast: Any) -> Member:
    """A member whose request to be erased was granted."""
    member = make_member("CMI")
    wish = {"kind": "erasure", "channel": "counter", "wish": "ขอลบข้อมูลทั้งหมด", "received_on": TODAY}
    request = record_request(member=member, by=cast["officer.cmi"], **wish)
    move_request(request, "fulfil", answer="จะลบในรอบถัดไป", by=cast["head.cen"])
    return member


def in_thread(pool: ThreadPoolExecutor, work: Callable[[], Any]) -> Future[Any]:
    """The work on a connection of its own, which is closed after it."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(run)


@contextmanager
def run_meanwhile(by: Any) -> Any:
    """What is in here is committed after a run has chosen what is due and waits; gives the run's future result."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            found: dict[str, Future[Due]] = {}
            yield found
            found["run"] = in_thread(pool, lambda: anonymise_due(by=by))
            sleep(1)
            assert not found["run"].done()
        found["run"].result(timeout=20)


def test_a_case_opened_again_meanwhile_is_kept(cast: Any) -> None:
    member = make_member("CMI")
    reopened, other = old_case(member), old_case(make_member("CMI"))
    assert due_on(TODAY).counts == {"case": 2}
    with run_meanwhile(cast["admin"]) as found:
        move_case(reopened, "reopen", by=cast["head.cmi"], reason="มีข้อมูลใหม่")
    assert found["run"].result().counts == {"case": 1}
    reopened.refresh_from_db()
    other.refresh_from_db()
    assert (reopened.status, reopened.subject, reopened.member) == ("in_progress", "หนี้บัตร", member)
    assert other.member.number == NOBODY


def test_a_hold_placed_meanwhile_keeps(cast: Any) -> None:
    case = old_case(make_member("CMI"))
    with run_meanwhile(cast["admin"]) as found:
        place_hold(member=case.member, reason="คดีหมายเลขดำที่ ก", by=cast["head.cmi"], case_reference=case.reference)
    assert found["run"].result().counts == {}
    assert found["run"].result().reasons == {"มีคำสั่งระงับการลบ": 1}
    case.refresh_from_db()
    assert case.subject == "หนี้บัตร"


def test_a_member_whose_case_is_opened_again_meanwhile_is_not_erased(cast: Any) -> None:
    member = erased(cast)
    case = make_case("closed", member=member)
    with run_meanwhile(cast["admin"]) as found:
        move_case(case, "reopen", by=cast["head.cmi"], reason="มีข้อมูลใหม่")
    assert found["run"].result().counts == {}
    assert Member.objects.get(pk=member.pk).first_name == member.first_name


def test_who_waited_for_the_run_is_told_that_the_member_is_gone(cast: Any) -> None:
    member = erased(cast)

    def write() -> str:
        try:
            make_session(member=member)
        except ValidationError as error:
            return error.messages[0]
        return "written"

    with ThreadPoolExecutor(1) as officer:
        with transaction.atomic():
            anonymise_due(by=cast["admin"])
            waiting = in_thread(officer, write)
            sleep(1)
            assert not waiting.done()
        assert "ลบไปแล้ว" in waiting.result(timeout=20)
    assert Member.objects.get(pk=member.pk).is_taken_out
