"""The six forms whose text must never be lost: how each is opened, filled, overtaken, closed and counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from cases.models import Entry, Session
from cases.services import cases
from clinics.models import ProgrammeYear
from evaluations.models import Evaluation
from evaluations.services import freeze_evaluation
from referrals.models import Measure, Referral, Resolution
from referrals.services import measures, referrals
from tests.factories_cases import make_case
from tests.factories_meetings import first_item, make_meeting, resolve
from tests.factories_members import make_member, make_session
from tests.factories_referrals import make_referral, person

OTHER_TEXT = "ข้อความของอีกคนหนึ่ง"


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
