"""A cell as it stood in the file, for who has to mend it: one short line, no sign nobody sees, no national ID."""

import math
import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from clinic_project.thai.dates import format_short

MOST_LETTERS = 80
SHOWN_DIGITS = 3
"""So many digits at the end of a national ID are shown, as everywhere."""
_THIRTEEN = re.compile(r"(?:[0-9๐-๙][\s.-]?){12}[0-9๐-๙]")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return format_short(cell.date())
    if isinstance(cell, date):
        return format_short(cell)
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    seen = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in str(cell))
    return " ".join(seen.split())


def may_be_national_id(cell: Any) -> bool:
    """Whether thirteen digits stand in it one after the other, with or without hyphens."""
    return bool(_THIRTEEN.search(_text(cell)))


def shown_cell(cell: Any, *, is_secret: bool = False) -> str:
    """The cell in one short line. ``is_secret``: of the column of national IDs; one in any other is masked too.

    What is masked keeps its length and its last digits, so that who has the paper finds the mistake.
    """
    text = _text(cell)
    if is_secret or may_be_national_id(cell):
        places = [place for place, sign in enumerate(text) if sign.isdecimal()]
        hidden = set(places[:-SHOWN_DIGITS])
        text = "".join("x" if place in hidden else sign for place, sign in enumerate(text))
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
