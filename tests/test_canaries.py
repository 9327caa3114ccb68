"""Nobody outside learns of a member by searching, and no member is shown whose event can't be written.

That no page shows one to people outside, ``tests/test_access.py`` asks of every address it plays.
"""

import re
from collections.abc import Iterator
from typing import Any
from unittest import mock
from urllib.parse import quote, urlencode

from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from clinic_project import audit
from members.models import Member
from tests import canaries
from tests.access_table import ROWS, people_of
from tests.factories_members import make_member, make_session
from tests.test_access import Scene

# By first name, by number, by what it sounds like: a page repeats what was typed, so the surname is never typed.
SEARCHES = tuple(quote(text) for text in (canaries.FIRST, "770", "ขมิ่น"))
SEARCHED = ("/search/", "/members/", "/cases/", "/sessions/", "/referrals/")
FAILED = {500, 503}


class TestCanaries(Scene):
    """The scene of the access table, whose members are canaries."""

    def setUp(self) -> None:
        """An error of ours is an answer, as in the product."""
        self.client.raise_request_exception = False

    def test_there_are_canaries_and_their_clinic_sees_them(self) -> None:
        assert Member.objects.filter(last_name=canaries.LAST, number__startswith="77").count() > 20
        assert canaries.seen_in(self.ask("officer.cmi", "GET", "/members/"))

    def test_no_search_finds_one_or_tells_that_there_is_one(self) -> None:
        changing = re.compile(rb'[0-9A-F]{8}|(?:nonce|value|href)="[^"]*"')
        member = make_member("PCT", number="880001", first_name=canaries.FIRST, last_name="ของพิจิตร")
        make_session("PCT", member=member)
        for page in SEARCHED:
            for username in ("officer.pct", "board.secretary", "edu.chair"):
                for text in SEARCHES:
                    answer = self.ask(username, "GET", f"{page}?q={text}")
                    assert canaries.seen_in(answer) == set(), f"{page}?q={text} as {username}"
            # A number that exists elsewhere answers like one that exists nowhere.
            plain = []
            for number in ("770001", "660001"):
                content = self.ask("officer.pct", "GET", f"{page}?q={number}").getvalue()
                plain.append(changing.sub(b"", content.replace(number.encode(), b"")))
            assert plain[0] == plain[1], page

    def test_no_time_tells_that_there_is_one(self) -> None:
        """Whoever asks for a stranger makes the database do the very same as whoever asks for nobody."""
        known = Member.objects.filter(number__startswith="77", is_known_to_central=False).first()
        assert known is not None
        known.phone = "0899999777"
        known.save()
        twins = ((known.number, "660001"), ("0899999777", "0899999666"), (canaries.FIRST, "ขมิ้นแก่"))
        receive = {"last_name": "ไม่ใช่"}
        questions: list[tuple[str, str, dict[str, str], str]] = [
            *(("GET", page, {}, "q") for page in SEARCHED),
            ("POST", "/sessions/suggest/", {}, "find"),
            ("POST", "/sessions/new/", {"who": "known", "do": "find"}, "find"),
            ("POST", "/members/receive/", receive, "number"),
        ]
        for method, page, fields, box in questions:
            for twin in twins:
                there, nowhere = [self._work(method, page, fields | {box: text}) for text in twin]
                assert there == nowhere, f"{page} for {twin}"

    def _work(self, method: str, page: str, fields: dict[str, str]) -> list[str]:
        """What the database was asked, without what was asked for."""
        address = f"{page}?{urlencode(fields)}" if method == "GET" else page
        with CaptureQueriesContext(connection) as asked:
            self.ask("officer.pct", method, address, None if method == "GET" else fields)
        # The holidays are kept for a while and asked for again by the clock, whoever is asked about.
        told = [query["sql"] for query in asked.captured_queries if '"clinics_holiday"' not in query["sql"]]
        return [re.sub(r"'[^']*'|[0-9]+", "?", sql) for sql in told]

    def test_no_canary_is_shown_when_its_event_cannot_be_written(self) -> None:
        faults, asked = [], set()
        for name, thing, method, username in self._readable():
            # One thing of a page is enough here: its event is written by the same lines for all of them.
            address = self.address(name, thing)
            if (name, method) in asked or not canaries.seen_in(self.ask(username, method, address)):
                continue
            asked.add((name, method))
            with mock.patch.object(audit.Event.objects, "create", side_effect=DatabaseError("away")):
                answer: Any = self.ask(username, method, address)
            if answer.status_code not in FAILED or canaries.seen_in(answer):
                faults.append(f"{method} {name} {thing} as {username}: {answer.status_code}")
            elif "ระบบ" not in answer.content.decode():
                faults.append(f"{name}: no Thai page")
        assert len([name for name, method in asked if method == "GET"]) > 20
        assert len([name for name, method in asked if method == "POST"]) > 20
        assert faults == [], "\n".join(faults)

    @staticmethod
    def _readable() -> Iterator[tuple[str, str, str, str]]:
        """Every page the clinic's own may read, and the same one sent back because nothing was filled in."""
        for name, thing, method, expected in ROWS:
            shown = "200" if method == "GET" else "422"
            username = next((one for one in people_of("CMI") if expected[one] == shown), "")
            if username:
                yield from ((name, thing, way, username) for way in sorted({method, "POST"}))
