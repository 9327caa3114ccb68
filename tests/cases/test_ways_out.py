"""Ways out on their pages: worked out while one types, kept as versions, taken over into a measure."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.counselling.courses import Change
from cases.counselling.ways_out import Terms, nothing_changes
from cases.models import Case, WayOut, WaysOut
from cases.services.guarantees import add_guarantor
from cases.services.ways_out import facts_of, figures_of, save_ways_out, terms_data, terms_of
from clinic_project.models import Draft, Event
from clinic_project.verdicts import NotAllowed
from referrals.models import Measure
from tests.factories_cases import make_case, with_example
from tests.factories_members import make_member
from tests.factories_plan import compare
from tests.factories_referrals import make_referral, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: dict[str, Any]) -> Case:
    return with_example(make_case("in_progress"))


def outside(case: Case) -> dict[str, str]:
    """The outside debts ticked to be joined in the first option."""
    pks = case.debts.filter(is_cooperative=False).values_list("pk", flat=True)
    return {f"o1_l{pk}_joins": "on" for pk in pks}


def test_the_page_begins_with_what_is_tried_first(client_as: Any, case: Case) -> None:
    page = client_as("officer.cmi").get(f"/cases/{case.reference}/ways-out/").content.decode()
    for text in ("รวมหนี้ภายนอก", "13,835.00", "35.94", "57.05", "-665.00".replace("-", "−"), "81.10"):
        assert text in page, text
    assert "<svg" in page
    assert Event.objects.filter(kind="case.read", detail__page="ways_out").exists()
    assert not WaysOut.objects.exists()


def test_computing_keeps_nothing_and_what_was_typed(client_as: Any, case: Case) -> None:
    client = client_as("officer.cmi")
    sent = outside(case) | {"o1_new_periods": "๙๖", "do": "compute"}
    page = client.post(f"/cases/{case.reference}/ways-out/", sent)
    assert page.status_code == 200
    assert 'value="๙๖"' in page.content.decode()
    assert not WaysOut.objects.exists()


def test_what_is_said_in_words_stands_beside_the_figures_by_option(client_as: Any, case: Case) -> None:
    """Of what stands now something is said only where something is wrong with it."""
    page = client_as("officer.cmi").get(f"/cases/{case.reference}/ways-out/")
    remarks = dict(page.context["remarks"])
    assert "1. รวมหนี้ภายนอก" in remarks
    assert "คงเดิม" not in remarks
    assert dict(remarks["1. รวมหนี้ภายนอก"])["ระเบียบและเกณฑ์"] == ["อยู่ในเกณฑ์ ไม่ต้องขอยกเว้น"]
    case.debts.filter(creditor="บัตรเครดิต ข.").update(instalment=1)
    worse = dict(client_as("officer.cmi").get(f"/cases/{case.reference}/ways-out/").context["remarks"])
    assert dict(worse["คงเดิม"])["ข้อสังเกต"] == ["บัตรเครดิต ข. ผ่อนไม่พ้นดอกเบี้ย ไม่มีวันหมด"]


def test_a_script_gets_the_figures_alone(client_as: Any, case: Case) -> None:
    answer = client_as("officer.cmi").post(
        f"/cases/{case.reference}/ways-out/",
        outside(case) | {"do": "compute"},
        headers={"HX-Request": "true", "HX-Target": "ways-result"},
    )
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="ways-result"')
    assert "13,835.00" in page


def test_what_cannot_be_worked_out_is_said_at_its_option(client_as: Any, case: Case) -> None:
    loan = f"o1_l{case.debts.filter(is_cooperative=True)[0].pk}"
    address = f"/cases/{case.reference}/ways-out/"
    client = client_as("officer.cmi")
    for sent, words in (
        ({"do": "save"}, "เลือกอย่างน้อยหนึ่งทาง"),
        ({"do": "save", f"{loan}_grace": "all"}, "กรอกทั้งวิธีพักชำระและจำนวนเดือน"),
        ({"do": "save", f"{loan}_periods": "6", f"{loan}_grace": "all", f"{loan}_months": "6"}, "น้อยกว่าจำนวนงวด"),
        ({"do": "save", **outside(case), "o1_extra": "500"}, "จ่ายเพิ่ม"),
        ({"do": "save", "o1_new_periods": "มาก"}, "ตัวเลข"),
    ):  # fmt: skip
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not WaysOut.objects.exists()


def test_an_error_names_its_option_and_loan_and_takes_no_other_number(client_as: Any, case: Case) -> None:
    debt = case.debts.filter(is_cooperative=True)[0]
    sent = {f"o1_l{debt.pk}_periods": "มาก", "do": "compute"}
    sent |= {name.replace("o1_", "o2_"): value for name, value in outside(case).items()}
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/ways-out/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"ทางที่ 1 {debt.creditor} – " in page
    assert [head[:2] for head in answer.context["heads"][1:]] == ["2."]
    assert [one["number"] for one in answer.context["glance"]] == [2]
    assert "13,835.00" in page


def test_what_the_system_suggests_can_be_called_back(client_as: Any, case: Case) -> None:
    compare(case, options=[Terms("ของเรา", {outside_key(case): Change(joins=True)})])
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/ways-out/"
    assert 'value="รวมหนี้ภายนอก"' not in client.get(address).content.decode()
    assert 'href="?start=suggested"' in client.get(address).content.decode()
    assert 'value="รวมหนี้ภายนอก"' in client.get(f"{address}?start=suggested").content.decode()


def outside_key(case: Case) -> int:
    key: int = case.debts.filter(is_cooperative=False)[0].pk
    return key


def test_a_kept_comparison_replaces_what_was_begun(client_as: Any, cast: dict[str, Any], case: Case) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/ways-out/"
    now, common = timezone.now(), {"data": {"o1_label": ["ทางเลือกที่ 1"]}, "revision": 1, "form": "cases:ways_out"}
    for n, who in enumerate(("officer.cmi", "officer.cmi", "officer.cmi", "head.cmi")):
        Draft.objects.create(
            owner=cast[who], key=f"{n:032x}", address=address, path=address, updated_at=now, form_key="", **common
        )
    page = client.get(address).content.decode()
    assert page.index("พิมพ์ต่อจากร่างนี้") < page.index("ร่างก่อนหน้านั้น")
    assert client.post(address, outside(case) | {"do": "save"}).status_code == 302
    assert [draft.owner for draft in Draft.objects.all()] == [cast["head.cmi"]]


def test_a_comparison_is_kept_as_a_version(client_as: Any, case: Case) -> None:
    client = client_as("officer.cmi")
    sent = outside(case) | {"o1_label": "รวมหนี้", "do": "save"}
    answer = client.post(f"/cases/{case.reference}/ways-out/", sent)
    assert answer.url == f"/cases/{case.reference}/ways-out/1/"
    page = client.get(answer.url).content.decode()
    assert "13,835.00" in page
    assert "เป็นเงินกู้สหกรณ์ ดอกเบี้ยร้อยละ 6.25 ผ่อนเดือนละ 3,650 บาท 120 งวด" in page
    client.post(f"/cases/{case.reference}/ways-out/", sent | {"o1_new_periods": "96"})
    assert [kept.number for kept in WaysOut.objects.filter(case=case)] == [2, 1]
    assert "13,835.00" in client.get(answer.url).content.decode()
    # The form goes on where the last comparison stopped.
    assert 'value="96"' in client.get(f"/cases/{case.reference}/ways-out/").content.decode()


def test_terms_survive_being_kept() -> None:
    changes = {
        3: Change(periods=180, rate=Decimal("4.75")),
        4: Change(joins=True),
        5: Change(grace="all", grace_months=6),
    }
    terms = Terms("ก", changes, Decimal("6.25"), 120, "avalanche", Decimal("1500.50"))
    assert terms_of("ก", terms_data(terms)) == terms


def test_money_survives_being_kept(case: Case) -> None:
    figures = figures_of(nothing_changes(facts_of(case)))
    assert (figures["net"], figures["residual"], figures["dsr"]) == ("17485.00", "-10765.00", "81.10")


def test_only_who_works_on_the_case_keeps_a_comparison(case: Case) -> None:
    with pytest.raises(NotAllowed):
        save_ways_out(case, options=[Terms(order="avalanche")], by=person("officer.pct"))
    with pytest.raises(ValidationError, match="1 ถึง 4"):
        save_ways_out(case, options=[Terms(order="avalanche")] * 5, by=case.officer)
    with pytest.raises(ValidationError, match="1 ถึง 4"):
        save_ways_out(case, options=[], by=case.officer)


def test_the_database_keeps_to_four_options_and_one_number(case: Case) -> None:
    compare(case)
    compare(case)
    for attack in ('UPDATE cases_wayout SET "order" = 5', "UPDATE cases_waysout SET number = 1"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_the_page_costs_the_same_with_one_version_and_with_three(client_as: Any, case: Case) -> None:
    client, counts = client_as("officer.cmi"), []
    client.get(f"/cases/{case.reference}/ways-out/")
    for more in (1, 2):
        for _time in range(more):
            compare(case)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{case.reference}/ways-out/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_central_takes_an_option_over_into_a_measure(client_as: Any, cast: dict[str, Any]) -> None:
    case = with_example(make_case("in_progress"))
    compare(case)
    referral = make_referral("in_review", case=case)
    client = client_as("officer.cen")
    page = client.get(f"/cases/{case.reference}/ways-out/1/").content.decode()
    option = WayOut.objects.get(compared__case=case, order=1)
    address = f"/referrals/{referral.reference}/measures/new/?way={option.pk}"
    assert address in page
    form = client.get(address).context["form"]
    assert form.initial["kind"] == "consolidate"
    assert "รวมหนี้ภายนอก" in form.initial["rationale"]
    sent = {"way_out": str(option.pk), "kind": "consolidate", "rationale": "ตามที่คุยกัน", "do": "save"}
    answer = client.post(address, sent)
    assert answer.status_code == 302
    options = list(Measure.objects.get(referral=referral).options.all())
    assert [row.label for row in options][:2] == ["คงเดิม", "รวมหนี้ภายนอก"]
    assert options[1].is_recommended
    assert options[1].residual == Decimal(option.figures["residual"])


def test_an_option_of_another_case_fills_nothing(client_as: Any, cast: dict[str, Any]) -> None:
    compare(with_example(make_case("in_progress")))
    referral = make_referral("in_review")
    option = WayOut.objects.all()[0]
    for text in (str(option.pk), "abc", "9" * 30, "๑"):
        form = client_as("officer.cen").get(f"/referrals/{referral.reference}/measures/new/?way={text}").context["form"]
        assert "rationale" not in form.initial


def test_guarantors_of_the_options_are_those_recorded(cast: dict[str, Any], case: Case, client_as: Any) -> None:
    """Formula 15 counts the people noted one by one; who would fall under F is named to those who may read it."""
    loan = case.debts.filter(is_cooperative=True)[0]
    loan.guarantors = "นายหนึ่ง และนางสอง และนายสาม"
    loan.save()
    assert facts_of(Case.objects.get(pk=case.pk)).loans[0].guarantors == 3
    guarantor = make_case(member=make_member(number="004999", first_name="เก่งกาจ", last_name="แก้วกาญจน์")).member
    own = with_example(Case.objects.get(member=guarantor))
    add_guarantor(loan, member=guarantor, by=case.officer)
    add_guarantor(loan, name="นางสอง", by=case.officer)
    assert facts_of(Case.objects.get(pk=case.pk)).loans[0].guarantors == 2
    other = case.debts.filter(is_cooperative=True)[1]
    add_guarantor(other, member=guarantor, by=case.officer)
    loans = facts_of(Case.objects.get(pk=case.pk)).loans
    assert len({*loans[0].people, *loans[1].people}) == 2
    page = f"/cases/{case.reference}/ways-out/"
    assert "เก่งกาจ แก้วกาญจน์ 004999 (สอ.พช. สามัญ)" in client_as("officer2.cmi").get(page).content.decode()
    kept = save_ways_out(case, options=[Terms("ก", {loan.pk: Change(periods=180)})], by=case.officer)
    assert "เก่งกาจ" in client_as("officer2.cmi").get(kept.get_absolute_url()).content.decode()
    # What is kept says how many, never who.
    assert "เก่งกาจ" not in str(kept.options.get().figures)
    Case.objects.filter(pk=own.pk).update(is_restricted=True)
    assert "เก่งกาจ" not in client_as("officer2.cmi").get(page).content.decode()
