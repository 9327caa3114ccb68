"""Rules, ways out and the plan of a case, for the access table."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.models import CounsellingRule
from tests.factories_plan import make_planned_case


def things() -> dict[str, list[Any]]:
    """A rule in force, one that has not begun; a case with a comparison and a plan."""
    values = {"code": "ordinary_term", "value": Decimal(150), "source": "ระเบียบเงินกู้สามัญ ข้อ 12"}
    rule = CounsellingRule.objects.create(starts_on=date(2019, 1, 1), **values)
    ahead = CounsellingRule.objects.create(starts_on=timezone.localdate() + timedelta(days=30), **values)
    case = make_planned_case()
    return {
        "plan rule": [rule.pk],
        "plan rule ahead": [ahead.pk],
        "plan ways": [case.reference, 1],
        "plan agreed": [case.reference, 1],
    }
