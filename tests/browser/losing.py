"""The six forms whose text must never be lost, and what is done with one of them in a trial."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Entry, Session
from cases.services import cases
from clinic_project import audit
from clinic_project.models import Draft
from clinics.models import ProgrammeYear
from evaluations.models import Evaluation
from evaluations.services import freeze_evaluation
from referrals.models import Measure, Referral, Resolution
from referrals.services import measures, referrals
from tests.browser.conftest import LONGEST_WAIT_MS, Desk
from tests.cast import PASSWORD
from tests.factories_cases import make_case
from tests.factories_meetings import first_item, make_meeting, resolve
from tests.factories_members import make_member, make_session
from tests.factories_referrals import make_referral, person

OTHER_TEXT = "ข้อความของอีกคนหนึ่ง"
KEPT, LOST, UNSENT = "เก็บร่างแล้ว", "เครือข่ายขาด เก็บไว้ในเครื่องนี้", "ยังไม่ได้ส่ง เพราะเครือข่ายขาด"
# The list of drafts as the server gives it, asked until the text is in it or the wait is over.
THERE = """async ([text, wait]) => {
    for (const end = Date.now() + wait; Date.now() < end; ) {
        const answer = await fetch("/drafts/");
        if ((await answer.text()).includes(text)) return true;
    }
    return false;
}"""
READING = ("read", "list", "search", "report")


@dataclass(frozen=True)
class LosableForm:
    """A form: its writer, a fresh one's address, its text box, and the world around it."""

    name: str
    username: str
    # Makes what the form is about, afresh; gives its address and what ``overtake`` and ``move_on`` need.
    make: Callable[[], tuple[str, Any]]
    box: str
    fill: Callable[[Page], None]
    # Somebody else saves in the same form first.
    overtake: Callable[[Any], Any]
    # The record is finished meanwhile.
    move_on: Callable[[Any], Any]
    count: Callable[[str], int]


def _session() -> tuple[str, Any]:
    member = make_member()
    return f"/sessions/new/?member={member.number}", member


def _fill_session(page: Page) -> None:
    page.check("input[name=mode][value=walk_in]")
    page.check("input[name=activities][value=financial_problem_advice]")
    page.check("input[name=client_types][value=multiple_debts]")


def _visited(member: Any) -> None:
    make_session(member=member, advice=OTHER_TEXT)


def _note() -> tuple[str, Any]:
    case = make_case("in_progress")
    return f"/cases/{case.reference}/note/", case


def _close(case: Any) -> None:
    head = person("head.cmi")
    later = timezone.localdate() + timedelta(days=14)
    case = cases.move_case(case, "follow_up", by=head, next_review=later)
    cases.move_case(case, "close", by=head, outcome="advice", outcome_summary=OTHER_TEXT)


def _referral() -> tuple[str, Any]:
    case = make_case("in_progress")
    return f"/referrals/new/{case.reference}/", case


def _measure() -> tuple[str, Any]:
    referral = make_referral("in_review")
    return f"/referrals/{referral.reference}/measures/new/", referral


def _fill_measure(page: Page) -> None:
    page.check("input[name=kind][value=consolidate]")
    page.fill("#id_proposed_periods", "120")


def _other_measure(referral: Any) -> None:
    given = {"kind": "consolidate", "proposed_periods": 96, "rationale": OTHER_TEXT}
    measures.propose_measure(referral, by=person("head.cen"), **given)


def _resolution() -> tuple[str, Any]:
    meeting = make_meeting("held")
    item = first_item(meeting)
    return f"/meetings/{meeting.reference}/items/{item.pk}/resolution/", item


def _decided(item: Any) -> None:
    resolve(item, "rejected", text=OTHER_TEXT)


def _evaluation() -> tuple[str, Any]:
    year = ProgrammeYear.objects.get(buddhist_year=timezone.localdate().year + 543)
    later = timezone.now() + (year.cutoff - timezone.localdate()) + timedelta(days=1)
    evaluation = freeze_evaluation(year=year, by=person("edu.secretary"), now=later)
    return f"/evaluations/{year.buddhist_year}/issue/", evaluation


def _issued(evaluation: Any) -> None:
    # As issuing leaves it; drawing the paper takes long and is tested elsewhere.
    by = person("edu.chair")
    Evaluation.objects.filter(pk=evaluation.pk).update(conclusion=OTHER_TEXT, issued_at=timezone.now(), issued_by=by)


def _nothing(_page: Page) -> None:
    """The text is all that is needed."""


FORMS = (
    LosableForm(
        "session", "officer.cmi", _session, "#id_advice", _fill_session, _visited, _visited,
        lambda text: Session.objects.filter(advice=text).count(),
    ),
    LosableForm(
        "note", "officer.cmi", _note, "#id_text", _nothing,
        lambda case: cases.add_note(case, text=OTHER_TEXT, by=person("head.cmi")), _close,
        lambda text: Entry.objects.filter(text=text).count(),
    ),
    LosableForm(
        "referral", "officer.cmi", _referral, "#id_question",
        lambda page: page.check("input[name=route][value=consult]"),
        lambda case: referrals.draft_referral(
            case=case, route="consult", question=OTHER_TEXT, tried="", by=person("head.cmi")
        ),
        _close, lambda text: Referral.objects.filter(question=text).count(),
    ),
    LosableForm(
        "measure", "officer.cen", _measure, "#id_rationale", _fill_measure, _other_measure,
        lambda referral: referrals.advise(referral, advice=OTHER_TEXT, by=person("head.cen")),
        lambda text: Measure.objects.filter(rationale=text).count(),
    ),
    LosableForm(
        "resolution", "board.secretary", _resolution, "#id_text",
        lambda page: page.check("input[name=result][value=approved]"),
        _decided, _decided,
        lambda text: Resolution.objects.filter(text=text).count(),
    ),
    LosableForm(
        "evaluation", "edu.secretary", _evaluation, "#id_conclusion", _nothing, _issued, _issued,
        lambda text: Evaluation.objects.filter(conclusion=text).count(),
    ),
)  # fmt: skip


@dataclass
class Trial:
    """One form opened for one way of losing its text."""

    desk: Desk
    form: LosableForm
    user: Any
    page: Page
    address: str
    thing: Any
    text: str
    patch: pytest.MonkeyPatch

    @property
    def other_text(self) -> str:
        """Another text of the same writer, neither part of the other."""
        return self.text.replace("วันศุกร์", "วันจันทร์")

    def open(self, page: Page) -> Page:
        """The form, ready to write in."""
        page.goto(self.address)
        self.form.fill(page)
        return page

    def write(self, page: Page | None = None, text: str = "") -> None:
        """Fill the form's text box."""
        (page or self.page).fill(self.form.box, text or self.text)

    def has_text(self, page: Page | None = None, text: str = "") -> None:
        """The form stands there with the text in it."""
        expect((page or self.page).locator(self.form.box)).to_have_value(text or self.text)

    def send(self, page: Page | None = None) -> None:
        """Press the main button."""
        self.button(page or self.page).click()

    def button(self, page: Page) -> Any:
        """The main button of the form with the text."""
        return page.locator(f"main form:has({self.form.box}) button.btn-primary:visible").first

    def is_said(self, text: str, page: Page | None = None) -> None:
        """The line of the form's draft says this."""
        expect((page or self.page).locator(f"form:has({self.form.box}) .draft-said")).to_contain_text(text)

    def is_kept(self, page: Page | None = None, text: str = "") -> None:
        """The server has this very text, and the page says so."""
        page = page or self.page
        assert page.evaluate(THERE, [text or self.text, LONGEST_WAIT_MS])
        self.is_said(KEPT, page)

    def log_in(self, page: Page | None = None) -> None:
        """Through the log-in page that stands there."""
        page = page or self.page
        page.fill("#id_username", self.form.username)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="เข้าสู่ระบบ").click()

    def device(self) -> Page:
        """Another browser of the same person."""
        return self.desk.signed_in(self.user)

    def session(self) -> SessionStore:
        """The window's session, as the server stores it."""
        cookie = next(one for one in self.page.context.cookies() if one["name"] == "sessionid")
        return SessionStore(cookie["value"])

    def age(self, **ages: timedelta) -> None:
        """Let the session be older than it is."""
        session = self.session()
        for name, age in ages.items():
            session[name] = (timezone.now() - age).isoformat()
        session.save()

    def find(self, text: str = "", *, to_write: bool = True) -> Page:
        """From another device, by the list of drafts: on with writing, or only read where the form is closed."""
        text = text or self.text
        page = self.device()
        page.goto("/drafts/")
        row = page.locator("main li").filter(has_text=text)
        if not row.count():
            # A page that closes sends its last text when it is gone already.
            assert page.evaluate(THERE, [text, LONGEST_WAIT_MS])
            page.reload()
        expect(row).to_have_count(1)
        if to_write:
            row.locator(".what a").click()
            self.has_text(page, text)
        else:
            row.get_by_role("link", name="อ่านข้อความ").click()
            expect(page.locator("main .plain-text").filter(has_text=text)).to_have_count(1)
        return page

    def is_safe(self, text: str = "") -> None:
        """Recorded once, or found as a draft; never twice."""
        count = self.form.count(text or self.text)
        assert count <= 1
        if not count:
            self.find(text, to_write=False).context.close()

    def is_recorded(self, page: Page | None = None) -> None:
        """It was led on after sending, there is one, and no draft is left of it."""
        page = page or self.page
        gone = "([box, text]) => !document.querySelector(box) || document.querySelector(box).value !== text"
        page.wait_for_function(gone, arg=[self.form.box, self.text])
        assert self.form.count(self.text) == 1
        assert not [draft for draft in Draft.objects.filter(owner=self.user) if self.text in draft.texts]

    def broken(self, error: Exception) -> None:
        """Every write breaks in its middle; reading works."""
        record = audit.record

        def refuse(kind: str, *args: Any, **kwargs: Any) -> Any:
            if kind.endswith(READING):
                return record(kind, *args, **kwargs)
            raise error

        self.patch.setattr(audit, "record", refuse)
