"""The gallery shows every part of the pages; a part that is added is missed here until it stands there."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

COMPONENTS = settings.BASE_DIR / "templates" / "components"


@pytest.mark.django_db
def test_every_part_is_in_the_gallery(client_as: Callable[[str], Client]) -> None:
    answer = client_as("admin").get(reverse("gallery"), {"mode": "walk_in"})
    assert answer.status_code == 200
    drawn = {template.name for template in answer.templates}
    assert {f"components/{path.name}" for path in COMPONENTS.glob("*.html")} - drawn == set()


@pytest.mark.django_db
def test_others_are_told_whose_page_it_is(client_as: Callable[[str], Client]) -> None:
    answer = client_as("officer.cmi").get(reverse("gallery"))
    assert answer.status_code == 403
    assert "หน้านี้เป็นของผู้ดูแลระบบ" in answer.content.decode()


def test_every_part_says_what_it_takes() -> None:
    for path in COMPONENTS.glob("*.html"):
        assert path.read_text().startswith("{# "), path.name
