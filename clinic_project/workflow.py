"""The workflow engine: one table a machine guards every change of status.

``apply`` locks the row, checks permission, source state and readiness under the lock, and writes
the status and its event in one transaction. Buttons and diagrams come from the same table.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from clinic_project import audit
from clinic_project.models import Event
from clinic_project.scoping import ScopedQuerySet
from clinic_project.verdicts import ALLOW, NotAllowed, Verdict

_moving: ContextVar[bool] = ContextVar("moving", default=False)

Guard = Callable[[Any, Any], Verdict]
Record = TypeVar("Record", bound="WorkflowModel")


class StatusGuarded(RuntimeError):
    """Code tried to change a status without going through ``apply``."""


class StaleState(RuntimeError):
    """The record has moved on since the page was drawn. ``record`` is the locked row, ``last`` its last move."""

    def __init__(self, record: "WorkflowModel", move: "Move") -> None:
        super().__init__(f"{record} is {record.status}, {move.name} starts from {move.sources}")
        self.record = record
        self.move = move
        self.last: Event | None = audit.events_of(record).filter(kind__contains=".move.").first()


def _always(user: Any, record: Any) -> Verdict:
    return ALLOW


@dataclass(frozen=True)
class Move:
    """One row of a machine's table.

    ``permission`` says who may (role), ``ready`` says whether the record is complete enough; both
    answer with a Thai reason. ``by_system`` moves are made by another record's move and have no button;
    they skip ``permission`` because that other move was already permitted.
    """

    name: str
    label: Any
    sources: tuple[str, ...]
    target: str
    permission: Guard = _always
    ready: Guard = _always
    by_system: bool = False
    primary: bool = False
    help: Any = ""


@dataclass(frozen=True)
class Button:
    """A move as a page shows it."""

    name: str
    label: Any
    url: str
    allowed: bool
    reason: Any = ""
    primary: bool = False
    help: Any = ""


@dataclass(frozen=True)
class Machine:
    """A state machine: its name, first state, Thai labels of all states, and the table of moves."""

    name: str
    initial: str
    states: Mapping[str, Any]
    table: tuple[Move, ...]
    moves: Mapping[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        moves = {move.name: move for move in self.table}
        if len(moves) != len(self.table):
            raise ValueError(f"{self.name}: a move is named twice")
        for move in self.table:
            unknown = {*move.sources, move.target} - set(self.states)
            if unknown:
                raise ValueError(f"{self.name}.{move.name}: unknown states {unknown}")
        object.__setattr__(self, "moves", moves)

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """States as model choices."""
        return list(self.states.items())

    def check(self, user: Any, record: "WorkflowModel", name: str) -> Verdict:
        """Say whether ``user`` may make the move now, with the reason when not."""
        move = self.moves[name]
        verdict = ALLOW if move.by_system else move.permission(user, record)
        if not verdict:
            return verdict
        if record.status not in move.sources:
            return Verdict(False, _("สถานะตอนนี้คือ “%(state)s”") % {"state": self.states[record.status]}, shown=False)
        return move.ready(user, record)

    def buttons(self, user: Any, record: "WorkflowModel", url: Callable[[str], str]) -> list[Button]:
        """Draw the moves that start from the record's state: allowed, or disabled with a reason.

        Moves of other states and moves this role never makes are absent. ``url`` gives a move's page.
        """
        drawn = []
        for move in self.table:
            if move.by_system or record.status not in move.sources:
                continue
            verdict = self.check(user, record, move.name)
            if verdict or verdict.shown:
                primary = move.primary and verdict.allowed
                drawn.append(
                    Button(move.name, move.label, url(move.name), verdict.allowed, verdict.reason, primary, move.help)
                )
        return drawn

    def diagram(self) -> str:
        """The machine as a Mermaid state diagram; docs/architecture.md holds it and a test compares."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.table:
            mark = " (system)" if move.by_system else ""
            lines += [f"    {source} --> {move.target}: {move.name}{mark}" for source in move.sources]
        return "\n".join(lines)


class WorkflowQuerySet(ScopedQuerySet):
    """A scoped queryset that refuses to change a status in bulk."""

    def update(self, **kwargs: Any) -> int:
        """Update other fields; a status goes through :func:`apply`."""
        if "status" in kwargs and not _moving.get():
            raise StatusGuarded(f"{self.model.__name__}.status")
        return super().update(**kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Update other fields; a status goes through :func:`apply`."""
        if "status" in fields:
            raise StatusGuarded(f"{self.model.__name__}.status")
        return super().bulk_update(objs, fields, batch_size)


class WorkflowModel(models.Model):
    """A record with a guarded ``status``. Subclasses set ``machine`` and a ``status`` field."""

    machine: ClassVar[Machine]
    if TYPE_CHECKING:
        status: models.CharField[str, str]
    _loaded_status: str | None = None

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> Self:
        """Remember the status as it was read."""
        record = super().from_db(db, field_names, values, **kwargs)
        record._loaded_status = record.__dict__.get("status")
        return record

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read again, and remember the status again."""
        super().refresh_from_db(*args, **kwargs)
        self._loaded_status = self.__dict__.get("status")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save other fields; raise :class:`StatusGuarded` when the status was changed by hand."""
        if not _moving.get():
            expected = self.machine.initial if self._state.adding else self._loaded_status
            if expected is not None and self.status != expected:
                raise StatusGuarded(f"{self.__class__.__name__}: {expected} -> {self.status}")
        super().save(*args, **kwargs)
        self._loaded_status = self.status

    @property
    def status_label(self) -> Any:
        """The state in Thai."""
        return self.machine.states[self.status]


@contextmanager
def _guard_open() -> Iterator[None]:
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


@transaction.atomic
def apply(
    record: Record,
    name: str,
    *,
    by: Any,
    changes: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Record:
    """Make a move: lock, check, write the status, the ``changes`` to other fields and the event together.

    Returns the locked row. Raises :class:`NotAllowed` when the person may not or the record is not
    ready, :class:`StaleState` when somebody else moved it first. ``detail`` goes into the event.
    """
    machine = record.machine
    move = machine.moves[name]
    locked = lock(record)
    if not move.by_system:
        move.permission(by, locked).or_raise()
    if locked.status not in move.sources:
        raise StaleState(locked, move)
    for field_name, value in (changes or {}).items():
        setattr(locked, field_name, value)
    move.ready(by, locked).or_raise()
    source, locked.status = locked.status, move.target
    with _guard_open():
        locked.save()
    kind = f"{machine.name}.move.{name}"
    audit.record(kind, locked, by=by, detail={"from": source, "to": move.target, **(detail or {})})
    return locked


def open_or_raise(record: "WorkflowModel", name: str, *, by: Any) -> None:
    """Raise what :func:`apply` would raise now, before something costly is made for the move; call under the lock."""
    move = record.machine.moves[name]
    move.permission(by, record).or_raise()
    if record.status not in move.sources:
        raise StaleState(record, move)
    move.ready(by, record).or_raise()


def lock(record: Record) -> Record:
    """Read the row again under a lock; call inside a transaction."""
    manager = type(record)._base_manager
    return manager.select_for_update(of=("self",)).get(pk=record.pk)


def allowed(user: Any, record: WorkflowModel, name: str) -> bool:
    """Whether the move is open to this person now."""
    return bool(record.machine.check(user, record, name))


__all__ = [
    "Button",
    "Machine",
    "Move",
    "NotAllowed",
    "StaleState",
    "StatusGuarded",
    "WorkflowModel",
    "WorkflowQuerySet",
    "allowed",
    "apply",
    "lock",
    "open_or_raise",
]
