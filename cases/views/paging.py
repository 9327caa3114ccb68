"""Keyset paging: fifty rows a page, as quick on the last page as on the first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


@dataclass(frozen=True)
class Page:
    """One page of a list, with the addresses of its neighbours (empty where there are none)."""

    rows: list[Any]
    prev_url: str
    next_url: str


def _number(request: HttpRequest, name: str) -> int | None:
    """A row's id from the address; junk counts as none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _url(request: HttpRequest, name: str, row: Any) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("before", None)
    query[name] = str(row.pk)
    return f"?{query.urlencode()}"


def keyset_page(rows: QuerySet[Any], day_field: str, request: HttpRequest) -> Page:
    """The page after (``?after=<id>``) or before (``?before=<id>``) a row, newest day first, then newest id.

    One query finds the row named in the address, one reads the page. A row that is gone or out of scope gives
    the first page.
    """
    after, before = _number(request, "after"), _number(request, "before")
    mark = rows.order_by().filter(pk=after or before).values_list(day_field, "pk").first() if after or before else None
    backwards = mark is not None and not after
    if mark:
        day, pk = mark
        side = "gt" if backwards else "lt"
        rows = rows.filter(Q(**{f"{day_field}__{side}": day}) | Q(**{day_field: day, f"pk__{side}": pk}))
    order = (day_field, "pk") if backwards else (f"-{day_field}", "-pk")
    found = list(rows.order_by(*order)[: PAGE_SIZE + 1])
    more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if backwards:
        found.reverse()
    has_prev, has_next = (more, True) if backwards else (mark is not None, more)
    return Page(
        rows=found,
        prev_url=_url(request, "before", found[0]) if found and has_prev else "",
        next_url=_url(request, "after", found[-1]) if found and has_next else "",
    )
