"""Rules of the measure: who may, versions, endorsements, what the database refuses; and its pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.services import money as case_money
from clinic_project import audit
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from referrals.models import Measure, Referral
from referrals.services import measures
from tests.factories_referrals import fresh, make_measure, make_referral, money, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
SignIn = Callable[[str], Client]

CENTRAL = {"head.cen", "secretary.cen", "officer.cen"}
CLINIC = {"head.cmi", "secretary.cmi", "officer.cmi", "officer2.cmi"}
ROLES = sorted(CENTRAL | CLINIC | {"head.pct", "board.secretary", "edu.chair", "admin"})
ACTS: dict[str, tuple[str, Callable[[Measure, Any], Any], set[str]]] = {
    "edit": ("draft", lambda m, by: measures.edit_measure(m, by=by, kind="consolidate", rationale="ใหม่"), CENTRAL),
    "submit": ("draft", lambda m, by: measures.submit_measure(m, by=by), CENTRAL),
    "revise": ("submitted", lambda m, by: measures.revise_measure(m, by=by), CENTRAL),
    "endorse": ("submitted", lambda m, by: measures.endorse_measure(m, by=by), CENTRAL - {"officer.cen"}),
    "withdraw": ("submitted", lambda m, by: measures.withdraw_measure(m, by=by), CENTRAL),
    "implement": ("approved", lambda m, by: measures.implement_measure(m, on=timezone.localdate(), by=by), CLINIC),
}


@pytest.mark.parametrize("move", ACTS)
def test_who_may_make_each_move(move: str) -> None:
    state, act, expected = ACTS[move]
    measure = make_measure(state)
    allowed = set()
    for role in ROLES:
        try:
            with transaction.atomic():
                act(Measure.objects.get(pk=measure.pk), person(role))
                allowed.add(role)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
    assert allowed == expected


def test_proposing_is_centrals_alone() -> None:
    referral = make_referral("in_review")
    for role in ("officer.cmi", "board.secretary", "edu.chair"):
        with pytest.raises(NotAllowed):
            measures.propose_measure(referral, kind="consolidate", rationale="ลดภาระ", by=person(role))


def test_a_measure_on_a_consultation_turns_its_route_with_an_event() -> None:
    measure = make_measure(referral=make_referral("accepted", route="consult"))
    referral = fresh(measure.referral)
    assert (referral.route, referral.status) == ("escalate", "in_review")
    event = audit.events_of(referral).filter(kind="referral.route").first()
    assert event is not None
    assert event.detail == {"from": "consult", "to": "escalate"}


def test_the_example_gets_its_options() -> None:
    measure = make_measure()
    labels = [option.label for option in measure.options.all()]
    assert labels[:2] == ["คงเดิม", "รวมหนี้เป็นเงินกู้สหกรณ์ 120 งวด"]
    chosen = measure.options.get(is_recommended=True)
    assert (chosen.instalment, chosen.residual) == (money("3,650"), money("-665"))
    assert (measure.proposed_instalment, measure.proposed_periods) == (money("3,650"), 120)
    assert measure.figures_before["net_take_home"] == "17485.00"
    assert (measure.figures_after["net_take_home"], measure.figures_after["residual"]) == ("13835.00", "-665.00")


def test_only_while_central_has_it() -> None:
    for status in ("sent", "info_requested", "returned"):
        with pytest.raises(ValidationError, match="กำลังพิจารณา"):
            measures.propose_measure(make_referral(status), kind="consolidate", rationale="ก", by=person("officer.cen"))


@pytest.mark.parametrize(
    "terms", [{"rationale": " "}, {"kind": "extend_term"}, {"amount": money("1")}], ids=["rationale", "debt", "amount"]
)
def test_bad_terms_are_refused_and_nothing_is_left(terms: dict[str, Any]) -> None:
    referral = make_referral("in_review")
    given = {"kind": "consolidate", "rationale": "ลดภาระ", **terms}
    with pytest.raises(ValidationError):
        measures.propose_measure(referral, by=person("officer.cen"), **given)
    assert not referral.measures.exists()


def test_another_cases_debt_is_refused() -> None:
    referral, other = make_referral("in_review"), make_referral("in_review")
    debt = other.case.debts.first()
    with pytest.raises(ValidationError, match="หนี้"):
        measures.propose_measure(
            referral, kind="extend_term", debt=debt, proposed_periods=180, rationale="ก", by=person("officer.cen")
        )


def test_submitting_gives_the_ball_to_the_committee_and_withdrawing_takes_it_back() -> None:
    measure = make_measure("submitted")
    assert Case.objects.get(pk=measure.referral.case_id).action_owner == "committee"
    second = make_measure("submitted", referral=measure.referral)
    measures.withdraw_measure(measure, by=person("officer.cen"))
    assert Case.objects.get(pk=measure.referral.case_id).action_owner == "committee"
    measures.withdraw_measure(second, by=person("officer.cen"))
    assert Case.objects.get(pk=measure.referral.case_id).action_owner == "central"


def test_a_revision_keeps_the_old_terms_and_drops_the_endorsements() -> None:
    measure = make_measure("submitted")
    measures.endorse_measure(measure, by=person("head.cen"))
    revised = measures.revise_measure(measure, by=person("officer.cen"))
    assert (revised.status, revised.version, revised.submitted_at) == ("draft", 2, None)
    kept = revised.versions.get()
    assert (kept.number, kept.terms["proposed_instalment"]) == (1, "3650.00")
    assert kept.terms["endorsed_by"] == [person("head.cen").pk]
    assert not revised.endorsements.exists()
    edited = measures.edit_measure(
        revised, kind="consolidate", proposed_periods=96, rationale="สั้นลง", by=person("officer.cen")
    )
    assert (edited.proposed_instalment, revised.versions.get().terms["proposed_instalment"]) == (
        money("4,320"),
        "3650.00",
    )


def test_endorsing_twice_has_one_effect() -> None:
    measure = make_measure("submitted")
    for _time in range(2):
        measures.endorse_measure(measure, by=person("head.cen"))
    assert measure.endorsements.count() == 1


def test_a_submitted_measure_is_not_edited_in_place() -> None:
    with pytest.raises(StaleState):
        measures.edit_measure(make_measure("submitted"), kind="consolidate", rationale="ก", by=person("officer.cen"))


def test_the_figures_stay_as_submitted_when_the_case_goes_on() -> None:
    measure = make_measure("approved")
    case_money.save_household(measure.referral.case, lines=[], by=person("officer.cmi"))
    assert Measure.objects.get(pk=measure.pk).figures_before["net_take_home"] == "17485.00"


def test_implementing_has_a_day_that_can_be() -> None:
    measure, officer = make_measure("approved"), person("officer.cmi")
    for day in (timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=1)):
        with pytest.raises(ValidationError):
            measures.implement_measure(measure, on=day, by=officer)
    assert make_measure("implemented").implemented_on == timezone.localdate()


REFUSED = {
    "instalment": "UPDATE referrals_measure SET proposed_instalment = -1 WHERE id = %s",
    "amount": "UPDATE referrals_measure SET amount = -1 WHERE id = %s",
    "implemented": "UPDATE referrals_measure SET implemented_on = '2018-06-01' WHERE id = %s",
    "recommendation": "UPDATE referrals_measureoption SET is_recommended = (1 = 1) WHERE measure_id = %s",
}


@pytest.mark.parametrize("rule", REFUSED)
def test_the_database_refuses(rule: str) -> None:
    measure = make_measure()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFUSED[rule], [measure.pk])


# Pages

TYPED = {
    "kind": "consolidate", "debt": "", "proposed_periods": "๑๒๐", "proposed_rate": "6.25",
    "rationale": "ลดภาระรายเดือน", "exception_note": "ไม่ต้องหาผู้ค้ำเพิ่ม",
}  # fmt: skip


def page_of(name: str, referral: Referral, *more: Any) -> str:
    """Address of a measure's page."""
    return reverse(f"referrals:{name}", args=[referral.reference, *more])


def test_compute_shows_the_figures_and_keeps_what_was_typed(client_as: SignIn) -> None:
    referral = make_referral("in_review")
    url = page_of("measure_new", referral)
    page = client_as("officer.cen").post(url, {**TYPED, "rationale": "", "do": "compute"})
    text = page.content.decode()
    assert page.status_code == 200
    for figure in ("3,650.00", "13,835.00", "57.05", "17,485.00", "คงเดิม"):
        assert figure in text
    assert 'value="๑๒๐"' in text
    assert not Measure.objects.exists()


def test_what_cannot_be_computed_is_said_in_thai(client_as: SignIn) -> None:
    url = page_of("measure_new", make_referral("in_review"))
    page = client_as("officer.cen").post(url, {**TYPED, "kind": "extend_term", "do": "compute"})
    assert page.status_code == 422
    assert "เลือกหนี้ที่จะปรับ" in page.content.decode()


def test_saving_submitting_endorsing_and_revising_through_the_pages(client_as: SignIn) -> None:
    referral, client = make_referral("in_review"), client_as("officer.cen")
    assert client.get(page_of("measure_new", referral)).status_code == 200
    refused = client.post(page_of("measure_new", referral), {**TYPED, "rationale": "", "do": "save"})
    assert refused.status_code == 422
    assert "error-summary" in refused.content.decode()
    client.post(page_of("measure_new", referral), {**TYPED, "do": "save"})
    measure = referral.measures.get()
    assert measure.options.get(is_recommended=True).note.startswith("ไม่ต้องหาผู้ค้ำเพิ่ม")
    for who, move, after in (
        ("officer.cen", "submit", "submitted"),
        ("head.cen", "endorse", "submitted"),
        ("officer.cen", "revise", "draft"),
        ("officer.cen", "withdraw", "withdrawn"),
    ):
        url = page_of("measure_move", referral, measure.pk, move)
        assert client_as(who).get(url).status_code == 200, move
        assert client_as(who).post(url).status_code == 302, move
        assert Measure.objects.get(pk=measure.pk).status == after
        assert client_as(who).get(measure.get_absolute_url()).status_code == 200


def test_editing_shows_the_stored_terms(client_as: SignIn) -> None:
    measure = make_measure(exception_note="ใช้ข้อยกเว้น")
    url = page_of("measure_edit", measure.referral, measure.pk)
    text = client_as("officer.cen").get(url).content.decode()
    assert "3,650.00" in text
    assert "ใช้ข้อยกเว้น" in text


@pytest.mark.parametrize(
    ("who", "status"), [("officer.cmi", 403), ("head.pct", 404), ("board.secretary", 404), ("edu.chair", 404)]
)
def test_who_may_not_propose(client_as: SignIn, who: str, status: int) -> None:
    assert client_as(who).get(page_of("measure_new", make_referral("in_review"))).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("officer.cmi", 200), ("head.pct", 404), ("board.secretary", 404), ("admin", 404)]
)
def test_who_reads_a_measure(client_as: SignIn, who: str, status: int) -> None:
    assert client_as(who).get(make_measure().get_absolute_url()).status_code == status


def test_the_measure_of_another_referral_is_missing(client_as: SignIn) -> None:
    measure, other = make_measure(), make_referral("in_review")
    assert client_as("officer.cen").get(page_of("measure_detail", other, measure.pk)).status_code == 404


@pytest.mark.parametrize(
    ("move", "who", "status"),
    [("submit", "officer.cmi", 403), ("implement", "officer.cen", 403), ("approve", "officer.cen", 404)],
)
def test_moves_of_others(client_as: SignIn, move: str, who: str, status: int) -> None:
    measure = make_measure()
    url = page_of("measure_move", measure.referral, measure.pk, move)
    assert client_as(who).get(url).status_code == status
    assert client_as(who).post(url).status_code == status


def test_a_measure_already_submitted_says_who_did_it(client_as: SignIn) -> None:
    measure = make_measure()
    url = page_of("measure_move", measure.referral, measure.pk, "submit")
    client_as("officer.cen").post(url)
    late = client_as("head.cen").post(url)
    assert late.status_code == 409
    assert person("officer.cen").full_name in late.content.decode()


def test_implementing_through_the_page(client_as: SignIn) -> None:
    measure, today = make_measure("approved"), timezone.localdate()
    url = page_of("measure_move", measure.referral, measure.pk, "implement")
    assert client_as("officer.cmi").get(url).status_code == 200
    client_as("officer.cmi").post(url, {"on_day": today.day, "on_month": today.month, "on_year": today.year + 543})
    assert Measure.objects.get(pk=measure.pk).status == "implemented"
