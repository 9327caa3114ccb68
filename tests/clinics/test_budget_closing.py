"""Advances are cleared to the satang, and a closed budget stays closed (R40)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic_project.models import IssuedDocument
from clinic_project.verdicts import NotAllowed
from clinics.models import Advance, Budget
from clinics.services import advances, budgets, expenses
from tests.cast import make_user, make_year
from tests.clinics.test_constraints import attack
from tests.factories_budget import make_advance, make_budget, make_budgets, make_expense, person

pytestmark = pytest.mark.django_db
BAHT = Decimal


# ---- advances ----------------------------------------------------------------------------------------------------


def test_one_open_advance_a_person(cast: Any) -> None:
    first = make_advance("paid")
    with pytest.raises(ValidationError, match=first.number):
        make_advance("requested")
    other = make_advance("requested", who="officer2.cmi")
    attack("UPDATE clinics_advance SET person_id = %s WHERE id = %s", first.person_id, other.pk)
    advances.clear_advance(first, returned_amount=first.amount, by=person("officer.cmi"))
    make_advance("requested")


def test_an_advance_is_cleared_to_the_satang(cast: Any) -> None:
    advance = make_advance("paid", amount=1000)
    assert make_budget().balance == 4000
    make_expense("submitted", amount="700.50", advance=advance)
    assert make_budget().balance == 4000
    clerk = person("officer.cmi")
    with pytest.raises(ValidationError, match=r"ยังขาดอีก 99\.50 บาท"):
        advances.clear_advance(advance, returned_amount=BAHT(200), by=clerk)
    with pytest.raises(ValidationError, match=r"เกินเงินยืมไป 0\.50 บาท"):
        advances.clear_advance(advance, returned_amount=BAHT(300), by=clerk)
    cleared = advances.clear_advance(advance, returned_amount=BAHT("299.50"), by=clerk)
    assert (cleared.status, make_budget().held, make_budget().balance) == ("cleared", 0, BAHT("4299.50"))
    attack("UPDATE clinics_advance SET returned_amount = 300 WHERE id = %s", advance.pk)
    attack("UPDATE clinics_expense SET amount = 700 WHERE advance_id = %s", advance.pk)


def test_a_draft_stands_in_the_way_of_clearing(cast: Any) -> None:
    advance = make_advance("paid")
    make_expense("draft", amount=10, advance=advance)
    with pytest.raises(ValidationError, match="ยังไม่ได้เสนอ 1 รายการ"):
        advances.clear_advance(advance, returned_amount=BAHT(1000), by=person("officer.cmi"))


def test_an_expense_of_a_cleared_advance_goes_back_only_after_the_clearing_is_undone(cast: Any) -> None:
    advance = make_advance("paid")
    expense = make_expense("submitted", amount=1000, advance=advance)
    advances.clear_advance(advance, returned_amount=BAHT(0), by=person("officer.cmi"))
    with pytest.raises(NotAllowed, match="ยกเลิกการส่งใช้"):
        expenses.return_expense(expense, reason="ผิด", by=person("head.cmi"))
    with pytest.raises(NotAllowed):
        advances.undo_clearing(advance, reason="ใบเสร็จผิด", by=person("head.cmi"))
    undone = advances.undo_clearing(advance, reason="ใบเสร็จผิด", by=person("officer.cen"))
    assert (undone.status, undone.returned_amount) == ("paid", None)
    assert expenses.return_expense(expense, reason="ผิด", by=person("head.cmi")).status == "returned"


def test_nobody_hands_money_to_themselves_and_the_dates_are_in_order(cast: Any) -> None:
    advance = make_advance("approved")
    today = timezone.localdate()
    with pytest.raises(NotAllowed, match="ตนเอง"):
        advances.pay_advance(advance, taken_on=today, by=person("secretary.cmi"))
    for wrong in (today + timedelta(days=1), today + timedelta(days=30), today - timedelta(days=30)):
        with pytest.raises(ValidationError, match=r"[ก-๙]"):
            advances.pay_advance(advance, taken_on=wrong, by=person("officer.cmi"))
    attack("UPDATE clinics_advance SET status = 'paid' WHERE id = %s", advance.pk)
    attack(
        "UPDATE clinics_advance SET status = 'paid', taken_on = due_on, paid_by_id = person_id WHERE id = %s",
        advance.pk,
    )


# ---- the close-out -----------------------------------------------------------------------------------------------


def close(code: str = "CMI", **facts: Any) -> Budget:
    row = make_budget(code)
    facts = {"returned_amount": row.balance, "returned_on": timezone.localdate(), **facts}
    return budgets.close_budget(row, by=person("head.cen"), **facts)


def test_a_budget_closes_with_nothing_open_and_what_is_left_given_back(cast: Any) -> None:
    expense = make_expense("approved", amount=1000)
    advance = make_advance("paid")
    with pytest.raises(ValidationError, match="ยังไม่สอบทาน 1 รายการ และเงินยืมที่ยังไม่ส่งใช้ 1 รายการ"):
        close()
    expenses.review_expense(expense, by=person("officer.cen"))
    advances.clear_advance(advance, returned_amount=advance.amount, by=person("officer.cmi"))
    with pytest.raises(ValidationError, match=r"4,000\.00"):
        close(returned_amount=BAHT(3999))
    with pytest.raises(NotAllowed):
        budgets.close_budget(
            make_budget(), returned_amount=BAHT(4000), returned_on=timezone.localdate(), by=person("head.cmi")
        )
    closed = close()
    assert (closed.status, closed.returned_amount, closed.closed_by) == ("closed", 4000, person("head.cen"))
    assert IssuedDocument.objects.get(kind="budget_sheet").subject_id == closed.pk


def test_after_closing_nothing_changes(cast: Any) -> None:
    expense = make_expense("reviewed", amount=1000)
    void = make_expense("void")
    advance = make_advance("cleared")
    budget = close()
    attack("UPDATE clinics_expense SET description = 'x' WHERE id = %s", expense.pk)
    attack("UPDATE clinics_expense SET status = 'draft', reason = '' WHERE id = %s", void.pk)
    attack("UPDATE clinics_advance SET purpose = 'x' WHERE id = %s", advance.pk)
    attack("UPDATE clinics_budget SET allocation = 6000 WHERE id = %s", budget.pk)
    attack("UPDATE clinics_receipt SET removed_at = %s WHERE expense_id = %s", timezone.now(), expense.pk)
    attack(
        "INSERT INTO clinics_budgetoverride (budget_id, amount, reason, recorded_at, recorded_by_id)"
        " VALUES (%s, 5, 'x', %s, %s)",
        budget.pk,
        timezone.now(),
        person("head.cen").pk,
    )
    for act in (
        lambda: make_expense("draft"),
        lambda: make_advance("requested"),
        lambda: budgets.override_budget(make_budget(), amount=BAHT(1), reason="x", by=person("head.cen")),
    ):
        with pytest.raises(NotAllowed, match="ปิดแล้ว"):
            act()


def test_centrals_head_opens_it_again_with_a_reason(cast: Any) -> None:
    make_expense("reviewed", amount=1000)
    budget = close()
    with pytest.raises(NotAllowed):
        budgets.reopen_budget(budget, reason="ลืมใบเสร็จ", by=person("head.cmi"))
    opened = budgets.reopen_budget(budget, reason="ลืมใบเสร็จ", by=person("head.cen"))
    assert (opened.status, opened.closed_at, opened.note) == ("open", None, "ลืมใบเสร็จ")
    make_expense("reviewed", amount=500)
    close()
    first, second = IssuedDocument.objects.filter(kind="budget_sheet").order_by("pk")
    assert first.superseded_by == second


def test_the_years_sheet_comes_with_the_last_budget(cast: Any) -> None:
    make_budgets()
    for code in ("CMI", "PCT", "CEN"):
        close(code)
        assert not IssuedDocument.objects.filter(kind="budget_year").exists()
    close("PRG")
    assert IssuedDocument.objects.get(kind="budget_year").subject_id == make_year().pk


def test_a_budget_belongs_to_the_year_of_its_clinic(cast: Any) -> None:
    from clinics.services import set_up_year

    row = make_budget()
    year = set_up_year(buddhist_year=make_year().buddhist_year + 1, copy_from=make_year(), by=None)
    attack("UPDATE clinics_budget SET year_id = %s WHERE id = %s", year.pk, row.pk)
    assert make_user("x").pk
    assert Advance.objects.count() == 0
