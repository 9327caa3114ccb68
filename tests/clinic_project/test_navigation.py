"""The menu, the crumbs, the way back to a list, the place one left, the keys."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project.context import MOST_ENTRIES, menu
from clinic_project.models import Visit
from clinic_project.registry import registry
from clinic_project.whereabouts import last_query, place_of
from clinics.models import Appointment, User
from tests.cast import EVERYBODY, PASSWORD
from tests.crumbs import CRUMBS, crumb_faults
from tests.factories_cases import make_case

pytestmark = pytest.mark.django_db


def appoint(user: User, **seat: Any) -> User:
    """One more appointment, and the person as read anew."""
    Appointment.objects.create(user=user, starts_on=timezone.localdate() - timedelta(days=1), order=9, **seat)
    return User.objects.get(pk=user.pk)


def person_of_many_seats(cast: dict[str, Any]) -> User:
    """An officer of central who sits in both committees and administers the system."""
    user = cast["officer.cen"]
    user.is_staff = True
    user.save()
    appoint(user, committee="board", role="member")
    return appoint(user, committee="education", role="member")


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_menu_has_at_most_six_entries(cast: dict[str, Any], username: str) -> None:
    entries, more = menu(cast[username], "/")
    assert 0 < len(entries) + bool(more) <= MOST_ENTRIES
    assert len(more) != 1 or len(entries) == MOST_ENTRIES - 1


def test_who_has_many_seats_finds_the_rest_behind_more(cast: dict[str, Any]) -> None:
    user = person_of_many_seats(cast)
    entries, more = menu(user, "/")
    assert len(entries) == MOST_ENTRIES - 1
    rest = [str(item.label) for item in more]
    shown = [str(e.label) for e in sorted(registry.nav, key=lambda entry: entry.order) if e.shown(user)]
    assert rest == shown[MOST_ENTRIES - 1 :]
    assert {"ปฏิทิน", "ผลงาน", "ประกาศ", "คลินิก", "หนังสือ", "ผู้ดูแลระบบ"} <= set(rest)
    client = Client()
    client.force_login(user)
    page = client.get("/help/keys/").content.decode()
    for item in [*entries, *more]:
        assert page.count(f'href="{item.url}"') >= 2, "on the desk and on the phone"


def test_where_one_is_is_marked(client_as: Callable[[str], Client]) -> None:
    case = make_case()
    client = client_as("officer.cmi")
    on_list, inside = client.get("/cases/").content.decode(), client.get(case.get_absolute_url()).content.decode()
    assert '<a href="/cases/"\n   aria-current="page"' in on_list
    assert '<a href="/cases/"\n   aria-current="true"' in inside
    assert '<a href="/members/"\n   aria-current' not in on_list + inside


def test_badges_take_the_same_queries_for_one_and_three(cast: dict[str, Any], django_assert_num_queries: Any) -> None:
    make_case()
    user = User.objects.get(username="officer.cmi")
    with CaptureQueriesContext(connection) as first:
        entries, _more = menu(user, "/")
    counts = {str(item.label): item.count for item in entries}
    make_case()
    make_case()
    user = User.objects.get(username="officer.cmi")
    with django_assert_num_queries(len(first)):
        entries, _more = menu(user, "/")
    assert len(first) <= 8
    assert {str(item.label): item.count for item in entries}["เรื่อง"] == (counts["เรื่อง"] or 0) + 2


def test_home_has_no_crumbs(client_as: Callable[[str], Client]) -> None:
    assert not CRUMBS.search(client_as("officer.cmi").get("/").content.decode())


GOOD_CRUMBS = """<header class="top"></header><nav class="crumbs"><ol><li><a href="/">หน้าแรก</a></li>
<li><a href="/cases/">เรื่อง</a></li><li><span aria-current="page">แก้ไข</span></li></ol></nav>"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("", ""),
        ('href="/"', 'href="/x/"'),
        ('<a href="/cases/">เรื่อง</a>', "เรื่อง"),
        ("แก้ไข", ""),
        (' aria-current="page"', ""),
        ('<span aria-current="page">แก้ไข</span>', '<a aria-current="page">แก้ไข</a>'),
        ("เรื่อง", "หน้าแรก"),
        ("crumbs", "other"),
    ],
)
def test_crumbs_are_looked_at(right: str, wrong: str) -> None:
    """The rules that tests/test_access.py holds every page to."""
    page = GOOD_CRUMBS.replace(right, wrong) if right else GOOD_CRUMBS
    assert bool(crumb_faults(page)) == bool(right)


def test_filters_are_kept_for_the_way_back(client_as: Callable[[str], Client]) -> None:
    case, client = make_case(), client_as("officer.cmi")
    client.get("/cases/?status=all&severity=normal")
    page = client.get(case.get_absolute_url()).content.decode()
    assert 'href="/cases/?status=all&amp;severity=normal"' in CRUMBS.search(page)[0]  # type: ignore[index]
    # From a page further in, too; the menu leads to the list without filters, which is how they are taken off.
    page = client.get(f"{case.get_absolute_url()}household/").content.decode()
    assert 'href="/cases/?status=all&amp;severity=normal"' in CRUMBS.search(page)[0]  # type: ignore[index]
    assert 'href="/cases/"' in page
    client.get("/cases/")
    page = client.get(case.get_absolute_url()).content.decode()
    assert 'href="/cases/"' in CRUMBS.search(page)[0]  # type: ignore[index]


def test_lists_keep_their_filters_apart_and_end_with_the_session(client_as: Callable[[str], Client], rf: Any) -> None:
    client = client_as("officer.cmi")
    client.get("/cases/?status=closed")
    client.get("/sessions/?mode=walk_in")
    request = rf.get("/")
    request.session = client.session
    assert last_query(request, "cases:list") == "status=closed"
    assert last_query(request, "cases:session_list") == "mode=walk_in"
    client.post(reverse("logout"))
    request.session = client.session
    assert last_query(request, "cases:list") == ""


@pytest.mark.parametrize(
    "looked_for", ["3100600445635", "3-1006-00445-63-5", "3 1006 00445 63 5", "๓๑๐๐๖๐๐๔๔๕๖๓๕", "บัตร 3100600445635 หาย"]
)
def test_a_national_id_looked_for_is_not_kept(client_as: Callable[[str], Client], rf: Any, looked_for: str) -> None:
    client = client_as("officer.cmi")
    assert client.get(reverse("members:list"), {"q": looked_for, "unit": "กองคลัง"}).status_code == 200
    request = rf.get("/")
    request.session = client.session
    kept = unquote_plus(last_query(request, "members:list"))
    assert kept == "unit=กองคลัง"
    client.get(reverse("members:list"), {"unit": f"กองคลัง {looked_for}"})
    request.session = client.session
    assert last_query(request, "members:list") == ""


@pytest.mark.parametrize("looked_for", ["เอื้ออารี อิ่มเอม", "004321", "0800000001"])
def test_what_was_looked_for_is_not_kept(client_as: Callable[[str], Client], rf: Any, looked_for: str) -> None:
    client = client_as("officer.cmi")
    client.get("/cases/", {"q": looked_for, "status": "closed", "after": "12"})
    client.get("/members/", {"q": looked_for})
    request = rf.get("/")
    request.session = client.session
    # The page further in was one of what was found.
    assert last_query(request, "cases:list") == "status=closed"
    assert last_query(request, "members:list") == ""
    assert looked_for not in str(dict(client.session))


@pytest.mark.parametrize("query", ["q=" + "ก" * 600, "", "a=" + "x" * 501])
def test_a_query_too_long_is_not_kept(client_as: Callable[[str], Client], rf: Any, query: str) -> None:
    client = client_as("officer.cmi")
    client.get(f"/cases/?{query}")
    request = rf.get("/")
    request.session = client.session
    assert last_query(request, "cases:list") == ""


def sign_in(user: User, **extra: str) -> Client:
    """A browser in which somebody has signed in through the page."""
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    answer = client.post(reverse("login"), {"username": user.username, "password": PASSWORD, **extra})
    assert answer.status_code == 302
    return client


def test_home_says_where_one_was_before_log_out(cast: dict[str, Any]) -> None:
    case, user = make_case(), cast["officer.cmi"]
    client = sign_in(user)
    client.get(f"{case.get_absolute_url()}?q=สมชาย")
    client.post(reverse("logout"))
    row = Visit.objects.get(user=user)
    assert row.path == case.get_absolute_url(), "the address, never the query"

    client = sign_in(user)
    page = client.get("/").content.decode()
    assert "ครั้งก่อนคุณอยู่ที่" in page
    assert case.reference in page
    client.get("/members/")
    assert "ครั้งก่อนคุณอยู่ที่" in client.get("/").content.decode(), "a list is no place"
    client.get("/sessions/new/")
    assert "ครั้งก่อนคุณอยู่ที่" not in client.get("/").content.decode()


def test_who_was_led_somewhere_is_not_offered_the_last_place(cast: dict[str, Any]) -> None:
    user = cast["officer.cmi"]
    Visit.objects.create(user=user, path=make_case().get_absolute_url(), seen_at=timezone.now())
    client = sign_in(user, next="/cases/")
    assert "ครั้งก่อนคุณอยู่ที่" not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/search/", "/survey/abc/", "/nowhere/", "/cases/", "/healthz"])
def test_what_is_no_place(path: str) -> None:
    assert place_of(path) is None


def test_pages_that_failed_or_are_a_form_sent_are_no_place(client_as: Callable[[str], Client]) -> None:
    client = client_as("officer.cmi")
    client.get("/cases/69-CMI-9999/")
    client.post("/sessions/new/", {})
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("hours", "moved"), [(2, True), (0.5, False)])
def test_a_visit_ends_after_an_hour(cast: dict[str, Any], hours: float, moved: bool) -> None:
    user = cast["officer.cmi"]
    last, since = timezone.now() - timedelta(hours=hours), timezone.now() - timedelta(days=3)
    Visit.objects.create(user=user, seen_at=last, since=since)
    sign_in(user)
    assert Visit.objects.get(user=user).since == (last if moved else since)


def test_keys_can_be_turned_off_and_on(client_as: Callable[[str], Client]) -> None:
    client = client_as("officer.cmi")
    page = client.get("/help/keys/").content.decode()
    assert 'data-keys="/help/keys/"' in page
    assert "<kbd>n</kbd>" in page
    assert "<kbd>g</kbd>" in page
    assert client.post("/help/keys/", {"keys": "off"}).status_code == 302
    page = client.get("/help/keys/").content.decode()
    assert "data-keys" not in page
    assert 'value="on"' in page
    client.post("/help/keys/", {"keys": "on"})
    assert "data-keys" in client.get("/").content.decode()


def test_the_keys_listed_are_the_keys_drawn(client_as: Callable[[str], Client]) -> None:
    for username in ("officer.cmi", "board.member1", "edu.chair", "admin"):
        page = client_as(username).get("/help/keys/").content.decode()
        drawn = set(re.findall(r'data-go="([^"]+)"', page))
        listed = {
            " ".join(re.findall(r"<kbd>([^<]+)</kbd>", item)) for item in re.findall(r"<dt>.*?</dt>", page, re.DOTALL)
        }
        assert drawn == listed - {"/", "?", "Esc"}, username


def test_who_is_appointed_no_more_has_no_menu(cast: dict[str, Any]) -> None:
    user = cast["officer.cmi"]
    Appointment.objects.filter(user=user).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert menu(User.objects.get(pk=user.pk), "/") == ([], [])
