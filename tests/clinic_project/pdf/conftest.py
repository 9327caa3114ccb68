"""Templates made on the spot, and the hard texts as fixtures."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from tests.pdf_readers import PEOPLE, TORTURE


@pytest.fixture(scope="session")
def torture() -> str:
    """The line that no other renderer gets right in every reader."""
    return TORTURE


@pytest.fixture(scope="session")
def people() -> list[str]:
    """The test people, prefix included."""
    return PEOPLE


@pytest.fixture
def paper(settings, tmp_path: Path) -> Callable[[str], str]:
    """Write the content block of a paper and get the name of its template."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], tmp_path]
    settings.TEMPLATES = templates

    def write(content: str) -> str:
        name = f"paper-{len(list(tmp_path.iterdir()))}.html"
        (tmp_path / name).write_text(
            '{% extends "pdf/base.html" %}{% load pdf %}{% block content %}' + content + "{% endblock %}", "utf-8"
        )
        return name

    return write
