"""Ways to lose a text, played in a browser over six forms: each time its writer finds it again, recorded at most once.

By default every way is played on one form and every form several times; ``--slow`` plays all ways on all forms.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as SignedIn
from django.db import DatabaseError, OperationalError
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic_project import audit, drafts
from clinic_project.models import Draft
from clinics.models import Appointment
from tests.browser.conftest import Desk
from tests.browser.losing import FORMS, LosableForm
from tests.cast import PASSWORD

KEPT, LOST, UNSENT = "เก็บร่างแล้ว", "เครือข่ายขาด เก็บไว้ในเครื่องนี้", "ยังไม่ได้ส่ง เพราะเครือข่ายขาด"
THERE = "text => fetch('/drafts/').then(answer => answer.text()).then(page => page.includes(text))"
READING = ("read", "list", "search", "report")


@dataclass
class Trial:
    """One form opened for one way of losing its text."""

    desk: Desk
    form: LosableForm
    user: Any
    page: Page
    address: str
    thing: Any
    text: str
    patch: pytest.MonkeyPatch

    def open(self, page: Page) -> Page:
        """The form, ready to write in."""
        page.goto(self.address)
        self.form.fill(page)
        return page

    def write(self, page: Page | None = None, text: str = "") -> None:
        """Fill the form's text box."""
        (page or self.page).fill(self.form.box, text or self.text)

    def has_text(self, page: Page | None = None, text: str = "") -> None:
        """The form stands there with the text in it."""
        expect((page or self.page).locator(self.form.box)).to_have_value(text or self.text)

    def send(self, page: Page | None = None) -> None:
        """Press the main button."""
        self.button(page or self.page).click()

    def button(self, page: Page) -> Any:
        """The main button of the form with the text."""
        return page.locator(f"main form:has({self.form.box}) button.btn-primary:visible").first

    def is_said(self, text: str, page: Page | None = None) -> None:
        """The line of the form's draft says this."""
        expect((page or self.page).locator(f"form:has({self.form.box}) .draft-said")).to_contain_text(text)

    def is_kept(self, page: Page | None = None, text: str = "") -> None:
        """The server has this very text, and the page says so."""
        page = page or self.page
        page.wait_for_function(THERE, arg=text or self.text)
        self.is_said(KEPT, page)

    def log_in(self, page: Page | None = None) -> None:
        """Through the log-in page that stands there."""
        page = page or self.page
        page.fill("#id_username", self.form.username)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()

    def device(self) -> Page:
        """Another browser of the same person."""
        return self.desk.signed_in(self.user)

    def session(self) -> SessionStore:
        """The window's session, as the server stores it."""
        cookie = next(one for one in self.page.context.cookies() if one["name"] == "sessionid")
        return SessionStore(cookie["value"])

    def age(self, **ages: timedelta) -> None:
        """Let the session be older than it is."""
        session = self.session()
        for name, age in ages.items():
            session[name] = (timezone.now() - age).isoformat()
        session.save()

    def find(self, text: str = "", *, to_write: bool = True) -> Page:
        """From another device, by the list of drafts: on with writing, or only read where the form is closed."""
        text = text or self.text
        page = self.device()
        page.goto("/drafts/")
        row = page.locator("main li").filter(has_text=text)
        if not row.count():
            # A page that closes sends its last text when it is gone already.
            page.wait_for_function(THERE, arg=text)
            page.reload()
        expect(row).to_have_count(1)
        if to_write:
            row.locator(".what a").click()
            self.has_text(page, text)
        else:
            row.get_by_role("link", name="อ่านข้อความ").click()
            expect(page.locator("main .plain-text").filter(has_text=text)).to_have_count(1)
        return page

    def is_safe(self, text: str = "") -> None:
        """Recorded once, or found as a draft; never twice."""
        count = self.form.count(text or self.text)
        assert count <= 1
        if not count:
            self.find(text, to_write=False).context.close()

    def is_recorded(self, page: Page | None = None) -> None:
        """It was led on after sending, there is one, and no draft is left of it."""
        page = page or self.page
        gone = "([box, text]) => !document.querySelector(box) || document.querySelector(box).value !== text"
        page.wait_for_function(gone, arg=[self.form.box, self.text])
        assert self.form.count(self.text) == 1
        assert not [draft for draft in Draft.objects.filter(owner=self.user) if self.text in draft.texts]

    def broken(self, error: Exception) -> None:
        """Every write breaks in its middle; reading works."""
        record = audit.record

        def refuse(kind: str, *args: Any, **kwargs: Any) -> Any:
            if kind.endswith(READING):
                return record(kind, *args, **kwargs)
            raise error

        self.patch.setattr(audit, "record", refuse)


Way = Callable[[Trial], None]


def idle_time_out(trial: Trial) -> None:
    trial.write()
    trial.age(used_at=timedelta(minutes=31))
    trial.send()
    trial.log_in()
    trial.has_text()
    trial.send()
    trial.is_recorded()


def absolute_time_out(trial: Trial) -> None:
    trial.write()
    trial.age(started_at=timedelta(hours=13))
    trial.send()
    trial.log_in()
    trial.has_text()


def logged_out_in_another_tab(trial: Trial) -> None:
    trial.write()
    SignedIn.objects.filter(session_key=trial.session().session_key).delete()
    trial.page.context.clear_cookies(name="sessionid")
    trial.send()
    trial.log_in()
    trial.has_text()


def logged_in_anew_elsewhere(trial: Trial) -> None:
    """The other tab's log-in gives a new session and a new token; this page still has the old one."""
    trial.write()
    trial.page.context.clear_cookies()
    tab = trial.page.context.new_page()
    tab.goto("/login/")
    trial.log_in(tab)
    expect(tab.locator("header.top")).to_be_visible()
    trial.send()
    trial.page.get_by_role("link", name="เปิดแบบฟอร์มพร้อมข้อความ").click()
    trial.has_text()


def token_s_cookie_gone(trial: Trial) -> None:
    trial.write()
    trial.page.context.clear_cookies(name="csrftoken")
    trial.send()
    trial.page.get_by_role("link", name="เปิดแบบฟอร์มพร้อมข้อความ").click()
    trial.has_text()
    trial.send()
    trial.is_recorded()


def token_s_field_gone(trial: Trial) -> None:
    trial.write()
    trial.page.evaluate("document.querySelectorAll('main [name=csrfmiddlewaretoken]').forEach(one => one.remove())")
    trial.send()
    trial.page.get_by_role("link", name="เปิดแบบฟอร์มพร้อมข้อความ").click()
    trial.has_text()


def back_after_typing(trial: Trial) -> None:
    trial.write()
    trial.page.go_back()
    trial.find()


def link_clicked_away(trial: Trial) -> None:
    trial.write()
    trial.page.locator("header.top .brand").click()
    trial.find()


def reloaded(trial: Trial) -> None:
    trial.write()
    trial.is_kept()
    expect(trial.page).to_have_url(re.compile("draft="))
    trial.page.reload()
    trial.has_text()


def tab_closed(trial: Trial) -> None:
    trial.write()
    trial.is_kept()
    trial.page.close()
    trial.find()


def browser_killed_without_a_line(trial: Trial) -> None:
    """Nothing reached the server: the browser's own copy is what is left, and nobody can read it there."""
    context = trial.page.context
    context.set_offline(True)
    trial.write()
    trial.is_said(LOST)
    state = context.storage_state()
    context.close()
    assert trial.text not in json.dumps(state, ensure_ascii=False)
    assert "draft:" in json.dumps(state)
    page = trial.device()
    page.goto("/help/")
    for entry in state["origins"][0]["localStorage"]:
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [entry["name"], entry["value"]])
    page.goto(trial.address)
    page.get_by_role("link", name="ใช้ข้อความนี้").click()
    trial.has_text(page)


def second_tab_of_the_same_form(trial: Trial) -> None:
    tab = trial.open(trial.page.context.new_page())
    trial.write()
    trial.write(tab, f"{trial.text} อีกแท็บ")
    trial.is_kept(text=f"{trial.text} อีกแท็บ")
    trial.is_kept()
    expect(trial.page).to_have_url(re.compile("draft="))
    expect(tab).to_have_url(re.compile("draft="))
    trial.page.reload()
    tab.reload()
    trial.has_text()
    trial.has_text(tab, f"{trial.text} อีกแท็บ")


def two_tabs_both_sent(trial: Trial) -> None:
    tab = trial.open(trial.page.context.new_page())
    other = f"{trial.text} อีกแท็บ"
    trial.write()
    trial.write(tab, other)
    trial.send()
    trial.is_recorded()
    with tab.expect_navigation():
        trial.send(tab)
    trial.is_safe(other)
    trial.is_safe()


def server_away_and_back(trial: Trial) -> None:
    """A restart: the browser believes in its line, the server answers nothing for a while."""
    trial.page.context.route("**/*", lambda route: route.abort("connectionrefused"))
    trial.write()
    trial.is_said(LOST)
    trial.page.context.unroute("**/*")
    trial.is_kept()
    trial.send()
    trial.is_recorded()


def server_away_and_sessions_gone(trial: Trial) -> None:
    trial.write()
    SignedIn.objects.all().delete()
    trial.send()
    trial.log_in()
    trial.has_text()


def line_gone_while_typing(trial: Trial) -> None:
    trial.page.context.set_offline(True)
    trial.write()
    trial.is_said(LOST)
    trial.page.context.set_offline(False)
    trial.is_kept()
    trial.find()


def line_gone_while_sending(trial: Trial) -> None:
    trial.write()
    trial.page.context.set_offline(True)
    trial.send()
    trial.is_said(UNSENT)
    trial.has_text()
    trial.page.context.set_offline(False)
    trial.send()
    trial.is_recorded()


def server_breaks(trial: Trial) -> None:
    trial.write()
    with trial.patch.context() as patch:
        trial.patch = patch
        trial.broken(RuntimeError("broken on purpose"))
        with trial.page.expect_navigation():
            trial.send()
    assert trial.form.count(trial.text) == 0
    trial.find()


def database_refuses(trial: Trial) -> None:
    """Neither the record nor the draft can be written; the browser's copy is offered when all is well again."""

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise DatabaseError("full on purpose")

    with trial.patch.context() as patch:
        trial.patch = patch
        patch.setattr(drafts, "keep", refuse)
        trial.broken(OperationalError("away on purpose"))
        trial.write()
        with trial.page.expect_navigation():
            trial.send()
    assert trial.form.count(trial.text) == 0
    trial.page.goto(trial.address)
    trial.page.get_by_role("link", name="ใช้ข้อความนี้").click()
    trial.has_text()


def somebody_else_saved_first(trial: Trial) -> None:
    trial.write()
    trial.form.overtake(trial.thing)
    with trial.page.expect_navigation():
        trial.send()
    trial.is_safe()


def record_moved_on(trial: Trial) -> None:
    trial.write()
    trial.form.move_on(trial.thing)
    with trial.page.expect_navigation():
        trial.send()
    trial.is_safe()


def rights_withdrawn(trial: Trial) -> None:
    trial.write()
    yesterday = timezone.localdate() - timedelta(days=1)
    mine = Appointment.objects.filter(user=trial.user)
    before = list(mine.values("pk", "starts_on", "ends_on"))
    mine.update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    with trial.page.expect_navigation():
        trial.send()
    assert trial.form.count(trial.text) == 0
    trial.find(to_write=False)
    for stored in before:
        Appointment.objects.filter(pk=stored.pop("pk")).update(**stored)


def refused_then_away(trial: Trial) -> None:
    trial.text += " พั ฒนา"
    trial.write()
    with trial.page.expect_navigation():
        trial.send()
    trial.has_text()
    trial.page.locator("header.top .brand").click()
    trial.find()


def double_click(trial: Trial) -> None:
    trial.write()
    trial.button(trial.page).dblclick(no_wait_after=True)
    trial.is_recorded()


def on_to_another_device(trial: Trial) -> None:
    trial.write()
    trial.is_kept()
    page = trial.find()
    trial.send(page)
    trial.is_recorded(page)


def resumed_on_two_devices(trial: Trial) -> None:
    trial.write()
    trial.is_kept()
    one, two = trial.find(), trial.find()
    texts = (f"{trial.text} จากเครื่องหนึ่ง", f"{trial.text} จากเครื่องสอง")
    for page, text in zip((one, two), texts, strict=True):
        trial.write(page, text)
        trial.is_kept(page, text)
    for text in texts:
        trial.find(text)


def without_scripts_away(trial: Trial) -> None:
    trial.page.locator(f"form:has({trial.form.box}) button[value=keep_draft]").click()
    trial.write()
    trial.page.locator(f"form:has({trial.form.box}) button[value=keep_draft]").click()
    trial.has_text()
    trial.page.locator("header.top .brand").click()
    trial.find()


def without_scripts_timed_out(trial: Trial) -> None:
    trial.write()
    trial.age(used_at=timedelta(minutes=31))
    trial.send()
    trial.log_in()
    trial.has_text()


def phone_sleeps(trial: Trial) -> None:
    """The page is hidden and then thrown away without another word."""
    trial.write()
    trial.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden'});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    trial.find()


# The ways in which something goes wrong on purpose: what the browser says about it is no fault.
NOISY = {
    browser_killed_without_a_line,
    server_away_and_back,
    line_gone_while_typing,
    line_gone_while_sending,
    server_breaks,
    database_refuses,
}
PLAIN = {without_scripts_away, without_scripts_timed_out}
WAYS: tuple[Way, ...] = (
    idle_time_out,
    absolute_time_out,
    logged_out_in_another_tab,
    logged_in_anew_elsewhere,
    token_s_cookie_gone,
    token_s_field_gone,
    back_after_typing,
    link_clicked_away,
    reloaded,
    tab_closed,
    browser_killed_without_a_line,
    second_tab_of_the_same_form,
    two_tabs_both_sent,
    server_away_and_back,
    server_away_and_sessions_gone,
    line_gone_while_typing,
    line_gone_while_sending,
    server_breaks,
    database_refuses,
    somebody_else_saved_first,
    record_moved_on,
    rights_withdrawn,
    refused_then_away,
    double_click,
    on_to_another_device,
    resumed_on_two_devices,
    without_scripts_away,
    without_scripts_timed_out,
    phone_sleeps,
)
EVERY = [(form, WAYS) for form in FORMS]
SOME = [(form, WAYS[number :: len(FORMS)]) for number, form in enumerate(FORMS)]


def lost_by(way: Way, trial: Trial) -> str:
    """Play one way; what went wrong, or nothing."""
    try:
        trial.open(trial.page)
        way(trial)
    except Exception as error:
        return f"{trial.form.name}, {way.__name__}: {error}"
    finally:
        trial.desk.close()
        trial.desk.contexts.clear()
    faults = [] if way in NOISY else list(trial.desk.watch.faults)
    trial.desk.watch.faults.clear()
    return f"{trial.form.name}, {way.__name__}: {faults}" if faults else ""


def play(desk: Desk, user: Any, form: LosableForm, ways: tuple[Way, ...], patch: pytest.MonkeyPatch) -> None:
    """Each way with a fresh record and a window of its own; all of them, then what was lost."""
    lost = []
    for number, way in enumerate(ways):
        address, thing = form.make()
        desk.has_scripts = way not in PLAIN
        page = desk.signed_in(user)
        desk.has_scripts = True
        text = f"ข้อความกันหายของ{form.name} ครั้งที่ {number} นัดคุยเจ้าหนี้วันศุกร์"
        trial = Trial(desk, form, user, page, address, thing, text, patch)
        if problem := lost_by(way, trial):
            lost.append(problem)
    print(f"{form.name}: {len(ways)} ways, {len(lost)} lost")
    assert lost == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("form", "ways"), SOME, ids=[form.name for form in FORMS])
def test_every_way_on_some_form(
    desk: Desk, people: dict[str, Any], with_password: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    settings: Any, form: LosableForm, ways: tuple[Way, ...],
) -> None:  # fmt: skip
    # What is queued is recorded; drawing the paper takes long and is tested elsewhere.
    settings.JOBS_IMMEDIATE = False
    with_password(form.username)
    play(desk, people[form.username], form, ways, monkeypatch)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("form", "ways"), EVERY, ids=[form.name for form in FORMS])
def test_every_way_on_every_form(
    desk: Desk, people: dict[str, Any], with_password: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    settings: Any, form: LosableForm, ways: tuple[Way, ...],
) -> None:  # fmt: skip
    settings.JOBS_IMMEDIATE = False
    with_password(form.username)
    play(desk, people[form.username], form, ways, monkeypatch)
