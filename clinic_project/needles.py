"""What names a person in a text, however it was spelt there: numbers, telephones, national IDs, names.

One reading of a text finds any number of people: spellings that begin alike share their beginning in the pattern.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from clinic_project.thai.digits import to_thai_digits

SHORTEST = 4
_DIGIT = "[0-9๐-๙]"
_SPACED = r"[\s.()\-\u2010-\u2015\u2212]*"
# Nearly every letter of a text is none a number begins with: they are passed over without a look at the rest.
_MAY_BEGIN = "(?=[0-9๐-๙A-Za-z])"
_NO_DIGIT_BEFORE, _NO_DIGIT_AFTER = f"(?<!{_DIGIT})", f"(?!{_DIGIT})"
# A number that goes on with a letter or a hyphen is another thing's reference (69-PCT-0042); one that goes on with a
# point or a slash and more digits is an amount, a date or a paper's number.
_WHOLE_BEFORE = "(?<![0-9๐-๙A-Za-z_])(?<![0-9๐-๙A-Za-z]-)(?<![0-9๐-๙][./])"
_WHOLE_AFTER = "(?![0-9๐-๙A-Za-z_]|-[0-9๐-๙A-Za-z]|[./][0-9๐-๙])"


@dataclass
class Needles:
    """What is looked for. Numbers are found as whole words, spaced ones with hyphens, dots or spaces between digits."""

    numbers: set[str] = field(default_factory=set)
    spaced: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Build the patterns, once."""
        figures = [[_WHOLE_BEFORE, *map(_sign, number), _WHOLE_AFTER] for number in _long(self.numbers)]
        figures += [
            [_NO_DIGIT_BEFORE, _sign(number[0]), *(_SPACED + _sign(sign) for sign in number[1:]), _NO_DIGIT_AFTER]
            for number in _long(self.spaced)
        ]
        words = [
            [r"\s+" if sign == " " else re.escape(sign) for sign in " ".join(n.split())] for n in _long(self.names)
        ]
        self._figures, self._words = _pattern(figures, _MAY_BEGIN), _pattern(words)

    def written_over(self, text: str, by: str) -> str:
        """The text with every one of them written over."""
        if self._words:
            text = self._words.sub(by, text)
        return self._figures.sub(by, text) if self._figures and re.search(_DIGIT, text) else text


def _long(needles: Iterable[str]) -> list[str]:
    return sorted(needle for needle in needles if len(needle) >= SHORTEST)


def _sign(sign: str) -> str:
    """A sign of a number; a digit may be an Arabic or a Thai one."""
    return f"[{sign}{to_thai_digits(sign)}]" if sign in "0123456789" else re.escape(sign)


def _pattern(spellings: list[list[str]], first: str = "") -> re.Pattern[str] | None:
    tree: dict[str, dict] = {}
    for spelling in spellings:
        place = tree
        for part in spelling:
            place = place.setdefault(part, {})
        place[""] = {}
    return re.compile(f"{first}{_source(tree)}") if tree else None


def _source(tree: dict[str, dict]) -> str:
    """The longest spelling is tried first: what may follow stands before the end."""
    branches = [part + _source(rest) for part, rest in tree.items() if part]
    if "" in tree:
        return f"(?:{'|'.join(branches)})?" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
