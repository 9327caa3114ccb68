"""Members who need a closer look: the filter, the chip and the count say the same."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.groups import _last_day, group_counts, groups_of, narrow
from cases.models import Case
from cases.services import money
from cases.services.figures import months_until
from cases.services.lawsuits import save_lawsuit
from members.models import Member
from tests.factories_cases import debt_fields, make_case

D = Decimal


def _case(*, leaves: int | None = None, debt: int = 0, savings: int = 0, kind: str = "ordinary", **fields: Any) -> Case:
    """A case whose member, of a kind, leaves in so many days, owes and has so much."""
    case = make_case()
    day = None if leaves is None else timezone.localdate() + timedelta(days=leaves)
    Member.objects.filter(pk=case.member_id).update(retirement_date=day, share_capital=D(savings), kind=kind)
    if debt:
        money.add_debt(case, by=case.officer, **debt_fields("ก", debt, "5", 100, **fields))
    return Case.objects.select_related("member").get(pk=case.pk)


@pytest.mark.parametrize(
    ("facts", "groups"),
    [
        ({}, []),
        ({"leaves": 0, "debt": 10}, ["pensioner"]),
        ({"kind": "pensioner"}, ["pensioner"]),
        ({"kind": "pensioner", "leaves": -400}, ["pensioner"]),
        ({"kind": "pensioner", "leaves": 30, "debt": 11, "savings": 10}, ["pensioner"]),
        ({"leaves": 30, "debt": 10, "savings": 10}, []),
        ({"leaves": 30, "debt": 11, "savings": 10}, ["leaving"]),
        ({"leaves": 900, "debt": 11}, []),
        ({"debt": 5, "stage": "judgment"}, ["sued"]),
    ],
)
def test_filter_and_chip_agree(cast: dict[str, Any], facts: dict[str, Any], groups: list[str]) -> None:
    case, today = _case(**facts), timezone.localdate()
    assert groups_of([case], today) == {case.pk: groups}
    for group in ("pensioner", "leaving", "sued"):
        assert narrow(Case.objects.all(), group, today).exists() is (group in groups)
    assert [group for group, count in group_counts(cast["officer.cmi"], today).items() if count] == groups


@pytest.mark.parametrize("today", [date(2026, 11, 27), date(2025, 1, 31), date(2024, 2, 29), date(2027, 8, 30)])
def test_the_last_day_is_that_of_the_months(today: date) -> None:
    end = _last_day(today)
    assert months_until(end - timedelta(days=1), today) == 24
    assert months_until(end, today) == 25


def test_a_lawsuit_alone_makes_the_member_sued(cast: dict[str, Any]) -> None:
    case = _case()
    suit = save_lawsuit(case, plaintiff="ก", court="ศาลแขวง", by=case.officer)
    assert groups_of([case], timezone.localdate()) == {case.pk: ["sued"]}
    save_lawsuit(case, lawsuit=suit, stage="ended", outcome="ถอนฟ้อง", by=case.officer)
    assert groups_of([case], timezone.localdate()) == {case.pk: []}


def test_the_filter_tells_nothing_of_masked_rows(client_as: Any, cast: dict[str, Any]) -> None:
    case = _case(debt=5, stage="sued")
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    head = client_as("head.cmi")
    assert case.reference in head.get("/cases/").content.decode()
    assert "ถูกฟ้อง</span>" not in head.get("/cases/").content.decode()
    assert case.reference not in head.get("/cases/?group=sued").content.decode()
    assert not any(group_counts(cast["head.cmi"], timezone.localdate()).values())


def test_the_home_page_leads_to_the_rows(client_as: Any) -> None:
    case = _case(leaves=30, debt=11)
    client = client_as("officer.cmi")
    assert "/cases/?group=leaving" in client.get("/").content.decode()
    assert case.reference in client.get("/cases/?group=leaving").content.decode()


def test_the_list_costs_the_same_with_one_and_with_three(client_as: Any) -> None:
    client, counts = client_as("officer.cmi"), []
    for _round in range(3):
        _case(leaves=30, debt=11, stage="sued")
        client.get("/cases/?group=leaving")
        with CaptureQueriesContext(connection) as queries:
            client.get("/cases/?group=leaving")
        counts.append(len(queries))
    assert counts[0] == counts[2]
