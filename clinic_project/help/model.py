"""What help is made of: topics of a few steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step: what is done, in a clerk's words; the page it is done on (a URL name) and its picture, if any."""

    title: Any
    text: Any
    page: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Topic:
    """Help with one thing; ``holds`` says whether it is a person's own.

    ``is_day``: a day's work of the role that the label names, else what the label says.
    """

    slug: str
    label: Any
    lead: Any
    holds: Callable[[Any], bool]
    steps: tuple[Step, ...]
    is_day: bool = True
