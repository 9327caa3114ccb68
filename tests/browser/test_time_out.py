"""The end of a session in a browser: said before, put off, and the page covered once it has come."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.cast import PASSWORD
from tests.factories_cases import make_case

TEXT = "นัดคุยกับเจ้าหนี้วันศุกร์ แล้วโทรบอกสมาชิก"


def let_pass(page: Page, minutes: int) -> None:
    """The session was last used so long ago; the page is looked at again, as after a rest."""
    cookie = next(one for one in page.context.cookies() if one["name"] == "sessionid")
    session = SessionStore(cookie["value"])
    session["used_at"] = (timezone.now() - timedelta(minutes=minutes)).isoformat()
    session.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.django_db(transaction=True)
def test_warned_stayed_timed_out_and_back(
    desk: Desk, people: dict[str, Any], with_password: Callable[..., None]
) -> None:
    with_password("officer.cmi")
    case = make_case("in_progress")
    page = desk.signed_in(people["officer.cmi"])
    page.goto(f"/cases/{case.reference}/note/")
    page.fill("#id_text", TEXT)
    # Three minutes before: said in a dialog that holds the focus; Enter stays.
    let_pass(page, 28)
    warning = page.get_by_role("dialog")
    expect(warning).to_have_accessible_name("อีก 2 นาทีระบบจะออกเอง")
    stay = warning.get_by_role("button", name="อยู่ต่อ")
    expect(stay).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    # Another window goes on working: the warning goes by itself.
    let_pass(page, 28)
    expect(warning).to_be_visible()
    let_pass(page, 0)
    expect(warning).to_be_hidden()
    # The end: nothing of the page stays to be read, and the way back leads to the form and its text.
    let_pass(page, 31)
    expect(warning).to_contain_text("หมดเวลา")
    expect(page.locator("main")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("main")).to_be_hidden()
    again = warning.get_by_role("link", name="เข้าสู่ระบบอีกครั้ง")
    way_back = re.compile(rf"/login/\?next=%2Fcases%2F{case.reference}%2Fnote%2F%3Fdraft%3D[0-9a-f]+")
    expect(again).to_have_attribute("href", way_back)
    again.click()
    page.fill("#id_username", "officer.cmi")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.locator("#id_text")).to_have_value(TEXT)
