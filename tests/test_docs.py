"""The documents say what is: diagrams as the tables have them, paths that exist, pictures that are there."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from clinic_project import diagrams
from tests import source

DOCUMENTS = [
    path for path in (source.ROOT / "README.md", *sorted((source.ROOT / "docs").glob("*.md"))) if path.exists()
]
_TOP = "|".join(
    (*source.LAYERS, "templates", "static", "fixtures", "tests", "script", "docs", "deploy", "bench", "locale")
)
_PATH = re.compile(rf"`((?:{_TOP})/[A-Za-z0-9_./*<>-]*)`")
_LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def test_the_diagrams_are_those_of_the_tables() -> None:
    call_command("workflow_diagrams", check=True)


def test_every_machine_is_drawn() -> None:
    drawn = diagrams.DOCUMENT.read_text(encoding="utf-8")
    assert [name for name, _machine in diagrams.machines()] == [
        "ClinicYear",
        "Budget",
        "Advance",
        "Announcement",
        "Baseline",
        "Confirmation",
        "Conversation",
        "Expense",
        "Letter",
        "OrientationSession",
        "OutreachPlan",
        "Candidate",
        "ServiceDay",
        "Breach",
        "DataRequest",
        "Case",
        "Referral",
        "Measure",
        "Meeting",
    ]
    for _name, machine in diagrams.machines():
        assert machine.diagram() in drawn


def test_a_document_without_its_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        diagrams.put_into("# Elsewhere")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_paths_and_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    paths = [found for found in _PATH.findall(text) if "<" not in found and "*" not in found]
    assert [found for found in paths if not (source.ROOT / found).exists()] == []
    links = [found for found in _LINK.findall(text) if not re.match(r"[a-z]+:", found)]
    assert [found for found in links if not (path.parent / found).exists()] == []


def test_the_layers_are_drawn_in_their_order() -> None:
    assert " --> ".join(source.LAYERS) in diagrams.DOCUMENT.read_text(encoding="utf-8")


def test_decisions_are_numbered_in_order() -> None:
    text = (source.ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^\*\*(\d+)\.", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
