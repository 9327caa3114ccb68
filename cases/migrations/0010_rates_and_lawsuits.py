"""A debt's rate as it was told, and its lawsuit as a row of its own."""

from typing import Any

from django.db import migrations
from django.db.models import F, Q

STAGES = {"sued": "filed", "judgment": "judgment", "execution": "execution"}


def move(apps: Any, schema_editor: Any) -> None:
    """Rates were told per year; what a debt said of its court becomes a lawsuit."""
    debts, lawsuits = apps.get_model("cases", "Debt"), apps.get_model("cases", "Lawsuit")
    debts.objects.update(rate=F("annual_rate"), is_rate_effective=True)
    debts.objects.filter(rate_kind="flat_rate", rate__gt=0).update(is_rate_effective=False)
    in_court = Q(stage__in=STAGES) | ~Q(court="") | ~Q(court_case_number="") | Q(next_court_date__isnull=False)
    lawsuits.objects.bulk_create(
        lawsuits(
            case_id=debt.case_id,
            debt=debt,
            plaintiff=debt.creditor,
            court=debt.court or "ไม่ได้ระบุศาล",
            black_number=debt.court_case_number,
            stage=STAGES.get(debt.stage, "filed"),
            next_date=debt.next_court_date,
        )
        for debt in debts.objects.filter(in_court)
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_household")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
