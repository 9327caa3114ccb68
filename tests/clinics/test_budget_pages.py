"""Pages of budgets: what a secretary sends from a phone, numbers that open their rows, papers and the table."""

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project.models import Event
from clinics.models import Budget, Expense, Receipt
from clinics.registrations.budgets import approval_tasks, own_tasks, review_tasks
from clinics.services.budgets import close_budget
from tests.cast import make_year
from tests.factories_budget import make_advance, make_budget, make_budgets, make_expense, person, picture
from tests.pdf_readers import tight

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def own_storage(settings: Any, tmp_path: Any) -> None:
    """Files of a test lie in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path


def year() -> int:
    return make_year().buddhist_year


def page_of(code: str = "CMI") -> str:
    return reverse("clinics:budget", args=[code, year()])


def facts(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    day = {"day_day": today.day, "day_month": today.month, "day_year": today.year + 543}
    return {"amount": "๑๒๓.๕๐", "payee": "ร้านน้ำใจงาม", "category": "travel", "do": "submit", **day, **more}


def photo(content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.jpg", content or picture(), "image/jpeg")


def test_a_secretary_sends_five_boxes_and_a_photo(client_as: As, cast: Any) -> None:
    address = reverse("clinics:expense_new", args=[make_budget().pk])
    client = client_as("secretary.cmi")
    assert 'capture="environment"' in client.get(address).content.decode()
    answer = client.post(address, facts(photo=photo()))
    expense = Expense.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, expense.get_absolute_url())
    assert (expense.status, expense.amount, expense.entered_by) == (
        "submitted", Decimal("123.50"), person("secretary.cmi"),
    )  # fmt: skip
    shown = client.get(expense.get_absolute_url()).content.decode()
    receipt = reverse("clinics:receipt", args=[expense.number, Receipt.objects.get().pk])
    assert f"{receipt}?show=1" in shown
    kept = client.get(receipt)
    assert (kept["X-Content-Type-Options"], kept["Content-Disposition"][:10]) == ("nosniff", "attachment")
    assert client_as("officer.pct").get(receipt).status_code == 404
    assert client_as("edu.chair").get(receipt).status_code == 403


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"amount": "9,999"}, "เกินงบที่เหลือ 4,999.00 บาท"),
        ({"amount": "0"}, "ต้องไม่น้อยกว่า"),
        ({"amount": "NaN"}, "อ่านตัวเลขไม่ออก"),
        ({"photo": SimpleUploadedFile("ใบเสร็จ.pdf", b"MZ" * 50)}, "ไม่ใช่ชนิดที่รับได้"),
        ({"photo": ""}, "ถ่ายภาพหรือแนบใบเสร็จ"),
        ({"category": "other"}, "ระบุว่าเป็นค่าอะไร"),
        ({"payee": ""}, "กรอกชื่อร้านค้าหรือผู้รับเงิน"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client_as: As, cast: Any, more: Any, words: str) -> None:
    address = reverse("clinics:expense_new", args=[make_budget().pk])
    sent = facts(**{"photo": photo(), **more})
    answer = client_as("secretary.cmi").post(address, sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "ร้านน้ำใจงาม" in answer.content.decode() or not sent["payee"]
    assert (Expense.objects.count(), Receipt.objects.count()) == (0, 0)


def test_a_receipt_is_added_to_a_draft(client_as: As, cast: Any) -> None:
    draft = make_expense("draft", receipts=[])
    address = reverse("clinics:receipt_new", args=[draft.number])
    client = client_as("secretary.cmi")
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"photo": photo()}).status_code == 302
    assert draft.receipts.in_force().count() == 1


def test_central_sets_a_year_up(client_as: As, cast: Any) -> None:
    assert "ยังไม่ได้ตั้งวงเงิน" in client_as("head.cmi").get(page_of()).content.decode()
    address = reverse("clinics:budget_set_up", args=[year()])
    assert client_as("head.cen").post(address, {}).status_code == 302
    assert Budget.objects.count() == 4


def test_the_budgets_numbers_are_those_of_its_rows(client_as: As, cast: Any) -> None:
    for status in ("draft", "submitted", "approved", "reviewed", "returned", "void"):
        make_expense(status, amount="100.25")
    make_advance("approved")
    client = client_as("head.cmi")
    text = client.get(page_of()).content.decode()
    assert "5,000.00" in text
    for show, total in (("counted", "300.75"), ("submitted", "100.25"), ("", "601.50")):
        shown = client.get(page_of() + f"?show={show}").content.decode()
        assert f"รวม {total} บาท" in re.sub(r"\s+", " ", shown), show
    assert "300.75" in text
    assert "1,000.00" in text
    assert "3,699.25" in text


def test_the_years_numbers_are_those_of_its_rows(client_as: As, cast: Any) -> None:
    make_expense("approved", amount=100)
    make_expense("reviewed", code="PCT", amount=200)
    make_expense("submitted", code="PRG", amount=400)
    client = client_as("officer.cen")
    text = client.get(reverse("clinics:year_budget", args=[year()])).content.decode()
    rows = reverse("clinics:year_expenses", args=[year()])
    for query, count, total in (
        ("state=counted", 3, "700.00"),
        ("state=approved", 1, "100.00"),
        ("state=counted&place=PCT", 1, "200.00"),
        ("state=counted&place=PRG", 1, "400.00"),
    ):
        assert total in text
        shown = re.sub(r"\s+", " ", client.get(f"{rows}?{query}").content.decode())
        assert f"{count} รายการ · รวม {total} บาท" in shown, query


def test_the_education_committee_sees_figures_and_no_names(client_as: As, cast: Any) -> None:
    expense = make_expense("reviewed", payee="ร้านน้ำใจงาม", description="แผ่นพับสีฟ้า")
    make_advance("paid")
    client = client_as("edu.chair")
    for address in (
        page_of(),
        reverse("clinics:year_budget", args=[year()]),
        reverse("clinics:year_expenses", args=[year()]),
    ):
        text = client.get(address).content.decode()
        assert "123.50" in text
        for hidden in ("ร้านน้ำใจงาม", "แผ่นพับสีฟ้า", person("secretary.cmi").full_name, expense.get_absolute_url()):
            assert hidden not in text, address


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_three_rows_cost_no_more_queries_than_one(client_as: As, cast: Any) -> None:
    lists = [
        (client_as("head.cmi"), page_of()),
        (client_as("officer.cen"), reverse("clinics:year_budget", args=[year()])),
        (client_as("officer.cen"), reverse("clinics:year_expenses", args=[year()])),
    ]

    def more(who: str) -> None:
        make_expense("approved", amount=10)
        make_advance("approved", amount=10, who=who)

    more("secretary.cmi")
    for client, address in lists:
        client.get(address)
    before = [_queries(client, address) for client, address in lists]
    more("officer2.cmi")
    more("head.cmi")
    assert [_queries(client, address) for client, address in lists] == before


def test_home_says_what_waits_for_whom(cast: Any) -> None:
    submitted, approved = make_expense("submitted"), make_expense("approved", code="PCT")
    own = make_expense("submitted", by="head.cmi")
    returned = make_expense("returned")
    assert [task.reference for task in approval_tasks(person("head.cmi"))] == [submitted.number]
    assert [task.reference for task in approval_tasks(person("head.cen"))] == [own.number]
    assert list(approval_tasks(person("officer.cmi"))) == []
    assert "1 รายการ" in str(next(iter(review_tasks(person("officer.cen")))).title)
    assert list(review_tasks(person("head.pct"))) == []
    assert [task.reference for task in own_tasks(person("secretary.cmi"))] == [returned.number]
    advance = make_advance("paid")
    type(advance).objects.filter(pk=advance.pk).update(due_on=timezone.localdate())
    assert advance.number in [task.reference for task in own_tasks(person("secretary.cmi"))]
    assert approved.status == "approved"


def test_an_approver_is_led_to_the_next_one(client_as: As, cast: Any) -> None:
    first, second = make_expense("submitted"), make_expense("submitted")
    client = client_as("head.cmi")
    answer = client.post(reverse("clinics:expense_move", args=[first.number, "approve"]), {})
    assert answer["Location"] == second.get_absolute_url()
    answer = client.post(reverse("clinics:expense_move", args=[second.number, "approve"]), {})
    assert answer["Location"] == second.get_absolute_url()


def test_the_table_holds_no_formula_and_its_amounts_are_numbers(client_as: As, cast: Any) -> None:
    make_expense("approved", payee='=HYPERLINK("http://x")', amount="1234.50")
    address = reverse("clinics:year_expenses_export", args=[year()])
    answer = client_as("officer.cen").get(address)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    heads, row = ([cell.value for cell in line] for line in sheet.iter_rows(max_row=2))
    assert row[heads.index("จำนวนเงิน")] == 1234.5
    assert row[heads.index("จ่ายให้")].startswith("'=")
    assert Event.objects.get(kind="budget.export").detail == {"count": 1}


def test_a_long_table_is_made_in_the_background(client_as: As, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_expense("approved")
    monkeypatch.setattr("clinics.views.budget_papers.MOST_AT_ONCE", 0)
    answer = client_as("officer.cen").get(reverse("clinics:year_expenses_export", args=[year()]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.max_row == 2


def test_the_sheet_says_everything_in_figures_and_words(client_as: As, cast: Any, read: Any) -> None:
    make_expense("reviewed", amount="1234.50", payee="ห้างน้ำใจงามค้ำประกัน")
    budget = make_budget()
    address = reverse("clinics:budget_sheet", args=["CMI", year()])
    client = client_as("secretary.cmi")
    text = tight(read(client.get(address).content))
    for words in (
        "5,000.00 (ห้าพันบาทถ้วน)",
        "1,234.50 (หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์)",
        "ห้างน้ำใจงามค้ำประกัน",
        "ผู้จัดทำ", "ผู้ตรวจสอบ", "ผู้อนุมัติ", "ฉบับระหว่างปี",
    ):  # fmt: skip
        assert tight(words) in text, words
    close_budget(budget, returned_amount=budget.balance, returned_on=timezone.localdate(), by=person("head.cen"))
    text = tight(read(client.get(address).content))
    assert tight(f"BS-{make_year().short}-1") in text
    assert tight("ส่งคืนสหกรณ์ 3,765.50") in text
    thai = read(client.get(address + "?digits=thai").content)
    assert "๓,๗๖๕.๕๐" in thai
    assert "สำเนาสำหรับอ่าน" in tight(thai)


def test_the_years_sheet_adds_up_and_names_nobody(client_as: As, cast: Any, read: Any) -> None:
    make_expense("reviewed", payee="ร้านน้ำใจงาม", amount=1000)
    make_budgets()
    text = tight(read(client_as("edu.chair").get(reverse("clinics:year_budget_sheet", args=[year()])).content))
    assert tight("150,000.00 (หนึ่งแสนห้าหมื่นบาทถ้วน)") in text
    assert tight("89,000.00 (แปดหมื่นเก้าพันบาทถ้วน)") in text
    assert "ร้านน้ำใจงาม" not in text


def test_a_long_sheet_carries_its_balance_from_page_to_page() -> None:
    from datetime import date

    from clinics.documents.budget_sheet import Line, pages_of

    left = [Decimal(1000 - number) for number in range(1, 91)]
    lines = [Line(date(2018, 6, 1), f"E61-CMI-{n:03d}", "ร้าน", "ค่าเดินทาง", Decimal(1), left[n]) for n in range(90)]
    pages = pages_of(lines, Decimal(1000))
    assert len(pages) > 2
    assert [line for page in pages for line in page.lines] == lines
    assert pages[0].brought is None
    assert [page.brought for page in pages[1:]] == [page.carried for page in pages[:-1]]
    assert (pages[-1].carried, pages[-1].lines[-1].balance) == (None, Decimal(910))
