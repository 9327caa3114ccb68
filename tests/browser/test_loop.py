"""The whole loop in a browser: from a walk-in to the committee's resolution and the year's figures, by seven people.

Played twice, with and without JavaScript. Everything is done as a person does it: links, boxes, buttons.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Page, expect

from referrals.models import Referral
from tests.browser.conftest import PHONE, Desk
from tests.browser.test_without_scripts import IN_THE_LOOP

SEVEN = (
    "officer.cmi",
    "head.cmi",
    "officer.cen",
    "board.secretary",
    "board.member1",
    "board.chair",
    "edu.member1",
)
DEBTS = [
    ("สอ.พช. สามัญ", "1,000,000", "11,930", "6"),
    ("บัตรเครดิต ข.", "95000", "4,750", "18"),
    ("สินเชื่อบุคคล ก.", "๑๘๐,๐๐๐", "6500", "28"),
]


def press(page: Page, name: str) -> None:
    """Press a button of the page's form, or follow a link of that name."""
    main = page.locator("main")
    button = main.get_by_role("button", name=name, exact=True)
    (button if button.count() else main.get_by_role("link", name=name, exact=True)).first.click()


def send(page: Page) -> None:
    """Press the main button of the page's form."""
    page.locator("main form[method=post] button.btn-primary:visible").last.click()


def is_there(page: Page, text: str) -> None:
    """The page says this."""
    expect(page.locator("main")).to_contain_text(text)


def log_a_walk_in(page: Page) -> str:
    """Log a visit of a new member and open a case. Gives the survey's address."""
    page.goto("/sessions/new/")
    page.check("input[name=who][value=new]")
    page.fill("#id_new_number", "004321")
    page.fill("#id_new_prefix", "นางสาว")
    page.fill("#id_new_first_name", "กัญญาณัฐ")
    page.fill("#id_new_last_name", "ฐิติวัฒน์กุล")
    page.check("input[name=mode][value=walk_in]")
    page.check("input[name=activities][value=financial_problem_advice]")
    page.check("input[name=client_types][value=multiple_debts]")
    page.check("input[name=client_types][value=being_sued]")
    page.fill("#id_advice", "รวบรวมรายการหนี้ทั้งหมด แล้วส่งเรื่องให้ส่วนกลาง")
    page.fill("#id_minutes", "๔๕")
    page.check("input[name=case][value=new]")
    page.fill("#id_subject", "หนี้สินหลายทาง ถูกฟ้องหนึ่งคดี")
    page.fill("#id_wish", "ลดค่างวดให้พอเลี้ยงครอบครัว")
    press(page, "บันทึก")
    is_there(page, "กัญญาณัฐ ฐิติวัฒน์กุล")
    expect(page.locator("main svg.segno, main .qr svg").first).to_be_visible()
    return page.locator("main a[href*='/survey/']").first.get_attribute("href") or ""


def take_down_the_debts(page: Page) -> None:
    """From the visit to its case: begin, household, three debts."""
    page.locator("main a[href*='/cases/']").first.click()
    press(page, "เริ่มให้คำปรึกษา")
    send(page)
    is_there(page, "“เริ่มให้คำปรึกษา” แล้ว")
    case = page.url
    page.goto(f"{case}household/")
    page.get_by_label("เงินเดือน", exact=True).fill("42,000")
    page.get_by_label("อาหาร", exact=True).fill("8000")
    send(page)
    for number, (creditor, balance, instalment, rate) in enumerate(DEBTS):
        page.goto(f"{case}debts/new/")
        page.fill("#id_creditor", creditor)
        page.fill("#id_balance", balance)
        page.fill("#id_instalment", instalment)
        page.fill("#id_rate", rate)
        if number == 0:
            page.check("#id_is_cooperative")
            page.check("#id_is_at_source")
        send(page)
        is_there(page, creditor)


def draft_a_referral(page: Page) -> str:
    """The officer writes what central is asked. Gives the referral's address."""
    press(page, "ส่งต่อส่วนกลาง")
    page.check("input[name=route][value=escalate]")
    page.fill("#id_question", "ขอรวมหนี้ภายนอกเป็นเงินกู้สหกรณ์ เพราะมีนัดศาลเดือนหน้า")
    page.fill("#id_tried", "เจรจากับเจ้าหนี้แล้ว ไม่ลดดอกเบี้ย")
    send(page)
    is_there(page, "ร่าง")
    return page.url


def make_move(page: Page, address: str, name: str, **boxes: str) -> None:
    """Open a record's page, press one of its moves, fill the boxes and confirm."""
    page.goto(address)
    press(page, name)
    for box, text in boxes.items():
        page.fill(f"#id_{box}", text)
    send(page)


def propose_a_measure(page: Page, referral: str) -> None:
    """Central works out and submits a consolidation."""
    make_move(page, referral, "รับเรื่อง")
    make_move(page, referral, "เริ่มพิจารณา")
    page.goto(f"{referral}measures/new/")
    page.check("input[name=kind][value=consolidate]")
    page.fill("#id_proposed_periods", "120")
    page.fill("#id_rationale", "ลดภาระรายเดือนให้เหลือพอใช้จ่าย")
    page.locator("button[name=do][value=compute]").click()
    is_there(page, "120")
    expect(page.locator("#id_rationale")).to_have_value("ลดภาระรายเดือนให้เหลือพอใช้จ่าย")
    send(page)
    press(page, "เสนอคณะกรรมการ")
    send(page)
    is_there(page, "เสนอแล้ว รอบรรจุวาระ")


def plan_and_open_a_meeting(page: Page, case: str) -> str:
    """The committee's secretary plans, fills and freezes the agenda, and opens the meeting."""
    today = timezone.localdate()
    page.goto("/meetings/new/")
    page.fill("#id_planned_on", str(today.day))
    page.select_option("#id_planned_on_month", str(today.month))
    page.fill("#id_planned_on_year", str(today.year + 543))
    page.fill("#id_starts_at", "09.30")
    page.fill("#id_place", "ห้องประชุมสหกรณ์ ชั้น 1")
    page.fill("#id_quorum", "3")
    send(page)
    page.get_by_label(re.compile(case)).check()
    send(page)
    meeting = page.url
    is_there(page, case)
    make_move(page, meeting, "ปิดระเบียบวาระ")
    make_move(page, meeting, "เปิดประชุม")
    is_there(page, "กำลังประชุม")
    return meeting


def open_item(page: Page, meeting: str) -> None:
    """From the docket to the item with the measure."""
    page.goto(meeting)
    item = page.locator("main a[href*='/items/']:not([href$='/resolution/']):not([href$='/vote/'])").first
    item.click()


def vote(page: Page, meeting: str) -> None:
    """A member of the committee votes."""
    open_item(page, meeting)
    page.locator("main a[href$='/vote/']").first.click()
    page.check("input[name=choice][value=for]")
    send(page)
    is_there(page, "เห็นชอบ")


def decide_and_close(page: Page, meeting: str) -> None:
    """The secretary records the resolution and closes; minutes and notice are issued."""
    open_item(page, meeting)
    page.locator("main a[href$='/resolution/']").first.click()
    page.check("input[name=result][value=approved]")
    page.fill("#id_text", "อนุมัติให้รวมหนี้ตามที่ส่วนกลางเสนอ")
    send(page)
    is_there(page, "อนุมัติ")
    make_move(page, meeting, "ปิดการประชุมและออกเอกสาร", ended_at="16.00")
    is_there(page, "ปิดการประชุม")


def carry_out(page: Page, referral: str, case: str) -> None:
    """The clinic carries the measure out, tells the member, follows up and closes with an outcome."""
    today = timezone.localdate()
    page.goto(referral)
    page.locator("main a[href*='/measures/']").first.click()
    press(page, "ดำเนินการตามมติ")
    page.fill("#id_on", str(today.day))
    page.select_option("#id_on_month", str(today.month))
    page.fill("#id_on_year", str(today.year + 543))
    send(page)
    make_move(page, referral, "บันทึกว่าแจ้งสมาชิกแล้ว")
    make_move(page, referral, "บันทึกว่าดำเนินการแล้ว", note="ทำสัญญาใหม่แล้ว หักเงินเดือนงวดแรกเดือนหน้า")
    page.goto(case)
    press(page, "เข้าสู่การติดตามผล")
    page.fill("#id_next_review", "28")
    page.select_option("#id_next_review_month", "12")
    page.fill("#id_next_review_year", str(today.year + 544))
    send(page)
    page.goto(case)
    press(page, "ยุติเรื่อง")
    page.check("input[name=outcome][value=relief_granted]")
    page.fill("#id_outcome_summary", "รวมหนี้แล้ว ค่างวดลดลง สมาชิกมีเงินพอใช้จ่าย")
    send(page)
    is_there(page, "ยุติเรื่อง")


def answer_the_survey(page: Page, address: str) -> None:
    """On a phone, without log-in; the link works once."""
    page.goto(address)
    for name in ("courtesy", "clarity", "usefulness", "timeliness", "overall"):
        page.check(f"input[name={name}][value='5']")
    page.fill("#id_comment", "ช่วยได้มาก ขอบคุณค่ะ")
    send(page)
    expect(page.get_by_role("heading", name="ขอบคุณสำหรับคำตอบ")).to_be_visible()
    page.goto(address)
    expect(page.locator("#id_comment")).to_have_count(0)


def figures(page: Page) -> str:
    """What the year's indicators say."""
    page.goto(f"/evaluations/{timezone.localdate().year + 543}/")
    return page.locator("main").inner_text()


def download_report(page: Page) -> bytes:
    """The report as the education committee gets it."""
    # Asked for with the window's cookies: Chromium's own reader would keep the file to itself.
    answer = page.context.request.get(page.locator("main a[href$='report.pdf']").first.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def play(desk: Desk, with_password: Callable[..., None]) -> None:
    """The loop."""
    with_password(*SEVEN)
    education = desk.sign_in("edu.member1")
    before = figures(education)
    officer = desk.sign_in("officer.cmi")
    survey = log_a_walk_in(officer)
    take_down_the_debts(officer)
    case = officer.url.split("#")[0]
    number = case.rstrip("/").split("/")[-1]
    referral = draft_a_referral(officer)
    head = desk.sign_in("head.cmi")
    expect(head.locator(f"main a[href='{urlsplit(referral).path}']").first).to_be_visible()
    make_move(head, referral, "ส่งต่อส่วนกลาง")
    propose_a_measure(desk.sign_in("officer.cen"), referral)
    secretary = desk.sign_in("board.secretary")
    meeting = plan_and_open_a_meeting(secretary, number)
    vote(desk.sign_in("board.member1"), meeting)
    decide_and_close(secretary, meeting)
    chair = desk.sign_in("board.chair")
    make_move(chair, meeting, "รับรองรายงานการประชุม")
    make_move(head, referral, "รับทราบผล")
    carry_out(officer, referral, case)
    answer_the_survey(desk.window(size=PHONE), survey)
    after = figures(education)
    assert after != before
    assert Referral.objects.get().status == "implemented"
    assert Referral.objects.get().case.status == "closed"
    assert download_report(education).startswith(b"%PDF-")


@pytest.mark.django_db(transaction=True)
def test_the_loop(desk: Desk, with_password: Callable[..., None]) -> None:
    play(desk, with_password)


@pytest.mark.django_db(transaction=True)
def test_the_loop_without_javascript(
    plain_desk: Desk, with_password: Callable[..., None], people: dict[str, Any]
) -> None:
    play(plain_desk, with_password)
    assert {resolve(path).view_name for path in plain_desk.watch.posted} >= IN_THE_LOOP
