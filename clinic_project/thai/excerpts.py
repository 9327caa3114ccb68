"""Words found inside a page of text, shown with what stands around them.

A page is searched by a key without spaces, tones and hyphens (``thai.text.search_key``); here each letter of the key
remembers where in the page it stood, so that the words as written can be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .digits import to_arabic_digits
from .text import normalise, search_key

AROUND = 60
"""Letters shown on each side of the words."""
_DROPPED = re.compile("[\\s.\\-\u2010-\u2015\u2212\u0e47-\u0e4c]")


@dataclass(frozen=True)
class Excerpt:
    """What stands before the words, the words as written, and what comes after."""

    before: str
    words: str
    after: str


def plain_page(text: str) -> str:
    """A page's text in one line, as it is stored and shown."""
    return normalise(text)


def page_key(text: str) -> str:
    """The key of a stored page: one letter for each letter that counts, so that places can be told."""
    return "".join(letter for letter, _place in _letters(text))


def _letters(text: str) -> list[tuple[str, int]]:
    found = []
    for place, sign in enumerate(text):
        if not _DROPPED.match(sign):
            found += [(letter, place) for letter in to_arabic_digits(sign).casefold()]
    return found


def excerpt_of(text: str, query: str, *, around: int = AROUND) -> Excerpt | None:
    """The first place of a stored page where the words stand; None where they don't."""
    key, letters = search_key(query), _letters(text)
    at = "".join(letter for letter, _place in letters).find(key) if key else -1
    if at < 0:
        return None
    first, last = letters[at][1], letters[at + len(key) - 1][1] + 1
    while last < len(text) and "\u0e31" <= text[last] <= "\u0e4e" and _DROPPED.match(text[last]):
        last += 1
    before, after = text[max(0, first - around) : first], text[last : last + around]
    return Excerpt(
        f"…{_from_whole(before)}" if first > around else before,
        text[first:last],
        f"{after}…" if last + around < len(text) else after,
    )


def _from_whole(text: str) -> str:
    """Cut off a mark or vowel that lost its letter at the beginning."""
    return re.sub("\\A[\u0e30-\u0e3a\u0e45-\u0e4e]+", "", text)
