"""Ways out beside each other while they are typed: what is worked out follows, also after a draft was kept."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.factories_cases import make_case, with_example

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_comparison_follows_what_is_typed_and_outlives_the_keeping_of_a_draft(
    desk: Desk, people: dict[str, Any]
) -> None:
    case = with_example(make_case("in_progress"))
    page = desk.signed_in(people["officer.cmi"])
    page.goto(f"{case.get_absolute_url()}ways-out/")
    result, periods = page.locator("#ways-result"), page.locator("[name=o1_new_periods]")
    relief = result.locator("tbody tr").first
    # An empty box says what it stands for, and the slider beside it begins there.
    expect(periods).to_have_attribute("placeholder", "120")
    expect(periods.locator("xpath=following-sibling::input[@type='range']").first).to_have_js_property("value", "120")
    periods.fill("96")
    expect(page.locator(".draft-said")).to_contain_text("เก็บร่างแล้ว")
    before = relief.text_content()
    periods.fill("150")
    expect(relief).not_to_have_text(before or "")
    expect(result).to_have_count(1)
    expect(page.locator("[name=draft]")).to_have_count(1)


def test_a_loan_of_the_cooperative_is_ticked_as_one(desk: Desk, people: dict[str, Any]) -> None:
    case = make_case("in_progress")
    page = desk.signed_in(people["officer.cmi"])
    page.goto(f"{case.get_absolute_url()}debts/new/")
    page.wait_for_load_state("load")
    ours, at_source = page.locator("#id_is_cooperative"), page.locator("#id_is_at_source")
    page.select_option("#id_kind", "special_loan")
    expect(ours).to_be_checked()
    expect(at_source).to_be_checked()
    page.select_option("#id_kind", "credit_card")
    expect(ours).not_to_be_checked()
