"""Every refusal is a Thai page that says what to do and carries the request's number; two of them ask no database."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from clinic_project import errors
from clinic_project.outage import is_database_away
from tests import source

# Code -> words of the page that say what to do.
WHAT_TO_DO = {
    "400": "พิมพ์ใหม่แทนการคัดลอกวาง",
    "403": "ให้ผู้มีหน้าที่เป็นคนทำ",
    "404": "ตรวจเลขเรื่องหรือเลขสมาชิกอีกครั้ง",
    "405": "แล้วกดปุ่มนั้น",
    "409": "เปิดรายการอีกครั้ง",
    "413": "แบ่งเป็นหลายครั้ง",
    "419": "ส่งใหม่",
    "429": "ลองใหม่ได้ในอีก",
    "500": "แจ้งผู้ดูแลระบบ",
    "503": "รอสักครู่แล้วส่งใหม่",
}
REFERENCE = re.compile(r'เลขอ้างอิง <b class="num">[0-9A-F]{8}</b>')


def words(page: str) -> str:
    """What a person reads of a page, without the name of the font and the like."""
    body = page[page.index("<body") :]
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|svg)\b.*?</\1>", " ", body, flags=re.DOTALL))


@pytest.mark.parametrize("code", WHAT_TO_DO)
def test_every_page_is_thai_says_what_to_do_and_has_the_number(rf: RequestFactory, code: str) -> None:
    request = rf.get("/")
    request.reference = "0A1B2C3D"  # type: ignore[attr-defined]
    page = errors.page(request, code)
    assert WHAT_TO_DO[code] in page
    assert REFERENCE.search(page)
    assert re.findall(r"[A-Za-z]{3,}", words(page)) == []


def test_no_page_is_left_out() -> None:
    pages = {path.stem for path in (source.ROOT / "templates" / "errors").glob("*.html")}
    assert pages == {*WHAT_TO_DO, "paper"}


@pytest.mark.django_db
class TestAnswers:
    """Each code as a browser gets it."""

    def check(self, answer: Any, code: int) -> None:
        """The page of that code, with its number in the header too."""
        page = answer.content.decode()
        assert answer.status_code == code
        assert WHAT_TO_DO[str(code)] in page
        found = REFERENCE.search(page)
        assert found
        assert answer["X-Reference"] in found.group()

    @pytest.mark.parametrize(
        ("code", "path"), [(400, "/?q=%00"), (404, "/no-such-page/"), (404, "/cases/61-XXX-0001/")]
    )
    def test_addresses(self, client_as: Callable[[str], Client], code: int, path: str) -> None:
        self.check(client_as("officer.cmi").get(path), code)

    def test_not_this_role(self, client_as: Callable[[str], Client]) -> None:
        self.check(client_as("board.member1").get(reverse("members:list")), 403)

    def test_a_form_address_opened_as_a_page(self, client_as: Callable[[str], Client]) -> None:
        answer = client_as("officer.cmi").get(reverse("logout"))
        self.check(answer, 405)
        assert "POST" in answer["Allow"]

    def test_head_of_a_form_address_has_no_body(self, client_as: Callable[[str], Client]) -> None:
        answer = client_as("officer.cmi").head(reverse("logout"))
        assert (answer.status_code, answer.content) == (405, b"")

    def test_too_much(self, client_as: Callable[[str], Client], settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        self.check(client_as("officer.cmi").post(reverse("cases:session_new"), {"advice": "ก" * 2000}), 413)

    def test_too_many_fields(self, client_as: Callable[[str], Client], settings: Any) -> None:
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
        self.check(client_as("officer.cmi").post(reverse("cases:session_new"), {f"f{n}": "1" for n in range(9)}), 413)

    @pytest.mark.parametrize(
        ("raised", "code"), [(Http404(), 404), (PermissionDenied("ก"), 403), (SuspiciousOperation(), 400)]
    )
    def test_raised_by_a_view(self, client_as: Callable[[str], Client], raised: Exception, code: int) -> None:
        with _raises_in_home(raised):
            self.check(client_as("officer.cmi").get("/"), code)

    def test_our_fault(self, client_as: Callable[[str], Client]) -> None:
        client = client_as("officer.cmi")
        client.raise_request_exception = False
        with _raises_in_home(ZeroDivisionError()):
            self.check(client.get("/"), 500)

    def test_a_fault_of_a_statement_is_ours(self, client_as: Callable[[str], Client]) -> None:
        client = client_as("officer.cmi")
        client.raise_request_exception = False

        def ask_for_nothing(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM no_such_table")
            return HttpResponse()

        with patch("clinic_project.views.render", ask_for_nothing):
            self.check(client.get("/"), 500)


def _raises_in_home(raised: Exception) -> Any:
    return patch("clinic_project.views.render", side_effect=raised)


@pytest.fixture
def no_database(client_as: Callable[[str], Client]) -> Iterator[Client]:
    """A signed-in browser; then the database goes away, and every statement that is tried is an error."""
    client = client_as("officer.cmi")
    client.raise_request_exception = False
    away = OperationalError("connection failed")

    def refuse(*given: Any, **named: Any) -> None:
        raise away

    with patch.object(connection, "cursor", refuse), patch.object(connection, "ensure_connection", refuse):
        yield client


@pytest.mark.parametrize("path", ["/", "/cases/", "/readyz", "/survey/abc/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_database_the_answer_is_503_in_thai(no_database: Client, path: str, method: str) -> None:
    answer = getattr(no_database, method)(path, {"form_key": "0" * 32} if method == "post" else {})
    if method == "post" and answer.status_code == 405:
        pytest.skip("only read")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert WHAT_TO_DO["503"] in page
    assert REFERENCE.search(page)
    assert answer["X-Reference"] in page


@pytest.mark.parametrize("code", ["500", "503"])
def test_the_last_pages_need_nothing(code: str) -> None:
    """No request, no context, no database (this test has none)."""
    assert WHAT_TO_DO[code] in render_to_string(f"errors/{code}.html")
    assert WHAT_TO_DO["500"] in render_to_string("500.html")


@pytest.mark.parametrize(
    ("name", "is_away"), [("SQLITE_BUSY", True), ("SQLITE_CANTOPEN", True), ("SQLITE_ERROR", False)]
)
def test_which_faults_of_sqlite_pass(name: str, is_away: bool) -> None:
    cause = sqlite3.OperationalError("x")
    cause.sqlite_errorname = name
    raised = OperationalError("x")
    raised.__cause__ = cause
    assert is_database_away(raised) is is_away


@pytest.mark.parametrize(
    ("state", "is_away"), [(None, True), ("08006", True), ("57P03", True), ("53300", True), ("40P01", False)]
)
def test_which_faults_of_postgresql_pass(state: str | None, is_away: bool) -> None:
    cause = Exception("x")
    cause.sqlstate = state  # type: ignore[attr-defined]
    raised = OperationalError("x")
    raised.__cause__ = cause
    assert is_database_away(raised) is is_away
    assert not is_database_away(ValueError())


@pytest.mark.parametrize("code", ["413", "503"])
def test_the_page_while_the_application_is_down_says_the_same(code: str) -> None:
    """nginx's own pages: the same words, all in one file, and the number by its own means."""
    page = (source.ROOT / "deploy" / "errors" / f"{code}.html").read_text(encoding="utf-8")
    template = source.text_of(source.ROOT / "templates" / "errors" / f"{code}.html")
    for sentence in re.findall(r'{% translate "([^"]+)" %}', template):
        assert sentence in page
    assert re.findall(r"(?:src|href)=\"(?!/\")[^\"]+", page) == []
    assert '<!--# echo var="request_id" -->' in page
    assert f"/_errors/{code}.html" in (source.ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
