"""What the database itself refuses, tried past every layer of ours through SQL."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.services.follow_ups import plan_follow_up
from tests.factories_cases import make_case, with_example

CASE_RULES = {
    "closed without who": "UPDATE cases_case SET closed_at = opened_on WHERE id = %s",
    "closed without outcome": "UPDATE cases_case SET status = 'closed' WHERE id = %s",
    "outcome while open": "UPDATE cases_case SET outcome = 'advice' WHERE id = %s",
    "hold without reason": "UPDATE cases_case SET status = 'on_hold' WHERE id = %s",
    "follow-up without review": "UPDATE cases_case SET status = 'follow_up' WHERE id = %s",
    "duplicate of itself": "UPDATE cases_case SET duplicate_of_id = id WHERE id = %s",
    "severity decided by nobody": "UPDATE cases_case SET severity_decided_at = opened_on WHERE id = %s",
    "no debts said by nobody": "UPDATE cases_case SET no_debts_on = opened_on WHERE id = %s",
    "negative income": "UPDATE cases_householdline SET amount = -1 WHERE case_id = %s",
    "negative balance": "UPDATE cases_debt SET balance = -1 WHERE case_id = %s",
    "negative instalment": "UPDATE cases_debt SET instalment = -1 WHERE case_id = %s",
    "negative arrears": "UPDATE cases_debt SET arrears_amount = -1 WHERE case_id = %s",
    "negative rate": "UPDATE cases_debt SET annual_rate = -1 WHERE case_id = %s",
    "absurd rate": "UPDATE cases_debt SET annual_rate = 10000.5 WHERE case_id = %s",
    "assigned twice": (
        "INSERT INTO cases_caseassignment (case_id, user_id, assigned_at, assigned_by_id) "
        "SELECT case_id, user_id, assigned_at, assigned_by_id FROM cases_caseassignment WHERE case_id = %s"
    ),
}


@pytest.mark.parametrize("rule", list(CASE_RULES))
def test_the_database_refuses(cast: dict[str, Any], rule: str) -> None:
    case = with_example(make_case("in_progress"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CASE_RULES[rule], [case.pk])


def test_the_same_number_is_refused(cast: dict[str, Any]) -> None:
    first, second = make_case("open"), make_case("open")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET reference = %s WHERE id = %s", [first.reference, second.pk])


def test_a_result_without_who_and_when_is_refused(cast: dict[str, Any]) -> None:

    case = make_case("in_progress")
    today = timezone.localdate()
    planned = plan_follow_up(case, subject="โทร", due_on=today, officer=case.officer, by=case.officer)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_followup SET result = 'x' WHERE id = %s", [planned.pk])


@pytest.mark.parametrize("statement", ["UPDATE cases_entry SET title = 'x'", "DELETE FROM cases_entry"])
def test_the_timeline_can_only_grow(cast: dict[str, Any], statement: str) -> None:
    make_case("open")
    with pytest.raises(Exception, match=r"(?i)append|only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
