"""The register of letters: numbers, receipts, the cascade, who sees what, the letter on paper (R2, R3)."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.issuing import documents_of
from clinic_project.models import Counter
from clinic_project.workflow import StaleState
from clinics.documents.letter import letter_pdf
from clinics.forms.letters import parcel_lines, parcels
from clinics.models import Clinic, Letter, LetterRecipient, LetterScan
from clinics.services import circulation, letters
from tests.clinics.test_constraints import attack
from tests.factories_letters import facts, make_letter, make_received, some_pdf, this_year
from tests.factories_referrals import person
from tests.pdf_readers import TORTURE, tight

pytestmark = pytest.mark.django_db
Cast = dict[str, Any]
THAI = r"[ก-๙]"
SENDER = "สำนักงานพัฒนาชุมชนจังหวัดพิจิตร"


def typed_date(name: str, day: date) -> dict[str, str]:
    return {name: f"{day.day}/{day.month}/{day.year + 543}"}


def to_cmi(letter: Letter) -> LetterRecipient:
    row: LetterRecipient = letter.recipients.get(clinic__code="CMI")
    return row


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


# ---- drafts ----


def test_a_draft_is_edited_with_its_enclosures_and_recipients(cast: Cast) -> None:
    draft, by = make_letter("draft", clinics=["CMI"], units=("อำเภอแม่ริม",)), person("officer.cen")
    kept = to_cmi(draft).pk
    clinics = Clinic.objects.filter(code__in=["CMI", "PCT"]).prefetch_related("hosts")
    letters.edit_letter(
        draft,
        year=this_year(),
        facts=facts(subject="เรื่องใหม่"),
        enclosures=[("คู่มือ", 3, "volume")],
        recipients=letters.addressees(clinics, []),
        by=by,
    )
    assert [str(row) for row in draft.enclosures.all()] == ["คู่มือ 3 เล่ม"]
    assert [row.unit_name for row in draft.recipients.all()] == ["คลินิก CMI", "คลินิก PCT"]
    assert to_cmi(draft).pk == kept
    letters.issue_letter(Letter.objects.get(pk=draft.pk), dated_on=timezone.localdate(), by=by)
    with pytest.raises(StaleState):
        letters.edit_letter(draft, year=this_year(), facts=facts(), enclosures=[], recipients=[], by=by)


def test_the_form_stores_and_shows_the_same(client_as: Any) -> None:
    draft = make_letter("draft", clinics=["CMI"], units=("อำเภอแม่ริม",), due_on=timezone.localdate())
    client, page = client_as("officer.cen"), reverse("clinics:letter_edit", args=[draft.pk])
    edit = client.get(page).context["edit"]
    sent: dict[str, Any] = {"seen": edit.seen}
    for name in edit.form.fields:
        value = edit.form.get_initial_for_field(edit.form.fields[name], name)
        if isinstance(value, date):
            sent |= typed_date(name, value)
        elif value is not False and value is not None:
            sent[name] = "on" if value is True else value
    assert client.post(page, sent).status_code == 302
    again = client.get(page).context["edit"].form
    assert again.initial == edit.form.initial


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("โครงการ จำนวน 1 ชุด", [("โครงการ", 1, "set")]),
        ("1. แบบแจ้งยืนยัน ๒ ฉบับ\n- คู่มือ 3 เล่ม", [("แบบแจ้งยืนยัน", 2, "copy"), ("คู่มือ", 3, "volume")]),
        ("โครงการ ปี 2561 จำนวน 12 แผ่น\n\n", [("โครงการ ปี 2561", 12, "sheet")]),
        ("", []),
    ],
)
def test_enclosures_are_read_as_people_write_them(text: str, found: list[Any]) -> None:
    assert parcels(text) == found
    assert parcels(parcel_lines(found)) == found


@pytest.mark.parametrize("text", ["โครงการ", "โครงการ 0 ชุด", "1 ชุด", "โครงการ 2 กล่อง"])
def test_an_enclosure_without_a_count_names_its_line(text: str) -> None:
    with pytest.raises(ValidationError, match="บรรทัดที่ 2"):
        parcels(f"คู่มือ 1 เล่ม\n{text}")


def test_a_wrong_form_answers_in_thai_keeps_the_text_and_saves_nothing(client_as: Any) -> None:
    sent = {"subject": "เรื่องที่พิมพ์ไว้", "enclosures": "โครงการ", "body": "เนื้อความที่พิมพ์ไว้", "year": "0"}
    answer = client_as("head.cmi").post(reverse("clinics:letter_new"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("เรื่องที่พิมพ์ไว้", "เนื้อความที่พิมพ์ไว้", "อ่านจำนวนไม่ออก"):
        assert words in text
    assert not Letter.objects.exists()


# ---- what came in, scans ----


def test_a_letter_that_came_in_is_registered_with_its_scan(client_as: Any) -> None:
    today = timezone.localdate()
    sent = {
        "year": str(this_year().pk),
        **typed_date("received_on", today),
        **typed_date("dated_on", today - timedelta(days=1)),
        "number": "ชม ๐๑๑๙/๔๘๒",
        "from_text": SENDER,
        "to_text": "หัวหน้าคลินิก",
        "subject": "ขอวิทยากร",
        "scan": SimpleUploadedFile("รับ.pdf", some_pdf().content, "application/pdf"),
    }
    answer = client_as("secretary.cmi").post(reverse("clinics:letter_register"), sent)
    letter = Letter.objects.get()
    assert answer.status_code == 302
    assert (letter.status, letter.number, letter.clinic.code) == ("registered", "ชม 0119/482", "CMI")
    scan = letter.scans.get()
    file = client_as("officer.cmi").get(reverse("clinics:letter_scan_file", args=[letter.pk, scan.pk]))
    assert file["Content-Disposition"].startswith("attachment")


def test_a_scan_that_is_no_paper_saves_nothing(client_as: Any) -> None:
    letter = make_received(place="CMI", by="head.cmi")
    page = reverse("clinics:letter_scan", args=[letter.pk])
    answer = client_as("head.cmi").post(page, {"scan": SimpleUploadedFile("แฟ้ม.pdf", b"MZ\x90", "application/pdf")})
    assert answer.status_code == 422
    assert "แนบได้เฉพาะ" in answer.content.decode()
    assert not LetterScan.objects.exists()


def test_a_wrong_scan_is_taken_off(cast: Cast) -> None:
    letter, by = make_received(place="CMI", by="head.cmi"), person("head.cmi")
    scan = letters.add_scan(letter, scan=some_pdf(), by=by)
    with pytest.raises(PermissionDenied):
        letters.remove_scan(scan, by=person("head.cen"))
    letters.remove_scan(scan, by=by)
    assert not LetterScan.objects.exists()


# ---- the invitation ----


def test_one_button_drafts_the_years_invitation(client_as: Any) -> None:
    year = this_year()
    page = reverse("clinics:selection_invite", args=[year.buddhist_year])
    assert client_as("officer.cen").post(page).status_code == 302
    letter = Letter.objects.get()
    assert (letter.purpose, letter.due_on, letter.recipients.count()) == ("invitation", year.confirm_due, 3)
    assert "8 มิถุนายน" in letter.body
    again = client_as("officer.cen").post(page)
    assert again.status_code == 422
    assert "ปีนี้มีหนังสือเชิญสมัครแล้ว" in again.content.decode()


# ---- the list ----


def test_the_list_costs_the_same_with_one_and_with_three(client_as: Any, django_assert_max_num_queries: Any) -> None:
    client: Client = client_as("officer.cen")
    client.get(reverse("clinics:letter_list"))  # the first page of a visit notes the visit
    counts = []
    for _n in range(3):
        make_letter(clinics=["CMI", "PCT"])
        with django_assert_max_num_queries(40) as asked:
            assert client.get(reverse("clinics:letter_list")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_list_is_filtered(client_as: Any) -> None:
    out, came = make_letter(clinics=["CMI"], subject="ขอเชิญประชุม"), make_received(place="CMI", by="head.cmi")
    client, address = client_as("head.cmi"), reverse("clinics:letter_list")

    def found(**query: Any) -> list[Letter]:
        return list(client.get(address, query).context["page"].rows)

    assert found(show="in") == [out, came] or found(show="in") == [came, out]
    assert found(show="out") == []
    assert found(q="เชิญประชุม") == [out]
    assert found(q=out.number) == [out]
    assert found(year=2500) == found()
    assert list(client_as("head.cen").get(address, {"show": "out"}).context["page"].rows) == [out]
    assert list(client_as("head.cen").get(address, {"q": "๐๔๐๑/๗๗"}).context["page"].rows) == [came]


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


# ---- on paper ----


def test_the_letter_on_paper_is_exact_in_three_readers(cast: Cast, read: Callable[[bytes], str]) -> None:
    letter = make_letter(body=f"{TORTURE}\nจึงเรียนมาเพื่อโปรดทราบ", signer_acting="รักษาการแทน ผู้จัดการ")
    text = tight(read(letter_pdf(letter, digits="thai")))
    for words in (
        "เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ขอแสดงความนับถือ", TORTURE, "๑. โครงการนำร่องคลินิกสหกรณ์ จำนวน ๑ ชุด",
        "๒. แบบแจ้งยืนยัน จำนวน ๒ ฉบับ", "(นางปิ่นปักษ์ ฝ้ายคำ)", "รักษาการแทน ผู้จัดการ",
    ):  # fmt: skip
        assert tight(words) in text
    assert "1" not in text
    arabic = tight(read(letter_pdf(letter, digits="arabic")))
    assert tight(f"ที่ {letter.number}") in arabic
    assert "๑" not in arabic


def test_the_letter_is_tagged_and_titled(cast: Cast) -> None:
    reader = pypdf.PdfReader(io.BytesIO(letter_pdf(make_letter(), digits="arabic")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert "ขอให้แจ้งยืนยัน" in str(reader.metadata.title)


def test_the_paper_is_kept_as_issued(client_as: Any) -> None:
    letter = make_letter(clinics=["CMI"])
    stored = documents_of(letter, "letter").get()
    page = reverse("clinics:letter_paper", args=[letter.pk])
    assert client_as("head.cmi").get(page).content == bytes(stored.content)
    copy = client_as("head.cmi").get(page, {"digits": "arabic"}).content
    assert copy != bytes(stored.content)
    assert copy.startswith(b"%PDF")


def test_a_draft_on_paper_says_so(client_as: Any, read: Callable[[bytes], str]) -> None:
    draft = make_letter("draft", place="CMI", by="head.cmi")
    content = client_as("officer.cmi").get(reverse("clinics:letter_paper", args=[draft.pk])).content
    assert tight("ร่าง ยังไม่ได้ออกเลข") in tight(read(content))
