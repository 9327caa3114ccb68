"""The confirmation's pages: numbers and their rows, reminders once a day, bad input in Thai, refusals at the door."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.outbox.models import Outbox
from clinic_project.outbox.sending import verdict_on
from clinic_project.thai.workdays import WorkCalendar
from clinics.confirmation_states import STATES, counts, standings, state_of
from clinics.models import Appointment, ClinicYear, Confirmation, ProgrammeYear
from clinics.registrations.confirmation import central_tasks, own_tasks
from clinics.services import confirmations as services
from clinics.services import reminders
from tests.cast import make_year
from tests.factories_confirmation import WORDS, make_confirmation, make_pilot, person, selected, sent_scan

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


def url(name: str, code: str = "CMI", *more: Any) -> str:
    """One of the clinic's confirmation pages of this year."""
    return reverse(f"clinics:confirmation_{name}", args=[code, make_year().buddhist_year, *more])


def due_in(days: int) -> ProgrammeYear:
    """This year, with its due date so many days from today."""
    year = make_year()
    ProgrammeYear.objects.filter(pk=year.pk).update(confirm_due=timezone.localdate() + timedelta(days=days))
    return ProgrammeYear.objects.get(pk=year.pk)


def test_each_number_is_that_of_its_rows(cast: dict[str, Any], client_as: ClientAs) -> None:
    due_in(3)
    make_pilot()
    make_confirmation("submitted")
    selected("PCT")
    client, page_url = client_as("officer.cen"), reverse("clinics:confirmations", args=[make_year().buddhist_year])
    page = client.get(page_url)
    shown = {figure["url"]: figure["value"] for figure in page.context["figures"]}
    assert sum(shown.values()) == len(page.context["lines"]) == ClinicYear.objects.filter(year=make_year()).count()
    for address, count in shown.items():
        assert len(client.get(page_url + address).context["lines"]) == count, address
    assert shown == {
        "?state=awaiting": 2,
        "?state=confirmed": 1,
        "?state=late": 0,
        "?state=declined": 0,
        "?state=not_required": 1,
    }


@pytest.mark.parametrize(
    ("sent", "today", "state"),
    [
        (None, "2018-06-08", "awaiting"),
        (None, "2018-06-09", "late"),
        ("2018-06-08", "2018-07-01", "awaiting"),
        ("2018-06-11", "2018-07-01", "late"),
    ],
)
def test_late_is_sent_or_not_sent_after_the_due_date(
    cast: dict[str, Any], sent: str | None, today: str, state: str
) -> None:
    clinic_year = selected()
    clinic_year.year.confirm_due = date(2018, 6, 8)
    confirmation = None
    if sent:
        moment = timezone.make_aware(timezone.datetime.fromisoformat(f"{sent}T23:30"))
        confirmation = Confirmation(clinic_year=clinic_year, submitted_at=moment)
        confirmation.__dict__["status"] = "submitted"
    assert state_of(clinic_year, confirmation, date.fromisoformat(today)) == state


def test_a_longer_list_costs_no_more_queries(cast: dict[str, Any], django_assert_num_queries: Any) -> None:
    make_confirmation("printed")
    rows = ClinicYear.objects.filter(year=make_year())
    for found in (rows.filter(clinic__code="CMI"), rows):
        with django_assert_num_queries(3):
            assert standings(found.for_confirmations(), timezone.localdate(), WorkCalendar())
    assert set(counts([])) == set(STATES)


def test_all_are_reminded_once_a_day(cast: dict[str, Any], client_as: ClientAs) -> None:
    year = due_in(3)
    selected("CMI")
    selected("PCT")
    address = reverse("clinics:confirmations_remind", args=[year.buddhist_year])
    client = client_as("officer.cen")
    assert client.post(address).status_code == 302
    assert Outbox.objects.count() == 4
    assert client.post(address).status_code == 302
    assert Outbox.objects.count() == 4
    with pytest.raises(ValidationError, match="วันละครั้ง"):
        reminders.remind_clinic(selected("CMI"), by=person("officer.cen"))
    assert client.post(url("remind")).status_code == 422
    assert "เตือนล่าสุด" in client.get(reverse("clinics:confirmations", args=[year.buddhist_year])).content.decode()


def test_a_reminder_is_dropped_once_the_form_was_sent_or_the_seat_is_gone(cast: dict[str, Any]) -> None:
    due_in(3)
    reminders.remind_clinic(selected(), by=person("officer.cen"))
    notice = Outbox.objects.get(recipient=cast["head.cmi"])
    assert verdict_on(notice)
    other = Outbox.objects.get(recipient=cast["secretary.cmi"])
    Appointment.objects.filter(user=cast["secretary.cmi"]).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert not verdict_on(Outbox.objects.get(pk=other.pk))
    Appointment.objects.filter(user=cast["secretary.cmi"]).update(ends_on=None)
    make_confirmation("submitted")
    verdict = verdict_on(Outbox.objects.get(pk=notice.pk))
    assert not verdict
    assert "ไม่ต้องเตือน" in str(verdict.reason)


def test_home_tells_the_clinic_its_deadline_and_central_what_was_sent(cast: dict[str, Any]) -> None:
    due_in(3)
    make_confirmation("draft")
    assert [task.due for task in own_tasks(person("head.cmi"))] == [timezone.localdate() + timedelta(days=3)]
    assert list(own_tasks(person("officer.cmi"))) == []
    assert list(central_tasks(person("officer.cen"))) == []
    services.print_confirmation(selected(), by=person("head.cmi"))
    confirmation = Confirmation.objects.get()
    services.attach_scan(confirmation, by=person("head.cmi"), scan=_scan())
    services.submit_confirmation(Confirmation.objects.get(), by=person("head.cmi"))
    assert list(own_tasks(person("head.cmi"))) == []
    assert len(list(central_tasks(person("officer.cen")))) == 1


def _scan() -> Any:
    from tests.factories_confirmation import scan

    return scan()


def test_the_whole_way_by_its_pages(cast: dict[str, Any], client_as: ClientAs) -> None:
    due_in(3)
    selected()
    secretary, head, central = client_as("secretary.cmi"), client_as("head.cmi"), client_as("officer.cen")
    seen = secretary.get(url("edit")).context["edit"].seen
    assert secretary.post(url("edit"), {**WORDS, "seen": seen}).status_code == 302
    assert secretary.post(url("print"), {"digits": "thai"}).status_code == 302
    assert secretary.post(url("scan"), {"scan": sent_scan()}).status_code == 302
    assert secretary.post(url("move", "CMI", "submit")).status_code == 403
    assert head.post(url("move", "CMI", "submit")).status_code == 302
    beside = central.get(url("move", "CMI", "accept")).content.decode()
    assert re.search(r"<img[^>]+confirmation/scans/[0-9]+/", beside)
    assert WORDS["signer_position"] in beside
    assert central.post(url("move", "CMI", "accept")).status_code == 302
    assert Confirmation.objects.get().status == "accepted"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00 program", "ไม่ใช่ชนิดที่รับได้"),
        (b"", "ว่างเปล่า"),
        (b"%PDF-1.7 broken", "PDF"),
        (b"\x89PNG\r\n\x1a\nxx", "ภาพ"),
    ],
)
def test_a_scan_that_is_no_paper_is_refused_in_thai(
    cast: dict[str, Any], client_as: ClientAs, content: bytes, said: str
) -> None:
    confirmation = make_confirmation("printed")
    answer = client_as("head.cmi").post(url("scan"), {"scan": SimpleUploadedFile("สแกน.pdf", content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not confirmation.scans.exists()


def test_a_continuing_pilot_is_refused_at_every_door(cast: dict[str, Any], client_as: ClientAs) -> None:
    pilot = make_pilot()
    place = ["STI", pilot.year.buddhist_year]
    doors = ["confirmation", "confirmation_blank", "confirmation_detail", "confirmation_edit", "confirmation_print"]
    doors += ["confirmation_scan", "confirmation_remind"]
    addresses = [reverse(f"clinics:{door}", args=place) for door in doors]
    addresses += [reverse("clinics:confirmation_move", args=[*place, move]) for move in ("submit", "accept", "decline")]
    client = client_as("head.cen")
    for address in addresses:
        for answer in (client.get(address), client.post(address, WORDS)):
            assert answer.status_code in {403, 405}, address
            if answer.status_code == 403:
                assert "ไม่ต้องแจ้งยืนยัน" in answer.content.decode()
    assert not Confirmation.objects.exists()


def test_returning_without_a_reason_is_refused_and_nothing_is_kept_by_half(
    cast: dict[str, Any], client_as: ClientAs
) -> None:
    make_confirmation("submitted")
    assert client_as("officer.cen").post(url("move", "CMI", "return"), {"reason": " "}).status_code == 422
    assert Confirmation.objects.get().status == "submitted"


def test_a_second_person_who_sends_is_told_what_happened(cast: dict[str, Any], client_as: ClientAs) -> None:
    make_confirmation("submitted")
    assert client_as("head.cmi").post(url("move", "CMI", "submit")).status_code == 409


def test_the_page_warns_of_vacant_posts(cast: dict[str, Any], client_as: ClientAs) -> None:
    make_confirmation("draft")
    Appointment.objects.filter(user=cast["officer.cmi"]).update(ends_on=timezone.localdate() - timedelta(days=1))
    page = client_as("head.cmi").get(url("detail")).content.decode()
    assert "ตำแหน่งว่าง: " in page
    assert "เจ้าหน้าที่การเงิน" in page


def test_a_clinic_that_has_not_begun_sees_what_to_do(cast: dict[str, Any], client_as: ClientAs) -> None:
    make_pilot()
    selected()
    for door in ("detail", "edit"):
        answer = client_as("head.cmi").get(url(door))
        assert answer.status_code == 200, door
    assert not Confirmation.objects.filter(clinic_year__clinic__code="CMI").exists()
