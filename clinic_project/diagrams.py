"""The state machines as docs/architecture.md shows them: drawn from the tables that guard the moves."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from clinic_project.workflow import Machine, Move, WorkflowModel

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "architecture.md"
BEGIN = "<!-- machines: begin (written by manage.py workflow_diagrams) -->"
END = "<!-- machines: end -->"


def machines() -> list[tuple[str, Machine]]:
    """Every guarded model's name with its machine, in the order of the apps."""
    return [(m._meta.object_name or "", m.machine) for m in apps.get_models() if issubclass(m, WorkflowModel)]


def _name_of(guard: Any) -> str:
    name = guard.__name__.lstrip("_")
    return "" if name == "always" else f"`{name}`"


def _row(machine: Machine, move: Move) -> str:
    sources = ", ".join(move.sources)
    who = "another record's move" if move.by_system else _name_of(move.permission)
    return f"| `{move.name}` | {move.label} | {sources} → {move.target} | {who} | {_name_of(move.ready)} |"


def _section(model: str, machine: Machine) -> str:
    states = ", ".join(f"`{state}` {label}" for state, label in machine.states.items())
    table = "\n".join(_row(machine, move) for move in machine.table)
    return (
        f"### {model}\n\n```mermaid\n{machine.diagram()}\n```\n\nStates: {states}.\n\n"
        f"| Move | On the button | From → to | Who | Ready when |\n|---|---|---|---|---|\n{table}\n"
    )


def drawn(found: Iterable[tuple[str, Machine]] | None = None) -> str:
    """All machines as Markdown: diagram, states in Thai, table of moves."""
    return "\n".join(_section(model, machine) for model, machine in found or machines())


def put_into(text: str) -> str:
    """Replace what stands between the two marks of a document. Raises ``ValueError`` when a mark is missing."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document has no place for the machines")
    return f"{before}{BEGIN}\n\n{drawn()}\n{END}{after}"
