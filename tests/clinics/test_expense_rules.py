"""Nobody decides about their own expense; what is entered, sent back and corrected (R40)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, Expense
from clinics.services import expenses
from tests.cast import make_year
from tests.clinics.test_constraints import attack
from tests.factories_budget import make_advance, make_expense, person

pytestmark = pytest.mark.django_db
BAHT = Decimal


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
