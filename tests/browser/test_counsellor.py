"""A counsellor takes down the sheet's example member, compares ways out, agrees on a plan, gives the sheet.

Steps are paced as a person makes them (the keystroke model of ``test_session_form``): all of it in under ten minutes.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, CounsellingRule, Plan
from tests.browser.conftest import Desk
from tests.browser.test_session_form import Clerk
from tests.factories_cases import make_case

pytestmark = pytest.mark.django_db(transaction=True)

MOST_SECONDS = 600.0
HOUSEHOLD = {
    "เงินเดือน": "38500", "เงินประจำตำแหน่ง": "3500", "ภาษี": "950", "กองทุนบำเหน็จบำนาญ": "1155", "ค่าหุ้น": "1500",
    "ฌาปนกิจสงเคราะห์": "600", "อาหาร": "8000", "ที่อยู่อาศัย": "6500",
}  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """A debt as it is told."""

    creditor: str
    kind: str
    balance: str
    instalment: str
    rate: str
    is_own: bool = False


DEBTS = (
    Owed("เงินกู้สามัญ", "ordinary_loan", "1150000", "11930", "6", is_own=True),
    Owed("เงินกู้พิเศษ", "special_loan", "40000", "5180", "6", is_own=True),
    Owed("เงินกู้ฉุกเฉิน", "emergency_loan", "20000", "3200", "6", is_own=True),
    Owed("บัตรเครดิต", "credit_card", "95000", "4750", "18"),
    Owed("บัตรกดเงินสด", "personal_loan", "50000", "2500", "28"),
    Owed("สินเชื่อบุคคล", "personal_loan", "180000", "6500", "28"),
)
TABLE = (
    ("60", "6,330.00", "7,420.00", "54,168.74", "95,536.26"),
    ("96", "4,320.00", "9,430.00", "88,557.51", "61,147.49"),
    ("120", "3,650.00", "10,100.00", "112,851.02", "36,853.98"),
    ("150", "3,130.00", "10,620.00", "143,928.75", "5,776.25"),
)


def take_down_the_household(clerk: Clerk, case: str) -> None:
    page = clerk.page
    page.goto(f"{case}household/")
    for label, amount in HOUSEHOLD.items():
        clerk.write(page.get_by_label(label, exact=True), amount)
    clerk.press(page.locator("main form .btn-primary").first, shows=page.locator("#debts"))


def take_down(clerk: Clerk, case: str, debt: Owed) -> None:
    page = clerk.page
    page.goto(f"{case}debts/new/")
    clerk.write(page.locator("#id_creditor"), debt.creditor)
    with clerk._act(f"choose {debt.kind}", 3.0):
        page.select_option("#id_kind", debt.kind)
    # The kind ticks what it means.
    for box in ("#id_is_cooperative", "#id_is_at_source"):
        expect(page.locator(box)).to_be_checked(checked=debt.is_own)
    clerk.write(page.locator("#id_balance"), debt.balance)
    clerk.write(page.locator("#id_instalment"), debt.instalment)
    clerk.write(page.locator("#id_rate, #id_annual_rate").first, debt.rate)
    clerk.press(page.locator("main form .btn-primary").first, shows=page.locator("#debts"))


def sees_the_figures(page: Page) -> None:
    for text in ("17,485.00", "45.42 %", "81.10 %", "−10,765.00"):
        expect(page.locator("main")).to_contain_text(text)
    expect(page.locator("section[aria-labelledby=triage-title]")).to_contain_text("วิกฤติ")


def sees_the_table(page: Page) -> None:
    rows = page.locator("#consolidation tbody tr")
    assert tuple(tuple(row.locator("th, td").all_text_contents()) for row in rows.all()) == TABLE
    expect(page.locator("#consolidation")).to_contain_text("เกิน 155 งวด")
    # The suggestions: the sheet's two cases beside what stands now.
    for text in ("13,835.00", "57.05 %", "−665.00", "16,055.00", "51.76 %", "1,555.00"):
        expect(page.locator("#ways-result")).to_contain_text(text)


def agree_on_a_plan(clerk: Clerk) -> None:
    """Keep the comparison, take the third way, add a deed, and give the sheet."""
    page = clerk.page
    button = page.get_by_role("link", name="ใช้ทางนี้ทำแผน")
    clerk.press(page.get_by_role("button", name="เก็บการเปรียบเทียบนี้"), shows=button.nth(2))
    clerk.press(button.nth(2), shows=page.locator("#id_what_0"))
    clerk.write(page.locator("#id_what_2"), "หยุดใช้บัตรเครดิต")
    clerk.press(page.get_by_role("button", name="บันทึกแผน"), shows=page.get_by_role("link", name="พิมพ์ใบนำกลับบ้าน"))
    clerk.press(page.get_by_role("link", name="พิมพ์ใบนำกลับบ้าน"))


def test_the_example_member_in_under_ten_minutes(desk: Desk, people: dict[str, Any]) -> None:
    values = {"code": "ordinary_term", "value": Decimal(240), "source": "ระเบียบเงินกู้สามัญ"}
    CounsellingRule.objects.get_or_create(starts_on=date(2018, 1, 1), code="ordinary_term", defaults=values)
    record: Case = make_case("in_progress")
    page = desk.signed_in(people["officer.cmi"])
    clerk, case = Clerk(page), f"/cases/{record.reference}/"
    take_down_the_household(clerk, case)
    for debt in DEBTS:
        take_down(clerk, case, debt)
    sees_the_figures(page)
    clerk.press(page.get_by_role("link", name="เปรียบเทียบทางออก"), shows=page.locator("#consolidation"))
    sees_the_table(page)
    # Live: another term changes the figures without a new page, by the slider's box.
    clerk.write(page.locator("#id_o1_new_periods"), "96")
    expect(page.locator("#ways-result")).to_contain_text("13,165.00")
    expect(page.locator("input[type=range]").first).to_be_visible()
    agree_on_a_plan(clerk)
    paper = page.get_by_role("link", name=f"HOME-{record.reference}-1")
    clerk.press(page.get_by_role("button", name="ออกใบนำกลับบ้าน"), shows=paper)
    sent = page.context.request.get(page.evaluate("link => link.href", paper.element_handle()))
    assert sent.headers["content-type"] == "application/pdf"
    assert sent.body().startswith(b"%PDF-1.7")
    assert Plan.objects.get(case=record).lines.count() == 3
    clerk.report("the example member")
    assert clerk.seconds < MOST_SECONDS
