"""The loop by keyboard alone: Tab, Enter, Space, arrows and letters; no mouse, and the focus is always to be seen."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Case
from referrals.models import Referral, Vote
from tests.browser.conftest import PHONE, Desk
from tests.browser.inspection import RULES, be_still
from tests.cast import PASSWORD
from tests.factories_meetings import first_item, make_meeting
from tests.factories_referrals import make_measure

MOST_STOPS = 160


@dataclass
class Keys:
    """Somebody's hands on the keyboard of one window."""

    page: Page

    def __post_init__(self) -> None:
        self.page.add_init_script(RULES)
        # A page that glides to the focus has not arrived when it is looked at.
        be_still(self.page)

    def at(self, element: Locator) -> bool:
        """Whether the focus is on the element."""
        return bool(element.evaluate("element => element === document.activeElement"))

    def reach(self, element: Locator, *, key: str = "Tab") -> None:
        """Press Tab until the focus is on the element; at every stop it has to be seen and not covered."""
        expect(element).to_be_attached()
        is_there = self.at(element)
        for _stop in range(MOST_STOPS):
            if is_there:
                return
            self.page.keyboard.press(key)
            is_there, faults = element.evaluate("one => [one === document.activeElement, pageRules.here()]")
            assert faults == []
        pytest.fail(f"{element} is not reached by {key}")

    def press(self, name: str, *, within: str = "main") -> None:
        """Go to the link or button of this name and press Enter."""
        place = self.page.locator(within)
        button = place.get_by_role("button", name=name, exact=True)
        self.reach((button if button.count() else place.get_by_role("link", name=name, exact=True)).first)
        self._enter()

    def send(self) -> None:
        """Go to the main button of the page's form and press Enter."""
        self.reach(self.page.locator("main form[method=post] .btn-primary").last)
        self._enter()

    def follow(self, css: str) -> None:
        """Go to the first link like this and press Enter."""
        self.reach(self.page.locator(css).first)
        self._enter()

    def _enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a box and type."""
        self.reach(self.page.locator(f"main #id_{name}"))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, name: str, value: str = "") -> None:
        """Go to a box to tick, or a chip that may be pressed with others, and press Space."""
        chosen = self.page.locator(f"main input[name={name}]" + (f"[value={value}]" if value else "")).first
        self.reach(chosen)
        self.page.keyboard.press("Space")
        expect(chosen).to_be_checked()

    def choose(self, name: str, value: str) -> None:
        """Go to a group of which one is chosen, and walk to the one with the arrows."""
        group = self.page.locator(f"main input[type=radio][name={name}]")
        wanted = self.page.locator(f"main input[type=radio][name={name}][value={value}]")
        chosen = self.page.locator(f"main input[type=radio][name={name}]:checked")
        self.reach((chosen if chosen.count() else group).first)
        if self.at(wanted):
            self.page.keyboard.press("Space")
        for _press in range(group.count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowRight")
        expect(wanted).to_be_checked()


def sign_in(keys: Keys, username: str) -> None:
    """Through the log-in page."""
    keys.page.goto("/login/")
    keys.write("username", username)
    keys.write("password", PASSWORD)
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    expect(keys.page.locator("header.top .me")).to_be_visible()


def skip_to_the_content(keys: Keys) -> None:
    """The first stop of a page leads past the menu."""
    keys.page.keyboard.press("Tab")
    assert keys.at(keys.page.locator("a.skip"))
    keys.page.keyboard.press("Enter")
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def log_a_walk_in(keys: Keys) -> None:
    """A new member's visit that opens a case; sent too early first."""
    page = keys.page
    keys.follow("main a[href='/sessions/new/']")
    keys.press("บันทึก")
    assert keys.at(page.locator(".error-summary")), "the focus is not at what has to be mended"
    keys.reach(page.locator(".error-summary a").first)
    page.keyboard.press("Enter")
    target = page.locator(".error-summary a").first.get_attribute("href")
    in_field = "target => document.querySelector(target).matches(':focus, :focus-within, :target')"
    assert page.evaluate(in_field, target)
    page.goto("/sessions/new/")
    keys.choose("who", "new")
    keys.write("new_number", "004321")
    keys.write("new_prefix", "นางสาว")
    keys.write("new_first_name", "กัญญาณัฐ")
    keys.write("new_last_name", "ฐิติวัฒน์กุล")
    keys.choose("mode", "walk_in")
    keys.tick("activities", "financial_problem_advice")
    keys.tick("client_types", "multiple_debts")
    keys.write("advice", "รวบรวมรายการหนี้ทั้งหมด แล้วส่งเรื่องให้ส่วนกลาง")
    keys.write("minutes", "45")
    keys.choose("case", "new")
    keys.write("subject", "หนี้สินหลายทาง")
    keys.reach(page.locator("main details summary").last)
    page.keyboard.press("Enter")
    expect(page.locator("main details[open] summary").last).to_be_focused()
    keys.press("บันทึก")
    expect(page.locator("main")).to_contain_text("ฐิติวัฒน์กุล")


def plan_the_next_visit(keys: Keys, case: str) -> None:
    """A date has three boxes: day, month by its letters or the arrows, Buddhist year."""
    keys.page.goto(f"{case}follow-ups/new/")
    keys.write("subject", "โทรถามผล")
    keys.write("due_on", "20")
    keys.reach(keys.page.locator("main #id_due_on_month"))
    keys.page.keyboard.press("Home")
    for _press in range(12):
        keys.page.keyboard.press("ArrowDown")
    keys.write("due_on_year", "2590")
    keys.send()
    expect(keys.page.locator("main")).to_contain_text("โทรถามผล")


def refer(keys: Keys) -> str:
    """From the visit to its case, begin it, and write what central is asked. Gives the referral's address."""
    keys.follow("main a[href*='/cases/']")
    keys.press("เริ่มให้คำปรึกษา")
    keys.send()
    case = keys.page.url
    plan_the_next_visit(keys, case)
    keys.page.goto(case)
    keys.press("ส่งต่อส่วนกลาง")
    keys.choose("route", "escalate")
    keys.write("question", "ขอรวมหนี้ภายนอกเป็นเงินกู้สหกรณ์")
    keys.write("tried", "เจรจากับเจ้าหนี้แล้ว")
    keys.send()
    return keys.page.url


def move(keys: Keys, address: str, name: str) -> None:
    """Open a record, press one of its moves and confirm."""
    keys.page.goto(address)
    keys.press(name)
    keys.send()


@pytest.mark.django_db(transaction=True)
def test_the_loop_by_keyboard(desk: Desk, people: dict[str, Any], with_password: Any) -> None:
    with_password("officer.cmi")
    officer = Keys(desk.window())
    sign_in(officer, "officer.cmi")
    skip_to_the_content(officer)
    log_a_walk_in(officer)
    referral = refer(officer)
    move(Keys(desk.signed_in(people["head.cmi"])), referral, "ส่งต่อส่วนกลาง")
    move(Keys(desk.signed_in(people["officer.cen"])), referral, "รับเรื่อง")
    sent = Referral.objects.get()
    assert sent.status == "accepted"
    assert Case.objects.get().follow_ups.get().due_on.month == 12


@pytest.mark.django_db(transaction=True)
def test_the_decision_by_keyboard(desk: Desk, people: dict[str, Any]) -> None:
    measure = make_measure("draft")
    meeting = make_meeting("held", measures=1)
    item = f"/meetings/{meeting.reference}/items/{first_item(meeting).pk}/"
    move(
        Keys(desk.signed_in(people["officer.cen"])),
        f"/referrals/{measure.referral.reference}/measures/{measure.pk}/",
        "เสนอคณะกรรมการ",
    )
    measure.refresh_from_db()
    assert measure.status == "submitted"
    member = Keys(desk.signed_in(people["board.member1"]))
    member.page.goto(item)
    member.follow("main a[href$='/vote/']")
    member.choose("choice", "for")
    member.send()
    assert Vote.objects.get().choice == "for"
    secretary = Keys(desk.signed_in(people["board.secretary"]))
    secretary.page.goto(item)
    secretary.follow("main a[href$='/resolution/']")
    secretary.choose("result", "approved")
    secretary.write("text", "อนุมัติตามที่ส่วนกลางเสนอ")
    secretary.send()
    expect(secretary.page.locator("main")).to_contain_text("อนุมัติ")


@pytest.mark.django_db(transaction=True)
def test_menus_by_keyboard(desk: Desk, people: dict[str, Any]) -> None:
    """The search, the person's menu, a list's filter and its rows; on a phone the tab bar and its sheet."""
    measure = make_measure("draft")
    page = desk.signed_in(people["officer.cmi"])
    keys = Keys(page)
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type(measure.referral.case.reference)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.follow(f"main a[href='{measure.referral.case.get_absolute_url()}']")
    page.goto("/cases/")
    keys.reach(page.locator("main details summary").first)
    page.keyboard.press("Enter")
    keys.write("q", "หนี้")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.follow(f"main table a[href='{measure.referral.case.get_absolute_url()}']")
    keys.reach(page.locator("main a[href]").first)
    keys.reach(page.locator("header.top a.brand"), key="Shift+Tab")
    page.set_viewport_size(PHONE)
    page.goto("/")
    more = page.locator(".tabbar summary")
    keys.reach(more)
    page.keyboard.press("Enter")
    keys.reach(page.locator(".tabbar .sheet a").first)
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(page.locator(".tabbar .sheet")).to_be_hidden()
    page.keyboard.press("Enter")
    keys.follow(".tabbar .sheet a")


# In forced colours a background is no sign: what is chosen, where the focus is and what can be pressed have lines.
FORCED = """() => {
  const line = (element, part) => {
    const style = getComputedStyle(element, part);
    return `${style.borderStyle} ${style.borderWidth}`;
  };
  const [on, off] = [":checked", ":not(:checked)"].map((state) => document.querySelector(`.pick input${state} + span`));
  const bare = [...document.querySelectorAll("main .btn, main input:not([type=hidden]), main textarea, main select")]
    .filter((element) => element.checkVisibility() && !element.matches(".pick input, .quiet, .visually-hidden"))
    .filter((element) => parseFloat(getComputedStyle(element).borderTopWidth) < 1 && element.type !== "checkbox");
  return [
    ...(line(on, "::before") === line(off, "::before") ? ["a chosen chip looks like any other"] : []),
    ...bare.map((element) => `no line around ${element.outerHTML.slice(0, 80)}`),
  ];
}"""


@pytest.mark.django_db(transaction=True)
def test_forced_colours(desk: Desk, people: dict[str, Any]) -> None:
    page = desk.signed_in(people["officer.cmi"])
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto("/sessions/new/")
    assert page.evaluate(FORCED) == []
    page.evaluate(RULES)
    assert page.evaluate("pageRules.focus()") == []
