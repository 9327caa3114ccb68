"""The purse never goes below nought; who sets up a year's budgets (R40)."""

import threading
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from clinic_project.models import AppendOnlyError
from clinic_project.verdicts import NotAllowed
from clinics.models import Budget, BudgetOverride, Expense
from clinics.services import budgets, expenses
from tests.cast import make_cast, make_year
from tests.clinics.test_constraints import attack
from tests.factories_budget import make_advance, make_budget, make_budgets, make_expense, person

pytestmark = pytest.mark.django_db
BAHT = Decimal


# ---- setting up ------------------------------------------------------------------------------------------------


def test_every_clinic_and_the_programme_get_their_share_once(cast: Any) -> None:
    found = make_budgets()
    assert {code: row.allocation for code, row in found.items()} == {
        "CEN": 5000, "CMI": 5000, "PCT": 5000, "PRG": 75000,
    }  # fmt: skip
    assert budgets.set_up_budgets(make_year(), by=person("head.cen")) == []


def test_a_year_that_is_set_up_has_its_budgets(cast: Any) -> None:
    from clinics.services import set_up_year

    year = set_up_year(buddhist_year=make_year().buddhist_year + 1, copy_from=make_year(), by=None)
    assert year.budgets.count() == 4
    assert year.budgets.get(clinic_year__isnull=True).allocation == 75000


def test_allocations_stay_within_the_years_budget(cast: Any) -> None:
    make_budgets()
    with pytest.raises(ValidationError, match="เกินงบประมาณของปี"):
        budgets.change_allocation(make_budget("PRG"), amount=BAHT(150000), reason="พิมพ์คู่มือ", by=person("head.cen"))
    attack("UPDATE clinics_budget SET allocation = 136000 WHERE clinic_year_id IS NULL")
    attack("UPDATE clinics_programmeyear SET budget_total = 89999")
    row = budgets.change_allocation(make_budget(), amount=BAHT(6000), reason="จัดเพิ่มสองครั้ง", by=person("head.cen"))
    assert (row.allocation, row.note) == (6000, "จัดเพิ่มสองครั้ง")


def test_a_year_without_room_for_its_budgets_is_told_so(cast: Any) -> None:
    year = make_year()
    year.budget_total = BAHT(80000)
    year.save()
    with pytest.raises(ValidationError, match=r"90,000\.00"):
        budgets.set_up_budgets(year, by=person("head.cen"))
    assert not Budget.objects.exists()


def test_only_centrals_head_and_administrators_set_up(cast: Any) -> None:
    for username in ("head.cmi", "officer.cen", "edu.chair"):
        with pytest.raises(NotAllowed):
            budgets.set_up_budgets(make_year(), by=person(username))


# ---- the balance -----------------------------------------------------------------------------------------------


def test_the_balance_is_what_is_left_after_spending_and_advances(cast: Any) -> None:
    make_expense("draft", amount=400)
    make_expense("submitted", amount="100.10")
    make_expense("approved", amount="200.20")
    make_expense("reviewed", amount="300.30")
    make_expense("returned", amount=900)
    make_expense("void", amount=900)
    make_advance("approved", amount=1000)
    row = make_budget()
    assert (row.spent, row.held, row.balance) == (BAHT("600.60"), 1000, BAHT("3399.40"))


def test_more_than_is_left_is_refused_in_thai_and_nothing_is_half_done(cast: Any) -> None:
    make_expense("submitted", amount=4000)
    draft = make_expense("draft", amount="1000.01")
    with pytest.raises(ValidationError, match=r"เกินงบที่เหลือ 0\.01 บาท คงเหลือให้ใช้ 1,000\.00 บาท"):
        expenses.submit_expense(draft, by=person("secretary.cmi"))
    draft.refresh_from_db()
    assert (draft.status, draft.submitted_at) == ("draft", None)
    with pytest.raises(ValidationError, match="คงเหลือให้ใช้"):
        make_advance(amount="1000.01")


def test_to_the_satang_it_fits(cast: Any) -> None:
    for amount in ("4999.70", "0.10", "0.20"):
        make_expense("submitted", amount=amount)
    assert make_budget().balance == 0


def test_the_database_refuses_what_passes_the_budget(cast: Any) -> None:
    expense = make_expense("submitted", amount=4000)
    advance = make_advance("approved", amount=900)
    attack("UPDATE clinics_expense SET amount = 4100.01 WHERE id = %s", expense.pk)
    attack("UPDATE clinics_advance SET amount = 1000.01 WHERE id = %s", advance.pk)
    attack("UPDATE clinics_budget SET allocation = 4899 WHERE id = %s", expense.budget_id)
    draft = make_expense("draft", amount=200)
    attack(
        "UPDATE clinics_expense SET status = 'submitted', submitted_at = entered_at, submitted_by_id = entered_by_id"
        " WHERE id = %s",
        draft.pk,
    )


def test_an_expense_beyond_the_budget_cant_be_written_past_the_models(cast: Any) -> None:
    expense = make_expense("submitted", amount=10)
    attack(
        "INSERT INTO clinics_expense (budget_id, number, status, day, category, category_other, payee, amount,"
        " description, receipt_number, no_receipt_reason, entered_at, entered_by_id, submitted_at, submitted_by_id,"
        " reason) SELECT budget_id, 'E-X', status, day, category, '', payee, 4990.01, '', '', 'หาย', entered_at,"
        " entered_by_id, submitted_at, submitted_by_id, '' FROM clinics_expense WHERE id = %s",
        expense.pk,
    )


def test_an_override_is_recorded_for_ever_and_raises_what_may_be_spent(cast: Any) -> None:
    row = make_budget()
    for username in ("head.cmi", "officer.cen", "admin"):
        with pytest.raises(NotAllowed):
            budgets.override_budget(row, amount=BAHT(500), reason="จำเป็น", by=person(username))
    override = budgets.override_budget(row, amount=BAHT(500), reason="ประชาชนมาเกินคาด", by=person("head.cen"))
    make_expense("submitted", amount=5500)
    assert make_budget().balance == 0
    with pytest.raises(AppendOnlyError):
        override.delete()
    with pytest.raises(AppendOnlyError):
        BudgetOverride.objects.filter(pk=override.pk).update(amount=1)
    for statement in ("DELETE FROM clinics_budgetoverride", "UPDATE clinics_budgetoverride SET amount = 9"):
        # The trigger of append-only tables raises another kind of database error on PostgreSQL.
        with pytest.raises(Exception, match="only be added"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(("amount", "reason"), [("0", "เหตุ"), ("-1", "เหตุ"), ("5", "")])
def test_an_override_has_an_amount_and_a_reason(cast: Any, amount: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        budgets.override_budget(make_budget(), amount=BAHT(amount), reason=reason, by=person("head.cen"))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_expenses_at_the_same_moment_one_wins() -> None:
    make_cast()
    drafts = [make_expense("draft", amount=3000), make_expense("draft", amount=3000)]
    gate, answers = threading.Barrier(2), []

    def submit(expense: Expense) -> None:
        try:
            by = person("secretary.cmi")
            gate.wait(10)
            expenses.submit_expense(expense, by=by)
            answers.append("in")
        except ValidationError:
            answers.append("told")
        finally:
            connection.close()

    def past_the_services(expense: Expense) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                gate.wait(10)
                cursor.execute(
                    "UPDATE clinics_expense SET status = 'submitted', submitted_at = now(),"
                    " submitted_by_id = entered_by_id WHERE id = %s",
                    [expense.pk],
                )
            answers.append("in")
        except IntegrityError:
            answers.append("told")
        finally:
            connection.close()

    for move in (submit, past_the_services):
        answers.clear()
        threads = [threading.Thread(target=move, args=(draft,)) for draft in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(answers) == ["in", "told"]
        for expense in Expense.objects.filter(status="submitted"):
            expenses.return_expense(expense, reason="ลองใหม่", by=person("head.cmi"))
