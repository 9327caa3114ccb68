"""Form คส.04: its sums while it is filled, its versions, the sheet of last time, rows from a spreadsheet, on paper."""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.forms.paste import read_rows
from cases.models import Case, SheetVersion
from cases.services import money
from cases.services.guarantees import add_guarantor
from clinic_project.models import Event
from members.models import Payroll
from tests.cases.test_case_money import box, household_boxes
from tests.factories_cases import EXAMPLE_HOUSEHOLD, debt_fields, make_case, with_example

D = Decimal
ROWS = (
    "เจ้าหนี้\tประเภท\tคงเหลือ\tดอกเบี้ย\tค่างวด\tงวด\tค้าง\n"
    "ธนาคาร ก.\tบัตรเครดิต\t95,000\t18\t4,750\n\n"
    "สอ.พช. สามัญ\tเงินกู้สามัญ\t๑,๐๐๐,๐๐๐\t6.00\t11930\t120\t0\n"
    "นายทุน\tหนี้นอกระบบ\t20000\t5 ต่อเดือน\t2000\t\t4000\n"
)


def test_every_saved_state_is_a_version(cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    assert [version.number for version in case.sheet_versions.all()] == [2, 1]
    newest = case.sheet_versions.all()[0]
    assert newest.figures["net_take_home"] == "17485.00"
    assert newest.figures["residual"] == "-10765.00"
    money.save_household(case, lines=EXAMPLE_HOUSEHOLD, by=case.officer)
    assert case.sheet_versions.count() == 2, "the same sheet saved again is no new version"
    money.remove_debt(case.debts.get(kind="credit_card"), by=cast["head.cmi"])
    newest = case.sheet_versions.all()[0]
    assert (newest.number, newest.saved_by) == (3, cast["head.cmi"])


def test_two_versions_stand_side_by_side(client_as: Any) -> None:
    case = with_example(make_case())
    lines = [{**line, "amount": D(9000)} if line["label"] == "อาหาร" else line for line in EXAMPLE_HOUSEHOLD]
    money.save_household(case, lines=lines, by=case.officer)
    client = client_as("officer.cmi")
    page = client.get(f"/cases/{case.reference}/sheet/")
    changed = {
        row.label: (row.before, row.after) for part in page.context["sections"] for row in part["rows"] if row.change
    }
    assert changed["ค่าครองชีพ · อาหาร"] == ("8,000.00", "9,000.00")
    assert changed["เหลือใช้จริงต่อเดือน"] == ("−10,765.00", "−11,765.00")
    chosen = client.get(f"/cases/{case.reference}/sheet/?a=1&b=2")
    assert chosen.context["before"].number == 1
    assert {row.change for row in chosen.context["sections"][2]["rows"]} == {"เพิ่ม"}
    assert Event.objects.filter(kind="case.read", detail__page="sheet_versions").exists()


def test_versions_cost_the_same_with_one_and_with_three(client_as: Any) -> None:
    case, client, counts = make_case(), client_as("officer.cmi"), []
    for amount in (1, 2, 3):
        money.save_household(case, lines=[{"kind": "salary", "label": "ก", "amount": D(amount)}], by=case.officer)
        client.get(f"/cases/{case.reference}/sheet/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{case.reference}/sheet/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_sums_run_while_the_form_is_filled(client_as: Any) -> None:
    case, client = with_example(make_case()), client_as("officer.cmi")
    page = client.get(f"/cases/{case.reference}/household/")
    seal = page.context["debts_seal"]
    sent = {box("เงินเดือน"): "๔๒,๐๐๐", box("อาหาร"): "8000", box("ภาษี"): "เก้าร้อย", "debts_seal": seal}
    live = client.post(f"/cases/{case.reference}/household/totals/", sent)
    sums = {one.label: one.value for one in live.context["totals"]}
    assert (sums["รายได้รวม"], sums["หักประจำ"]) == ("42,000.00", "0.00")
    # 42,000 - 20,310 at source; less 13,750 by hand and 8,000 to live on.
    assert (sums["คงเหลือสุทธิ"], sums["เหลือใช้จริงต่อเดือน"]) == ("21,690.00", "−60.00")
    # What matters is in sight all the time; a script gets it with the sums and puts it in its place.
    assert 'id="household-glance"' in page.content.decode()
    assert "hx-swap-oob" not in page.content.decode()
    glance = re.search(r'<p class="glance".*?</p>', live.content.decode(), re.DOTALL)
    assert glance is not None
    assert 'hx-swap-oob="true"' in glance.group()
    assert re.findall(r">([−0-9,.]+)<", glance.group()) == ["21,690.00", "−60.00"]
    forged = client.post(f"/cases/{case.reference}/household/totals/", {**sent, "debts_seal": "x"})
    assert {one.label: one.value for one in forged.context["totals"]}["คงเหลือสุทธิ"] == "42,000.00"
    # Without scripts the second button does the same, and saves nothing.
    plain = client.post(
        f"/cases/{case.reference}/household/", {**sent, "totals": "1", "seen": page.context["edit"].seen}
    )
    assert plain.status_code == 200
    assert 'value="๔๒,๐๐๐"' in plain.content.decode()
    assert case.household_lines.get(label="เงินเดือน").amount == D(38500)
    assert client_as("officer.pct").post(f"/cases/{case.reference}/household/totals/", sent).status_code == 404


def test_only_the_free_lines_in_use_stand_open(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    address = f"/cases/{case.reference}/household/"
    assert client.get(address).context["form"].shown_lines == 1
    sent = {"seen": client.get(address).context["edit"].seen}
    empty = {f"extra_{n}_{part}": "" for n in range(4) for part in ("label", "amount")}
    wrong = client.post(address, {**sent, **empty, "extra_2_amount": "500"})
    assert wrong.status_code == 422
    assert wrong.context["form"].shown_lines == 4
    assert "เพิ่มรายการอีก" not in wrong.content.decode()
    kept = {**sent, **empty, "extra_0_label": "ค่าโอที", "extra_0_kind": "income", "extra_0_amount": "900"}
    assert client.post(address, kept).status_code == 302
    form = client.get(address).context["form"]
    assert (form.extras, form.shown_lines) == (5, 2)


def test_the_sheet_of_last_time_fills_the_boxes(client_as: Any, cast: dict[str, Any]) -> None:
    earlier = with_example(make_case())
    case, client = make_case(member=earlier.member), client_as("officer.cmi")
    assert f"คัดลอกจากครั้งก่อน ({earlier.reference})" in client.get(f"/cases/{case.reference}/household/").content.decode()
    page = client.get(f"/cases/{case.reference}/household/?copy=last")
    assert page.context["form"][box("เงินเดือน")].value() == "38,500.00"
    assert not case.household_lines.exists()
    sent = household_boxes(client, case) | {box("เงินเดือน"): "39,000"}
    assert client.post(f"/cases/{case.reference}/household/", sent).status_code == 302
    Case.objects.filter(pk=earlier.pk).update(is_restricted=True)
    other = client_as("officer2.cmi").get(f"/cases/{case.reference}/household/?copy=last")
    assert other.context["copies"].earlier is None


def test_the_payroll_fills_what_it_knows_and_living_costs_stay(client_as: Any) -> None:
    case, client = with_example(make_case()), client_as("officer.cmi")
    paid = {"salary": D(40_000), "tax": D(900), "ordinary_paid": D(11_930), "other_paid": D(55)}
    Payroll.objects.create(member=case.member, month=date(2026, 10, 1), imported_at=timezone.now(), **paid)
    page = client.get(f"/cases/{case.reference}/household/?copy=payroll")
    assert "เติมจากข้อมูลเงินเดือน ตุลาคม 2569" in page.content.decode()
    form = page.context["form"]
    assert [form[box(label)].value() for label in ("เงินเดือน", "ภาษี", "อาหาร")] == ["40,000.00", "900.00", "8,000.00"]
    assert "หักอื่น ๆ" in page.content.decode()
    assert case.household_lines.get(kind="salary").amount == D(38500)


def test_rows_from_a_spreadsheet_are_read_as_debts() -> None:
    rows = read_rows(ROWS)
    assert [row.number for row in rows] == [2, 4, 5]
    assert [row.problems for row in rows] == [[], [], []]
    card, loan, informal = (row.fields for row in rows)
    assert (card["kind"], card["balance"], card["rate"], card["is_at_source"]) == (
        "credit_card",
        D(95000),
        D(18),
        False,
    )
    assert (loan["kind"], loan["balance"], loan["is_cooperative"]) == ("ordinary_loan", D(1_000_000), True)
    assert (informal["rate"], informal["rate_kind"], informal["arrears_amount"]) == (D(5), "per_month", D(4000))


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("\tบัตรเครดิต\t1\t1\t1", "เจ้าหนี้"),
        ("ก.\tการพนัน\t1\t1\t1", "ประเภทหนี้"),
        ("ก.\tบัตรเครดิต\t1.23457E+12\t1\t1", "ย่อตัวเลข"),
        ("ก.\tบัตรเครดิต\tมาก\t1\t1", "ยอดคงเหลือ"),
        ("ก.\tบัตรเครดิต\t1\tแพง\t1", "ดอกเบี้ย"),
        ("ก.\tบัตรเครดิต\t1\t1", "ค่างวด"),
        ("ก.\tบัตรเครดิต\t1\t1\t1\t1\t1\t1", "8 คอลัมน์"),
    ],
)
def test_a_row_that_is_none_is_named_in_thai(row: str, word: str) -> None:
    assert word in " ".join(read_rows(row)[0].problems)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("ฉุกเฉิน", "emergency_loan"),
        ("เงินกู้สามัญ", "ordinary_loan"),
        ("พิเศษ", "special_loan"),
        ("บัตร", "credit_card"),
        ("นอกระบบ", "informal"),
        ("เงินกู้นอกระบบ", "informal"),
        ("รถ", "hire_purchase"),
        ("จำนำทะเบียนรถ", "leasing"),
        ("บ้าน", "housing"),
        ("สินเชื่อส่วนบุคคล", "personal_loan"),
        ("กยศ.", "student_loan"),
        ("อื่น ๆ", "other"),
    ],
)
def test_a_pasted_kind_is_known_by_its_words(typed: str, kind: str) -> None:
    (row,) = read_rows(f"สอ.พช.\t{typed}\t1,000\t6\t100")
    assert row.fields["kind"] == kind
    assert ("ชำระ" in dict(row.told())) == kind.endswith(("emergency_loan", "ordinary_loan", "special_loan"))


@pytest.mark.parametrize("typed", ["สินเชื่อ", "เงินกู้", "จำนำ"])
def test_a_word_that_could_mean_two_kinds_is_asked_about(typed: str) -> None:
    assert "ไม่รู้จักประเภทหนี้" in read_rows(f"ก.\t{typed}\t1000\t18\t100")[0].problems[0]


def test_an_unknown_kind_says_which_are_known() -> None:
    (row,) = read_rows("เงินด่วนค.\tเงินด่วน\t1,000\t28\t100")
    assert [problem for problem in row.problems if "เงินด่วน" in problem and "บัตรเครดิต" in problem]
    assert len(row.problems) == 1


def test_pasted_rows_are_looked_at_and_then_saved_all_or_none(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    address = f"/cases/{case.reference}/debts/paste/"
    looked = client.post(address, {"rows": ROWS, "look": "1"})
    assert looked.status_code == 200
    assert "บันทึกหนี้ 3 รายการ" in looked.content.decode()
    assert not case.debts.exists()
    bad = client.post(address, {"rows": f"{ROWS}ข.\t\tมาก\t1\t1", "save": "1"})
    assert bad.status_code == 422
    assert "ธนาคาร ก.\tบัตรเครดิต" in bad.content.decode()
    assert not case.debts.exists()
    saved = client.post(address, {"rows": ROWS, "save": "1"}, follow=True)
    assert "เพิ่มหนี้ 3 รายการแล้ว" in saved.content.decode()
    assert case.debts.count() == 3
    assert client.post(address, {"rows": "\u200b"}).status_code == 422


PAPER_WORDS = (
    "แบบบันทึกรายได้ รายจ่าย และหนี้สินของสมาชิก", "1. รายได้ต่อเดือน", "4. หนี้สินทุกราย", "ผู้สัมภาษณ์", "แบบ คส.04 (ปรับปรุง 1/2561)",
)  # fmt: skip


def test_the_sheet_on_paper(client_as: Any, read: Any) -> None:
    """Exact text in each reader; no third person's name stands on it."""
    case, client = with_example(make_case()), client_as("officer.cmi")
    add_guarantor(case.debts.all()[0], name="นางปิ่นปักษ์ ฝ้ายคำ", by=case.officer)
    text = read(client.get(f"/cases/{case.reference}/sheet.pdf").content)
    for words in (*PAPER_WORDS, case.reference, "นายกำพล น้ำใจงาม", "38,500.00", "17,485.00", "45.42 %", "−10,765.00"):
        assert words in text, words
    assert "1 คน" in text
    assert "ปิ่นปักษ์" not in text


def _pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_a_household_of_usual_size_stays_on_one_page(client_as: Any) -> None:
    case = with_example(make_case())
    assert len(_pages(client_as("officer.cmi").get(f"/cases/{case.reference}/sheet.pdf").content)) == 1


def test_signatures_never_stand_alone(client_as: Any) -> None:
    """However many debts there are, the sums are on the page that is signed."""
    case, client = with_example(make_case()), client_as("officer.cmi")
    for count in range(4):
        rows = [debt_fields(f"ธนาคาร {count} {n}", 1_000, "18", 100) for n in range(4)]
        money.add_debts(case, debts=rows, by=case.officer)
        pages = _pages(client.get(f"/cases/{case.reference}/sheet.pdf").content)
        signed = next(page for page in pages if "ผู้สัมภาษณ์" in page)
        assert "−10,765" in signed or "เหลือใช้จริงต่อเดือน" in signed
    assert len(pages) == 2


def test_the_sheet_tells_no_debts_from_nothing_written(client_as: Any, read: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    assert "ยังไม่ได้บันทึกหนี้" in read(client.get(f"/cases/{case.reference}/sheet.pdf").content)
    money.state_no_debts(case, by=case.officer)
    assert "สมาชิกบอกว่าไม่มีหนี้" in read(client.get(f"/cases/{case.reference}/sheet.pdf").content)


def test_the_blank_sheet_in_thai_digits(client_as: Any, read: Any) -> None:
    text = read(client_as("officer.cmi").get("/cases/blank/sheet.pdf?digits=thai").content)
    for words in ("๑. รายได้ต่อเดือน", "เงินประจำตำแหน่ง", "แบบ คส.๐๔ (ปรับปรุง ๑/๒๕๖๑)"):
        assert words in text, words


def test_the_paper_is_tagged_and_logged(client_as: Any) -> None:
    case = with_example(make_case())
    content = client_as("officer.cmi").get(f"/cases/{case.reference}/sheet.pdf").content
    assert "/StructTreeRoot" in pypdf.PdfReader(io.BytesIO(content)).root_object
    assert Event.objects.filter(kind="case.read", detail__page="sheet_pdf").exists()
    assert client_as("officer.pct").get(f"/cases/{case.reference}/sheet.pdf").status_code == 404
    assert client_as("board.secretary").get("/cases/blank/sheet.pdf").status_code == 403


def test_a_version_is_not_numbered_twice(cast: dict[str, Any]) -> None:
    case = make_case()
    for amount in (1, 2):
        money.add_debt(case, by=case.officer, **debt_fields("ก", amount, "5", 100))
    assert list(SheetVersion.objects.filter(case=case).values_list("number", flat=True)) == [2, 1]
