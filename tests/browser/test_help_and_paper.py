"""What helps on a page, and the page on paper: a hint put away in place, folds by keyboard, and what a sheet shows."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from tests.access_scene import Things
from tests.browser.conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)

SHEET = ViewportSize(width=690, height=980)


def shown(page: Page, selector: str) -> list[bool]:
    """Whether each thing of that name takes room on the sheet."""
    return [bool(part.bounding_box()) for part in page.locator(selector).all()]


def test_a_hint_a_fold_and_the_sheet(desk: Desk, people: dict[str, Any], scene: Things) -> None:
    page = desk.signed_in(people["officer.cmi"])
    page.goto(reverse("cases:detail", args=scene["case"]))

    hint = page.locator(".first-hint")
    expect(hint).to_have_count(1)
    page.get_by_role("button", name="เข้าใจแล้ว ไม่ต้องแสดงอีก").press("Enter")
    expect(hint).to_have_count(0)
    expect(page.get_by_text("ปิดคำแนะนำแล้ว")).to_be_focused()
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(hint).to_have_count(0)

    fold = page.locator(".figures .explain").first
    formula = fold.locator("dd").first
    expect(formula).to_be_hidden()
    fold.locator("summary").press("Enter")
    expect(formula).to_be_visible()
    fold.locator("summary").press("Enter")
    expect(formula).to_be_hidden()

    page.set_viewport_size(SHEET)
    page.emulate_media(media="print", color_scheme="dark")
    expect(formula).to_be_visible()
    expect(page.locator(".print-foot")).to_be_visible()
    for hidden in (".mainnav", ".tabbar", ".head-act", ".moves", "main button", "main .btn", ".foot-page > div"):
        assert not any(shown(page, hidden)), hidden
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"

    page.goto(reverse("cases:list"))
    assert page.evaluate("getComputedStyle(document.querySelector('main thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('main tbody tr')).display") == "table-row"
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
