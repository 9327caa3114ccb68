"""What a request says about figures; junk is left out."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")
KEY = re.compile(r"[0-9]{1,18}\Z")
CODE = re.compile(r"[A-Za-z0-9_-]{1,10}\Z")


@dataclass(frozen=True)
class Filter:
    """Which rows are asked for: a clinic's code, a month ``2018-07``, and the key to go on after."""

    clinic: str = ""
    month: str = ""
    after: int | None = None


def filter_of(request: HttpRequest) -> Filter:
    """The filter in the address."""
    clinic, month, after = (request.GET.get(name, "") for name in ("clinic", "month", "after"))
    return Filter(
        clinic=clinic.upper() if CODE.match(clinic) else "",
        month=month if MONTH.match(month) and not month.startswith("0000") else "",
        after=int(after) if KEY.match(after) else None,
    )
