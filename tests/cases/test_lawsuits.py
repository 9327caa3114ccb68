"""Lawsuits and days in court: what is kept, who sees it, and where it reminds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from cases.money_registrations import court_tasks
from cases.services.lawsuits import save_lawsuit
from clinic_project.models import Event
from tests.cases.test_case_money import shown
from tests.factories_cases import make_case, with_example

COURT: dict[str, Any] = {"plaintiff": "บริษัท ก.", "court": "ศาลแขวงเชียงใหม่", "stage": "filed"}


def in_days(case: Case, days: int, **fields: Any) -> Any:
    """A lawsuit with a day in court so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    return save_lawsuit(case, by=case.officer, **{**COURT, "next_date": day, **fields})


def test_the_calendar_sorts_days_by_how_near_they_are(client_as: Any) -> None:
    case = make_case()
    for days in (-1, 0, 7, 8, 30, 31):
        in_days(case, days, court=f"ศาลที่ {days}.")
    in_days(make_case(), 3, stage="ended", next_date=None, outcome="ถอนฟ้อง")
    groups = client_as("officer.cmi").get("/cases/courts/").context["groups"]
    found = {group["code"]: [row.suit.court for row in group["rows"]] for group in groups}
    assert found == {
        "past": ["ศาลที่ -1."], "today": ["ศาลที่ 0."], "soon": ["ศาลที่ 7."], "later": ["ศาลที่ 8.", "ศาลที่ 30."],
    }  # fmt: skip
    assert Event.objects.filter(kind="case.courts.list").exists()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer.cmi", True), ("officer2.cmi", False), ("head.cmi", False), ("secretary.cmi", True),
        ("officer.pct", False), ("officer.cen", False),
    ],
)  # fmt: skip
def test_days_of_a_restricted_case_are_its_readers(client_as: Any, who: str, expected: bool) -> None:
    in_days(make_case(is_restricted=True), 2, court="ศาลลับ")
    page = client_as(who).get("/cases/courts/")
    assert page.status_code == 200
    assert ("ศาลลับ" in page.content.decode()) is expected


def test_the_list_costs_the_same_with_one_and_with_three(client_as: Any) -> None:
    client, counts = client_as("officer.cmi"), []
    for _round in range(3):
        in_days(make_case(), 1)
        client.get("/cases/courts/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/cases/courts/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_whoever_is_in_charge_is_reminded(cast: dict[str, Any]) -> None:
    case = make_case()
    in_days(case, 6)
    in_days(case, -2)
    in_days(case, 9)
    titles = [task.title for task in court_tasks(cast["officer.cmi"])]
    assert titles == ["บันทึกผลนัดศาล: ศาลแขวงเชียงใหม่", "นัดศาล: ศาลแขวงเชียงใหม่"]
    assert list(court_tasks(cast["officer2.cmi"])) == []
    assert list(court_tasks(cast["board.secretary"])) == []


def test_the_calendar_feed_of_a_clinic_says_nothing_of_courts(client_as: Any) -> None:
    """Its address needs no log-in: even a bare day would tell that somebody of the province is before a court."""
    in_days(make_case(), 1)
    answer = client_as("officer.cmi").get("/calendar/CMI.ics")
    assert answer.status_code in {200, 404}
    assert "ศาล" not in answer.content.decode()


def test_a_lawsuit_moves_its_debt_on_and_never_back(cast: dict[str, Any]) -> None:
    case = with_example(make_case())
    card = case.debts.get(kind="credit_card")
    suit = in_days(case, 5, debt=card)
    card.refresh_from_db()
    assert card.stage == "sued"
    save_lawsuit(case, lawsuit=suit, stage="execution", by=case.officer)
    save_lawsuit(case, lawsuit=suit, stage="mediation", by=case.officer)
    card.refresh_from_db()
    assert card.stage == "execution"


def test_a_lawsuit_is_written_from_its_debt(client_as: Any) -> None:
    case, client = with_example(make_case()), client_as("officer.cmi")
    card = case.debts.get(kind="credit_card")
    page = client.get(f"/cases/{case.reference}/lawsuits/new/?debt={card.pk}")
    assert page.context["form"]["debt"].value() == card.pk
    day = {"next_date_day": "6", "next_date_month": "11", "next_date_year": "2570"}
    sent = {"debt": card.pk, "court": "ศาลจังหวัดเชียงใหม่", "stage": "mediation", "black_number": "ผบ ๑๒๓/2569", **day}
    assert client.post(f"/cases/{case.reference}/lawsuits/new/", sent).status_code == 302
    suit = case.lawsuits.get(debt=card)
    assert (suit.plaintiff, suit.next_date) == (card.creditor, date(2027, 11, 6))
    shown_page = shown(client.get(f"/cases/{case.reference}/").content.decode())
    assert "ถูกฟ้อง · ศาล 6 พ.ย. 2570" in shown_page
    other = with_example(make_case())
    refused = client.post(f"/cases/{other.reference}/lawsuits/new/", {**sent, "debt": card.pk})
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("fields", "box"),
    [
        ({"stage": "ended"}, "outcome"), ({"court": " "}, "court"), ({"plaintiff": ""}, "plaintiff"),
        ({"stage": "x"}, "stage"),
    ],
)  # fmt: skip
def test_a_lawsuit_written_wrong_is_refused(cast: dict[str, Any], fields: dict[str, Any], box: str) -> None:
    case = make_case()
    with pytest.raises(ValidationError) as refused:
        save_lawsuit(case, by=case.officer, **{**COURT, **fields})
    assert set(refused.value.message_dict) == {box}
    with pytest.raises(PermissionDenied):
        save_lawsuit(case, by=cast["officer.pct"], **COURT)
    assert not case.lawsuits.exists()


def test_the_database_keeps_an_end_with_its_outcome(cast: dict[str, Any]) -> None:
    in_days(make_case(), 1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_lawsuit SET stage = 'ended'")
