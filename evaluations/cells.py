"""Cells of the indicator pages: numbers that lead to their rows, values that say when they miss the target."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinic_project.explanations import Explanation
from clinic_project.thai.numbers import NO_VALUE, format_percent


@dataclass(frozen=True)
class Table:
    """What ``data_table`` draws, with the note that explains closed numbers when there are any."""

    caption: Any
    columns: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Any] = ()
    is_closed: bool = False
    note: Any = ""
    # Where its columns come from: (label, explanation) pairs, as components/explain_list.html draws them.
    explanations: Sequence[Any] = ()


@dataclass(frozen=True)
class Picture:
    """A chart, its heading, and the table that holds its numbers (beside it, or named in ``note``)."""

    title: Any
    chart: SafeString
    table: Table | None = None
    note: Any = ""


@dataclass(frozen=True)
class Figure:
    """One headline number, as components/figures.html shows it."""

    label: Any
    value: Any
    note: Any = ""
    tone: str = ""
    url: str = ""
    explanation: Explanation | None = None


@dataclass(frozen=True)
class Links:
    """Addresses of the rows behind the numbers of one year."""

    year: int
    extra: dict[str, str] = field(default_factory=dict)

    def url(self, indicator: str, clinic: str = "", month: str = "") -> str:
        """The page of the rows an indicator counts."""
        query = {name: value for name, value in (("clinic", clinic), ("month", month)) if value}
        path = reverse("evaluations:rows", args=[self.year, indicator])
        return f"{path}?{urlencode(query)}" if query else path

    def number(self, indicator: str, shown: Any, clinic: str = "", month: str = "") -> SafeString:
        """A number that opens its rows."""
        return format_html('<a class="num" href="{}">{}</a>', self.url(indicator, clinic, month), _shown(shown))


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def score(value: Decimal | None, is_met: bool) -> SafeString:
    """A mean; below the target it says so in words."""
    if value is None:
        return format_html('<span class="num">{}</span>', NO_VALUE)
    return _judged(f"{value:.2f}", is_met)


def share(value: Decimal | None, is_met: bool) -> SafeString:
    """A percentage; below the target it says so in words."""
    if value is None:
        return format_html('<span class="num">{}</span>', NO_VALUE)
    return _judged(format_percent(value), is_met)


def _judged(text: str, is_met: bool) -> SafeString:
    if is_met:
        return format_html('<span class="num">{}</span>', text)
    chip = format_html('<span class="chip wait">{}</span>', _("ต่ำกว่าเป้า"))
    return format_html('<span><span class="num">{}</span> {}</span>', text, chip)
