"""What was made with a right is not handed out without it; what may not be read is not told in a report either."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.services.cases import assign_officer
from clinic_project import audit
from clinic_project.jobs.models import Job
from clinics.models import Appointment, ClinicYear
from members.data_request_jobs import start_export
from members.documents.readers import readers_pdf, readings_pdf
from members.readers import by_day, clinic_names, days_of, events_about, readable_references, reading_of
from members.services.data_requests import record_request
from members.services.table_jobs import begin_export
from members.tables.reading import read_table
from tests.factories_cases import make_case
from tests.factories_members import make_member
from tests.pdf_readers import tight

pytestmark = pytest.mark.django_db


def move_head(head: Any, code: str) -> None:
    """The head's post ends; from today they lead another clinic."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(user=head).update(ends_on=yesterday)
    Appointment.objects.filter(clinic_year__clinic__code=code, role="head").update(ends_on=yesterday)
    year = ClinicYear.objects.get(clinic__code=code)
    Appointment.objects.create(user=head, clinic_year=year, role="head", post="agent", starts_on=timezone.localdate())


def test_a_register_is_not_handed_out_when_the_right_to_its_clinic_is_gone(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    make_member("PCT", number="009009")
    make_member("CMI", number="004321")
    head = cast["head.pct"]
    job = begin_export(by=head)
    address = f"/jobs/{job.key}/result"
    assert client_as("head.pct").get(address).status_code == 200
    move_head(head, "CMI")
    assert client_as("head.pct").get(address).status_code == 403
    again = begin_export(by=type(head).objects.get(pk=head.pk))
    content = client_as("head.pct").get(f"/jobs/{again.key}/result").content
    assert [row[0] for _number, row in read_table(content).rows] == ["004321"]


def test_a_register_of_unknown_clinics_is_not_handed_out(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    job = begin_export(by=cast["head.cmi"])
    Job.objects.filter(pk=job.pk).update(arguments={})
    assert client_as("head.cmi").get(f"/jobs/{job.key}/result").status_code == 403


def test_a_members_file_is_not_handed_out_to_who_may_no_longer_read_a_case_in_it(
    client_as: Callable[[str], Client], cast: dict[str, Any]
) -> None:
    head = cast["head.cmi"]
    case = make_case("in_progress", is_restricted=True, officer=head, by=cast["secretary.cmi"])
    request = record_request(
        member=case.member, kind="access", channel="counter", wish="ขอสำเนา", received_on=timezone.localdate(),
        by=cast["officer.cmi"],
    )  # fmt: skip
    job = start_export(request, by=head)
    address = f"/jobs/{job.key}/result"
    assert client_as("head.cmi").get(address).status_code == 200
    assign_officer(case, officer=cast["officer2.cmi"], by=cast["secretary.cmi"])
    assert client_as("head.cmi").get(address).status_code == 403


def test_acts_on_a_case_that_may_not_be_read_stand_in_neutral_words(
    cast: dict[str, Any], read: Callable[[bytes], str]
) -> None:
    member = make_member()
    case = make_case(
        "in_progress", member=member, is_restricted=True, officer=cast["officer2.cmi"], by=cast["officer2.cmi"]
    )
    audit.record("urgent.shown", case, by=cast["officer2.cmi"])
    audit.record("measure.edit", case, by=cast["officer2.cmi"])
    for who, is_told in (("secretary.cmi", True), ("head.cmi", False)):
        readable, events = readable_references(cast[who], member), events_about(member)
        lines = [reading_of(event, readable, clinic_names()) for event in events]
        days = by_day(events, days_of(events, 9), readable)
        papers = [readings_pdf(member, lines, is_cut=False), readers_pdf(member, days, is_cut=False)]
        neutral = "ดูหรือบันทึกข้อมูลของสมาชิก"
        assert (neutral in str(lines), neutral in str(days)) == (not is_told, not is_told)
        for text in (str(lines), str(days), *map(read, papers)):
            assert ("ทำร้ายตัวเอง" in tight(text)) is is_told, who
            assert (case.reference in tight(text)) is is_told, who
            assert "เพิ่มสมาชิก" in tight(text)


def test_a_record_without_a_number_of_its_own_is_told_to_nobody_who_may_not_read_it(cast: dict[str, Any]) -> None:
    event = audit.record("measure.move.submit", make_member(), by=cast["officer.cen"])
    event.subject_type = "referrals.measure"
    assert reading_of(event, set(), {}).what == "ดูหรือบันทึกข้อมูลของสมาชิก"
