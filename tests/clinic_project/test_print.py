"""Pages on paper: the rules are for paper only, those of phones leave it alone, the foot says when and by whom."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clinic_project.static import STYLES
from tests import source

SHEETS = sorted((source.ROOT / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_rules_for_narrow_screens_are_for_screens(path: object) -> None:
    """A sheet of A4 is as narrow as a phone: ``(max-width: 760px)`` alone would print cards in place of tables."""
    if path.name not in {"bootstrap.css", "admin.css"}:  # type: ignore[attr-defined]
        text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
        assert [rule for rule in re.findall(r"@media[^{]*", text) if "max-width" in rule and "screen" not in rule] == []


def test_the_sheet_for_paper_is_for_paper_and_comes_last() -> None:
    text = re.sub(
        r"/\*.*?\*/", "", (source.ROOT / "static" / "css" / "print.css").read_text(encoding="utf-8"), flags=re.S
    )
    outside = re.sub(r"@media print\{(?:[^{}]|\{[^{}]*\})*\}|@page\{(?:[^{}]|\{[^{}]*\})*\}", "", text)
    assert outside.strip() == ""
    assert STYLES[-1] == "print"


@pytest.mark.django_db
def test_the_foot_says_when_and_by_whom(client_as: Callable[[str], Client]) -> None:
    page = client_as("officer.cmi").get(reverse("cases:list")).content.decode()
    foot = re.search(r'<p class="print-only print-foot">.*?</p>', page, re.DOTALL)
    assert foot
    assert re.search(r"[0-9]{1,2} [ก-๙.]+ 25[0-9]{2}", foot.group())
    assert "นางสาวชื่อofficer.cmi" in foot.group()


@pytest.mark.django_db
def test_the_foot_of_a_public_page_names_nobody(client: Client) -> None:
    page = client.get(reverse("login")).content.decode()
    foot = re.search(r'<p class="print-only print-foot">.*?</p>', page, re.DOTALL)
    assert foot
    assert "โดย" not in foot.group()
