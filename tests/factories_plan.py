"""Cases with ways out compared and a plan agreed, for tests."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.counselling.ways_out import suggestions
from cases.models import Case, Plan, WaysOut
from cases.services.plans import make_plan
from cases.services.ways_out import facts_of, save_ways_out
from tests.factories_cases import make_case, with_example


def compare(case: Case, **given: Any) -> WaysOut:
    """A comparison of what a counsellor tries first."""
    options = given.pop("options", None) or suggestions(facts_of(case))
    return save_ways_out(case, options=options, by=case.officer, **given)


def make_planned_case(**fields: Any) -> Case:
    """The example case with a comparison kept and a plan that follows its first option."""
    case = with_example(make_case("in_progress", **fields))
    agree(case, way_out=compare(case).options.get(order=1))
    return case


def agree(case: Case, **given: Any) -> Plan:
    """A plan of three things, the first two with a day."""
    today = timezone.localdate()
    lines = [
        {"what": "นำสลิปเงินเดือน 3 เดือนมาให้", "who": "member", "due_on": today + timedelta(days=7)},
        {"what": "ยื่นคำขอรวมหนี้", "who": "clinic", "due_on": today + timedelta(days=14)},
        {"what": "หยุดใช้บัตรเครดิต", "who": "member", "due_on": None},
    ]
    first = {"lines": lines, "agreed_on": today, "next_visit": today + timedelta(days=30), "by": case.officer}
    return make_plan(case, **{**first, **given})
