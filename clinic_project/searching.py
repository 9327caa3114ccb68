"""One search over everything a person may see: what is asked, in which spellings, and what to suggest instead.

Nothing of it is kept: no term is written to the database or to the session (decision 36).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from clinic_project.registry import Hit, Results, registry
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.text import keyboard_guess, normalise

MOST_SHOWN = 6
MOST_SUGGESTED = 3
MOST_COUNTED = 100
LONGEST_TEXT = 100
_CODE = re.compile(r"([A-Z]{0,3}[0-9]{2})-?([A-Z]{3})-?([0-9]{1,5})\Z")
_NUMBERED = re.compile(r"(.*-)([0-9]+)\Z")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def reference_key(text: str) -> str:
    """A number as we write it: ``๖๙-cmi-๔๒`` and ``69CMI42`` are both ``69-CMI-42``."""
    key = _DASHES.sub("-", to_arabic_digits(normalise(text)).upper().replace(" ", ""))
    found = _CODE.match(key)
    return "-".join(found.groups()) if found else key


def padded(key: str, width: int) -> str:
    """The same number with the zeros it is written with: ``69-CMI-42`` of width 4 is ``69-CMI-0042``."""
    found = _NUMBERED.match(key)
    return f"{found[1]}{found[2].zfill(width)}" if found else key


def results_of(group: Any, found: QuerySet[Any], hit: Callable[[Any], Hit], most: int, **rest: Any) -> Results | None:
    """The first hits and how many there are; one query, and one more where there are more than are shown."""
    rows = list(found[: most + 1])
    if not rows:
        return None
    total = len(rows) if len(rows) <= most else found.order_by()[: MOST_COUNTED + 1].count()
    return Results(group, [hit(row) for row in rows[:most]], total, **rest)


@dataclass(frozen=True)
class Answer:
    """What a search gave: ``exact`` hits (their number was typed) stand first and not again in their groups.

    ``guess``: what was looked for instead, because the text as typed gave nothing.
    """

    text: str
    groups: list[Results] = field(default_factory=list)
    exact: list[Hit] = field(default_factory=list)
    count: int = 0
    members_shown: int = 0
    guess: str = ""

    @property
    def hits(self) -> list[Hit]:
        """Everything that is shown."""
        return [*self.exact, *(hit for group in self.groups for hit in group.hits)]


def _answer(text: str, found: list[Results], guess: str) -> Answer:
    exact = [hit for group in found for hit in group.hits if hit.is_exact]
    others = [replace(group, hits=[hit for hit in group.hits if not hit.is_exact]) for group in found]
    return Answer(
        text,
        [group for group in others if group.hits],
        exact,
        count=sum(group.total for group in found),
        members_shown=sum(len(group.hits) for group in found if group.shows_members),
        guess=guess,
    )


def _look(user: Any, text: str, most: int) -> list[Results]:
    sources = (source for _order, source in sorted(registry.searches, key=lambda pair: pair[0]))
    return [found for source in sources if (found := source(user, text, most))]


def _number_guess(text: str) -> str:
    """A number typed while the keyboard was on Thai (``ุต-ฉ\u0e31ณ-จ`` for ``69-CMI-0``); empty when it makes none."""
    if text.isascii():
        return ""
    from pythainlp.util import thai_to_eng

    guess = reference_key(thai_to_eng(text))
    return guess if _CODE.match(guess.replace("-", "")) or re.fullmatch(r"[0-9]{4,10}", guess) else ""


def find(user: Any, text: str, *, most: int = MOST_SHOWN) -> Answer:
    """Look everywhere; when the text as typed gives nothing, as typed with the other keyboard."""
    text = normalise(text)[:LONGEST_TEXT]
    groups, guess = (_look(user, text, most), "") if text else ([], "")
    if text and all(group.note for group in groups):
        other = keyboard_guess(text) or _number_guess(text)
        better = _look(user, other, most) if other else []
        if better:
            groups, guess = better, other
    return _answer(text, groups, guess)
