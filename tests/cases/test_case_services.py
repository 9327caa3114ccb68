"""Opening a case, its money and its figures, by the services."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case
from cases.services.figures import position_of, triage_of
from tests.factories_cases import make_case, with_example


@pytest.mark.parametrize("status", ["open", "in_progress", "on_hold", "follow_up", "closed", "void"])
def test_a_case_reaches_every_status_of_a_clinic(cast: dict[str, Any], status: str) -> None:
    assert make_case(status).status == status


def test_numbers_run_by_clinic_and_year(cast: dict[str, Any]) -> None:
    short = f"{(timezone.localdate().year + 543) % 100:02d}"
    given = [make_case("open", clinic_code=code).reference for code in ("CMI", "CMI", "PCT")]
    assert given == [f"{short}-CMI-0001", f"{short}-CMI-0002", f"{short}-PCT-0001"]


def test_figures_equal_the_example_of_the_counselling_sheet(cast: dict[str, Any]) -> None:
    """counselling.md, formulas 1-4 and total debt."""
    case = with_example(make_case())
    position = position_of(case)
    assert position.net_take_home == Decimal("17485.00")
    assert position.net_ratio == Decimal("45.42")
    assert position.floor == Decimal("11550.00")
    assert position.headroom == Decimal("5935.00")
    assert position.headroom_loan == Decimal("528588.79")
    assert position.debt_service_ratio == Decimal("81.10")
    assert position.residual == Decimal("-10765.00")
    assert position.total_debt == Decimal(1_535_000)
    triage = triage_of(case)
    assert triage.level == "critical"
    assert {"lawsuit", "dsr_critical", "outside_creditors"} <= {reason.code for reason in triage.reasons}


def test_every_write_is_told_in_the_timeline(cast: dict[str, Any]) -> None:
    case: Case = with_example(make_case("follow_up"))
    assert [entry.kind for entry in case.entries.all()] == ["money", "money", "money", "move", "move", "opened"]
    assert case.last_activity_at == case.entries.first().at
