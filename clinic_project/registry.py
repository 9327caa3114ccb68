"""Places where the apps above hang in what they have: menu entries, things that wait for a person, search, changes.

The foundation draws the frame and calls what was registered; so no lower app needs to know a higher one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from clinic_project.verdicts import Verdict


@dataclass(frozen=True)
class NavEntry:
    """A menu entry; ``shown`` decides by person, ``count`` gives the badge (None or 0: no badge).

    ``section``: addresses that begin so belong to the entry (its own address when empty). ``key``: its shortcut, one
    letter or two pressed one after the other (``g c``); the page of keys lists it. ``short``: the label where only a
    fifth of a phone's width is there for it.
    """

    order: int
    label: Any
    url_name: str
    shown: Callable[[Any], bool]
    icon: str = ""
    count: Callable[[Any], int | None] | None = None
    section: str = ""
    key: str = ""
    short: Any = ""


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
class Change:
    """What others did since a person was last here: one line a record, ``more`` further things at the same one."""

    at: datetime
    title: Any
    detail: Any
    url: str
    reference: str = ""
    more: int = 0


@dataclass(frozen=True)
class Hit:
    """One search result. ``is_exact``: its number is what was typed."""

    title: Any
    detail: Any
    url: str
    is_exact: bool = False


@dataclass(frozen=True)
class Results:
    """What one source found. ``total`` is counted up to ``clinic_project.searching.MOST_COUNTED`` and one more.

    ``more_url``: the list with the same filter, where there is one. ``note``: says so when the hits are a guess.
    ``shows_members``: the hits name members, so that showing them is logged (R48).
    """

    group: Any
    hits: list[Hit]
    total: int
    more_url: str = ""
    note: Any = ""
    shows_members: bool = False


@dataclass(frozen=True)
class HomePanel:
    """A panel on the home page: a template and its context, drawn for persons it is ``shown`` to.

    A context without anything to show is None: then the panel is not drawn. ``on_top``: before everything else, over
    the whole width.
    """

    order: int
    template: str
    context: Callable[[Any], dict[str, Any] | None]
    shown: Callable[[Any], bool]
    on_top: bool = False


@dataclass(frozen=True)
class PublicPaper:
    """What the public may read of a kind of issued paper: its name, and of which clinic or programme it is.

    ``subject`` is a function of the issued document and never names a person.
    """

    name: Any
    subject: Callable[[Any], str]


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice that goes out by mail or stands on the home page: what it is about, and who may have it.

    ``may(user, notice)`` is asked when it is sent and when it is shown: the person may have left the post, or what it
    was about may be done. Its reason is kept.
    """

    words: Any
    may: Callable[[Any, Any], Verdict]


@dataclass(frozen=True)
class FormSubject:
    """Whose record the forms of an app are about, so that their drafts are read like the record itself.

    ``find(user, numbers)``: the records within the person's scope by their numbers, in a fixed number of queries.
    ``kind``: the event of a reading; empty where nothing of the record is shown. ``serves(user)``: whether the forms
    about no record yet are the person's.
    """

    find: Callable[[Any, Collection[str]], Mapping[str, Any]]
    kind: str
    serves: Callable[[Any], bool]


@dataclass(frozen=True)
class HandoverRow:
    """One thing a person has in hand. ``key`` is the source's own; ``url`` is empty where the reader may not open it.

    What the reader may not know is left out of ``title`` and ``detail``, never the row itself: it is handed over too.
    """

    key: str
    title: Any
    detail: Any = ""
    url: str = ""


@dataclass(frozen=True)
class HandoverSource:
    """A kind of work that must not be left without somebody when its owner leaves a clinic.

    ``counts(user ids)``: how many things each has in hand, by (user id, clinic id), in a fixed number of queries.
    ``rows(user, clinic, reader)``: those of one person in one clinic, as ``reader`` may know them.
    ``give(user, clinic, key, to=, by=)``: hand one over inside the caller's transaction, with its own event; raises
    ``ValidationError`` in Thai, which tells no reason the reader may not know, where ``to`` can't take it. A key that
    is no longer in hand is left alone.
    """

    code: str
    title: Any
    counts: Callable[[Collection[int]], Mapping[tuple[int, int], int]]
    rows: Callable[[Any, Any, Any], list[HandoverRow]]
    give: Callable[..., None]


@dataclass(frozen=True)
class YearPart:
    """What an app keeps a programme year and takes over into the next: opening criteria, kinds of expenses.

    ``plan(source)`` says in Thai lines what would be copied and writes nothing; ``copy(copy_from=, year=, by=)`` copies
    it inside the transaction that sets the year up. ``models``: labels (``clinics.criterion``) of the rows it makes,
    which do not stand in the way of an undo and are deleted with the year.
    """

    title: Any
    plan: Callable[[Any], Iterable[Any]]
    copy: Callable[..., None]
    models: tuple[str, ...] = ()


@dataclass(frozen=True)
class HeldTable:
    """One table of what is held about a member, as it is handed to them: text in every cell."""

    title: Any
    heads: list[Any]
    rows: list[list[str]]
    # Serials of the issued papers the table names; their files go with it.
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """One thing whose time runs: its record, how it is called, whose it is, and the day it ended."""

    record: Any
    reference: str
    member_id: int
    ended_on: date


@dataclass
class Registry:
    """What the apps registered, in ``AppConfig.ready``."""

    nav: list[NavEntry] = field(default_factory=list)
    tasks: list[Callable[[Any], Iterable[Task]]] = field(default_factory=list)
    # (user, since) -> what others changed after that moment, within the person's scope; a fixed number of queries.
    changes: list[Callable[[Any, datetime], Iterable[Change]]] = field(default_factory=list)
    # (user, text, most hits) -> what was found, or None; in the order of their numbers; a fixed number of queries.
    searches: list[tuple[int, Callable[[Any, str, int], Results | None]]] = field(default_factory=list)
    panels: list[HomePanel] = field(default_factory=list)
    # Names of list pages whose filters are kept while one looks at a record.
    lists: set[str] = field(default_factory=set)
    # Pages worth returning to after log-in: name of the address -> what it is called.
    places: dict[str, Any] = field(default_factory=dict)
    # What a higher app adds to a case's page: (user, case) -> {"template": ..., anything the template needs}, or None.
    # Optional keys the page itself reads: "primary" ({label, url}: the one thing to do next), "step_note" (text beside
    # the step at central). The panel runs on every drawing of the page: a fixed number of queries.
    case_panels: list[Callable[[Any, Any], dict[str, Any] | None]] = field(default_factory=list)
    # What a higher app adds to a member's page, as ``case_panels`` does: (user, member) -> {"template": ...}, or None.
    member_panels: list[Callable[[Any, Any], dict[str, Any] | None]] = field(default_factory=list)
    # What a higher app can make of a way out of a case that was compared and kept: (user, case) -> a function from the
    # option to {"label": ..., "url": ...}, or None where it can make nothing; a fixed number of queries.
    way_out_uses: list[Callable[[Any, Any], Callable[[Any], dict[str, Any]] | None]] = field(default_factory=list)
    # What is held about a member, for their request to see it: (user, member) -> tables within the person's scope.
    held_tables: list[Callable[[Any, Any], Iterable[HeldTable]]] = field(default_factory=list)
    # What a field without a Thai name of its own is called in those tables: ``app.field`` -> word.
    field_words: dict[str, Any] = field(default_factory=dict)
    # Keys of clinics that hold something of a member this person may not read: (user, member) -> clinics.
    held_elsewhere: list[Callable[[Any, Any], Iterable[int]]] = field(default_factory=list)
    # What is taken out after its time: kind of the rule -> (last day that is due) -> what ended by then. Such a record
    # has a field ``member``, which then names nobody.
    ended: dict[str, Callable[[date], Iterable[Ended]]] = field(default_factory=dict)
    # Whether something of a member is under way, so that they can't be taken out: (member) -> Thai reason or None.
    member_obstacles: list[Callable[[Any], Any]] = field(default_factory=list)
    # What a page is called in the report of who opened a member's data: ``page`` of the event's detail -> words.
    reading_pages: dict[str, Any] = field(default_factory=dict)
    # Fields by which rows belong to another although they bear another name (clinic_project/person_tree.py).
    owned_relations: set[str] = field(default_factory=set)
    # Records whose events are about a member: (member) -> (type of the subject, keys); for "who opened my data".
    member_subjects: list[Callable[[Any], Iterable[tuple[str, Iterable[int]]]]] = field(default_factory=list)
    # Numbers of a member's records that a person may read, by kind (those of ``ended`` and others): (user, member).
    member_references: dict[str, Callable[[Any, Any], Iterable[str]]] = field(default_factory=dict)
    # What stands on the page of a clinic's year and of a programme year: the order, and a panel as above. A panel says
    # in two or three lines how its matter stands and leads to its page; a fixed number of queries.
    clinic_panels: list[tuple[int, Callable[[Any, Any], dict[str, Any] | None]]] = field(default_factory=list)
    year_panels: list[tuple[int, Callable[[Any, Any], dict[str, Any] | None]]] = field(default_factory=list)
    # What a person has in hand that is handed over when they leave a clinic.
    handovers: list[HandoverSource] = field(default_factory=list)
    # Why a year's set-up can't be undone any more, beside rows that point to it: (year) -> Thai reason or None.
    year_obstacles: list[Callable[[Any], Any]] = field(default_factory=list)
    # What else a new programme year takes over from the one before.
    year_parts: list[YearPart] = field(default_factory=list)
    # What is missing at clinics, in a word each, for the board of a year: (year) -> clinic -> words.
    stage_notes: list[Callable[[Any], Mapping[int, list[Any]]]] = field(default_factory=list)
    # What a form is called in the list of drafts: URL name ("cases:note"), or with its move ("cases:move close").
    form_names: dict[str, Any] = field(default_factory=dict)
    # What an app's forms are about: name space ("cases") or one form's URL name ("cases:break_glass") -> its subject.
    form_subjects: dict[str, FormSubject] = field(default_factory=dict)
    # What the access log says of an app's own events and of the counts in them: code -> Thai words.
    event_kinds: dict[str, Any] = field(default_factory=dict)
    event_details: dict[str, Any] = field(default_factory=dict)
    # Which issued documents a person may open: document kind -> predicate(user, document).
    document_readers: dict[str, Callable[[Any, Any], bool]] = field(default_factory=dict)
    # Which issued documents carry a QR code to be checked by: document kind -> what the public reads of it.
    public_papers: dict[str, PublicPaper] = field(default_factory=dict)
    # What notices there are (clinic_project.outbox): kind -> its words and who may have it.
    notices: dict[str, NoticeKind] = field(default_factory=dict)

    # What services given say about days: (clinic id, first day, last day, mode) -> how many were logged.
    visit_counts: list[Callable[[int, date, date, str], int]] = field(default_factory=list)
    # Where a service of an occasion is logged: (occasion code, its words, day) -> address of the filled form.
    visit_links: list[Callable[[str, str, date], str]] = field(default_factory=list)
    # What people of a clinic are bound to on some days: (clinic, first day, last day) -> day, Thai words, address.
    busy_days: list[Callable[[Any, date, date], Iterable[tuple[date, Any, str]]]] = field(default_factory=list)

    def drawn(self, panels: Iterable[tuple[int, Callable[[Any, Any], Any]]], user: Any, record: Any) -> list[Any]:
        """The panels that have something to show to the person about the record, in their order."""
        ordered = sorted(panels, key=lambda panel: panel[0])
        return [shown for _order, panel in ordered if (shown := panel(user, record)) is not None]


registry = Registry()
