"""A real Chromium before a real server: what every browser test has."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import CommandError
from django.db import OperationalError
from django.test import Client, TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from clinics.models import User
from tests import database
from tests.access_scene import Things, fill_scene
from tests.cast import PASSWORD, make_cast

FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
LONGEST_WAIT_MS = int(os.environ.get("BROWSER_WAIT_MS", "20000"))
expect.set_options(timeout=LONGEST_WAIT_MS)


@dataclass
class Watch:
    """What went wrong behind the pages of a context: script errors, refused content, other sites, server errors."""

    site: str
    faults: list[str] = field(default_factory=list)
    posted: set[str] = field(default_factory=set)

    def on(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", lambda said: self._note(said.type in {"error", "warning"}, f"console: {said.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on(
            "request", lambda request: self._note(not self._is_ours(request.url), f"leaves the site: {request.url}")
        )
        page.on("request", self._note_post)
        page.on("response", lambda answer: self._note(answer.status >= 500, f"{answer.status}: {answer.url}"))

    def _note_post(self, request: Request) -> None:
        """Where forms were sent to: what a test has played."""
        if request.method == "POST":
            self.posted.add(urlsplit(request.url).path)

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.site, "data:", "about:"))

    def _note(self, is_fault: bool, text: str) -> None:
        # An answer like 409 or 422 is a page that says so; the browser calls it an error.
        if is_fault and "Failed to load resource" not in text:
            self.faults.append(text)


@dataclass
class Desk:
    """Opens browser windows on the test server, each with a person of its own."""

    browser: Browser
    site: str
    has_scripts: bool = True
    contexts: list[BrowserContext] = field(default_factory=list)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self.site)

    def window(self, *, size: dict[str, int] | None = None, cookies: dict[str, str] | None = None) -> Page:
        """A window with its own cookies, a desk's size unless told otherwise."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport=size or DESK,
            java_script_enabled=self.has_scripts,
            locale="th-TH",
            timezone_id="Asia/Bangkok",
            accept_downloads=True,
        )
        context.set_default_timeout(LONGEST_WAIT_MS)
        if cookies:
            context.add_cookies([{"name": name, "value": value, "url": self.site} for name, value in cookies.items()])
        self.contexts.append(context)
        page = context.new_page()
        self.watch.on(page)
        return page

    def sign_in(self, username: str) -> Page:
        """A window in which somebody has signed in through the log-in page."""
        page = self.window()
        page.goto("/login/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()
        expect(page.locator("header.top .me b")).to_be_visible()
        return page

    def signed_in(self, user: Any, *, size: dict[str, int] | None = None) -> Page:
        """A window with a session made behind the browser's back, where log-in is not what is tested."""
        client = Client()
        client.force_login(user)
        return self.window(size=size, cookies={"sessionid": client.cookies["sessionid"].value})

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="session", autouse=True)
def patient_flush() -> Iterator[None]:
    """Empty the tables again where a closing page's last sending of its text met the emptying (deadlock)."""
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def again(case: TransactionTestCase) -> None:
        for is_last in (False, False, True):
            try:
                flush(case)
                break
            except (CommandError, OperationalError):
                if is_last:
                    raise

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", again)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept() -> Iterator[None]:
    """Let the browser keep style sheets and scripts, as it does with the product's: asked for once."""
    serve = StaticFilesHandler.serve

    def kept(handler: StaticFilesHandler, request: Any) -> Any:
        answer = serve(handler, request)
        answer["Cache-Control"] = "max-age=3600"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", kept)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    with sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Things]:
    """One of everything (tests/access_scene.py), in rows the server sees."""
    with database.filled_copy(fill_scene) as (things, _cookies):
        yield things


@pytest.fixture
def people(request: pytest.FixtureRequest, transactional_db: None) -> dict[str, Any]:
    """The cast, in rows the server sees."""
    if "scene" in request.fixturenames:
        request.getfixturevalue("scene")
        return {user.username: user for user in User.objects.all()}
    return make_cast()


@pytest.fixture
def with_password(people: dict[str, Any]) -> Callable[..., None]:
    """Give people the tests' password, so that they can use the log-in page."""

    def give(*usernames: str) -> None:
        for username in usernames:
            people[username].set_password(PASSWORD)
            people[username].save()

    return give


@pytest.fixture
def desk(chromium: Browser, live_server: Any, people: dict[str, Any]) -> Iterator[Desk]:
    """Windows with scripts; what went wrong behind them fails the test."""
    opened = Desk(chromium, live_server.url)
    yield opened
    opened.close()
    assert opened.watch.faults == []


@pytest.fixture
def plain_desk(chromium: Browser, live_server: Any, people: dict[str, Any]) -> Iterator[Desk]:
    """Windows without JavaScript."""
    opened = Desk(chromium, live_server.url, has_scripts=False)
    yield opened
    opened.close()
    assert opened.watch.faults == []
