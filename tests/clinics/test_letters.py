"""The register of letters: numbers, receipts, the cascade, who sees what, what the database refuses (R2, R3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from clinic_project.issuing import documents_of
from clinic_project.models import Counter
from clinic_project.workflow import StaleState
from clinics.models import Clinic, Letter
from clinics.services import circulation, letters
from tests.clinics.test_constraints import attack
from tests.factories_letters import make_letter, make_received, this_year, to_cmi, typed_date
from tests.factories_referrals import person

pytestmark = pytest.mark.django_db
Cast = dict[str, Any]

# ---- numbers ----


def test_circulars_and_letters_of_a_place_share_one_counter_a_year(cast: Cast) -> None:
    year = this_year().buddhist_year
    assert make_letter().number == f"ว.1/{year}"
    assert make_letter(is_circular=False).number == f"พช 2/{year}"
    assert make_letter(place="CMI", by="head.cmi", is_circular=False).number == f"CMI 1/{year}"


def test_a_number_given_on_paper_is_taken_and_the_series_goes_on_behind_it(cast: Cast) -> None:
    draft, day = make_letter("draft"), date(2018, 5, 23)
    issued = letters.issue_letter(draft, dated_on=day, running=2292, by=person("officer.cen"))
    assert (issued.number, issued.dated_on) == ("ว.2292/2561", day)
    following = letters.issue_letter(make_letter("draft"), dated_on=day, by=person("officer.cen"))
    assert following.number == "ว.2293/2561"
    lower = letters.issue_letter(make_letter("draft"), dated_on=day, running=12, by=person("officer.cen"))
    assert (lower.number, Counter.objects.get(series="letter.out.CEN.2561").value) == ("ว.12/2561", 2293)
    with pytest.raises(ValidationError, match="ออกไปแล้ว"):
        letters.issue_letter(make_letter("draft"), dated_on=day, running=2292, by=person("officer.cen"))
    assert Counter.objects.get(series="letter.out.CEN.2561").value == 2293


def test_a_void_letter_keeps_its_number(cast: Cast) -> None:
    letter = make_letter()
    voided = letters.void_letter(letter, reason="ข้อความผิด", by=person("head.cen"))
    assert (voided.status, voided.number, voided.void_reason) == ("void", letter.number, "ข้อความผิด")
    assert make_letter().number != letter.number
    with pytest.raises(StaleState):
        letters.void_letter(voided, reason="อีกครั้ง", by=person("head.cen"))


def test_a_letter_that_is_not_finished_is_not_issued(cast: Cast) -> None:
    draft = make_letter("draft", signer_name="")
    with pytest.raises(PermissionDenied, match="ผู้ลงชื่อ"):
        letters.issue_letter(draft, dated_on=timezone.localdate(), by=person("officer.cen"))
    assert not Counter.objects.filter(series__startswith="letter.out").exists()


def test_a_letter_that_came_in_gets_the_next_receipt_number_of_its_place(cast: Cast) -> None:
    year = this_year().buddhist_year
    assert make_received().received_number == f"1/{year}"
    assert make_received(place="CMI", by="head.cmi").received_number == f"1/{year}"
    assert make_received().received_number == f"2/{year}"


def test_receipts_of_circulars_and_of_other_letters_are_one_series(cast: Cast) -> None:
    year, letter = this_year().buddhist_year, make_letter(clinics=["CMI"])
    make_received(place="CMI", by="secretary.cmi")
    done = circulation.acknowledge_letter(to_cmi(letter), received_on=timezone.localdate(), by=person("head.cmi"))
    assert done.received_number == f"2/{year}"
    taken = make_letter(clinics=["CMI"])
    with pytest.raises(ValidationError, match="ใช้ไปแล้ว"):
        circulation.acknowledge_letter(
            to_cmi(taken), received_on=timezone.localdate(), number_typed=f"1/{year}", by=person("head.cmi")
        )


# ---- dates ----


def test_received_before_it_was_written_is_asked_twice(client_as: Any) -> None:
    row = to_cmi(make_letter(clinics=["CMI"]))
    assert row.sent_on is not None
    page = reverse("clinics:letter_receive", args=[row.letter_id, row.pk])
    sent = typed_date("received_on", row.sent_on - timedelta(days=2)) | {"received_number": "๙๐/๒๕๖๙"}
    first = client_as("secretary.cmi").post(page, sent)
    text = first.content.decode()
    assert first.status_code == 422
    assert "ตรวจวันที่อีกครั้ง" in text
    assert 'name="sure"' in text
    row.refresh_from_db()
    assert row.received_on is None
    assert client_as("secretary.cmi").post(page, sent | {"sure": "on"}).status_code == 302
    row.refresh_from_db()
    assert (row.received_number, row.acknowledged_by) == ("90/2569", person("secretary.cmi"))


def test_a_letter_may_go_out_after_its_answer_was_due(client_as: Any) -> None:
    letter = make_letter(clinics=["CMI"], due_on=timezone.localdate() - timedelta(days=2))
    clinic = Clinic.objects.get(code="PCT")
    to = letters.addressees([clinic], [])
    circulation.pass_on(letter, to=to, sent_on=timezone.localdate(), by=person("officer.cen"))
    text = client_as("officer.cen").get(letter.get_absolute_url()).content.decode()
    assert text.count("ส่งหลังวันครบกำหนด") == 1


# ---- receipts and the cascade ----


def test_a_receipt_is_noted_once(cast: Cast) -> None:
    row = to_cmi(make_letter(clinics=["CMI"]))
    circulation.acknowledge_letter(row, received_on=timezone.localdate(), by=person("head.cmi"))
    with pytest.raises(ValidationError, match="รับหนังสือนี้ไว้แล้ว"):
        circulation.acknowledge_letter(row, received_on=timezone.localdate(), by=person("secretary.cmi"))


@pytest.mark.parametrize("username", ["officer.cmi", "head.pct", "head.cen", "edu.chair", "admin"])
def test_only_the_clinics_head_or_secretary_acknowledges(cast: Cast, username: str) -> None:
    row = to_cmi(make_letter(clinics=["CMI"]))
    with pytest.raises(PermissionDenied):
        circulation.acknowledge_letter(row, received_on=timezone.localdate(), by=person(username))


def test_a_recipient_passes_it_on_and_the_tree_is_drawn(client_as: Any) -> None:
    letter = make_letter(clinics=["CMI"])
    row, by, today = to_cmi(letter), person("secretary.cmi"), timezone.localdate()
    to = letters.addressees([], ["อำเภอแม่ริม", "อำเภอหางดง"])
    with pytest.raises(ValidationError, match="บันทึกรับ"):
        circulation.pass_on(letter, to=to, sent_on=today, passed_from=row, by=by)
    row = circulation.acknowledge_letter(row, received_on=today, by=by)
    passed = circulation.pass_on(letter, to=to, sent_on=today, passed_from=row, by=by)
    with pytest.raises(ValidationError, match="เลขรับของหน่วยงาน"):
        circulation.acknowledge_letter(passed[0], received_on=today, by=by)
    circulation.acknowledge_letter(passed[0], received_on=today, number_typed="44/2569", by=by)
    with pytest.raises(ValidationError, match="อำเภอแม่ริม"):
        circulation.pass_on(letter, to=to, sent_on=today, passed_from=row, by=by)
    page = client_as("officer.cen").get(letter.get_absolute_url())
    steps = page.context["steps"]
    assert [(step.depth, step.row.unit_name) for step in steps] == [
        (0, "คลินิก CMI"),
        (1, "อำเภอแม่ริม"),
        (1, "อำเภอหางดง"),
    ]
    assert page.context["received"] == 2


def test_what_waits_for_a_receipt_is_a_task_and_a_filter(client_as: Any) -> None:
    letter = make_letter(clinics=["CMI"])
    assert "บันทึกรับหนังสือ" in client_as("secretary.cmi").get("/").content.decode()
    assert "บันทึกรับหนังสือ" not in client_as("officer.cmi").get("/").content.decode()
    page = client_as("secretary.cmi").get(reverse("clinics:letter_list"), {"show": "waiting"})
    assert list(page.context["page"].rows) == [letter]
    circulation.acknowledge_letter(to_cmi(letter), received_on=timezone.localdate(), by=person("head.cmi"))
    assert "บันทึกรับหนังสือ" not in client_as("secretary.cmi").get("/").content.decode()


# ---- who sees what ----


def test_a_letter_is_its_places_its_recipients_and_centrals(cast: Cast) -> None:
    circular = make_letter(clinics=["CMI"])
    plain = make_letter(clinics=["CMI"], is_circular=False)
    own = make_received(place="PCT", by="head.pct")
    draft = make_letter("draft", clinics=["CMI"])

    def seen(username: str) -> set[int]:
        return set(Letter.objects.visible_to(person(username)).values_list("pk", flat=True))

    assert seen("officer.cmi") == {circular.pk, plain.pk}
    assert seen("head.pct") == {own.pk}
    assert seen("officer.cen") == {circular.pk, plain.pk, own.pk, draft.pk}
    assert seen("edu.member1") == {circular.pk}
    assert seen("admin") == {circular.pk, plain.pk, own.pk}
    assert seen("board.chair") == set()


def test_a_draft_that_was_voided_reaches_nobody(cast: Cast) -> None:
    draft = make_letter("draft", clinics=["CMI"])
    letters.void_letter(draft, reason="ไม่ส่งแล้ว", by=person("head.cen"))
    assert not Letter.objects.visible_to(person("head.cmi")).exists()


def test_an_issued_paper_is_read_by_who_may_read_the_letter(client_as: Any) -> None:
    letter = make_letter(clinics=["CMI"])
    address = reverse("document", args=[documents_of(letter, "letter").get().serial])
    assert client_as("officer.cmi").get(address).status_code == 200
    assert client_as("head.pct").get(address).status_code == 404


# ---- the database ----


@pytest.mark.parametrize(
    "change",
    [
        "status = 'registered'",
        "number = ''",
        "issued_at = NULL",
        "issued_by_id = NULL, issued_at = NULL",
        "status = 'void'",
        "registered_at = '2026-01-01'",
    ],
)
def test_the_database_refuses_half_a_letter(cast: Cast, change: str) -> None:
    attack(f"UPDATE clinics_letter SET {change} WHERE id = %s", make_letter().pk)


def test_the_database_gives_no_number_twice(cast: Cast) -> None:
    first, second = make_letter(), make_letter()
    attack("UPDATE clinics_letter SET number = %s WHERE id = %s", first.number, second.pk)
    came, other = make_received(), make_received()
    attack("UPDATE clinics_letter SET received_number = %s WHERE id = %s", came.received_number, other.pk)
    attack("UPDATE clinics_letter SET received_on = NULL WHERE id = %s", came.pk)
    attack("UPDATE clinics_letter SET purpose = 'invitation'")
    attack("UPDATE clinics_enclosure SET count = 0")


def test_the_database_keeps_the_cascade_a_tree_of_one_letter(cast: Cast) -> None:
    letter, other = make_letter(clinics=["CMI", "PCT"]), make_letter(clinics=["CMI"])
    first, second = letter.recipients.order_by("pk")
    elsewhere = to_cmi(other)
    attack("UPDATE clinics_letterrecipient SET passed_from_id = %s WHERE id = %s", second.pk, first.pk)
    attack("UPDATE clinics_letterrecipient SET passed_from_id = id WHERE id = %s", first.pk)
    attack("UPDATE clinics_letterrecipient SET passed_from_id = %s WHERE id = %s", first.pk, elsewhere.pk)
    attack("UPDATE clinics_letterrecipient SET received_on = '2026-01-01' WHERE id = %s", first.pk)
    attack("UPDATE clinics_letterrecipient SET unit_name = %s WHERE id = %s", first.unit_name, second.pk)
