"""The session form in a clerk's hands: how many interactions and how much time a visit takes.

Interactions are counted where they are made: a press is one, a box filled by typing is one however long the text,
a key that is no text (Enter, a run of Tabs to one place) is one. Time is the keystroke-level model of Card, Moran and
Newell for the person, plus what the page really took to answer.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import AdvicePhrase, Session
from tests.browser.conftest import PHONE, Desk
from tests.factories_members import make_member, make_session

pytestmark = pytest.mark.django_db(transaction=True)

KEY, POINT, PRESS, MOVE_HAND, THINK = 0.2, 1.1, 0.2, 0.4, 1.35
MOST_ACTS, MOST_ACTS_NEW, MOST_SECONDS = 8, 16, 45.0
PROBLEM = "input[name=activities][value=financial_problem_advice]"
DEBTS = "input[name=client_types][value=multiple_debts]"
ADDED = " นัดอีกครั้งวันจันทร์หน้า"


@dataclass
class Clerk:
    """Does things on a page and counts them. Every act begins with a moment's thought."""

    page: Page
    acts: list[str] = field(default_factory=list)
    human: float = 0.0
    waited: float = 0.0
    hand_on_keys: bool = False

    @contextmanager
    def _act(self, what: str, seconds: float) -> Iterator[None]:
        self.acts.append(what)
        self.human += THINK + seconds
        began = time.monotonic()
        yield
        self.waited += time.monotonic() - began

    def press(self, target: Locator, shows: Locator | None = None) -> None:
        """Point and press; ``shows`` is what the press makes appear."""
        seconds = POINT + PRESS + (MOVE_HAND if self.hand_on_keys else 0)
        self.hand_on_keys = False
        with self._act(f"press {target}", seconds):
            target.click()
            if shows:
                expect(shows).to_be_visible()

    def chip(self, selector: str) -> None:
        """Press a chip, which has to be ticked then."""
        target = self.page.locator(selector)
        self.press(target)
        expect(target).to_be_checked()

    def write(self, target: Locator, text: str, shows: Locator | None = None) -> None:
        """Go to a box, unless the cursor is there, and type."""
        there = target.evaluate("box => box === document.activeElement")
        seconds = len(text) * KEY + (0 if there else POINT + PRESS) + (0 if self.hand_on_keys else MOVE_HAND)
        self.hand_on_keys = True
        with self._act(f"write {target}", seconds):
            if not there:
                target.click()
            target.press("Control+End")
            target.press_sequentially(text)
            if shows:
                expect(shows).to_be_visible()

    def keys(self, *names: str, shows: Locator | None = None) -> None:
        """Press keys one after another."""
        with self._act(f"keys {names}", len(names) * KEY):
            for name in names:
                self.page.keyboard.press(name)
            if shows:
                expect(shows).to_be_visible()

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is there: one act, each Tab a keystroke."""
        with self._act(f"tab to {selector}", 0):
            for _time in range(40):
                self.page.keyboard.press("Tab")
                self.human += KEY
                if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
            raise AssertionError(f"Tab does not reach {selector}")

    @property
    def seconds(self) -> float:
        """Time of person and page together."""
        return self.human + self.waited

    def report(self, name: str) -> None:
        """Print the figures docs/usability.md quotes (pytest -s)."""
        figures = f"{len(self.acts)} interactions, {self.human:.1f} s of the person, {self.waited:.1f} s of the page"
        print(f"\n{name}: {figures}")  # noqa: T201 - the figures are the test's result


@pytest.fixture
def phrases(people: dict[str, Any]) -> None:
    """Six shared phrases; the tables are emptied between browser tests."""
    kinds = ["investment_advice", "product_education", "", "", "", "financial_problem_advice"]
    AdvicePhrase.objects.all().delete()
    for order, kind in enumerate(kinds, start=1):
        AdvicePhrase.objects.create(title=f"ข้อความ {order}", text=f"คำแนะนำข้อที่ {order}", activity=kind, order=order)


def open_form(desk: Desk, people: dict[str, Any], *, size: dict[str, int] | None = None) -> Clerk:
    """The empty form before the officer of CMI."""
    page = desk.signed_in(people["officer.cmi"], size=size)
    page.goto("/sessions/new/")
    return Clerk(page)


def is_saved(clerk: Clerk, advice: str) -> None:
    """The visit stands in the database and its page shows the survey's code."""
    session = Session.objects.latest("pk")
    assert session.advice.replace("\r\n", "\n") == advice
    assert [row.activity for row in session.activities.all()] == ["financial_problem_advice"]
    expect(clerk.page.locator(".qr svg")).to_be_visible()


def routine_visit(clerk: Clerk) -> None:
    """A known member by number; nothing of last time is taken over, a sentence is added by hand."""
    page = clerk.page
    option = page.locator("#suggest-list [role=option]")
    clerk.write(page.locator("#id_find"), "004321", shows=option)
    clerk.press(option, shows=page.locator("#chosen"))
    clerk.chip(PROBLEM)
    clerk.chip(DEBTS)
    clerk.press(page.locator("[data-phrases=first] .phrase").first)
    clerk.write(page.locator("#id_advice"), ADDED)
    clerk.press(page.get_by_role("button", name="บันทึก", exact=True), shows=page.locator(".qr svg"))


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_a_routine_visit(desk: Desk, people: dict[str, Any], phrases: None, size: dict[str, int] | None) -> None:
    make_member(number="004321")
    clerk = open_form(desk, people, size=size)
    routine_visit(clerk)
    # The phrase for what was ticked came first, though it is the last of the list.
    is_saved(clerk, f"คำแนะนำข้อที่ 6{ADDED}")
    clerk.report("routine visit")
    assert len(clerk.acts) <= MOST_ACTS
    assert clerk.seconds < MOST_SECONDS


def test_a_visit_like_the_last_and_the_next_one(desk: Desk, people: dict[str, Any], phrases: None) -> None:
    member = make_member(number="004321", first_name="กำพล", last_name="น้ำใจงาม")
    make_session(member=member, client_types=["multiple_debts", "being_sued"], mode="online")
    clerk = open_form(desk, people)
    page = clerk.page
    clerk.write(page.locator("#id_find"), "กำพ", shows=page.locator("#suggest-list [role=option]"))
    clerk.keys("Enter", shows=page.locator("#chosen"))
    expect(page.locator("#chosen")).to_contain_text("มาครั้งที่ 2")
    clerk.press(page.locator("button.same"))
    clerk.press(page.locator("[data-phrases=first] .phrase").first)
    clerk.press(page.get_by_role("button", name="บันทึกและคนถัดไป"), shows=page.locator(".saved"))
    clerk.report("visit like the last")
    assert len(clerk.acts) <= 6
    assert clerk.seconds < MOST_SECONDS / 2
    session = Session.objects.latest("pk")
    assert {row.client_type for row in session.client_types.all()} == {"multiple_debts", "being_sued"}
    expect(page.locator(".saved")).to_contain_text("กำพล น้ำใจงาม")
    expect(page.locator("#id_find")).to_be_focused()
    expect(page.locator("#id_find")).to_have_value("")
    page.locator(".saved summary").click()
    expect(page.locator(".saved svg")).to_be_visible()


def test_a_new_member(desk: Desk, people: dict[str, Any], phrases: None) -> None:
    clerk = open_form(desk, people)
    page = clerk.page
    clerk.chip("input[name=who][value=new]")
    boxes = {"number": "004322", "prefix": "นาย", "first_name": "กำพล", "last_name": "น้ำใจงาม", "phone": "0800000011"}
    for name, text in boxes.items():
        clerk.write(page.locator(f"#id_new_{name}"), text)
    clerk.chip(PROBLEM)
    clerk.chip(DEBTS)
    clerk.press(page.locator("[data-phrases=first] .phrase").first)
    clerk.write(page.locator("#id_advice"), ADDED)
    clerk.press(page.get_by_role("button", name="บันทึก", exact=True), shows=page.locator(".qr svg"))
    is_saved(clerk, f"คำแนะนำข้อที่ 6{ADDED}")
    clerk.report("new member")
    assert len(clerk.acts) <= MOST_ACTS_NEW
    assert clerk.seconds < 1.5 * MOST_SECONDS


def test_a_routine_visit_by_keyboard_alone(desk: Desk, people: dict[str, Any], phrases: None) -> None:
    make_member(number="004321", first_name="กำพล", last_name="น้ำใจงาม")
    make_member(number="004322", first_name="กำธร", last_name="ใจดี")
    clerk = open_form(desk, people)
    page = clerk.page
    box, options = page.locator("#id_find"), page.locator("#suggest-list [role=option]")
    expect(box).to_be_focused()
    clerk.write(box, "กำ", shows=options.first)
    expect(page.locator("#suggest-said")).to_contain_text("พบ 2 ราย")
    expect(box).to_have_attribute("aria-expanded", "true")
    # Several fit: nothing is chosen until an arrow points at it.
    expect(page.locator("#suggest-list [aria-selected=true]")).to_have_count(0)
    wanted = "ArrowDown" if "กำธร" not in (options.first.text_content() or "") else "ArrowUp"
    clerk.keys(wanted, "Enter", shows=page.locator("#chosen"))
    expect(page.locator("#chosen")).to_contain_text("กำพล น้ำใจงาม")
    expect(page.locator("#chosen")).to_be_focused()
    clerk.tab_to(PROBLEM)
    clerk.keys("Space")
    clerk.tab_to(DEBTS)
    clerk.keys("Space")
    clerk.tab_to(".phrase")
    clerk.keys("Enter")
    clerk.keys("Control+Enter", shows=page.locator(".qr svg"))
    is_saved(clerk, "คำแนะนำข้อที่ 6")
    clerk.report("by keyboard")
    assert clerk.seconds < MOST_SECONDS


def test_a_routine_visit_without_scripts(plain_desk: Desk, people: dict[str, Any], phrases: None) -> None:
    make_member(number="004321")
    clerk = open_form(plain_desk, people)
    page = clerk.page
    clerk.write(page.locator("#id_find"), "004321")
    clerk.keys("Enter", shows=page.locator("#chosen"))
    clerk.chip(PROBLEM)
    clerk.chip(DEBTS)
    clerk.press(page.locator(".phrase").nth(3))
    expect(page.locator("#id_advice")).to_have_value("คำแนะนำข้อที่ 1")
    expect(page.locator(PROBLEM)).to_be_checked()
    clerk.write(page.locator("#id_advice"), ADDED)
    clerk.press(page.get_by_role("button", name="บันทึก", exact=True), shows=page.locator(".qr svg"))
    is_saved(clerk, f"คำแนะนำข้อที่ 1{ADDED}")
    clerk.report("without scripts")
    assert len(clerk.acts) <= MOST_ACTS
    assert clerk.seconds < MOST_SECONDS


def test_picking_a_member_leaves_the_rest_as_typed(desk: Desk, people: dict[str, Any], phrases: None) -> None:
    make_member(number="004321", first_name="สมชัย", last_name="อิ่มเอม")
    page = open_form(desk, people).page
    page.fill("#id_advice", "พูดคุยเรื่องเงินออม")
    page.fill("#id_minutes", "๔๕")
    page.check("input[name=mode][value=online]")
    # Typed with the wrong keyboard: offered with a note, and not taken by itself.
    page.locator("#id_find").press_sequentially("l,=yp")
    expect(page.locator("#suggestions .note")).to_contain_text("สมชัย")
    expect(page.locator("#suggest-list [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#suggest-list")).to_have_count(0)
    # Spelt as it sounds; then picked by hand.
    page.fill("#id_find", "สมไชย")
    expect(page.locator("#suggestions .note")).to_contain_text("ออกเสียงคล้ายกัน")
    page.locator("#suggest-list [role=option]").click()
    expect(page.locator("#chosen")).to_contain_text("004321")
    expect(page.locator("#id_advice")).to_have_value("พูดคุยเรื่องเงินออม")
    expect(page.locator("#id_minutes")).to_have_value("๔๕")
    expect(page.locator("input[name=mode][value=online]")).to_be_checked()
    page.get_by_role("button", name="เปิดเรื่องใหม่").click()
    expect(page.locator("#id_subject")).to_be_focused()
    page.keyboard.type("สอบถามการออม")
    page.get_by_role("button", name="เปลี่ยนสมาชิก").click()
    expect(page.locator("#id_find")).to_be_focused()
    expect(page.locator("#id_advice")).to_have_value("พูดคุยเรื่องเงินออม")
    expect(page.locator("#id_subject")).to_have_value("สอบถามการออม")
