"""What stands behind a number, in words: the shape every "มาจากไหน" has. The words are in each app's explanations."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Explanation:
    """Where a number comes from. Texts may hold ``%(name)s`` for the year's rules.

    ``formula``: how it is worked out, in words. ``source``: the paper or rule it rests on, with the year's target.
    ``counted``/``excluded``: what is in and what is not. ``numbers``: the formula with the figures of this case.
    ``url``: the rows behind it.
    """

    formula: Any
    source: Any
    counted: Any = ""
    excluded: Any = ""
    numbers: Any = ""
    url: str = ""

    def filled(self, values: Mapping[str, Any], *, numbers: Any = "", url: str = "") -> "Explanation":
        """With the year's rules in place of their names."""
        texts = {name: str(getattr(self, name)) % values for name in ("formula", "source", "counted", "excluded")}
        return replace(self, **texts, numbers=numbers or self.numbers, url=url)
