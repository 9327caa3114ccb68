"""The opening: what is required, who may open in spite of it, how members are told (R5, R15)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.workflow import NotAllowed
from clinics.documents.opening import opening_notice, opening_notice_pdf, opening_text
from clinics.models import ClinicYear, Opening, OpeningCriterion, OpeningNotice, ServiceDay
from clinics.opening import checklist, criteria_of, missing, unplanned_months
from clinics.registrations.opening import central_tasks, clinic_tasks
from clinics.services import baselines, set_up_year
from clinics.services.opening import announce_opening, set_criteria
from clinics.services.stages import open_clinic
from tests.cast import make_year
from tests.factories_clinics import attend, make_baseline, make_clinic_year, past_year
from tests.pdf_readers import tight

pytestmark = pytest.mark.django_db


def attack(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def codes(clinic_year: ClinicYear) -> set[str]:
    return {line.criterion.code for line in missing(checklist(clinic_year))}


@pytest.fixture
def oriented(cast: dict[str, Any]) -> ClinicYear:
    """A clinic of a year that is over: nothing is left to plan in its calendar."""
    return make_clinic_year("CMI", "oriented")


# ---- the checklist ------------------------------------------------------------------------------------------------


def test_what_is_missing_is_named_with_the_way_to_it(cast: dict[str, Any]) -> None:
    clinic_year = make_clinic_year("PCT", "selected")
    clinic_year.appointments.filter(post="finance").delete()
    lines = {line.criterion.code: line for line in checklist(clinic_year)}
    assert {code for code, line in lines.items() if line.is_missing} == {
        "confirmed", "oriented", "finance", "baseline", "contact",
    }  # fmt: skip
    assert all(lines[code].url.startswith("/") and lines[code].action for code in lines if lines[code].is_missing)
    assert lines["head"].is_done


def test_each_step_takes_its_line_off(cast: dict[str, Any], oriented: ClinicYear) -> None:
    assert codes(oriented) == {"baseline", "contact"}
    baseline = make_baseline(oriented, by=cast["head.cmi"])
    assert "baseline" in codes(oriented)
    baselines.submit_baseline(baseline, by=cast["head.cmi"])
    oriented.clinic.address, oriented.clinic.phone = "ศาลากลางจังหวัด", "080-000-0001"
    assert codes(oriented) == set()


def test_the_calendar_needs_every_month_the_rule_counts_in(cast: dict[str, Any]) -> None:
    year = make_year(date(2018, 6, 1))
    year.service_start = date(2018, 6, 1)
    year.save()
    clinic_year = make_clinic_year("CMI", "oriented", year)
    today = date(2018, 6, 20)
    assert len(unplanned_months(clinic_year, today)) == 6
    for month in range(7, 13):
        for day in (3, 4):
            ServiceDay.objects.create(clinic=clinic_year.clinic, day=date(2018, month, day))
    assert unplanned_months(clinic_year, today) == []
    ServiceDay.objects.filter(day=date(2018, 9, 4)).delete()
    assert unplanned_months(clinic_year, today) == ["กันยายน"]
    assert unplanned_months(clinic_year, date(2018, 10, 1)) == []


def test_criteria_are_copied_with_the_year(cast: dict[str, Any]) -> None:
    set_criteria(past_year(), required=["head", "confirmed"], posts=["head"], by=cast["officer.cen"])
    year = set_up_year(buddhist_year=2563, copy_from=past_year(), by=None)
    assert {c.code for c in criteria_of(year) if c.is_required} == {"head", "confirmed"}
    assert OpeningCriterion.objects.filter(year=year).count() == len(OpeningCriterion.Code.choices)


def test_criteria_are_set_by_central_and_administrators(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    url, client = reverse("clinics:criteria", args=[make_year().buddhist_year]), client_as("admin")
    seen = client.get(url).context["edit"].seen
    assert client.post(url, {"required": ["head"], "posts": ["head"], "seen": seen}).status_code == 302
    assert [c.code for c in criteria_of(make_year()) if c.is_required] == ["head"]
    answer = client_as("officer.cen").post(url, {"required": ["head"], "seen": seen})
    assert (answer.status_code, "เลือกอย่างน้อยหนึ่งตำแหน่ง" in answer.content.decode()) == (422, True)
    with pytest.raises(NotAllowed):
        set_criteria(make_year(), required=[], posts=["head"], by=cast["head.cmi"])


# ---- opening ------------------------------------------------------------------------------------------------------


def test_a_head_opens_only_when_everything_required_is_there(cast: dict[str, Any], oriented: ClinicYear) -> None:
    with pytest.raises(NotAllowed, match="ส่งข้อมูลเบื้องต้น"):
        open_clinic(oriented, by=cast["head.cmi"])
    with pytest.raises(NotAllowed, match="ส่งข้อมูลเบื้องต้น"):
        open_clinic(oriented, by=cast["head.cmi"], reason="อยากเปิดก่อน")
    assert not Opening.objects.exists()
    set_criteria(oriented.year, required=["oriented", "head"], posts=["head"], by=cast["admin"])
    assert open_clinic(oriented, by=cast["head.cmi"]).status == "open"
    opening = Opening.objects.get()
    assert (opening.missing, opening.reason, opening.opened_by) == ("", "", cast["head.cmi"])


def test_central_opens_in_spite_of_what_is_missing_with_a_reason(
    client_as: Callable[[str], Client], oriented: ClinicYear
) -> None:
    url, client = reverse("clinics:opening_open", args=["CMI", 2562]), client_as("officer.cen")
    answer = client.post(url, {"reason": ""})
    assert (answer.status_code, "เขียนเหตุผล" in answer.content.decode()) == (422, True)
    assert client.post(url, {"reason": "สมาชิกรอรับบริการ"}).status_code == 302
    opening = Opening.objects.get()
    assert (opening.missing, opening.reason) == ("baseline contact", "สมาชิกรอรับบริการ")
    assert Event.objects.filter(kind="clinic_year.move.open", detail__missing=["baseline", "contact"]).exists()
    page = client_as("officer.cmi").get(reverse("clinics:opening", args=["CMI", 2562])).content.decode()
    assert "สมาชิกรอรับบริการ" in page
    assert "เปิดก่อนครบเกณฑ์" in page


def test_an_officer_never_opens(cast: dict[str, Any], oriented: ClinicYear) -> None:
    with pytest.raises(NotAllowed):
        open_clinic(oriented, by=cast["officer.cmi"])


# ---- telling the members ------------------------------------------------------------------------------------------


@pytest.fixture
def opened(cast: dict[str, Any], oriented: ClinicYear) -> ClinicYear:
    return open_clinic(oriented, by=cast["officer.cen"], reason="สมาชิกรอรับบริการ")


def test_an_opening_nobody_was_told_of_is_warned(client_as: Callable[[str], Client], opened: ClinicYear) -> None:
    url, client = reverse("clinics:opening", args=["CMI", 2562]), client_as("head.cmi")
    assert "ยังไม่ได้ประกาศให้สมาชิกทราบ" in client.get(url).content.decode()
    facts = {"announced_on": "วันนี้", "channels": ["line", "board"], "text": "เปิดแล้ว"}
    announce = reverse("clinics:opening_announce", args=["CMI", 2562])
    assert client.post(announce, facts).status_code == 422
    today = timezone.localdate()
    facts["announced_on"] = f"{today.day}/{today.month}/{today.year + 543}"
    assert client.post(announce, facts).status_code == 302
    page = client.get(url).content.decode()
    assert "ยังไม่ได้ประกาศให้สมาชิกทราบ" not in page
    assert "ไลน์, ป้ายประกาศ" in page


def test_nothing_is_announced_before_it_is_open_or_for_tomorrow(cast: dict[str, Any], oriented: ClinicYear) -> None:
    facts: dict[str, Any] = {"announced_on": timezone.localdate(), "channels": ["line"], "text": "เปิดแล้ว"}
    with pytest.raises(NotAllowed, match="เปิดให้บริการก่อน"):
        announce_opening(oriented, by=cast["head.cmi"], **facts)
    opened = open_clinic(oriented, by=cast["officer.cen"], reason="รอไม่ได้")
    for wrong in ({"announced_on": timezone.localdate() + timedelta(days=1)}, {"channels": []}, {"channels": ["fax"]}):
        with pytest.raises(ValidationError):
            announce_opening(opened, by=cast["head.cmi"], **{**facts, **wrong})
    assert not OpeningNotice.objects.exists()


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_notice_says_when_where_and_how_to_reach_it(
    cast: dict[str, Any], opened: ClinicYear, read: Callable[[bytes], str], digits: Any
) -> None:
    clinic = opened.clinic
    clinic.address, clinic.phone, clinic.line_id = "ศาลากลางจังหวัดเชียงใหม่ ค้ำประกัน", "0800000012", "@clinic-cmi"
    paper = opening_notice(opened, [date(2019, 7, 3), date(2019, 7, 17)], date(2019, 6, 25))
    text = tight(read(opening_notice_pdf(paper, digits=digits)))
    assert tight("เปิดให้บริการสมาชิกแล้ว") in text
    assert tight("ศาลากลางจังหวัดเชียงใหม่ ค้ำประกัน") in text
    if digits == "arabic":
        assert tight("วันพุธที่ 3 กรกฎาคม พ.ศ. 2562") in text
        assert "080-000-0012" in text
        assert "08.30-16.30" in text
        plain = opening_text(paper)
        assert all(part in plain for part in ("3 กรกฎาคม 2562", "080-000-0012", "@clinic-cmi", "08.30"))
    else:
        assert not any(digit in text for digit in "0123456789")


# ---- what waits ---------------------------------------------------------------------------------------------------


def test_a_clinic_is_told_what_is_missing_and_central_who_waits(cast: dict[str, Any]) -> None:
    year = make_year()
    rows = ClinicYear.objects.filter(year=year, clinic__code="CMI")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_clinicyear SET status = 'confirmed' WHERE id = %s", [rows.get().pk])
    (task,) = clinic_tasks(cast["head.cmi"])
    assert "ผ่านการปฐมนิเทศ" in str(task.detail)
    assert list(clinic_tasks(cast["officer.cmi"])) == []
    assert list(central_tasks(cast["officer.cen"])) == []
    attend(rows.select_related("clinic", "year").get(), by=cast["officer.cen"])
    assert "1 แห่ง" in str(next(iter(central_tasks(cast["officer.cen"]))).title)


# ---- attacks ------------------------------------------------------------------------------------------------------


def test_the_database_keeps_the_rules(cast: dict[str, Any], opened: ClinicYear) -> None:
    attack("UPDATE clinics_opening SET reason = ''")
    attack("UPDATE clinics_opening SET missing = ''")
    set_criteria(opened.year, required=["head"], posts=["head"], by=cast["admin"])
    attack("UPDATE clinics_openingcriterion SET code = 'nonsense' WHERE code = 'head'")
    attack("UPDATE clinics_openingcriterion SET code = 'head' WHERE code = 'finance'")
    announce_opening(opened, announced_on=timezone.localdate(), channels=["line"], text="เปิดแล้ว", by=cast["head.cmi"])
    attack("UPDATE clinics_openingnotice SET text = ''")
