"""One search over everything one may see: numbers, names, other keyboard, alike sounds, scope, log, queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session as BrowserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from cases.models import Session
from clinic_project.models import Event, IssuedDocument
from clinic_project.searching import find, padded, reference_key
from clinics.models import User
from tests.factories_cases import make_case
from tests.factories_members import make_member
from tests.test_access import Scene
from tests.wide import is_wide

pytestmark = pytest.mark.django_db
TYPING = {"HX-Request": "true", "HX-Target": "find-panel"}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("69-CMI-0004", "69-CMI-0004"),
        ("๖๙-cmi-๐๐๐๔", "69-CMI-0004"),
        (" 69 cmi 4 ", "69-CMI-4"),
        ("S69CMI00012", "S69-CMI-00012"),
        ("r69\u2013cmi\u2013002", "R69-CMI-002"),
        ("5/2561", "5/2561"),
        ("สมชาย", "สมชาย"),
        ("", ""),
    ],
)
def test_numbers_in_one_spelling(typed: str, key: str) -> None:
    assert reference_key(typed) == key


@pytest.mark.parametrize(
    ("key", "width", "full"), [("69-CMI-4", 4, "69-CMI-0004"), ("5/2561", 2, "5/2561"), ("", 4, "")]
)
def test_noughts_are_filled_in(key: str, width: int, full: str) -> None:
    assert padded(key, width) == full


def test_a_number_jumps_to_the_top_however_it_is_typed(client_as: Callable[[str], Client]) -> None:
    case, client = make_case(), client_as("officer.cmi")
    year, clinic, number = case.reference.split("-")
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    for text in (
        case.reference,
        case.reference.lower(),
        f"{year}{clinic}{int(number)}",
        case.reference.translate(thai),
    ):
        answer = find(User.objects.get(username="officer.cmi"), text)
        assert [hit.url for hit in answer.exact] == [case.get_absolute_url()], text
        page = client.get("/search/", {"q": text}).content.decode()
        assert page.index("ตรงกับเลขที่ที่พิมพ์") < page.index(case.get_absolute_url())


def test_a_member_number_in_thai_digits(cast: dict[str, Any]) -> None:
    member = make_member(number="004321")
    answer = find(cast["officer.cmi"], "๐๐๔๓๒๑")
    assert [hit.url for hit in answer.exact] == [member.get_absolute_url()]


def test_the_other_keyboard_is_offered(client_as: Callable[[str], Client]) -> None:
    member = make_member(first_name="สมชาย", last_name="ใจดี")
    client = client_as("officer.cmi")
    page = client.get("/search/", {"q": "l,=kp"}).content.decode()
    assert "คุณหมายถึง" in page
    assert "“สมชาย”" in page
    assert member.get_absolute_url() in page
    assert "คุณหมายถึง" not in client.get("/search/", {"q": "สมชาย"}).content.decode()
    assert "คุณหมายถึง" not in client.get("/search/", {"q": "xyzzy"}).content.decode()


def test_a_number_typed_on_the_thai_keyboard(cast: dict[str, Any]) -> None:
    from pythainlp.util import eng_to_thai

    case = make_case()
    answer = find(cast["officer.cmi"], eng_to_thai(case.reference))
    assert answer.guess == case.reference
    assert [hit.url for hit in answer.exact] == [case.get_absolute_url()]


def test_alike_sounds_are_offered_as_such(cast: dict[str, Any]) -> None:
    make_member(first_name="สมชัย", last_name="ใจดี")
    (group,) = find(cast["officer.cmi"], "สมไชย").groups
    assert "ออกเสียงคล้ายกัน" in str(group.note)
    assert str(group.group) == "สมาชิก (อาจหมายถึง)"


def test_groups_have_counts_and_lead_to_the_list(client_as: Callable[[str], Client]) -> None:
    for number in range(9):
        make_member(number=f"00500{number}", first_name="ลำดวน", last_name=f"ทดสอบ{number}")
    page = client_as("officer.cmi").get("/search/", {"q": "ลำดวน"}).content.decode()
    assert "(9)" in page
    assert "ดูทั้งหมดในหน้ารายการ" in page
    listed = client_as("officer.cmi").get("/members/", {"q": "ลำดวน"}).content.decode()
    assert all(f'href="/members/00500{number}/"' in listed for number in range(9))


def test_what_was_looked_for_is_kept_nowhere(client_as: Callable[[str], Client]) -> None:
    make_member(first_name="ลำดวน")
    client = client_as("officer.cmi")
    client.get("/search/", {"q": "ลำดวน"})
    assert "ลำดวน" not in str(list(Event.objects.values()))
    kept = [BrowserSession.objects.get(pk=client.session.session_key).get_decoded()]
    assert "ลำดวน" not in str(kept)


def test_members_shown_are_logged_once_before_the_page(client_as: Callable[[str], Client]) -> None:
    case = make_case()
    client = client_as("officer.cmi")
    client.get("/search/", {"q": case.member.number})
    event = Event.objects.filter(kind="member.search").latest("pk")
    assert event.detail == {"count": 2, "searched": True}, "the member and the case that names them"
    before = Event.objects.filter(kind="member.search").count()
    client.get("/search/", {"q": case.reference}, headers=TYPING)
    assert Event.objects.filter(kind="member.search").count() == before + 1
    client.get("/search/", {"q": "ไม่มีใครชื่อนี้แน่นอน"})
    assert Event.objects.filter(kind="member.search").count() == before + 1


def test_as_one_types_only_a_part_comes(client_as: Callable[[str], Client]) -> None:
    case, client = make_case(), client_as("officer.cmi")
    part = client.get("/search/", {"q": case.reference}, headers=TYPING).content.decode()
    assert "<html" not in part
    assert case.get_absolute_url() in part
    assert 'id="find-said"' in part
    assert "<html" in client.get("/search/", {"q": case.reference}).content.decode()
    assert client.get("/search/", {"q": ""}, headers=TYPING).content.decode().count("<a ") == 0


@pytest.mark.parametrize("text", ["น้ำใจ", "l,=kp", "สมไชย", "69-CMI-0001", "004321"])
def test_the_same_queries_for_one_and_for_three(
    cast: dict[str, Any], text: str, django_assert_num_queries: Any
) -> None:
    def add() -> None:
        make_case()

    add()
    user = User.objects.get(username="officer.cmi")
    with CaptureQueriesContext(connection) as first:
        find(user, text)
    add()
    add()
    user = User.objects.get(username="officer.cmi")
    with django_assert_num_queries(len(first)):
        find(user, text)
    assert len(first) <= 30


class TestScope(Scene):
    """Nobody finds what they may not open, and what is found opens."""

    TEXTS = ("น้ำใจ", "อิ่มเอม", "CMI", "รายงาน", "มติ", "ระเบียบวาระ", "หนี้", "6")

    def test_what_is_found_opens(self) -> None:
        """The everyday run opens one hit of each kind of page for everybody, the wide run every hit."""
        opened: set[tuple[str, str]] = set()
        for username in self.cookies:
            if username == "public":
                continue
            user = User.objects.get(username=username)
            for text in self.TEXTS:
                for hit in find(user, text).hits:
                    page = (username, hit.url if is_wide() else resolve(hit.url.partition("?")[0]).view_name)
                    if page in opened:
                        continue
                    answer: Any = self.ask(username, "GET", hit.url)
                    assert answer.status_code == 200, f"{username}: {text} -> {hit.url}"
                    opened.add(page)
        assert len(opened) > 50

    def test_committees_find_no_member(self) -> None:
        for username in ("board.chair", "board.secretary", "board.member1", "edu.chair", "edu.member1", "admin"):
            user = User.objects.get(username=username)
            for text in self.TEXTS:
                assert find(user, text).members_shown == 0, (username, text)
                kinds = {hit.url.split("/")[1] for hit in find(user, text).hits}
                assert not kinds & {"cases", "members", "sessions", "referrals"}, (username, text)

    def test_papers_are_found_by_who_may_read_them(self) -> None:
        for paper in IssuedDocument.objects.all():
            for username in (
                "officer.cmi",
                "officer.pct",
                "officer.cen",
                "board.secretary",
                "board.member1",
                "edu.chair",
            ):
                user = User.objects.get(username=username)
                opens: Any = self.ask(username, "GET", f"/documents/{paper.serial}.pdf")
                found = any(hit.url.endswith(f"/{paper.serial}.pdf") for hit in find(user, paper.serial).exact)
                assert found is (opens.status_code == 200), (username, paper.kind)

    def test_a_restricted_case_is_not_found_by_the_head(self) -> None:
        reference = self.things["restricted"][0]
        head, secretary = (User.objects.get(username=f"{role}.cmi") for role in ("head", "secretary"))
        assert [hit.url for hit in find(secretary, reference).exact] == [f"/cases/{reference}/"]
        # To know of it, the head has the list; the search shows what may be read.
        allowed = {hit.url for hit in find(head, reference).hits}
        assert f"/cases/{reference}/" not in allowed

    def test_a_session_is_found_by_its_number(self) -> None:
        session = Session.objects.get(reference=self.things["session"][0])
        user = User.objects.get(username="officer.cmi")
        assert find(user, session.reference.replace("-0000", "-")).exact[0].url == session.get_absolute_url()
