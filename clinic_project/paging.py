"""Paging by key: page 4,000 costs what page 1 costs (quality.md, speed)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class Page:
    """Rows of one page, with the addresses of its neighbours (empty where there are none)."""

    rows: list[Any]
    prev_url: str
    next_url: str


def _number(request: HttpRequest, name: str) -> int | None:
    """A row's id from the address; junk counts as none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _reversed(order: Sequence[str]) -> list[str]:
    return [column.removeprefix("-") if column.startswith("-") else f"-{column}" for column in order]


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows behind the row with these values, in this order."""
    condition, equal = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name = column.removeprefix("-")
        step = "lt" if column.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    return condition


def _address(request: HttpRequest, name: str, row: Any) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[name] = str(row.pk)
    return f"{request.path}?{query.urlencode()}"


def page_of(request: HttpRequest, queryset: QuerySet[Any], order: Sequence[str]) -> Page:
    """The page after (``?after=<id>``) or before (``?before=<id>``) a row. ``order`` must end in a unique column.

    One query finds the row named in the address, one reads the page. Junk, or a row that is gone or out of
    scope, gives the first page.
    """
    after, before = _number(request, AFTER), _number(request, BEFORE)
    columns = [column.removeprefix("-") for column in order]
    mark = None
    if after or before:
        mark = queryset.order_by().filter(pk=after or before).values_list(*columns).first()
    backwards = mark is not None and not after
    direction = _reversed(order) if backwards else list(order)
    rows = queryset.order_by(*direction)
    if mark:
        rows = rows.filter(_beyond(direction, mark))
    found = list(rows[: PAGE_SIZE + 1])
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if backwards:
        found.reverse()
    has_prev, has_next = (more, True) if backwards else (mark is not None, more)
    return Page(
        rows=found,
        prev_url=_address(request, BEFORE, found[0]) if found and has_prev else "",
        next_url=_address(request, AFTER, found[-1]) if found and has_next else "",
    )
