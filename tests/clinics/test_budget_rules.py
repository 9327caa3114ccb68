"""The purse never goes below nought, nobody decides about their own, a closed year stays closed (R40)."""

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic_project.models import AppendOnlyError, Event, IssuedDocument
from clinic_project.verdicts import NotAllowed
from clinics.models import Advance, Appointment, Budget, BudgetOverride, Expense
from clinics.services import advances, budgets, expenses
from tests.cast import make_cast, make_user, make_year
from tests.factories_budget import make_advance, make_budget, make_budgets, make_expense, person

pytestmark = pytest.mark.django_db
BAHT = Decimal


def attack(statement: str, *values: Any) -> None:
    """The database must refuse the statement."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


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


# ---- nobody decides about their own ------------------------------------------------------------------------------


def test_the_head_approves_but_never_an_own_one(cast: Any) -> None:
    own = make_expense("submitted", by="head.cmi")
    with pytest.raises(NotAllowed, match="ตน"):
        expenses.approve_expense(own, by=person("head.cmi"))
    paid_to = make_expense("submitted", payee_user=person("head.cmi"), payee="")
    with pytest.raises(NotAllowed, match="ตน"):
        expenses.approve_expense(paid_to, by=person("head.cmi"))
    for expense in (own, paid_to):
        assert expenses.approve_expense(expense, by=person("head.cen")).status == "approved"


def test_a_payee_written_by_name_is_known_as_the_member_of_staff(cast: Any) -> None:
    head = person("head.cmi")
    expense = make_expense("submitted", payee=f"นางสาว {head.first_name}  {head.last_name}")
    assert expense.payee_user == head


def test_centrals_head_approves_only_where_the_clinics_own_may_not(cast: Any) -> None:
    expense = make_expense("submitted")
    for username in ("head.cen", "secretary.cmi", "officer.cmi", "head.pct", "admin", "edu.chair"):
        with pytest.raises(NotAllowed):
            expenses.approve_expense(expense, by=person(username))
    Appointment.objects.filter(user=person("head.cmi")).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert expenses.approve_expense(expense, by=person("head.cen")).status == "approved"


def test_what_centrals_head_entered_its_secretary_approves(cast: Any) -> None:
    for code in ("CEN", "PRG"):
        expense = make_expense("submitted", code=code, by="head.cen")
        with pytest.raises(NotAllowed):
            expenses.approve_expense(expense, by=person("head.cen"))
        assert expenses.approve_expense(expense, by=person("secretary.cen")).status == "approved"
        other = make_expense("submitted", code=code, by="officer.cen")
        with pytest.raises(NotAllowed):
            expenses.approve_expense(other, by=person("secretary.cen"))


def test_the_database_refuses_an_approval_by_the_author_or_the_payee(cast: Any) -> None:
    expense = make_expense("submitted", payee_user=person("officer2.cmi"), payee="")
    move = (
        "UPDATE clinics_expense SET status = 'approved', approved_at = submitted_at, approved_by_id = %s WHERE id = %s"
    )
    attack(move, expense.entered_by_id, expense.pk)
    attack(move, expense.payee_user_id, expense.pk)
    attack("UPDATE clinics_expense SET status = 'approved' WHERE id = %s", expense.pk)
    advance = make_advance("requested")
    move = (
        "UPDATE clinics_advance SET status = 'approved', approved_at = requested_at, approved_by_id = %s WHERE id = %s"
    )
    attack(move, advance.requested_by_id, advance.pk)
    attack(move, advance.person_id, advance.pk)


def test_the_reviewer_is_a_third_person(cast: Any) -> None:
    expense = make_expense("approved")
    with pytest.raises(NotAllowed):
        expenses.review_expense(expense, by=person("secretary.cmi"))
    own = make_expense("approved", code="CEN", by="officer.cen")
    for username in ("officer.cen", "head.cen"):
        with pytest.raises(NotAllowed, match="คนอื่น"):
            expenses.review_expense(own, by=person(username))
    assert expenses.review_expense(own, by=person("secretary.cen")).status == "reviewed"
    attack(
        "UPDATE clinics_expense SET status = 'reviewed', reviewed_at = approved_at, reviewed_by_id = approved_by_id"
        " WHERE id = %s",
        expense.pk,
    )


def test_whoever_changes_an_expense_is_its_author(cast: Any) -> None:
    expense = make_expense("draft")
    changed = expenses.change_expense(expense, by=person("head.cmi"), amount=BAHT(99))
    assert changed.entered_by == person("head.cmi")
    submitted = expenses.submit_expense(changed, by=person("secretary.cmi"))
    with pytest.raises(NotAllowed):
        expenses.approve_expense(submitted, by=person("head.cmi"))


# ---- entering ----------------------------------------------------------------------------------------------------


def test_numbers_run_by_clinic_and_year(cast: Any) -> None:
    short = make_year().short
    numbers = [make_expense(code=code).number for code in ("CMI", "CMI", "PCT", "PRG")]
    assert numbers == [f"E{short}-CMI-001", f"E{short}-CMI-002", f"E{short}-PCT-001", f"E{short}-PRG-001"]
    assert make_advance().number == f"A{short}-CMI-001"


def test_only_head_secretary_and_finance_enter(cast: Any) -> None:
    for username in ("head.cmi", "secretary.cmi", "officer.cmi"):
        make_expense(by=username)
    for username in ("officer2.cmi", "head.pct", "head.cen", "admin", "edu.chair", "board.chair"):
        with pytest.raises(NotAllowed):
            make_expense(by=username)


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": BAHT(0)},
        {"amount": BAHT("-5")},
        {"amount": BAHT("1.001")},
        {"category": "other"},
        {"category": "lunch"},
        {"payee": ""},
        {"day": timezone.localdate() + timedelta(days=1)},
        {"day": timezone.localdate() - timedelta(days=400)},
    ],
)
def test_what_is_wrong_is_said_in_thai_and_nothing_is_stored(cast: Any, facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        make_expense(**facts)
    assert not Expense.objects.exists()
    assert not Event.objects.filter(kind="expense.entered").exists()


def test_without_a_receipt_there_is_a_reason(cast: Any) -> None:
    bare = make_expense("draft", receipts=[])
    with pytest.raises(NotAllowed, match="แนบใบเสร็จก่อน"):
        expenses.submit_expense(bare, by=person("secretary.cmi"))
    certified = make_expense("submitted", receipts=[], no_receipt_reason="รถรับจ้างไม่ออกใบเสร็จ")
    attack("UPDATE clinics_expense SET no_receipt_reason = '' WHERE id = %s", certified.pk)
    kept = make_expense("submitted")
    attack("UPDATE clinics_receipt SET removed_at = %s WHERE expense_id = %s", timezone.now(), kept.pk)


def test_a_submitted_expense_can_no_longer_be_changed(cast: Any) -> None:
    from clinic_project.workflow import StaleState

    expense = make_expense("submitted")
    by = person("secretary.cmi")
    with pytest.raises(StaleState):
        expenses.change_expense(expense, by=by, amount=BAHT(1))
    with pytest.raises(StaleState):
        expenses.remove_receipt(expense.receipts.get(), by=by)


def test_sent_back_it_is_corrected_and_goes_the_whole_way_again(cast: Any) -> None:
    expense = make_expense("approved")
    back = expenses.return_expense(expense, reason="ใบเสร็จไม่ชัด", by=person("officer.cen"))
    assert (back.status, back.approved_by, back.reason) == ("returned", None, "ใบเสร็จไม่ชัด")
    expenses.change_expense(back, by=person("secretary.cmi"), amount=BAHT(100))
    again = expenses.submit_expense(back, by=person("secretary.cmi"))
    assert (again.status, again.reason) == ("submitted", "")
    attack("UPDATE clinics_expense SET status = 'void' WHERE id = %s", again.pk)


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
