"""A way out taken over into a measure is proposed whole: its figures are the measure's, on every page and paper."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cases.counselling.courses import Change
from cases.counselling.ways_out import Terms
from cases.models import Case, WayOut
from cases.services.money import remove_debt
from referrals.documents import brief
from referrals.documents.meeting_parts import figures_of, proposal_of
from referrals.models import Measure, Referral
from referrals.services import measures
from tests.factories_cases import make_case, with_example
from tests.factories_plan import compare
from tests.factories_referrals import make_measure, make_referral, money, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
SignIn = Callable[[str], Client]
# The example's debts in their order.
ORDINARY, SPECIAL, EMERGENCY, CARD, SMALL, LARGE = range(6)
JOIN = {CARD: Change(joins=True), SMALL: Change(joins=True), LARGE: Change(joins=True)}
OPTIONS: dict[str, dict[int, Change]] = {
    "consolidation and a longer loan": {**JOIN, ORDINARY: Change(periods=180)},
    "consolidation and a holiday": {**JOIN, ORDINARY: Change(grace="all", grace_months=6)},
    "one debt joined of three": {LARGE: Change(joins=True)},
    "the cooperative's own loans joined": {ORDINARY: Change(joins=True), SPECIAL: Change(joins=True)},
    "longer and cheaper, two loans": {ORDINARY: Change(periods=180), SPECIAL: Change(rate=Decimal("4.75"))},
}


@pytest.fixture
def referral() -> Referral:
    """The example case, under review at central."""
    return make_referral("in_review", case=with_example(make_case("in_progress")))


def option_of(case: Case, changes: dict[int, Change], **terms: Any) -> WayOut:
    """A comparison kept with this one option."""
    keys = list(case.debts.order_by("pk").values_list("pk", flat=True))
    asked = Terms("ทางที่คุยกัน", {keys[place]: change for place, change in changes.items()}, **terms)
    return compare(case, options=[asked]).options.get()


def proposed(referral: Referral, option: WayOut, **fields: Any) -> Measure:
    """A measure that is the option."""
    return make_measure(referral=referral, way_out=option, proposed_periods=None, **fields)


@pytest.mark.parametrize("name", OPTIONS)
def test_the_measure_comes_to_what_the_option_comes_to(referral: Referral, name: str) -> None:
    option = option_of(referral.case, OPTIONS[name])
    measure = proposed(referral, option)
    chosen = measure.options.get(is_recommended=True)
    told = option.figures
    assert measure.figures_after["residual"] == told["residual"]
    assert measure.figures_after["net_take_home"] == told["net"]
    assert measure.figures_after["total_instalments"] == told["instalment"]
    assert (f"{chosen.instalment:.2f}", f"{chosen.residual:.2f}") == (told["instalment"], told["residual"])
    assert (f"{chosen.net_ratio:.2f}", f"{chosen.debt_service_ratio:.2f}") == (told["net_ratio"], told["dsr"])
    assert measure.steps == option.steps
    assert measure.figures_before["residual"] == "-10765.00"


def test_the_example_with_the_ordinary_loan_extended_as_well(referral: Referral) -> None:
    """counselling.md, formulas 10 and 11: R +1,555 and DSR 51.76 %."""
    referral.case.debts.filter(creditor="สอ.พช. สามัญ").update(balance=money("1,150,000"), periods_left=132)
    measure = proposed(referral, option_of(referral.case, OPTIONS["consolidation and a longer loan"]))
    assert (measure.figures_after["residual"], measure.figures_after["debt_service_ratio"]) == ("1555.00", "51.76")


def test_a_grace_shows_what_comes_after_it_everywhere(referral: Referral, client_as: SignIn, paper: list[str]) -> None:
    option = option_of(referral.case, OPTIONS["consolidation and a holiday"])
    measure = proposed(referral, option)
    after = option.figures["residual_later"]
    assert measure.figures_later["residual"] == after
    assert measure.options.get(is_recommended=True).later["instalment"] == option.figures["instalment_later"]
    shown = f"{Decimal(after):,.2f}".replace("-", "\N{MINUS SIGN}")
    page = client_as("officer.cen").get(measure.get_absolute_url()).content.decode()
    assert page.count(shown) == 2
    brief.render(referral, Measure.objects.filter(pk=measure.pk).for_brief(), today=timezone.localdate())
    assert shown in paper[-1]
    assert shown in [figure.later for figure in figures_of(measure)]


def test_four_options_with_what_they_mean_leave_the_brief_on_two_pages(referral: Referral) -> None:
    keys = list(referral.case.debts.order_by("pk").values_list("pk", flat=True))
    labels = ["รวมหนี้และขยาย", "รวมหนี้และพักชำระ", "รวมสินเชื่อบุคคล", "รวมหนี้สหกรณ์"]
    asked = [
        Terms(label, {keys[place]: change for place, change in OPTIONS[name].items()})
        for label, name in zip(labels, OPTIONS, strict=False)
    ]
    option = compare(referral.case, options=asked).options.get(order=2)
    measure = proposed(referral, option, conditions="ยกเลิกบัตรเครดิต", risks="อาจก่อหนี้ใหม่")
    content = brief.render(referral, Measure.objects.filter(pk=measure.pk).for_brief(), today=timezone.localdate())
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 2


def test_a_holiday_of_a_plain_measure_shows_what_comes_after_it(referral: Referral) -> None:
    loan = referral.case.debts.order_by("pk")[0]
    terms = {"kind": "payment_holiday", "debt": loan, "proposed_periods": None, "grace_months": 6}
    measure = make_measure(referral=referral, **terms)
    chosen = measure.options.get(is_recommended=True)
    assert Decimal(measure.figures_later["residual"]) < Decimal(measure.figures_after["residual"])
    assert chosen.later["residual"] == measure.figures_later["residual"]
    assert make_measure(referral=referral).figures_later == {}


def test_other_terms_play_no_part(referral: Referral) -> None:
    option = option_of(referral.case, OPTIONS["one debt joined of three"])
    measure = proposed(referral, option, proposed_rate=Decimal(1), amount=money("1"), grace_months=3)
    assert (measure.proposed_rate, measure.amount, measure.grace_months, measure.proposed_instalment) == (None,) * 4
    assert [fact.text for fact in proposal_of(measure)] == ["รวมหนี้", option.label]


def test_figures_are_those_of_the_case_as_it_stands(referral: Referral) -> None:
    """A balance that moved since the comparison moves the proposal; a debt that is gone ends it."""
    case = referral.case
    option = option_of(case, OPTIONS["one debt joined of three"])
    case.debts.filter(creditor="สินเชื่อบุคคล ก.").update(balance=money("120,000"))
    assert proposed(referral, option).options.get(is_recommended=True).residual > Decimal(option.figures["residual"])
    remove_debt(case.debts.get(creditor="สินเชื่อบุคคล ก."), by=person("officer.cmi"))
    with pytest.raises(ValidationError, match="เปรียบเทียบทางออกใหม่"):
        proposed(referral, option)


def test_an_option_of_another_case_is_refused(referral: Referral) -> None:
    other = option_of(with_example(make_case("in_progress")), OPTIONS["one debt joined of three"])
    with pytest.raises(ValidationError, match="ทางออกของเรื่องนี้"):
        proposed(referral, other)


def test_a_debt_that_never_ends_has_no_total_interest(referral: Referral, client_as: SignIn) -> None:
    referral.case.debts.filter(creditor="สินเชื่อบุคคล ค.").update(balance=money("95,000"), instalment=money("2,200"))
    option = option_of(referral.case, {ORDINARY: Change(periods=180)})
    measure = proposed(referral, option)
    assert measure.options.get(is_recommended=True).total_interest is None
    assert "ไม่มีวันหมด" in client_as("officer.cen").get(measure.get_absolute_url()).content.decode()


def test_the_form_is_the_option_and_asks_for_the_reasons_alone(referral: Referral, client_as: SignIn) -> None:
    option = option_of(referral.case, OPTIONS["consolidation and a longer loan"])
    client, address = client_as("officer.cen"), f"/referrals/{referral.reference}/measures/new/"
    residual = option.figures["residual"]
    answer = client.get(f"{address}?way={option.pk}")
    assert {"debt", "proposed_periods", "proposed_rate", "amount"} & set(answer.context["form"].fields) == set()
    page = answer.content.decode()
    assert all(step in page for step in option.steps)
    assert f"{Decimal(residual):,.2f}" in page
    # Sent from a restored draft, whose address names no option: the box in the form does.
    sent = {"way_out": str(option.pk), "kind": "consolidate", "rationale": "", "do": "save"}
    refused = client.post(address, sent)
    assert (refused.status_code, f"{Decimal(residual):,.2f}" in refused.content.decode()) == (422, True)
    assert client.post(address, sent | {"rationale": "ตามที่คุยกัน"}).status_code == 302
    measure = Measure.objects.get(referral=referral)
    assert measure.figures_after["residual"] == residual
    edit = client.get(f"{measure.get_absolute_url()}edit/")
    assert edit.context["way_out"] == option
    seen = edit.context["edit"].seen
    answer = client.post(f"{measure.get_absolute_url()}edit/", sent | {"rationale": "เขียนใหม่", "seen": seen})
    assert (answer.status_code, Measure.objects.get(pk=measure.pk).way_out) == (302, option)


def test_a_revision_keeps_which_way_out_it_was(referral: Referral) -> None:
    option = option_of(referral.case, OPTIONS["consolidation and a holiday"])
    measure = measures.submit_measure(proposed(referral, option), by=person("officer.cen"))
    kept = measures.revise_measure(measure, by=person("officer.cen")).versions.get().terms
    assert (kept["way_out"], kept["steps"]) == (option.pk, option.steps)
    assert kept["figures_later"]["residual"] == option.figures["residual_later"]


def test_another_cases_option_in_the_form_is_not_taken(referral: Referral, client_as: SignIn) -> None:
    other = option_of(with_example(make_case("in_progress")), OPTIONS["one debt joined of three"])
    sent = {"way_out": str(other.pk), "kind": "other", "rationale": "ก", "do": "save"}
    answer = client_as("officer.cen").post(f"/referrals/{referral.reference}/measures/new/", sent)
    assert answer.status_code == 422
    assert not Measure.objects.filter(referral=referral).exists()
