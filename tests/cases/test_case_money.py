"""The household table and the debts: what is read, refused, kept, and shown as figures."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cases.forms.money import HouseholdForm
from cases.models import Debt
from cases.services import money
from cases.services.figures import months_until, position_of
from tests.factories_cases import EXAMPLE_DEBTS, debt_fields, make_case, with_example

DEBT = {
    "creditor": "ธนาคาร ก.",
    "kind": "credit_card",
    "balance": "95,000",
    "instalment": "4,750.00",
    "rate": "18",
    "rate_kind": "reducing_balance",
    "stage": "normal",
}


def shown(page: str) -> str:
    """The page's words without mark-up, no-break spaces as spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " "))


def household_boxes(client: Any, case: Any) -> dict[str, str]:
    """What the household page posts as it stands."""
    return {"seen": client.get(f"/cases/{case.reference}/household/").context["edit"].seen}


def box(label: str) -> str:
    """Name of the usual box with this label."""
    return next(name for name, _kind, text in HouseholdForm(lines=[]).usual if text == label)


def test_the_page_shows_the_example_of_the_counselling_sheet(client_as: Any) -> None:
    """counselling.md, formulas 1-4: the very numbers, and where they come from."""
    case = with_example(make_case())
    words = shown(client_as("officer.cmi").get(f"/cases/{case.reference}/").content.decode())
    for text in (
        "17,485.00",
        "45.42 %",
        "81.10 %",
        "−10,765.00",
        "11,550.00",
        "5,935.00",
        "528,588.79",
        "1,535,000.00",
    ):
        assert text in words
    # Each with where it comes from: the formula in words, and this case's own sum.
    for label, formula in (
        ("คงเหลือสุทธิ", "รายได้รวม 42,000.00 − หักประจำ 4,205.00 − เงินกู้หัก ณ ที่จ่าย 20,310.00"),
        ("ภาระหนี้ต่อรายได้", "ค่างวดทุกสัญญาต่อเดือน ÷ รายได้รวมต่อเดือน × 100"),
        ("เหลือใช้จริงต่อเดือน", "เงินได้คงเหลือสุทธิ − ค่างวดที่จ่ายเอง − ค่าครองชีพ"),
        ("เกณฑ์คงเหลือขั้นต่ำ", "ร้อยละ 30 ของเงินเดือน 38,500.00"),
    ):
        assert label in words
        assert formula in words
    assert "ค้าง 2 เดือน" in words
    assert "วิกฤติ" in words


def test_the_household_is_typed_as_people_type(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = household_boxes(client, case) | {
        box("เงินเดือน"): "๓๘,๕๐๐",
        box("เงินประจำตำแหน่ง"): "3500 บาท",
        box("ภาษี"): "950.00",
        box("อาหาร"): "0",
        "extra_0_label": "ค่าส่งเสียน้อง",
        "extra_0_kind": "living",
        "extra_0_amount": "฿1,200.50",
    }
    answer = client.post(f"/cases/{case.reference}/household/", sent)
    assert answer.status_code == 302
    assert [(line.kind, line.label, line.amount) for line in case.household_lines.all()] == [
        ("salary", "เงินเดือน", Decimal("38500.00")),
        ("income", "เงินประจำตำแหน่ง", Decimal("3500.00")),
        ("deduction", "ภาษี", Decimal("950.00")),
        ("living", "อาหาร", Decimal("0.00")),
        ("living", "ค่าส่งเสียน้อง", Decimal("1200.50")),
    ]
    again = client.get(f"/cases/{case.reference}/household/").content.decode()
    assert 'value="38,500.00"' in again
    assert 'value="ค่าส่งเสียน้อง"' in again


@pytest.mark.parametrize(
    "typed", ["-1", "NaN", "1e400", "Infinity", "สามพัน", "1.234", "9999999999", "\u200b-5", "1,2,3.4.5"]
)
def test_an_amount_that_is_none_is_refused_at_its_box_and_kept(client_as: Any, typed: str) -> None:
    case, client = make_case(), client_as("officer.cmi")
    name = box("เงินเดือน")
    sent = household_boxes(client, case) | {name: typed, box("อาหาร"): "8,000"}
    answer = client.post(f"/cases/{case.reference}/household/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{name}"' in page
    assert 'value="8,000"' in page
    assert not case.household_lines.exists()


@pytest.mark.parametrize(("label", "amount", "wrong"), [("", "500", "label"), ("ค่าเช่า", "", "amount")])
def test_a_free_line_is_whole_or_empty(client_as: Any, label: str, amount: str, wrong: str) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = {"extra_0_label": label, "extra_0_kind": "living", "extra_0_amount": amount}
    answer = client.post(f"/cases/{case.reference}/household/", household_boxes(client, case) | sent)
    assert answer.status_code == 422
    assert f"id_extra_0_{wrong}_error" in answer.content.decode()


@pytest.mark.parametrize(
    "amount", [Decimal("-0.01"), Decimal("NaN"), Decimal("Infinity"), 10.5, "5", True, Decimal(10) ** 12]
)
@pytest.mark.parametrize("field", ["balance", "instalment", "arrears_amount"])
def test_the_service_refuses_what_no_form_lets_through(cast: dict[str, Any], field: str, amount: Any) -> None:
    case = make_case()
    with pytest.raises(ValidationError) as refused:
        money.add_debt(case, by=case.officer, **{**debt_fields("ก", 1000, "5", 100), field: amount})
    assert set(refused.value.message_dict) == {field}
    with pytest.raises(ValidationError):
        money.save_household(case, lines=[{"kind": "salary", "label": "x", "amount": amount}], by=case.officer)
    assert not case.debts.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("balance", "-5"), ("balance", ""), ("instalment", "NaN"), ("rate", "-1"), ("rate", "1000"),
        ("rate", "๑๘.๑๒๓๔"), ("periods_left", "1.5"), ("kind", "gambling"), ("stage", "x"),
        ("creditor", " \u200b "),
        ("arrears_amount", "-1"),
    ],
)  # fmt: skip
def test_a_debt_typed_wrong_is_refused_and_kept(client_as: Any, field: str, typed: str) -> None:
    case = make_case()
    answer = client_as("officer.cmi").post(
        f"/cases/{case.reference}/debts/new/", {**DEBT, "collateral": "รถยนต์", field: typed}
    )
    assert answer.status_code == 422
    assert 'value="รถยนต์"' in answer.content.decode()
    assert not case.debts.exists()


def test_a_debt_is_added_corrected_and_removed(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = {**DEBT, "balance": "๙๕,๐๐๐", "contract_date_day": "6", "contract_date_month": "11"}
    sent |= {"contract_date_year": "2561", "stage": "sued", "arrears_amount": "14250"}
    assert client.post(f"/cases/{case.reference}/debts/new/", sent).status_code == 302
    debt = case.debts.get()
    assert (debt.balance, debt.annual_rate, debt.contract_date.year) == (Decimal(95000), Decimal(18), 2018)
    page = shown(client.get(f"/cases/{case.reference}/").content.decode())
    assert "บันทึกคดีและวันนัด" in page
    assert "ค้าง 3 เดือน" in page
    address = f"/cases/{case.reference}/debts/{debt.pk}/"
    mark = client.get(address).context["edit"].seen
    assert client.post(address, {**DEBT, "balance": "90,000", "seen": mark}).status_code == 302
    assert case.debts.get().balance == Decimal(90000)
    assert client.post(f"{address}remove/", {}).status_code == 302
    assert not case.debts.exists()
    assert [entry.title for entry in case.entries.all()[:1]] == ["ลบหนี้ออก"]


def test_somebody_else_saved_first_both_texts_are_shown(client_as: Any, cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    debt, client = case.debts.filter(is_cooperative=False).first(), client_as("officer.cmi")
    address = f"/cases/{case.reference}/debts/{debt.pk}/"
    old = client.get(address).context["edit"].seen
    money.update_debt(debt, by=cast["head.cmi"], balance=Decimal("77777.77"))
    answer = client.post(address, {**DEBT, "balance": "88,888.88", "seen": old})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "88,888.88" in page
    assert "77,777.77" in page
    assert cast["head.cmi"].full_name in page
    fresh = answer.context["seen"]
    assert client.post(address, {**DEBT, "balance": "88,888.88", "seen": fresh}).status_code == 302
    assert Debt.objects.get(pk=debt.pk).balance == Decimal("88888.88")


def test_a_household_saved_by_another_is_not_overwritten_unseen(client_as: Any, cast: dict[str, Any]) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = household_boxes(client, case) | {box("เงินเดือน"): "40,000"}
    money.save_household(
        case, lines=[{"kind": "salary", "label": "เงินเดือน", "amount": Decimal(38500)}], by=cast["head.cmi"]
    )
    answer = client.post(f"/cases/{case.reference}/household/", sent)
    assert answer.status_code == 409
    assert "38,500.00" in answer.content.decode()
    assert case.household_lines.get().amount == Decimal(38500)


def test_replacing_the_set_keeps_rows_that_are_named(cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    kept = case.debts.first()
    saved = money.save_debts(case, debts=[{"id": kept.pk, "balance": Decimal(5)}, EXAMPLE_DEBTS[3]], by=case.officer)
    assert saved[0].pk == kept.pk
    assert case.debts.count() == 2
    other = with_example(make_case()).debts.first()
    with pytest.raises(ValidationError):
        money.save_debts(case, debts=[{"id": other.pk, "balance": Decimal(5)}], by=case.officer)


def test_a_debt_of_another_case_has_no_page_here(client_as: Any) -> None:
    case, other = make_case(), with_example(make_case())
    address = f"/cases/{case.reference}/debts/{other.debts.first().pk}/"
    assert client_as("officer.cmi").get(address).status_code == 404
    assert client_as("officer.cmi").post(f"{address}remove/", {}).status_code == 404


@pytest.mark.parametrize("status", ["closed", "void"])
def test_a_finished_case_takes_no_more_figures(client_as: Any, status: str) -> None:
    case = make_case(status)
    with pytest.raises(ValidationError):
        money.add_debt(case, by=case.officer, **debt_fields("ก", 1000, "5", 100))
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/debts/new/", DEBT)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "page", ["household", "debts/new", "debts/paste", "lawsuits/new", "edit", "severity", "assign"]
)
def test_a_form_of_a_finished_case_is_not_opened(client_as: Any, page: str) -> None:
    case, client = make_case("closed"), client_as("officer.cmi")
    refused = client.get(f"/cases/{case.reference}/{page}/")
    assert refused.status_code == 403
    assert "เรื่องนี้สิ้นสุดแล้ว เปิดอีกครั้งก่อนจึงแก้ไขได้" in refused.content.decode()
    assert client.get(f"/cases/{case.reference}/note/").status_code == 200


def test_a_stranger_writes_no_figures(cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    for who in ("officer.pct", "officer.cen", "board.secretary", "admin"):
        with pytest.raises(PermissionDenied):
            money.save_household(case, lines=[], by=cast[who])
        with pytest.raises(PermissionDenied):
            money.remove_debt(case.debts.first(), by=cast[who])
    assert case.debts.count() == 6


def test_limits_come_from_the_year(cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    case.year.min_net_ratio = Decimal(50)
    case.year.save()
    assert position_of(case).floor == Decimal("19250.00")


def test_a_flat_rate_is_no_effective_rate(cast: dict[str, Any]) -> None:
    """A flat rate must not be read as reducing balance, or a debt that ends would be said never to end (formula 9)."""
    case = make_case()
    money.add_debt(case, by=case.officer, **debt_fields("เช่าซื้อ", 600_000, "28", 10_000, rate_kind="flat_rate"))
    assert [line.annual_rate for line in position_of(case).debts] == [None]


@pytest.mark.parametrize(
    ("day", "months"),
    [((2026, 5, 23), 12), ((2026, 5, 22), 11), ((2025, 5, 23), 0), ((2020, 1, 1), 0), (None, None)],
)
def test_months_until_leaving(day: tuple[int, int, int] | None, months: int | None) -> None:
    from datetime import date

    assert months_until(date(*day) if day else None, date(2025, 5, 23)) == months
