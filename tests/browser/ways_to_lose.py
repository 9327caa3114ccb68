"""Ways to lose a text: what is done with a form that is open in a browser, and where its text is found again."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.sessions.models import Session as SignedIn
from django.db import DatabaseError, OperationalError
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from clinic_project import drafts
from clinic_project.models import Draft
from clinics.models import Appointment
from tests.browser.losing import LOST, UNSENT, Trial

OFFERED = re.compile("ใช้ข้อความนี้|พิมพ์ต่อจากร่างนี้")


def take_offer(trial: Trial, page: Page) -> None:
    """Take the text the page offers: the browser's copy or, where the closing page still got through, the server's."""
    ours = re.compile(f"ยังไม่ได้ส่งถึงระบบ|{re.escape(trial.text[:34])}")
    page.locator(".draft-other").filter(has_text=ours).get_by_role("link", name=OFFERED).first.click()


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
    take_offer(trial, page)
    trial.has_text(page)


def second_tab_of_the_same_form(trial: Trial) -> None:
    tab, other = trial.open(trial.page.context.new_page()), trial.other_text
    trial.write()
    trial.write(tab, other)
    trial.is_kept()
    trial.is_kept(tab, other)
    for page, text in ((trial.page, trial.text), (tab, other)):
        expect(page).to_have_url(re.compile("draft="))
        page.reload()
        trial.has_text(page, text)


def two_tabs_both_sent(trial: Trial) -> None:
    tab, other = trial.open(trial.page.context.new_page()), trial.other_text
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
    take_offer(trial, trial.page)
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
    """The text is kept, but not shown before the person may see again what it is about."""
    trial.write()
    yesterday = timezone.localdate() - timedelta(days=1)
    mine = Appointment.objects.filter(user=trial.user)
    before = list(mine.values("pk", "starts_on", "ends_on"))
    mine.update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    with trial.page.expect_navigation():
        trial.send()
    assert trial.form.count(trial.text) == 0
    kept = next(draft for draft in Draft.objects.filter(owner=trial.user) if trial.text in draft.texts)
    page = trial.device()
    page.goto(reverse("draft", args=[kept.key]))
    expect(page.locator("main")).to_contain_text("รายการนี้ไม่เปิดให้คุณแล้ว")
    expect(page.locator("main")).not_to_contain_text(trial.text)
    for stored in before:
        Appointment.objects.filter(pk=stored.pop("pk")).update(**stored)
    trial.find(to_write=False)


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
