"""Paging by key: page 4,000 costs what page 1 costs (quality.md, speed)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
PARAMETER = "after"


@dataclass(frozen=True)
class Page:
    """Rows of one page, and addresses for the pagination component (empty: there is none)."""

    rows: list[Any]
    next_url: str
    first_url: str


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows behind the row with these values, in this order."""
    condition, equal = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name = column.removeprefix("-")
        step = "lt" if column.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    return condition


def _address(request: HttpRequest, after: int | None) -> str:
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    if after is not None:
        query[PARAMETER] = str(after)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def page_of(request: HttpRequest, queryset: QuerySet[Any], order: Sequence[str], size: int = PAGE_SIZE) -> Page:
    """The page ``?after=<id>`` asks for. ``order`` must end in a unique column; junk gives the first page."""
    given = request.GET.get(PARAMETER, "")
    rows = queryset.order_by(*order)
    columns = [column.removeprefix("-") for column in order]
    start = None
    if given.isascii() and given.isdigit() and len(given) < 19:
        start = queryset.filter(pk=int(given)).values_list(*columns).first()
    if start:
        rows = rows.filter(_beyond(order, start))
    found = list(rows[: size + 1])
    more = len(found) > size
    next_url = _address(request, found[size - 1].pk) if more else ""
    return Page(found[:size], next_url, _address(request, None) if start else "")
