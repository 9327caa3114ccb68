"""Every page is usable by everybody: axe without a violation, light and dark, every width, keyboard and finger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from clinic_project import errors
from clinics.models import Holiday
from members.models import RetentionRule
from tests.access_scene import Things
from tests.access_table import ROWS
from tests.browser import inspection
from tests.browser.conftest import DESK, Desk
from tests.browser.inspection import BOTH
from tests.browser.visits import (
    ANSWER_200,
    BY_PLACE,
    ERROR_PAGES,
    NO_ADMIN_PAGES,
    PARTS,
    Visit,
    every_admin_page,
    every_page,
    every_refusal,
    lengthen,
    names,
)
from tests.factories_members import make_member
from tests.wide import is_narrow, is_wide, pages

# The crawls are dealt out in parts, so that a free worker takes the next. The everyday run looks at every second page.
OPEN = {"200", "302"}
DEALT = 4
IS_WHOLE = is_wide() or is_narrow()
PARTS_OF_CRAWL, PARTS_OF_REFUSALS = range(0, DEALT, 1 if IS_WHOLE else 2), range(2 if is_wide() else 1)
EMPTY_THE_FORM = """() => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const form = forms.findLast((one) => one.querySelector("[type=submit]"));
  form.noValidate = true;
  for (const box of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (["checkbox", "radio"].includes(box.type)) box.checked = false;
    else if (box.type !== "submit") box.value = "";
  }
  form.requestSubmit(form.querySelector("[type=submit].btn-primary") || form.querySelector("[type=submit]"));
}"""


@dataclass
class Round:
    """One window's way through some pages, and what was found on it."""

    site: str
    cookies: dict[str, str]
    errors: dict[str, str]
    faults: list[str] = field(default_factory=list)
    links: dict[tuple[str, str], str] = field(default_factory=dict)
    pages: int = 0

    def go(self, browser: Browser, visits: list[Visit]) -> None:
        """Look at the pages one after the other."""
        desk = Desk(browser, self.site)
        page = desk.window()
        page.route(f"**{ERROR_PAGES}*", self._serve_error_page)
        inspection.be_still(page)
        for visit in visits:
            try:
                self._visit(page, visit)
            except PlaywrightError as error:
                self.faults.append(f"{visit}: {error}")
        desk.close()
        self.faults += desk.watch.faults

    def _serve_error_page(self, route: Any) -> None:
        name = urlsplit(route.request.url).path.removeprefix(ERROR_PAGES)
        route.fulfill(body=self.errors[name], content_type="text/html; charset=utf-8")

    def _visit(self, page: Page, visit: Visit) -> None:
        if visit.is_paper:
            return
        page.context.clear_cookies()
        if cookie := self.cookies.get(visit.username):
            page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.site}])
        answer = page.goto(visit.address)
        assert answer is not None
        if answer.status != visit.status:
            self.faults.append(f"{visit}: {answer.status} in place of {visit.status}")
            return
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        if not answer.text().lstrip().lower().startswith("<!doctype"):
            self._note(visit, [] if visit.name in PARTS else ["a part of a page that is not known as such"])
            return
        for link in inspection.links(page):
            self.links.setdefault((visit.username, link), str(visit))
        if visit.state == "empty":
            self._send_empty(page, visit)
        elif visit.state == "stale":
            self._send_stale(page, visit)
        self.pages += 1
        # The everyday run lets axe look at each page once, light and wide or dark and narrow in turn by its name.
        turn = (BOTH[sum(visit.name.encode()) % 2],)
        axe_in = BOTH if is_wide() or visit.name in BY_PLACE else turn
        in_both = visit.name in BY_PLACE
        # The frame is looked at on the pages of each place, which everybody has.
        whole = in_both or is_wide() or not visit.is_ours
        found = inspection.inspect(page, is_ours=visit.is_ours, in_both=in_both, axe_in=axe_in, whole=whole)
        self._note(visit, found)

    def _note(self, visit: Visit, found: list[str]) -> None:
        self.faults += [f"{visit}: {fault}" for fault in found if not visit.may(fault)]

    def _send_empty(self, page: Page, visit: Visit) -> None:
        with page.expect_navigation() as sent:
            page.evaluate(EMPTY_THE_FORM)
        if sent.value.status != (200 if visit.name in ANSWER_200 else 422):
            self._note(visit, [f"{sent.value.status} for an empty form"])
        if page.evaluate("document.activeElement.matches('.error-summary')") is False:
            self._note(visit, ["focus is not at the error summary"])

    def _send_stale(self, page: Page, visit: Visit) -> None:
        """Send the move from two tabs: the second is told that somebody was faster."""
        faster = page.context.new_page()
        for tab, status in ((page, 200), (faster, 200)):
            answer = tab.goto(visit.address)
            assert answer is not None
            assert answer.status == status
        button = "main form[method=post] .btn-primary"
        faster.click(button)
        faster.wait_for_url(lambda url: url != f"{self.site}{visit.address}")
        faster.close()
        with page.expect_navigation() as sent:
            page.click(button)
        if sent.value.status != 409:
            self._note(visit, [f"{sent.value.status} for a stale move"])


def error_pages(user: Any) -> dict[str, str]:
    """Every page of ``templates/errors``, as somebody sees it who is logged in."""
    request = RequestFactory().get("/")
    request.user, request.session, request.reference = user, {}, "0A1B2C3D"  # type: ignore[attr-defined]
    context = {"reason": "เรื่องนี้เป็นของคลินิกอื่น", "typed": [("note", "ข้อความที่พิมพ์ไว้")]}
    files = (Path(settings.BASE_DIR) / "templates/errors").glob("*.html")
    return {file.stem: errors.page(request, file.stem, context) for file in sorted(files)}


def sign_in(people: dict[str, Any]) -> dict[str, str]:
    """The cookie of everybody's session."""
    cookies = {}
    for username, user in people.items():
        client = Client()
        client.force_login(user)
        cookies[username] = client.cookies["sessionid"].value
    return cookies


def closed_links(crew: Round) -> Iterator[str]:
    """Links to pages that the access table never opens for the reader; the wide run follows them too."""
    opens = {(name, who) for name, _thing, _method, answers in ROWS for who in answers if answers[who] in OPEN}
    known = {name for name, _thing, _method, _answers in ROWS}
    for (username, link), source in crew.links.items():
        name = resolve(urlsplit(link).path).view_name
        # Central's own budget, days and letters are no things of the table: its links are followed.
        if name in known and (name, username) not in opens and not username.endswith(".cen"):
            yield f"{source}: a link to {link}, which is closed to them"


def dead_links(crew: Round, place: str = "") -> Iterator[str]:
    """Links to an answer other than a page; of links that differ only in their record, one a person is followed.

    ``place``: only those shown to its people, as ``.cen``.
    """
    kinds = set()
    client = Client()
    for (username, link), source in crew.links.items():
        parts = urlsplit(link)
        match = resolve(parts.path)
        kind = (username, match.view_name, match.kwargs.get("move"), bool(parts.query))
        is_asked = username in crew.cookies and username.endswith(place)
        if kind in kinds or match.view_name == "logout" or not is_asked:
            continue
        kinds.add(kind)
        client.cookies.load({"sessionid": crew.cookies[username]})
        answer = client.get(link)
        if answer.status_code not in {200, 302}:
            yield f"{source}: a link to {link}, which answers {answer.status_code}"


def only_asked(visits: list[Visit]) -> list[Visit]:
    """Those of ``--pages``, if that was said."""
    return [visit for visit in visits if any(word in visit.name for word in pages())]


def look(browser: Browser, site: str, people: dict[str, Any], visits: list[Visit]) -> Round:
    """Look at the pages; give what was found."""
    crew = Round(site, sign_in(people), error_pages(people["head.cmi"]))
    crew.go(browser, visits)
    assert not crew.faults, "\n".join(["", *crew.faults])
    return crew


@pytest.mark.parametrize("part", PARTS_OF_CRAWL)
@pytest.mark.django_db(transaction=True)
def test_every_page(people: dict[str, Any], scene: Things, live_server: Any, chromium: Browser, part: int) -> None:
    lengthen(scene)
    visits = only_asked(every_page(scene))
    # What takes a form in, or leads on to another page, is none itself.
    no_page = {name for name, _thing, method, answers in ROWS if method == "POST" or "302" in answers.values()}
    missing = {name for name in names() if not name.startswith("admin:")} - {visit.name for visit in visits} - no_page
    assert missing == set() or is_narrow(), "addresses this test would not look at"
    crew = look(chromium, live_server.url, people, visits[part::DEALT])
    assert crew.pages > 40 or is_narrow()
    assert list(closed_links(crew)) == []
    assert list(dead_links(crew, "" if is_wide() else ".cen")) == []


@pytest.mark.parametrize("part", PARTS_OF_REFUSALS)
@pytest.mark.django_db(transaction=True)
def test_every_page_that_says_no(
    people: dict[str, Any], scene: Things, live_server: Any, chromium: Browser, part: int
) -> None:
    """Forms sent empty, moves somebody else made first, errors."""
    lengthen(scene)
    visits = only_asked(every_refusal(scene))[part :: len(PARTS_OF_REFUSALS)]
    assert look(chromium, live_server.url, people, visits).pages == len(visits)
    assert len(visits) > 30 or is_narrow()


@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_administration(people: dict[str, Any], live_server: Any, chromium: Browser) -> None:
    make_member()
    Holiday.objects.create(day=timezone.localdate(), name="วันหยุดพิเศษ")
    # The rules that come with the product are gone where a test before emptied the tables.
    RetentionRule.objects.get_or_create(
        kind="case", starts_on=timezone.localdate(), defaults={"years": 10, "source": "มติที่ประชุม"}
    )
    visits = every_admin_page()
    missing = {name for name in names() if name.startswith("admin:")} - {visit.name for visit in visits}
    assert {name.removeprefix("admin:") for name in missing} == NO_ADMIN_PAGES, "addresses this test would not look at"
    assert look(chromium, live_server.url, people, visits).pages > 30


# One of each fault, so that a rule that has fallen asleep is noticed.
FAULTY = (Path(__file__).parent / "faulty_page.html").read_text()
EXPECTED = (
    "lang is", "title is", "2 × h1", "ids twice", "tabindex above 0", "no label", "no skip link", "focus not seen",
    "focus hidden", "moves", "axe image-alt", "axe color-contrast", "more than one primary", "keeps no draft",
    "too wide", "focus goes back", "text cut off", "smaller than 44", "phone, dark: axe",
)  # fmt: skip


def test_no_rule_sleeps(chromium: Browser) -> None:
    window = chromium.new_context(viewport=DESK)
    page = window.new_page()
    inspection.be_still(page)
    page.set_content(FAULTY)
    found = inspection.inspect(page)
    window.close()
    assert [expected for expected in EXPECTED if not any(expected in fault for fault in found)] == []
