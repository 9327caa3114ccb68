"""Letters on their pages: drafts, what came in with its scan, the year's invitation, the list (R2, R3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic_project.workflow import StaleState
from clinics.forms.letters import parcel_lines, parcels
from clinics.models import Clinic, Letter, LetterScan
from clinics.services import letters
from tests.factories_letters import facts, make_letter, make_received, some_pdf, this_year, to_cmi, typed_date
from tests.factories_referrals import person

pytestmark = pytest.mark.django_db
Cast = dict[str, Any]
SENDER = "สำนักงานพัฒนาชุมชนจังหวัดพิจิตร"

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
