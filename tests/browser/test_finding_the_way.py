"""The frame at work: keys, search as one types, filters after Back and by the crumb, the menus; and without scripts."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Desk
from tests.factories_cases import make_case

pytestmark = pytest.mark.django_db(transaction=True)


def test_search_as_one_types(desk: Desk, people: dict[str, Any]) -> None:
    """The key "/" leads to the box; what is typed there are letters and no shortcuts."""
    case = make_case()
    page = desk.signed_in(people["officer.cmi"])
    page.goto("/")
    box, panel = page.locator("#find"), page.locator("#find-panel")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("nh?")
    expect(box).to_have_value("nh?")
    box.fill("น้ำใจ")
    expect(panel.locator("a").first).to_be_visible()
    expect(page.locator("#find-said")).to_contain_text("พบ")
    page.keyboard.press("ArrowDown")
    expect(panel.locator("a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel.locator("a")).to_have_count(0)
    # Signed out meanwhile, the log-in page does not land in the panel.
    cookies = page.context.cookies()
    page.context.clear_cookies()
    with page.expect_response(lambda answer: "/login/" in answer.url):
        box.fill("น้ำ")
    expect(page.locator("#id_password")).to_have_count(0)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    box.fill(case.reference)
    panel.locator(f"a[href='{case.get_absolute_url()}']").first.click()
    expect(page).to_have_url(f"{desk.site}{case.get_absolute_url()}")


def test_keys_lead_and_can_be_turned_off(desk: Desk, people: dict[str, Any]) -> None:
    page = desk.signed_in(people["officer.cmi"])
    page.goto("/")
    # The list of keys opens over the page and gives the focus back.
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="คีย์ลัด")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    for keys, address in ((("g", "m"), "/members/"), (("h",), "/"), (("n",), "/sessions/new/")):
        for key in keys:
            page.keyboard.press(key)
        expect(page).to_have_url(f"{desk.site}{address}")
        page.locator("main").focus()

    # Turned off, they are gone.
    page.goto("/help/keys/")
    page.get_by_role("button", name="ปิดคีย์ลัดในเครื่องนี้").click()
    expect(page.get_by_role("button", name="เปิดคีย์ลัดในเครื่องนี้")).to_be_visible()
    page.locator("main").focus()
    page.keyboard.press("h")
    page.keyboard.press("?")
    expect(page).to_have_url(f"{desk.site}/help/keys/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_filters_survive_back_and_the_way_back(desk: Desk, people: dict[str, Any]) -> None:
    case = make_case(severity="critical")
    make_case()
    page = desk.signed_in(people["officer.cmi"])
    filtered = f"{desk.site}/cases/?severity=critical"
    page.goto(filtered)
    page.locator(f"main a[href='{case.get_absolute_url()}']").first.click()
    expect(page).to_have_url(f"{desk.site}{case.get_absolute_url()}")
    page.go_back()
    expect(page).to_have_url(filtered)
    page.go_forward()
    page.locator(".crumbs a", has_text="เรื่อง").click()
    expect(page).to_have_url(filtered)
    page.locator(".mainnav a", has_text="เรื่อง").click()
    expect(page).to_have_url(f"{desk.site}/cases/")


def test_without_scripts(plain_desk: Desk, people: dict[str, Any]) -> None:
    case = make_case()
    page = plain_desk.signed_in(people["officer.cmi"])
    page.goto("/cases/?status=all")
    page.fill("#find", case.reference.lower())
    page.press("#find", "Enter")
    page.locator(f"main a[href='{case.get_absolute_url()}']").first.click()
    page.locator(".crumbs a", has_text="เรื่อง").click()
    expect(page).to_have_url(f"{plain_desk.site}/cases/?status=all")
    page.locator(".mine > summary").click()
    page.locator(".mine").get_by_role("link", name="คีย์ลัด").click()
    expect(page.locator("#keys")).to_contain_text("ไปที่ช่องค้นหา")

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/")
    page.locator(".tabbar summary").click()
    page.locator(".sheet").get_by_role("button", name="ออกจากระบบ").click()
    expect(page).to_have_url(f"{plain_desk.site}/login/")
