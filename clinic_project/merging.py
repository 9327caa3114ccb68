"""Two texts that grew from one: together again where they changed different places."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

_PIECE = re.compile(r"\S+[^\S\n]*\n*|\s+")
Change = tuple[int, int, list[str]]


def _pieces(text: str) -> list[str]:
    """Words with the white space after them; Thai runs on, so a piece may be a whole phrase."""
    return _PIECE.findall(text)


def _changes(base: list[str], other: list[str]) -> list[Change]:
    """What was done to ``base``: pieces from, to, and what stands there instead."""
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [(a, b, other[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def three_way(base: str, mine: str, theirs: str) -> str | None:
    """Both changes in one text; None where they touch, and a person has to decide."""
    pieces = _pieces(base)
    done, others = _changes(pieces, _pieces(mine)), _changes(pieces, _pieces(theirs))
    both = sorted([*done, *(change for change in others if change not in done)], key=lambda change: change[:2])
    for before, after in pairwise(both):
        if after[0] <= before[1]:
            return None
    result: list[str] = []
    at = 0
    for start, end, instead in both:
        result += [*pieces[at:start], *instead]
        at = end
    return "".join([*result, *pieces[at:]])


def one_after_the_other(mine: str, theirs: str) -> str:
    """Both texts whole, to be put in order by hand."""
    return "\n".join(part for part in (theirs.strip(), mine.strip()) if part)
