"""Before debts are known nothing is judged: they are recorded, copied, or said to be none."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case
from cases.services import money
from cases.services.figures import triage_of
from clinic_project.models import Event
from members.models import Payroll
from members.services.consents import answer_consent
from tests.factories_cases import EXAMPLE_HOUSEHOLD, debt_fields, make_case, with_example

pytestmark = pytest.mark.django_db


def page_of(client: Any, case: Case, part: str = "") -> str:
    text: str = client.get(f"/cases/{case.reference}/{part}").content.decode()
    return text


def with_month(case: Case) -> Case:
    money.save_household(case, lines=EXAMPLE_HOUSEHOLD, by=case.officer)
    return Case.objects.get(pk=case.pk)


def test_an_empty_case_says_what_is_missing(client_as: Any) -> None:
    case = make_case()
    page = page_of(client_as("officer.cmi"), case)
    assert "ยังแนะนำไม่ได้" in page
    assert "ยังขาดข้อมูล:" in page
    assert "ไม่มีเหตุที่ชี้ว่าซับซ้อนหรือวิกฤติ" not in page
    assert len(triage_of(case).missing) == 2


def test_an_income_without_debts_is_not_judged(client_as: Any) -> None:
    case, client = with_month(make_case()), client_as("officer.cmi")
    page = page_of(client, case)
    assert "กู้เพิ่มได้ไม่เกิน" not in page
    assert "ยังไม่ได้หักหนี้" in page
    assert "ยังแนะนำไม่ได้" in page
    assert "สมาชิกไม่มีหนี้" in page
    figures = {figure.code: figure.value for figure in client.get(case.get_absolute_url()).context["figures"]}
    assert (figures["dsr"], figures["headroom"], figures["total"]) == ("–", "–", "–")
    assert figures["net"] == "37,795.00"


def test_a_grave_fact_is_told_all_the_same(cast: dict[str, Any]) -> None:
    case = make_case()
    case.has_informal_threats = True
    triage = triage_of(case)
    assert (triage.level, triage.is_open) == ("critical", False)


def test_no_debts_is_a_dated_statement_until_one_is_added(client_as: Any) -> None:
    case, client = with_month(make_case()), client_as("officer.cmi")
    assert client.post(f"/cases/{case.reference}/debts/none/").status_code == 302
    case.refresh_from_db()
    assert (case.no_debts_on, case.no_debts_by) == (timezone.localdate(), case.officer)
    assert case.entries.filter(title="สมาชิกบอกว่าไม่มีหนี้").count() == 1
    assert Event.objects.filter(kind="case.debts.none").count() == 1
    page = page_of(client, case)
    assert "สมาชิกบอกว่าไม่มีหนี้ เมื่อ" in page
    assert "กู้เพิ่มได้ไม่เกิน" in page
    assert triage_of(Case.objects.get(pk=case.pk)).missing == ()
    money.add_debt(case, by=case.officer, **debt_fields("ก.", 1_000, "18", 100))
    case.refresh_from_db()
    assert case.no_debts_on is None
    with pytest.raises(ValidationError, match="มีหนี้บันทึกไว้แล้ว"):
        money.state_no_debts(case, by=case.officer)


def test_debts_of_the_other_case_are_copied(client_as: Any) -> None:
    old = with_example(make_case())
    case, client = make_case(member=old.member), client_as("officer.cmi")
    assert f"คัดลอกหนี้จาก {old.reference}" in page_of(client, case, "household/")
    money.save_household(case, lines=EXAMPLE_HOUSEHOLD, by=case.officer)
    assert f"คัดลอกหนี้จาก {old.reference}" in page_of(client, case)
    assert "บัตรเครดิต ข." in page_of(client, case, "debts/copy/")
    assert Event.objects.filter(kind="case.read", detail__page="debts_copy").exists()
    assert client.post(f"/cases/{case.reference}/debts/copy/").status_code == 302
    assert [money.values_of(debt) for debt in case.debts.all()] == [money.values_of(debt) for debt in old.debts.all()]
    assert client.get(f"/cases/{case.reference}/debts/copy/").status_code == 404


def test_a_no_of_the_member_leaves_outside_debts_where_they_are(client_as: Any) -> None:
    old = with_example(make_case())
    case = make_case(member=old.member)
    answer_consent(
        member=old.member, purpose="outside_debts", answer="declined", channel="phone",
        given_on=timezone.localdate(), by=case.officer,
    )  # fmt: skip
    assert client_as("officer.cmi").post(f"/cases/{case.reference}/debts/copy/").status_code == 302
    assert {debt.is_cooperative for debt in case.debts.all()} == {True}
    old.debts.filter(is_cooperative=True).delete()
    case.debts.all().delete()
    client = client_as("officer.cmi")
    assert client.get(f"/cases/{case.reference}/debts/copy/").status_code == 404
    assert "คัดลอกหนี้จาก" not in page_of(client, case, "household/")


def test_a_restricted_case_gives_its_debts_to_its_readers_only(client_as: Any) -> None:
    old = with_example(make_case(is_restricted=True))
    case = make_case(member=old.member)
    assert client_as("officer.cmi").get(f"/cases/{case.reference}/debts/copy/").status_code == 200
    head = client_as("head.cmi")
    assert head.get(f"/cases/{case.reference}/debts/copy/").status_code == 404
    assert old.reference not in page_of(head, case, "household/")


def test_the_payrolls_loans_are_mentioned(client_as: Any) -> None:
    case, client = with_month(make_case()), client_as("officer.cmi")
    Payroll.objects.create(
        member=case.member, month=date(2018, 6, 1), salary=Decimal(38_500), ordinary_paid=Decimal(11_930),
        ordinary_left=Decimal(1_000_000), imported_at=timezone.now(),
    )  # fmt: skip
    told = "เงินกู้สามัญ หักเดือนละ 11,930.00 คงเหลือ 1,000,000.00 บาท"
    for part in ("", "household/", "debts/none/"):
        assert told in page_of(client, case, part), part
