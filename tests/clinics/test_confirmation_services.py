"""The confirmation's way: who makes which move, what is missing first, what changed since (R6, R7, R13, R45)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic_project.issuing import documents_of
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from clinics.models import Appointment, ClinicYear, Confirmation
from clinics.services import confirmations as services
from clinics.services.stages import select_clinic
from tests.factories_confirmation import WORDS, again, make_confirmation, make_pilot, person, scan, selected

pytestmark = pytest.mark.django_db


def test_the_whole_way_confirms_the_clinic_on_the_day_it_was_sent(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("submitted")
    sent = timezone.now() - timedelta(days=2)
    Confirmation.objects.filter(pk=confirmation.pk).update(submitted_at=sent)
    accepted = services.accept_confirmation(again(confirmation), by=person("officer.cen"))
    clinic_year = ClinicYear.objects.get(pk=confirmation.clinic_year_id)
    assert (accepted.status, clinic_year.status) == ("accepted", "confirmed")
    assert clinic_year.confirmed_on == timezone.localdate(sent)


@pytest.mark.parametrize(
    ("who", "refused"), [("officer.cmi", True), ("head.pct", True), ("secretary.cmi", False), ("head.cmi", False)]
)
def test_head_and_secretary_prepare_it(cast: dict[str, Any], who: str, refused: bool) -> None:
    clinic_year = selected()
    if refused:
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            services.fill_confirmation(clinic_year, by=person(who), **WORDS)
        assert not Confirmation.objects.exists()
    else:
        assert services.fill_confirmation(clinic_year, by=person(who), **WORDS).unit_name == WORDS["unit_name"]


def test_only_the_head_or_who_acts_for_them_sends_it(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("scanned")
    with pytest.raises(NotAllowed, match="หัวหน้า"):
        services.submit_confirmation(confirmation, by=person("secretary.cmi"))
    assert again(confirmation).status == "printed"


def test_a_secretary_who_acts_for_the_head_sends_it(cast: dict[str, Any]) -> None:
    Appointment.objects.create(
        user=cast["secretary.cmi"],
        clinic_year=selected(),
        role="head",
        post="agent",
        is_acting=True,
        starts_on=timezone.localdate(),
    )
    confirmation = make_confirmation("scanned")
    assert services.submit_confirmation(confirmation, by=person("secretary.cmi")).status == "submitted"


def test_it_is_printed_only_when_who_signs_is_written_down(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("draft", signer_name="")
    with pytest.raises(NotAllowed, match="ผู้ลงชื่อ"):
        services.print_confirmation(confirmation.clinic_year, by=person("head.cmi"))
    assert not documents_of(confirmation).exists()


def test_it_is_sent_only_with_the_scan_of_what_was_printed_last(cast: dict[str, Any]) -> None:
    head, confirmation = person("head.cmi"), make_confirmation("printed")
    with pytest.raises(NotAllowed, match="แนบสแกน"):
        services.submit_confirmation(confirmation, by=head)
    services.attach_scan(confirmation, by=head, scan=scan())
    services.print_confirmation(confirmation.clinic_year, by=head)
    with pytest.raises(NotAllowed, match="แนบสแกน"):
        services.submit_confirmation(again(confirmation), by=head)
    services.attach_scan(again(confirmation), by=head, scan=scan())
    assert services.submit_confirmation(again(confirmation), by=head).status == "submitted"
    assert again(confirmation).scans.count() == 2


def test_what_changed_since_printing_is_told_and_stops_the_sending(cast: dict[str, Any]) -> None:
    head, confirmation = person("head.cmi"), make_confirmation("scanned")
    assert confirmation.changed_since_print == ""
    Appointment.objects.filter(user=cast["officer.cmi"]).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert "รายชื่อเปลี่ยนจากฉบับที่พิมพ์ พิมพ์ใหม่" in again(confirmation).changed_since_print
    with pytest.raises(NotAllowed, match="รายชื่อเปลี่ยน"):
        services.submit_confirmation(again(confirmation), by=head)
    services.print_confirmation(confirmation.clinic_year, by=head)
    assert again(confirmation).changed_since_print == ""
    old, new = documents_of(confirmation).order_by("pk")
    assert old.superseded_by == new


def test_changing_the_words_of_a_printed_form_makes_it_a_draft_again(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("scanned")
    same = services.fill_confirmation(confirmation.clinic_year, by=person("head.cmi"), **WORDS)
    assert same.status == "printed"
    other = {**WORDS, "signer_acting": "ปฏิบัติหน้าที่แทน พัฒนาการจังหวัด"}
    assert services.fill_confirmation(confirmation.clinic_year, by=person("head.cmi"), **other).status == "draft"


def test_what_was_sent_is_not_written_over(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("submitted")
    with pytest.raises(StaleState):
        services.fill_confirmation(confirmation.clinic_year, by=person("head.cmi"), **{**WORDS, "unit_name": "อื่น"})
    with pytest.raises(ValidationError, match="แนบสแกนได้"):
        services.attach_scan(confirmation, by=person("head.cmi"), scan=scan())
    assert again(confirmation).unit_name == WORDS["unit_name"]


def test_a_returned_form_needs_a_newer_scan_and_no_new_print(cast: dict[str, Any]) -> None:
    head, confirmation = person("head.cmi"), make_confirmation("returned")
    with pytest.raises(NotAllowed, match="แนบสแกน"):
        services.submit_confirmation(confirmation, by=head)
    services.attach_scan(confirmation, by=head, scan=scan())
    assert services.submit_confirmation(again(confirmation), by=head).status == "submitted"


def test_a_returned_form_may_be_put_right_and_printed_again(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("returned")
    services.print_confirmation(confirmation.clinic_year, by=person("secretary.cmi"))
    assert again(confirmation).status == "printed"
    assert documents_of(confirmation).count() == 2


def test_central_receives_and_returns_but_nobody_their_own(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("submitted", "CEN")
    with pytest.raises(NotAllowed, match="ของตนเอง"):
        services.accept_confirmation(confirmation, by=person("head.cen"))
    with pytest.raises(NotAllowed):
        services.return_confirmation(confirmation, by=person("head.cmi"), reason="x")
    assert services.accept_confirmation(confirmation, by=person("secretary.cen")).status == "accepted"


def test_a_clinic_that_declines_gives_its_place_back_and_may_be_selected_again(cast: dict[str, Any]) -> None:
    declined = make_confirmation("declined")
    clinic_year = ClinicYear.objects.get(pk=declined.clinic_year_id)
    assert (declined.status, clinic_year.status) == ("declined", "proposed")
    with pytest.raises(NotAllowed, match="ได้รับคัดเลือก"):
        services.fill_confirmation(clinic_year, by=person("head.cmi"), **WORDS)
    select_clinic(clinic_year, by=person("edu.secretary"))
    second = services.fill_confirmation(selected(), by=person("head.cmi"), **WORDS)
    assert (second.version, second.status) == (2, "draft")


def test_declining_without_a_draft_is_possible(cast: dict[str, Any]) -> None:
    declined = services.decline_confirmation(selected(), by=person("head.cmi"), reason="ย้ายสำนักงาน")
    assert (declined.status, declined.decline_reason) == ("declined", "ย้ายสำนักงาน")


def test_a_continuing_pilot_is_refused_by_service_and_database(cast: dict[str, Any]) -> None:
    pilot = make_pilot()
    for write in (services.fill_confirmation, services.print_confirmation):
        with pytest.raises(ValidationError, match="ไม่ต้องแจ้งยืนยัน"):
            write(pilot, by=person("head.cen"))
    with pytest.raises(ValidationError, match="ไม่ต้องแจ้งยืนยัน"):
        services.decline_confirmation(pilot, by=person("head.cen"), reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(clinic_year=pilot)
    confirmation = make_confirmation("draft")
    attack("UPDATE clinics_confirmation SET clinic_year_id = %s WHERE id = %s", pilot.pk, confirmation.pk)


def attack(statement: str, *values: Any) -> None:
    """The database must refuse the statement."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("state", "change"),
    [
        ("draft", "status = 'submitted'"),
        ("draft", "status = 'printed'"),
        ("draft", "status = 'declined'"),
        ("printed", "status = 'submitted', submitted_at = '2018-06-01', submitted_by_id = {head}"),
        ("scanned", "status = 'submitted'"),
        ("submitted", "status = 'accepted'"),
        ("submitted", "status = 'accepted', accepted_at = '2018-06-01', accepted_by_id = submitted_by_id"),
        ("submitted", "status = 'returned', returned_at = '2018-06-01', returned_by_id = {head}"),
        ("submitted", "submitted_by_id = NULL"),
    ],
)
def test_the_database_keeps_each_state_whole(cast: dict[str, Any], state: str, change: str) -> None:
    confirmation = make_confirmation(state)
    statement = f"UPDATE clinics_confirmation SET {change.format(head=cast['head.cmi'].pk)} WHERE id = %s"
    attack(statement, confirmation.pk)


def test_a_clinic_has_one_confirmation_in_force(cast: dict[str, Any]) -> None:
    confirmation = make_confirmation("draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(clinic_year=confirmation.clinic_year, version=2)
