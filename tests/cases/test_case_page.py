"""How the case's page is laid out: what to do first, parts to jump to, the older part of the timeline folded."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case
from cases.services import cases, follow_ups
from cases.views.cases import NEWEST_ENTRIES, UNFOLDED_ENTRIES
from clinic_project.models import Draft
from tests.factories_cases import make_case, with_example

pytestmark = pytest.mark.django_db

ORDER = [
    "now",
    "triage",
    "debts",
    "money",
    "lawsuits",
    "guarantees",
    "plan",
    "follow-ups",
    "about",
    "papers",
    "timeline",
]


def page_of(client: Any, case: Case, query: str = "") -> str:
    answer = client.get(f"/cases/{case.reference}/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def folded(page: str) -> str:
    """What stands in the timeline's fold, with its opening tag."""
    timeline = page[page.index('id="timeline"') :]
    found = re.search(r'<details class="fold".*?</details>', timeline, re.DOTALL)
    return found.group() if found else ""


def test_what_to_do_comes_first_and_the_past_last(client_as: Any, cast: dict[str, Any]) -> None:
    page = page_of(client_as("officer.cmi"), with_example(make_case("in_progress")))
    places = [page.index(f' id="{name}"') for name in ORDER]
    assert places == sorted(places)


@pytest.mark.parametrize("who", ["officer.cmi", "officer.cen"])
@pytest.mark.parametrize("status", ["in_progress", "closed"])
def test_every_part_to_jump_to_is_there(client_as: Any, cast: dict[str, Any], who: str, status: str) -> None:
    case = make_case(status)
    Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    page = page_of(client_as(who), case)
    jump = re.search(r'<nav class="jump".*?</nav>', page, re.DOTALL)
    assert jump is not None
    targets = re.findall(r'href="#([a-z-]+)"', jump.group())
    assert len(targets) > 5
    assert [name for name in targets if page.count(f' id="{name}"') != 1] == []


def test_older_lines_of_the_timeline_are_folded_and_all_can_be_had(client_as: Any, cast: dict[str, Any]) -> None:
    client, case = client_as("officer.cmi"), make_case()
    total = NEWEST_ENTRIES + 3
    for number in range(total):
        cases.add_note(case, text=f"บันทึกที่ {number:02}.", by=cast["officer.cmi"])
    page = page_of(client, case)
    fold = folded(page)
    shown = [number for number in range(total) if f"บันทึกที่ {number:02}." in page and f"บันทึกที่ {number:02}." not in fold]
    assert shown == list(range(total - UNFOLDED_ENTRIES, total))
    assert f"บันทึกที่ {total - NEWEST_ENTRIES:02}." in fold
    assert "บันทึกที่ 00." not in page
    # Paper that would lack a part says so.
    assert 'class="print-only"' in fold
    assert 'href="?entries=all#timeline"' in fold
    whole = folded(page_of(client, case, "?entries=all"))
    assert whole.startswith('<details class="fold" open>')
    assert "บันทึกที่ 00." in whole
    assert "print-only" not in whole


def test_follow_ups_made_are_folded_those_waiting_are_not(client_as: Any, cast: dict[str, Any]) -> None:
    case, officer = make_case(), cast["officer.cmi"]
    day = timezone.localdate() + timedelta(days=3)
    made = follow_ups.plan_follow_up(case, subject="โทรถามผลเจรจา", due_on=day, officer=officer, by=officer)
    follow_ups.record_follow_up(made, result="เรียบร้อย", by=officer)
    follow_ups.plan_follow_up(case, subject="ดูสลิปเดือนหน้า", due_on=day, officer=officer, by=officer)
    page = page_of(client_as("officer.cmi"), case)
    card = page[page.index('id="follow-ups"') : page.index('id="about"')]
    open_part, fold = card.split('<details class="fold">')
    assert "ดูสลิปเดือนหน้า" in open_part
    assert "โทรถามผลเจรจา" not in open_part
    assert "โทรถามผลเจรจา" in fold
    assert "เรียบร้อย" in fold


def test_of_several_drafts_one_stands_in_sight(client_as: Any, cast: dict[str, Any]) -> None:
    case = make_case()
    for number in range(3):
        Draft.objects.create(
            owner=cast["officer.cmi"], key=f"{number:032}", address=f"/cases/{case.reference}/note/",
            path=f"/cases/{case.reference}/note/", data={"text": [f"ร่างที่ {number}"]},
            updated_at=timezone.now() - timedelta(minutes=10 - number),
        )  # fmt: skip
    page = page_of(client_as("officer.cmi"), case)
    fold = page[page.index('<details class="fold draft-more">') :]
    fold = fold[: fold.index("</details>")]
    assert [number for number in range(3) if f"ร่างที่ {number}" in fold] == [0, 1]
    assert page.count("ร่างที่ 2") == 1


def test_a_short_timeline_has_no_fold(client_as: Any, cast: dict[str, Any]) -> None:
    case = make_case("open")
    assert case.entries.count() <= UNFOLDED_ENTRIES
    assert folded(page_of(client_as("officer.cmi"), case)) == ""
