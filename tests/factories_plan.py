"""Cases with ways out compared, for tests."""

from typing import Any

from cases.counselling.ways_out import suggestions
from cases.models import Case, WaysOut
from cases.services.ways_out import facts_of, save_ways_out
from tests.factories_cases import make_case, with_example


def compare(case: Case, **given: Any) -> WaysOut:
    """A comparison of what a counsellor tries first."""
    options = given.pop("options", None) or suggestions(facts_of(case))
    return save_ways_out(case, options=options, by=case.officer, **given)


def make_planned_case(**fields: Any) -> Case:
    """The example case with a comparison kept."""
    case = with_example(make_case("in_progress", **fields))
    compare(case)
    return case
