"""Home by role: what waits, how the clinic stands, what others changed since one was here."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.services.timeline import add_entry
from clinic_project.home import MOST_CHANGES
from clinic_project.models import Visit
from clinic_project.registry import registry
from clinics.models import User
from evaluations.panels import Stat, _standing
from tests.cast import EVERYBODY
from tests.factories_cases import make_case
from tests.factories_meetings import make_meeting
from tests.factories_members import make_session
from tests.factories_referrals import make_referral, person

pytestmark = pytest.mark.django_db
CHANGED = re.compile(r'<section class="card changes".*?</section>', re.DOTALL)


def changed(client: Client) -> str:
    """The part of the home page that says what changed."""
    found = CHANGED.search(client.get("/").content.decode())
    assert found
    return found[0]


def last_seen(user: User, days: int = 1) -> None:
    """The person's last visit ended so long ago."""
    then = timezone.now() - timedelta(days=days)
    Visit.objects.update_or_create(user=user, defaults={"seen_at": timezone.now(), "since": then})


@pytest.mark.parametrize("username", EVERYBODY)
def test_an_empty_home_says_what_to_do(client_as: Callable[[str], Client], username: str) -> None:
    page = client_as(username).get("/").content.decode()
    assert "ไม่มีอะไรค้าง" in page
    empty = page[page.index('class="empty"') :]
    assert "<a " in empty[: empty.index("</section>")], "nothing to do next"
    assert "ยังไม่มีใครเปลี่ยนอะไร" in page


def test_home_comes_in_the_order_a_phone_shows(client_as: Callable[[str], Client]) -> None:
    page = client_as("officer.cmi").get("/").content.decode()
    places = [page.index(mark) for mark in ('id="waiting"', "คลินิกของเราเดือนนี้", 'id="changed"')]
    assert places == sorted(places)


def test_what_others_did_is_told_once_a_case(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    case, officer, secretary = make_case(), person("officer.cmi"), person("secretary.cmi")
    last_seen(officer, days=0)
    add_entry(case, "note", "จดบันทึก", by=officer)
    add_entry(case, "note", "โทรนัดสมาชิก", by=secretary)
    add_entry(case, "note", "ได้รับเอกสาร", by=secretary)
    part = changed(client_as("officer.cmi"))
    assert part.count(case.get_absolute_url()) == 1
    assert "ได้รับเอกสาร" in part
    assert "และอีก 1 รายการในเรื่องเดียวกัน" in part
    assert secretary.full_name in part
    assert "ตั้งแต่คุณเข้าใช้ครั้งก่อน" in part


def test_what_is_older_than_the_last_visit_is_not_told(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    case, day = make_case(), timezone.now() - timedelta(days=3)
    add_entry(case, "note", "เรื่องเก่า", by=person("secretary.cmi"), now=day)
    last_seen(person("officer2.cmi"), days=2)
    part = changed(client_as("officer2.cmi"))
    assert "เรื่องเก่า" not in part


def test_nobody_is_told_of_what_they_may_not_read(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    secret = make_case(is_restricted=True)
    add_entry(secret, "note", "ข้อความปกปิด", by=person("secretary.cmi"))
    for username, told in (("officer.cmi", True), ("head.cmi", False), ("officer2.cmi", False), ("officer.pct", False)):
        part = changed(client_as(username))
        assert ("ข้อความปกปิด" in part) is told, username
        assert (secret.reference in part) is told, username


def test_committees_are_told_no_names(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    meeting = make_meeting("agenda_frozen")
    for username in ("board.chair", "edu.chair", "edu.member1", "admin"):
        page = client_as(username).get("/").content.decode()
        assert "น้ำใจงาม" not in page, username
    assert meeting.get_absolute_url() in changed(client_as("board.chair"))
    assert meeting.get_absolute_url() not in changed(client_as("board.secretary")), "the secretary's own work"
    assert meeting.get_absolute_url() not in changed(client_as("edu.chair"))


def test_a_small_number_is_closed_to_the_education_committee(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    make_session()
    assert "บันทึกการให้บริการเพิ่ม &lt;5 ครั้ง" in changed(client_as("edu.member1"))
    for _number in range(5):
        make_session()
    assert "บันทึกการให้บริการเพิ่ม 6 ครั้ง" in changed(client_as("edu.member1"))


def test_there_is_an_end_to_it(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    for _number in range(MOST_CHANGES + 2):
        make_case()
    part = changed(client_as("secretary.cmi"))
    assert part.count('class="what"') == MOST_CHANGES
    assert "และอีก 2 เรื่อง" in part


def test_the_head_sees_what_lies_with_the_committee(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    meeting = make_meeting("agenda_frozen")
    item = meeting.items.filter(measure__isnull=False).get()
    assert item.measure is not None
    reference = item.measure.referral.reference
    assert reference in client_as("head.cmi").get("/").content.decode()
    assert "รอคณะกรรมการ" not in client_as("officer.cmi").get("/").content.decode()
    assert "รอคณะกรรมการ" not in client_as("head.pct").get("/").content.decode()


@pytest.mark.parametrize("username", ["officer.cmi", "head.cmi", "officer.cen", "board.secretary", "edu.secretary"])
def test_home_takes_as_many_queries_for_three_as_for_one(
    client_as: Callable[[str], Client], cast: dict[str, Any], username: str, django_assert_num_queries: Any
) -> None:
    def add() -> None:
        make_referral("returned")
        make_referral("sent")
        add_entry(make_case(), "note", "จดบันทึก", by=person("secretary.cmi"))

    add()
    client = client_as(username)
    client.get("/")
    with CaptureQueriesContext(connection) as first:
        client.get("/")
    add()
    add()
    with django_assert_num_queries(len(first)):
        client.get("/")


@pytest.mark.parametrize(
    ("walk_in", "satisfied", "kind", "word"),
    [
        (True, True, "done", "เป็นไปตามเกณฑ์"),
        (False, True, "wait", "ขาดวันให้บริการ"),
        (True, False, "wait", "ความพึงพอใจต่ำกว่าเป้า"),
        (False, False, "wait", "ขาดวันให้บริการ · ความพึงพอใจต่ำกว่าเป้า"),
    ],
)
def test_the_clinic_in_one_word(walk_in: bool, satisfied: bool, kind: str, word: str) -> None:
    stats = (Stat("", "", "", short=not walk_in), Stat("", "", "", short=not satisfied), Stat("", "", "", short=True))
    assert _standing(*stats) == (kind, word)


def test_every_panel_and_change_is_safe_for_who_has_no_seat(cast: dict[str, Any]) -> None:
    stranger = User.objects.create(username="nobody", first_name="ไม่มี")
    since = timezone.now() - timedelta(days=7)
    assert [change for source in registry.changes for change in source(stranger, since)] == []
    client = Client()
    client.force_login(stranger)
    assert "ยังไม่มีการแต่งตั้ง" in client.get("/").content.decode()
