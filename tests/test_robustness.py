"""Bad input at every address: an answer in Thai, no server error, nothing typed lost (quality.md, safety 10, 13)."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, ClassVar
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from clinic_project.pdf.renderer import PdfError, PdfTimeoutError, PdfTooLongError
from clinic_project.wsgi import with_known_encoding
from tests import junk, words
from tests.access_table import ROWS
from tests.source import ROOT
from tests.test_access import Scene
from tests.wide import is_wide

FORM = "application/x-www-form-urlencoded"
# Pages that read their address, and who sees most there.
FILTERED = {
    "home": "officer.cen",
    "search": "officer.cen",
    "login": "public",
    "members:list": "officer.cmi",
    "cases:list": "officer.cen",
    "cases:session_new": "officer.cmi",
    "cases:session_list": "officer.cmi",
    "cases:break_glass_log": "secretary.cmi",
    "referrals:list": "officer.cen",
    "referrals:meeting_list": "board.secretary",
    "evaluations:rows": "officer.cen",
}
# The everyday run takes these; the run with --slow takes all there is.
CORE = {"a lone surrogate", "not a number", "1e400", "10**30", "zero width"}
FEW = {"a broken percent code", "10**30", "markup", "a family"}
# All junk in every form takes longer than one test may.
PARTS = 24
# What a person types wrongly, in Thai, so that what comes back says only what we say.
WRONG = quote("ไม่ใช่ค่าที่รับได้")
THAI = re.compile("[ก-๙]{4}")
ERROR = re.compile(r'class="(?:field-error|error-summary)[^>]*>(?:\s|<[^>]*>)*[^<]*[ก-๙]{4}')


class TestRobustness(Scene):
    """One scene for all: each building of it takes longer than most of the tests."""

    forms: ClassVar[list[tuple[str, str, junk.SentForm]]] = []

    def setUp(self) -> None:
        """A browser that shows a server error instead of raising it."""
        self.client = Client(raise_request_exception=False)
        cache.clear()

    def send(self, username: str, method: str, address: str, body: Any = "", kind: str = FORM, **headers: str) -> Any:
        """Send a request as somebody and undo what it did."""
        self.client.cookies.clear()
        self.client.cookies.load({"sessionid": self.cookies[username]})
        with transaction.atomic():
            answer = self.client.generic(method, address, body, kind, **headers)
            # A streamed body is drawn here, while the data are as they were.
            answer.getvalue()
            transaction.set_rollback(True)
        return answer

    def rows(self, *, each_thing: bool = is_wide()) -> Iterator[tuple[str, str, str]]:
        """Each page of the table once with somebody who may open it: its name, the address, the person.

        With ``each_thing`` a page comes once for each of its things; the wide run always takes them all.
        """
        seen = set()
        for name, thing, _method, expected in ROWS:
            row = (name, thing if each_thing else "")
            if row not in seen and "admin:" not in name and name != "logout":
                seen.add(row)
                may = [person for person, code in expected.items() if code == "200"] or ["head.cmi"]
                yield name, self.address(name, thing), may[0]

    def sent_forms(self) -> list[tuple[str, str, junk.SentForm]]:
        """Each form of every page: where it is sent, somebody who may send it, the form untouched."""
        # Nothing of a request stays, so a form read once can be sent in every test.
        if not self.forms:
            found, targets = [], {"/session/stay/"}
            for name, address, person in self.rows(each_thing=True):
                # The gallery shows what forms look like; it takes none.
                page = None if name == "gallery" or address.endswith(".pdf") else self.send(person, "GET", address)
                is_page = page is not None and page["Content-Type"].startswith("text/html")
                for form in junk.forms_of(page.content.decode()) if is_page else ():
                    target = form.action or address
                    if target not in targets:
                        targets.add(target)
                        found.append((target, person, form))
            self.forms.extend(found)
        return self.forms

    def test_what_no_database_takes_is_refused_before_any_page(self) -> None:
        for name, address, person in self.rows():
            for label in junk.REFUSED:
                answer = self.send(person, "GET", f"{address}?{junk.query(junk.JUNK[label], ('q',))}")
                assert answer.status_code == 400, f"{name} {label}"
                assert "อ่านคำขอนี้ไม่ได้" in answer.content.decode()
            assert self.send(person, "GET", f"{address}?%00=1").status_code == 400, name
            assert self.send(person, "GET", f"{address}%00").status_code == 400, name

    def test_a_page_that_reads_its_address_leaves_out_what_it_cant_read(self) -> None:
        for name, address, _person in self.rows():
            for label in CORE | FEW if name in FILTERED else ():
                answer = self.send(FILTERED[name], "GET", f"{address}?{junk.query(junk.JUNK[label])}")
                assert answer.status_code == 200, f"{name} {label}: {answer.status_code}"
                assert "<script>alert(1)" not in answer.content.decode(), name

    def test_100_000_letters_to_search_for(self) -> None:
        for name, address, _person in self.rows():
            if name in FILTERED:
                answer = self.send(FILTERED[name], "GET", f"{address}?q={quote('ก') * 33_000}{'x' * 67_000}")
                assert answer.status_code == 200, name

    @pytest.mark.slow
    def test_every_name_alone(self) -> None:
        for name, address, _person in self.rows():
            for one in junk.NAMES if name in FILTERED else ():
                for label in sorted(set(junk.JUNK) - junk.REFUSED):
                    answer = self.send(FILTERED[name], "GET", f"{address}?{one}={junk.JUNK[label]}")
                    assert answer.status_code == 200, f"{name} {one} {label}: {answer.status_code}"

    def test_papers_know_two_kinds_of_digits_only(self) -> None:
        address = self.address("clinics:confirmation_blank", "clinic")
        answer = self.send("officer.cmi", "GET", f"{address}?digits={junk.JUNK['Thai digits']}&digits=x")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/pdf"

    def _places_filled(self, labels: set[str]) -> None:
        wrong = []
        for name, route in _routes(get_resolver()):
            parts = re.findall("<[^>]+>", route)
            for number, place in enumerate(parts, len(route)):
                # The everyday run puts one kind of junk into each place in turn.
                kinds = sorted(labels - {"nothing", "a path"})
                for label in kinds if is_wide() else kinds[number % len(kinds) :][:1]:
                    address = route.replace(place, junk.JUNK[label])
                    for other in parts:
                        address = address.replace(other, "2569" if "int" in other else "CMI")
                    answer = self.send(PLACED.get(name.split(":")[0], "officer.cen"), "GET", f"/{address}")
                    if answer.status_code not in {302, 400, 403, 404, 405}:
                        wrong.append((name, label, answer.status_code))
        assert wrong == []

    def test_junk_in_the_place_of_a_number_or_a_code(self) -> None:
        self._places_filled(FEW | {"Thai digits"})

    @pytest.mark.slow
    def test_all_junk_in_the_place_of_a_number_or_a_code(self) -> None:
        self._places_filled(set(junk.JUNK))

    def test_addresses_that_are_no_addresses(self) -> None:
        for path in junk.PATHS:
            for person in ("officer.cmi", "edu.secretary", "public"):
                answer = self.send(person, "GET", path)
                assert answer.status_code < 500, f"{path[:60]} as {person}: {answer.status_code}"

    def test_methods_a_page_does_not_know(self) -> None:
        methods = ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "HEAD")
        for number, (name, address, person) in enumerate(self.rows()):
            # The everyday run asks each page in one of these ways in turn.
            asked = methods if is_wide() else methods[number % len(methods) :][:1]
            for method in set(asked) - {"HEAD"}:
                for who in (person, "edu.secretary"):
                    answer = self.send(who, method, address, "x" * 100)
                    assert answer.status_code in {200, 302, 403, 404, 405, 409}, (
                        f"{name} {method}: {answer.status_code}"
                    )
            if "HEAD" in asked and not address.endswith(".pdf"):
                answer, got = (self.send(person, method, address) for method in ("HEAD", "GET"))
                assert answer.status_code in {200, 302, 405, got.status_code}, f"{name} HEAD: {answer.status_code}"
                assert answer.content == b""

    def test_cookies_of_any_kind(self) -> None:
        stranger = Client(raise_request_exception=False)
        for name in ("sessionid", "csrftoken", "messages"):
            for value in junk.COOKIES:
                header = f"{name}={value}; {name}={value}".encode().decode("latin-1")
                answer = stranger.get("/cases/", HTTP_COOKIE=header)
                assert answer.status_code == 302, f"{name} {value[:20]}: {answer.status_code}"
        stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
        answer = stranger.post("/login/", {"username": "คนหนึ่ง", "password": "x"}, HTTP_COOKIE='csrftoken="\\000"')
        assert answer.status_code == 419
        assert "คนหนึ่ง" in answer.content.decode()

    def test_an_encoding_that_is_not_ours(self) -> None:
        for kind in ("text/plain", FORM):
            answer = self.send("officer.cmi", "POST", "/login/?q=%41%FF", b"a=%41", f"{kind}; charset=iso-8859-1")
            assert answer.status_code == 400
            assert "อ่านคำขอนี้ไม่ได้" in answer.content.decode()

    def test_bodies_that_are_no_forms(self) -> None:
        for address in ("/members/new/", "/sessions/new/", self.address("cases:household", "case"), "/login/"):
            for body, kind in junk.BODIES:
                person = "public" if address == "/login/" else "officer.cmi"
                answer = self.send(person, "POST", address, body, kind)
                assert answer.status_code in {200, 400, 409, 422}, (
                    f"{address} {kind} {body[:60]!r}: {answer.status_code}"
                )
                assert THAI.search(answer.content.decode())

    def test_more_than_is_read(self) -> None:
        address = self.address("cases:note", "case")
        many = "&".join(f"line-{n}=1" for n in range(2_100))
        for body in (f"text={quote('ก') * 1_200_000}", many):
            answer = self.send("officer.cmi", "POST", address, body)
            assert answer.status_code == 413
            assert "ส่งข้อมูลมามากเกินไป" in answer.content.decode()
        answer = self.send("officer.cmi", "POST", address, f"text={quote('ก') * 400_000}")
        assert answer.status_code == 422
        assert "ยาวเกินไป" in answer.content.decode()

    def test_nothing_everything_twice_and_choices_there_are_not(self) -> None:
        refused, wrong = 0, []
        for number, (address, person, form) in enumerate(self.sent_forms()):
            not_there = form.body({name: WRONG for name in form.values if "form_key" not in name})
            bodies = ("", f"{form.body({})}&{form.body({})}", not_there)
            # The everyday run gives each form one of them in turn.
            for body in bodies if is_wide() else (bodies[number % len(bodies)],):
                answer = self.send(person, "POST", address, body)
                assert answer.status_code in {200, 302, 409, 422}, f"{address} as {person}: {answer.status_code}"
                refused += answer.status_code in {409, 422}
                wrong += [f"{address}: {fault}" for fault in words.page_faults(answer.content.decode())]
        assert wrong == [], "words that are not Thai"
        assert refused > (60 if is_wide() else 30)

    def _boxes_filled(
        self,
        labels: Any,
        boxes: Callable[[junk.SentForm], list[list[str]]],
        *,
        turn: int = 0,
        part: int | None = None,
    ) -> None:
        """``turn``: of every two forms the everyday run takes the one or the other. ``part``: only one of ``PARTS``."""
        wrong = []
        for number, (address, person, form) in enumerate(self.sent_forms()):
            is_left_out = number % 2 != turn if not is_wide() else part not in {None, number % PARTS}
            if is_left_out:
                continue
            # The everyday run gives each form one kind of junk in turn, the wide run every kind to every form.
            kinds = sorted(labels)
            for label in kinds if is_wide() else [kinds[number // 2 % len(kinds)]]:
                for names in boxes(form):
                    answer = self.send(person, "POST", address, form.body(dict.fromkeys(names, junk.JUNK[label])))
                    expected = {400} if label in junk.REFUSED and names else {200, 302, 409, 422}
                    if answer.status_code not in expected or not THAI.search(answer.content.decode() or "ไม่มีหน้า"):
                        wrong.append((address, label, names[:3], answer.status_code))
        assert wrong == []

    def test_junk_in_the_boxes_of_every_form(self) -> None:
        self._boxes_filled(CORE, lambda form: [form.typed])

    def test_junk_in_everything_a_form_sends(self) -> None:
        self._boxes_filled({"10**30"}, lambda form: [sorted(form.values)], turn=1)

    def all_junk_in(self, part: int) -> None:
        """One form of ``PARTS``: all kinds of junk in its boxes, in all it sends, and in each name alone."""
        self._boxes_filled(
            junk.JUNK, lambda form: [form.typed, sorted(form.values), *([name] for name in form.values)], part=part
        )

    def test_what_was_typed_stays_and_an_error_says_why_in_thai(self) -> None:
        refused = 0
        for address, person, form in self.sent_forms():
            texts = {name: f"ไม่ใช่ตัวเลข <{number}> & “ก”" for number, name in enumerate(form.typed)}
            answer = self.send(person, "POST", address, form.body({n: quote(t, safe="") for n, t in texts.items()}))
            if answer.status_code == 422:
                refused += 1
                page = unescape(answer.content.decode())
                lost = [name for name, text in texts.items() if text not in page and "password" not in name]
                assert not lost, f"{address} loses {lost}"
                assert ERROR.search(answer.content.decode()), f"{address} does not say why"
                assert words.page_faults(answer.content.decode()) == [], address
        assert refused > 10

    def test_a_key_of_a_form_that_is_none_or_was_used(self) -> None:
        address = self.address("cases:note", "case")
        for key in ("", "0" * 32, "G" * 32, "%F0%9F%99%82", "a" * 5_000, "0" * 31 + "%0A"):
            body = f"form_key={key}&text={quote('โทรหาสมาชิกแล้ว')}"
            assert self.send("officer.cmi", "POST", address, body).status_code == 302
        self.client.cookies.load({"sessionid": self.cookies["officer.cmi"]})
        sent = [self.client.post(address, {"form_key": "1" * 32, "text": "โทรแล้ว"}) for _time in range(2)]
        assert [answer.status_code for answer in sent] == [302, 302]
        assert self.client.get(self.address("cases:detail", "case")).content.decode().count("โทรแล้ว") == 1

    def test_a_survey_link_of_any_shape(self) -> None:
        for label, value in junk.JUNK.items():
            if label not in {"nothing", "a path"}:
                for method in ("GET", "POST"):
                    answer = self.send("public", method, f"/survey/{value}/", f"scores={value}&comment={value}")
                    expected = {400} if label in junk.REFUSED else {404}
                    assert answer.status_code in expected, f"{label} {method}: {answer.status_code}"
        address = self.address("survey", "survey")
        self.client.cookies.clear()
        answers = {self.client.get(address, REMOTE_ADDR="192.0.2.1").status_code for _time in range(125)}
        assert answers == {200, 429}
        assert self.client.post(address, {}, REMOTE_ADDR="192.0.2.1").status_code == 429
        for far in ("", "๑๒๓", "x" * 5_000, "a b\tc"):
            assert self.client.get(address, REMOTE_ADDR="", HTTP_X_FORWARDED_FOR=far).status_code in {200, 429}

    def test_a_paper_that_cant_be_made_is_told_so(self) -> None:
        address = self.address("clinics:confirmation_blank", "clinic")
        told = "เอกสารยาวหรือซับซ้อนเกินกว่าจะพิมพ์ได้"
        for problem, status in ((PdfTooLongError(told), 422), (PdfTimeoutError(told), 503), (PdfError(told), 503)):
            with patch("clinic_project.pdf.documents.render_pdf", side_effect=problem):
                answer = self.send("officer.cmi", "GET", address)
            assert answer.status_code == status
            assert told in answer.content.decode()


PLACED = {"members": "officer.cmi", "evaluations": "edu.secretary", "clinics": "admin"}


def _part_test(part: int) -> Callable[[TestRobustness], None]:
    def test(self: TestRobustness) -> None:
        self.all_junk_in(part)

    return test


for _part in range(PARTS):
    setattr(TestRobustness, f"test_all_junk_everywhere_{_part}", pytest.mark.slow(_part_test(_part)))


def _routes(resolver: URLResolver, space: str = "", before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from _routes(pattern, f"{pattern.namespace}:" if pattern.namespace else space, route)
        elif isinstance(pattern, URLPattern) and "<" in route:
            yield f"{space}{pattern.name}", route


def test_encodings_that_hold_no_text_reach_no_page() -> None:
    passed: list[str] = []
    entry = with_known_encoding(lambda environ, _start: [passed.append(environ["CONTENT_TYPE"]) or b""])
    for charset in ("rot13", "HEX", '"zlib"', "bogus", "utf-8; charset=hex", "utf-8x"):
        entry({"CONTENT_TYPE": f"text/plain; charset={charset}"}, None)
    entry({"CONTENT_TYPE": f"{FORM}; charset=UTF-8"}, None)
    entry({"CONTENT_TYPE": "multipart/form-data; boundary=x"}, None)
    changed = ["text/plain; charset=iso-8859-1"] * 6
    assert passed == [*changed, f"{FORM}; charset=UTF-8", "multipart/form-data; boundary=x"]


def test_every_name_is_known() -> None:
    """A page that reads a new name from its address is played too, once it stands in ``junk.NAMES``."""
    found = set()
    for source in ROOT.rglob("*.py"):
        inside = source.relative_to(ROOT).parts
        if inside[0] not in {"tests", ".venv", "var"}:
            found |= set(re.findall(r'GET(?:\.get(?:list)?\(|\[)"(\w+)"', source.read_text(encoding="utf-8")))
    assert found - set(junk.NAMES) == set()
