"""Places where the apps above hang in what they have: menu entries, things that wait for a person, search.

The foundation draws the frame and calls what was registered; so no lower app needs to know a higher one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class NavEntry:
    """A menu entry; ``shown`` decides by person, ``count`` gives the badge (None or 0: no badge)."""

    order: int
    label: Any
    url_name: str
    shown: Callable[[Any], bool]
    icon: str = ""
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person, as the home page lists it."""

    title: Any
    detail: Any
    url: str
    due: date | None = None
    working_days_left: int | None = None
    chip: Any = ""
    tone: str = "wait"
    reference: str = ""


@dataclass(frozen=True)
class Hit:
    """One search result."""

    group: Any
    title: Any
    detail: Any
    url: str


@dataclass(frozen=True)
class HomePanel:
    """A panel on the home page: a template and its context, drawn for persons it is ``shown`` to."""

    order: int
    template: str
    context: Callable[[Any], dict[str, Any]]
    shown: Callable[[Any], bool]


@dataclass
class Registry:
    """What the apps registered, in ``AppConfig.ready``."""

    nav: list[NavEntry] = field(default_factory=list)
    tasks: list[Callable[[Any], Iterable[Task]]] = field(default_factory=list)
    searches: list[Callable[[Any, str], Iterable[Hit]]] = field(default_factory=list)
    panels: list[HomePanel] = field(default_factory=list)
    # What a higher app adds to a case's page: (user, case) -> {"template": ..., anything the template needs}, or None.
    # Optional keys the page itself reads: "primary" ({label, url}: the one thing to do next), "step_note" (text beside
    # the step at central). The panel runs on every drawing of the page: a fixed number of queries.
    case_panels: list[Callable[[Any, Any], dict[str, Any] | None]] = field(default_factory=list)
    # What a higher app adds to a member's page, as ``case_panels`` does: (user, member) -> {"template": ...}, or None.
    member_panels: list[Callable[[Any, Any], dict[str, Any] | None]] = field(default_factory=list)
    # Which issued documents a person may open: document kind -> predicate(user, document).
    document_readers: dict[str, Callable[[Any, Any], bool]] = field(default_factory=dict)


registry = Registry()
