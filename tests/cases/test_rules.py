"""Dated rules: which is in force on a day, who sets them, what is refused."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.counselling.dated import DatedRule, RulesOfTheDay
from cases.models import CounsellingRule
from cases.services.rules import remove_rule, rules_of_the_day, save_rule
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from tests.factories_referrals import person

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {"code": "ordinary_term", "value": Decimal(200), "source": "ระเบียบเงินกู้สามัญ ข้อ 12"}
MINE = {"code": "card_rate", "value": "15", "starts_on": "1/1/2580", "source": "ประกาศ"}


@pytest.mark.parametrize(
    ("code", "day", "value"),
    [
        ("card_rate", date(2018, 7, 1), "18"),
        ("card_rate", date(2020, 7, 31), "18"),
        ("card_rate", date(2020, 8, 1), "16"),
        ("personal_rate", date(2018, 7, 1), "28"),
        ("personal_rate", date(2026, 11, 28), "25"),
        ("card_minimum", date(2018, 7, 1), "10"),
        ("card_minimum", date(2024, 1, 1), "8"),
        ("default_interest", date(2021, 4, 10), "7.5"),
        ("default_interest", date(2021, 4, 11), "5"),
        ("emergency_term", date(2018, 7, 1), "12"),
        ("ordinary_term", date(2018, 7, 1), "240"),
        ("special_term", date(2018, 7, 1), "360"),
    ],
)
def test_the_rule_of_the_day(code: str, day: date, value: str) -> None:
    assert rules_of_the_day(day).value(code) == Decimal(value)


def test_before_the_first_day_there_is_no_rule() -> None:
    assert rules_of_the_day(date(2017, 12, 31)).value("card_rate") is None


def test_a_rule_bounds_its_kinds_of_debt_alone() -> None:
    rules = RulesOfTheDay([DatedRule("card_rate", Decimal(16), date(2020, 1, 1))], date(2021, 1, 1))
    found = rules.rate_ceiling("credit_card")
    assert found is not None
    assert found.value == 16
    assert rules.rate_ceiling("informal") is None
    assert rules.longest_term("ordinary_loan") is None


def test_a_new_rule_takes_over_on_its_day(cast: dict[str, Any]) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    rule = save_rule(starts_on=tomorrow, by=person("officer.cen"), **VALUES)
    assert rules_of_the_day().value("ordinary_term") == 240
    assert rules_of_the_day(tomorrow).value("ordinary_term") == 200
    assert Event.objects.filter(kind="rule.set").exists()
    remove_rule(rule, by=person("officer.cen"))
    assert rules_of_the_day(tomorrow).value("ordinary_term") == 240


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"source": " "}, "source"),
        ({"value": Decimal("12.5")}, "value"),
        ({"value": Decimal(0)}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"code": "anything"}, "code"),
        ({"starts_on": date(2018, 1, 1)}, "starts_on"),
    ],
)
def test_a_rule_without_sense_is_refused(cast: dict[str, Any], changed: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        save_rule(by=person("officer.cen"), **{"starts_on": date(2019, 1, 1), **VALUES, **changed})
    assert field in refused.value.message_dict


def test_what_has_begun_is_not_taken_back(cast: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="เริ่มใช้แล้ว"):
        remove_rule(CounsellingRule.objects.filter(code="card_rate")[0], by=person("officer.cen"))


@pytest.mark.parametrize("who", ["officer.cmi", "head.cmi", "edu.secretary"])
def test_only_central_and_administrators_set_rules(cast: dict[str, Any], who: str) -> None:
    with pytest.raises(NotAllowed):
        save_rule(starts_on=date(2019, 1, 1), by=person(who), **VALUES)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE cases_counsellingrule SET value = -1",
        "UPDATE cases_counsellingrule SET source = ''",
        "UPDATE cases_counsellingrule SET starts_on = '2018-01-01'",
    ],
)
def test_the_database_holds_the_rules_itself(attack: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_the_page_marks_what_is_in_force(client_as: Any) -> None:
    page = client_as("officer.cmi").get("/counselling/rules/").content.decode()
    assert "ดอกเบี้ยผิดนัด" in page
    assert "11 เมษายน 2564" in page
    assert "เพิ่มเกณฑ์" not in page
    assert "เพิ่มเกณฑ์" in client_as("officer.cen").get("/counselling/rules/").content.decode()


def test_a_rule_is_set_on_the_page(client_as: Any) -> None:
    client = client_as("officer.cen")
    refused = client.post("/counselling/rules/new/", MINE | {"value": "สิบห้า"})
    assert refused.status_code == 422
    assert client.post("/counselling/rules/new/", MINE).status_code == 302
    assert CounsellingRule.objects.filter(code="card_rate", value=15).exists()
