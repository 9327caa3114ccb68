"""What the pages of baseline figures show: start and end side by side, and all clinics of a year (R37)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.charts import Bar, bar_chart
from clinic_project.thai.numbers import format_money
from clinics.models import Baseline, ClinicYear

Amount = Decimal | int | None


def shown(name: str, value: Amount) -> str:
    """A figure as it is read: baht with decimals, persons without; a dash where there is none."""
    if value is None:
        return "–"
    return format_money(value) if name in Baseline.MONEY else f"{value:,}"


@dataclass(frozen=True)
class Comparison:
    """One figure at the start and at the end, and the difference in words."""

    label: Any
    start: str
    end: str
    difference: str


def difference_words(name: str, start: Amount, end: Amount) -> str:
    """``เพิ่มขึ้น 12 (5.00 %)``; empty while one of the two is not there."""
    if start is None or end is None:
        return ""
    change = Decimal(end) - Decimal(start)
    if not change:
        return _("เท่าเดิม")
    share = f" ({abs(change) * 100 / Decimal(start):,.2f} %)" if start else ""
    words = _("เพิ่มขึ้น") if change > 0 else _("ลดลง")
    amount = abs(change) if name in Baseline.MONEY else int(abs(change))
    return f"{words} {shown(name, amount)}{share}"


def compared(start: Baseline | None, end: Baseline | None) -> list[Comparison]:
    """Every figure of a clinic, start and end side by side."""
    rows = []
    for name in Baseline.NUMBERS:
        first, last = getattr(start, name, None), getattr(end, name, None)
        row = Comparison(
            Baseline.label(name), shown(name, first), shown(name, last), difference_words(name, first, last)
        )
        rows.append(row)
    return rows


def comparison_chart(start: Baseline | None, end: Baseline | None) -> Any:
    """Arrears in baht, start against end: what the clinic is there to bring down."""
    if start is None or end is None or start.arrears_baht is None or end.arrears_baht is None:
        return None
    bars = [
        Bar(words, row.arrears_baht, f"{row.arrears_baht:,.0f}") for words, row in ((_("ต้นปี"), start), (_("สิ้นปี"), end))
    ]
    title = _("เงินค้างชำระเป็นบาท ต้นปีเทียบกับสิ้นปี ตัวเลขเต็มอยู่ในตารางข้างต้น")
    return bar_chart(bars, title=title, label_width=70)


@dataclass(frozen=True)
class YearRow:
    """A clinic's figures in the table of all; None where it has not submitted any."""

    clinic_year: ClinicYear
    baseline: Baseline | None
    values: list[Amount]

    @property
    def labelled(self) -> list[tuple[Any, str]]:
        """The figures as they are read, each with its heading."""
        return labelled(self.values)


def labelled(values: Sequence[Amount]) -> list[tuple[Any, str]]:
    """Each figure as it is read, with its heading."""
    return [(Baseline.label(name), shown(name, value)) for name, value in zip(Baseline.NUMBERS, values, strict=True)]


def year_rows(clinic_years: Iterable[ClinicYear], baselines: Iterable[Baseline]) -> list[YearRow]:
    """One row a clinic in the programme's order; drafts are the clinic's own and count for nothing."""
    sent = {row.clinic_year_id: row for row in baselines if row.status == "submitted"}
    rows = []
    for clinic_year in clinic_years:
        found = sent.get(clinic_year.pk)
        rows.append(YearRow(clinic_year, found, [getattr(found, name, None) for name in Baseline.NUMBERS]))
    return rows


def totals(rows: Sequence[YearRow]) -> list[Amount]:
    """The sum of each column over the clinics that submitted."""
    columns = zip(*(row.values for row in rows), strict=True)
    found = [sum((value for value in column if value is not None), start=0) for column in columns]
    return found or [0] * len(Baseline.NUMBERS)
