"""Every address x every role, against the table written by hand; an address missing from it fails.

What a page answers is read on the spot: no English word, no Gregorian year (tests/words.py).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.test import TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import canaries, database, words
from tests.access_scene import Things, fill_scene
from tests.access_table import EVERYBODY, PLACES, ROWS, people_of
from tests.crumbs import crumb_faults
from tests.wide import is_wide

# A person of another clinic may not tell these from things that do not exist.
LIKE_MISSING = {
    "members:detail": "member",
    "cases:detail": "case",
    "cases:session_detail": "session",
    "referrals:detail": "sent",
    "referrals:meeting_detail": "meeting planned",
    "clinics:detail": "clinic",
}

# Answers that are no pages: for machines, or one's way on to another page of the table.
NO_PAGES = {"logout", "session_stay", "hint_dismiss", "draft_keep", "job_retry", "job_follow", "notice"}
PAGES = {"200", "403", "404", "409", "422"}

REASON = re.compile(r'class="alert alert-warning">[^<]*[ก-๙]{4}')


def _code(answer: HttpResponse) -> str:
    if answer.status_code == 302 and answer["Location"].startswith(f"{reverse('login')}?next="):
        return "in"
    return str(answer.status_code)


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from _names(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def test_every_address_stands_in_the_table() -> None:
    in_table = {row[0] for row in ROWS} - {"admin:index"}
    assert set(_names(get_resolver())) == in_table


def test_every_role_stands_in_every_row() -> None:
    assert len(EVERYBODY) == 17
    assert [row[0] for row in ROWS if list(row[3]) != EVERYBODY] == []


class Scene(TestCase):
    """One of everything and everybody's log-in, made once for all such classes; what a request changes is undone."""

    things: Things
    cookies: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        """Turn to the database that holds the scene."""
        cls.things, cls.cookies = database.enter_filled(fill_scene)
        cls.addClassCleanup(database.leave_filled)
        super().setUpClass()

    def ask(self, username: str, method: str, address: str, fields: dict[str, str] | None = None) -> HttpResponse:
        """Ask for an address as somebody, with a form's fields where there are any."""
        # One client for all: each new one starts the whole middleware anew.
        self.client.cookies.clear()
        self.client.cookies.load({"sessionid": self.cookies[username]})
        with transaction.atomic():
            content_type = "application/x-www-form-urlencoded" if fields else "application/octet-stream"
            answer: Any = self.client.generic(method, address, urlencode(fields or {}), content_type=content_type)
            # A streamed body is drawn here, while the data are as they were.
            answer.getvalue()
            transaction.set_rollback(True)
        return answer  # type: ignore[no-any-return]

    def address(self, name: str, thing: str) -> str:
        """Where a thing of the scene is found."""
        return reverse(name, args=self.things[thing])


class TestAccess(Scene):
    """What a refusal says and what it does not; a test for each row of the table is added below."""

    def test_the_administration_is_for_administrators(self) -> None:
        strangers = ("head.cen", "board.secretary", "edu.chair", "public")
        for model in admin.site._registry:
            for page in ("changelist", "add"):
                address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
                for username in ("admin", *strangers):
                    code = _code(self.ask(username, "GET", address))
                    if username == "admin":
                        assert code == "200" or (page, code) == ("add", "403"), address
                    else:
                        assert code in {"302", "in"}, f"{address} as {username}"

    def test_who_is_no_administrator_is_told_so(self) -> None:
        answer = self.ask("officer.cmi", "GET", "/admin/login/?next=/admin/")
        assert answer.status_code == 403
        assert "ผู้ดูแลระบบ" in answer.content.decode()

    def test_what_is_elsewhere_answers_exactly_like_what_is_missing(self) -> None:
        changing = re.compile(r'[0-9A-F]{8}|(?:nonce|value)="[^"]*"')
        for name, thing in LIKE_MISSING.items():
            elsewhere = self.ask("officer.pct", "GET", self.address(name, thing))
            missing = self.ask("officer.pct", "GET", reverse(name, args=["ZZZ-0", *self.things[thing][1:]]))
            assert (elsewhere.status_code, missing.status_code) == (404, 404), name
            assert changing.sub("", elsewhere.content.decode()) == changing.sub("", missing.content.decode()), name
            assert set(elsewhere.headers) == set(missing.headers), name


def one_of_each(expected: dict[str, str]) -> dict[str, str]:
    """What the everyday run plays of a row: the clinic's own people, another clinic's, and one for each other answer.

    Of a place whose three people get one answer the first; where they get different ones, all three.
    """
    played, known = {}, set()
    for place in PLACES:
        people = people_of(place)
        codes = {expected[person] for person in people}
        if place in {"CMI", "PCT"} or not codes <= known:
            played |= {person: expected[person] for person in (people if len(codes) > 1 else people[:1])}
            known |= codes
    return played


def _row_test(name: str, thing: str, method: str, expected: dict[str, str]) -> Callable[[TestAccess], None]:
    def test(self: TestAccess) -> None:
        address = self.address(name, thing)
        played = expected if is_wide() else one_of_each(expected)
        answers = {username: self.ask(username, method, address) for username in played}
        assert {username: _code(answer) for username, answer in answers.items()} == played
        for username, code in played.items():
            if code == "403":
                assert REASON.search(answers[username].content.decode()), f"{username} is not told why"
        has_crumbs = name != "home" and not name.startswith("admin:")
        pages = {username: answer for username, answer in answers.items() if played[username] in PAGES}
        faults = {username: _words(answer, has_crumbs=has_crumbs) for username, answer in pages.items()}
        assert {username: wrong for username, wrong in faults.items() if wrong} == {}
        assert faults or name in NO_PAGES, "a page nobody reads"
        assert _seen_outside(answers, address) == {}
        # Who may not open a page may not send its form either, whatever the page would have said. The everyday run
        # sends it as one who is refused, of those who are told why before those who are not.
        refused = sorted((code, username) for username, code in played.items() if code in {"403", "404", "in"})
        for code, username in refused if is_wide() else refused[:1]:
            if method == "GET":
                assert _code(self.ask(username, "POST", address)) in {code, "405"}, f"POST as {username}"

    return test


# The committee's secretary certifies the excerpt of a resolution, which has to say whom it is about.
NAMES_ITS_MEMBER = {("board.secretary", "excerpt"), ("board.secretary", "/ex-")}


def _seen_outside(answers: dict[str, HttpResponse], address: str) -> dict[str, set[str]]:
    """Members of CMI whom somebody sees who may not: who, and the names and numbers (tests/canaries.py)."""
    seen = {}
    for username, answer in answers.items():
        place = next(place for place in PLACES if username in people_of(place))
        if any(username == who and what in address.lower() for who, what in NAMES_ITS_MEMBER):
            continue
        if place in canaries.OUTSIDE:
            seen[username] = canaries.seen_in(answer, address=address)
        elif place == "CEN":
            seen[username] = canaries.seen_in(answer, address=address) & canaries.unknown_to_central()
    return {username: found for username, found in seen.items() if found}


def _words(answer: HttpResponse, *, has_crumbs: bool) -> list[str]:
    """Words on a page that are not Thai, and crumbs that are not right; nothing for what is no page."""
    if not answer["Content-Type"].startswith("text/html"):
        return []
    page = answer.content.decode()
    return [*words.page_faults(page), *(crumb_faults(page) if answer.status_code == 200 and has_crumbs else ())]


for _name, _thing, _method, _expected in ROWS:
    setattr(TestAccess, f"test[{_name} {_thing}]".replace(" ]", "]"), _row_test(_name, _thing, _method, _expected))
