"""The library: versions in time, what is found inside files, who has read what (R35)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.pdf.reading import read_pages
from clinic_project.pdf.renderer import PdfError
from clinic_project.searching import find
from clinic_project.thai.excerpts import excerpt_of, page_key, plain_page
from clinic_project.verdicts import NotAllowed
from clinics.library_search import search_library
from clinics.models import LibraryDocument, LibraryRead, LibraryVersion, User
from clinics.services import library
from clinics.services.library_reads import confirm_understood, note_opened
from clinics.services.library_text import read_text
from tests.factories_library import make_version, next_version, person, picture, small_pdf, written_pdf

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]
TODAY = timezone.localdate


def attack(statement: str, *values: Any) -> None:
    """The database must refuse the statement."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# ---- versions in time -------------------------------------------------------------------------------------------


def test_a_new_version_ends_the_one_before_it_the_day_before(cast: dict[str, User]) -> None:
    first = make_version()
    begins = TODAY() + timedelta(days=10)
    second = next_version(first, begins)
    first.refresh_from_db()
    assert (first.effective_to, second.effective_to) == (begins - timedelta(days=1), None)
    assert [first.is_in_force(), second.is_in_force(), second.is_coming()] == [True, False, True]
    in_force = LibraryVersion.objects.in_force
    assert [row.number for row in in_force(begins)] == [2]
    assert [row.number for row in in_force(begins - timedelta(days=1))] == [1]


def test_a_version_may_not_reach_into_a_later_one(cast: dict[str, User]) -> None:
    first = make_version()
    later = TODAY() + timedelta(days=30)
    next_version(first, later)
    for begins, ends, field in (
        (TODAY(), None, "effective_to"),
        (TODAY(), later, "effective_to"),
        (later, None, "effective_from"),
        (TODAY(), TODAY() - timedelta(days=1), "effective_to"),
    ):
        with pytest.raises(ValidationError) as refused:
            next_version(first, begins, effective_to=ends)
        assert list(refused.value.message_dict) == [field]
    assert first.document.versions.count() == 2
    between = next_version(first, TODAY(), effective_to=later - timedelta(days=1))
    assert between.is_in_force()


def test_one_draft_at_a_time_and_its_number_is_given_again(cast: dict[str, User]) -> None:
    first = make_version()
    draft = next_version(first, TODAY(), published=False)
    with pytest.raises(NotAllowed, match="ร่าง"):
        next_version(first, TODAY() + timedelta(days=1), published=False)
    library.discard_version(draft, by=person("head.cen"))
    assert next_version(first, TODAY(), published=False).number == 2
    with pytest.raises(ValidationError, match="เผยแพร่ไปแล้ว"):
        library.discard_version(first, by=person("head.cen"))


def test_a_published_version_keeps_its_content_and_lets_its_key_words_be_mended(cast: dict[str, User]) -> None:
    version = make_version()
    changed = library.edit_version(
        version, by=person("head.cen"), keywords="ฉุกเฉิน", effective_from=date(2001, 1, 1), upload=picture()
    )
    version.refresh_from_db()
    assert (version.effective_from, version.file_id, changed.keywords) == (
        TODAY() - timedelta(days=100),
        changed.file_id,
        "ฉุกเฉิน",
    )
    assert version.file.content_type == "application/pdf"
    assert search_library(person("officer.cmi"), "ฉุกเฉิน")


def test_the_database_keeps_published_versions_and_their_periods_apart(cast: dict[str, User]) -> None:
    first = make_version()
    second = next_version(first, TODAY() + timedelta(days=10))
    table = "UPDATE clinics_libraryversion SET"
    for change in (
        "effective_from = '2001-01-01'",
        "number = 9",
        "change_note = 'x'",
        "published_at = NULL, published_by_id = NULL",
        "effective_to = NULL",
        "effective_to = '2099-01-01'",
    ):
        attack(f"{table} {change} WHERE id = %s", first.pk)
    attack(f"{table} effective_to = '2001-01-01' WHERE id = %s", second.pk)
    attack("DELETE FROM clinics_libraryversion WHERE id = %s", second.pk)
    draft = next_version(first, TODAY() + timedelta(days=20), published=False)
    attack(
        f"{table} published_at = added_at, published_by_id = added_by_id, effective_from = %s WHERE id = %s",
        TODAY(),
        draft.pk,
    )
    attack(f"{table} published_at = added_at WHERE id = %s", draft.pk)
    attack(
        "INSERT INTO clinics_libraryversion (document_id, number, effective_from, file_id, change_note, keywords,"
        " text_state, added_at, added_by_id) SELECT document_id, 99, effective_from, file_id, '', '', 'none', added_at,"
        " added_by_id FROM clinics_libraryversion WHERE id = %s",
        draft.pk,
    )
    attack("UPDATE clinics_librarydocument SET withdrawn_at = created_at")
    attack("UPDATE clinics_librarydocument SET shelf = 'other'")


# ---- words of files ---------------------------------------------------------------------------------------------


def test_words_are_found_on_their_page_whatever_tones_digits_and_spaces(cast: dict[str, User]) -> None:
    version = make_version()
    user = person("board.member1")
    for words in ("พักชำระหนี้", "พัก ชำระ หนี", "หมวด 2", "หมวด ๒"):
        (found,) = search_library(user, words)
        assert (found.version, [page.number for page in found.pages]) == (version, [2]), words
    (found,) = search_library(user, "ค้ำประกน")[:1] or search_library(user, "ค้ำประกัน")
    assert found.pages[0].number == 1
    assert found.pages[0].excerpt is not None
    assert found.pages[0].excerpt.words == "ค้ำประกัน"
    assert search_library(user, "ก") == []
    assert search_library(user, "ไม่มีคำนี้") == []


def test_the_search_shows_what_is_in_force_and_older_versions_on_demand(cast: dict[str, User]) -> None:
    first = make_version(pages=("อัตราดอกเบี้ยร้อยละหก ตามประกาศของสหกรณ์ทุกแห่งในปีก่อน",))
    second = next_version(first, TODAY(), pages=("อัตราดอกเบี้ยร้อยละห้า ตามประกาศของสหกรณ์ทุกแห่งในปีนี้",))
    draft = make_version(published=False, title="ร่างอัตราดอกเบี้ย", pages=("อัตราดอกเบี้ยในร่าง ยังไม่มีใครควรเห็นก่อนเผยแพร่",))
    officer = person("officer.cmi")
    assert [one.version for one in search_library(officer, "อัตราดอกเบี้ย")] == [second]
    older = search_library(officer, "อัตราดอกเบี้ย", older=True)
    assert [(one.version, one.is_in_force) for one in older] == [(second, True), (first, False)]
    assert draft not in [one.version for one in search_library(person("head.cen"), "อัตราดอกเบี้ย", older=True)]


def test_the_search_of_the_whole_system_finds_regulations(cast: dict[str, User]) -> None:
    version = make_version()
    answer = find(person("edu.member1"), "พักชำระหนี้")
    (group,) = [group for group in answer.groups if str(group.group) == "คลังเอกสาร"]
    assert group.hits[0].url == version.document.get_absolute_url()
    assert "หน้า 2" in str(group.hits[0].detail)
    assert find(person("edu.member1"), version.document.code).exact[0].url == version.document.get_absolute_url()


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("ผู้กู้ต้องชำระหนี้ทุกเดือน", "ชำระหนี", "ชำระหนี้"),
        ("ข้อ ๑๒ การลาออก", "12", "๑๒"),
        ("แบบ คส.01 ฉบับแรก", "คส01", "คส.01"),
        ("เก่งกาจ", "เกงกาจ", "เก่งกาจ"),
    ],
)
def test_an_excerpt_shows_the_words_as_they_are_written(text: str, query: str, words: str) -> None:
    text = plain_page(text)
    found = excerpt_of(text, query)
    assert found is not None
    assert found.words == words
    assert f"{found.before}{found.words}{found.after}" == text
    assert page_key(text) == page_key(text.replace(" ", ""))


def test_a_long_page_is_cut_around_the_words_at_whole_letters() -> None:
    text = plain_page("ก้อนหินริมทาง " * 30 + "พักชำระหนี้" + " ที่อยู่ปัจจุบัน" * 30)
    found = excerpt_of(text, "พักชำระหนี้")
    assert found is not None
    assert found.before.startswith("…")
    assert found.after.endswith("…")
    assert len(found.before) < 70
    assert excerpt_of(text, "ไม่มี") is None


def test_our_own_papers_are_read_word_for_word(cast: dict[str, User]) -> None:
    content = written_pdf("สมาชิกที่ค้ำประกันและชำระหนี้ครบ", "หมวด ๒ น้ำท่วมขอพักชำระได้")
    pages = read_pages(content)
    assert len(pages) == 2
    assert "ค้ำประกันและชำระหนี้ครบ" in plain_page(pages[0])
    assert "น้ำท่วมขอพักชำระได้" in plain_page(pages[1])


def test_a_file_that_hangs_or_breaks_harms_nobody() -> None:
    with pytest.raises(PdfError, match=r"[ก-๙]"):
        read_pages(b"%PDF-1.4 nothing of use")
    with pytest.raises(PdfError, match="ไม่ทันเวลา"):
        read_pages(written_pdf("ก"), timeout=0.01)


def test_a_scan_says_so_and_asks_for_key_words(cast: dict[str, User], client_as: ClientAs) -> None:
    version = make_version(published=False, pages=("",))
    assert (version.text_state, version.page_count) == ("none", 1)
    with pytest.raises(NotAllowed, match="คำสำคัญ"):
        library.publish_version(version, by=person("head.cen"))
    page = client_as("head.cen").get(version.document.get_absolute_url()).content.decode()
    assert "พิมพ์คำสำคัญก่อน" in page
    library.edit_version(version, by=person("head.cen"), keywords="เหตุฉุกเฉิน")
    library.publish_version(version, by=person("head.cen"))
    (found,) = search_library(person("officer.cmi"), "เหตุฉุกเฉิน")
    assert found.pages[0].number == 0


def test_a_file_that_cannot_be_read_can_still_be_published_with_key_words(cast: dict[str, User]) -> None:
    version = make_version(published=False)
    version.file.content.storage.delete(version.file.content.name)
    assert read_text(version, by=person("head.cen")).text_state == "failed"


# ---- pages ------------------------------------------------------------------------------------------------------


def form_data(**changed: Any) -> dict[str, Any]:
    """What central sends to add a document."""
    day = TODAY()
    when = {"effective_from_day": day.day, "effective_from_month": day.month, "effective_from_year": day.year + 543}
    file = small_pdf()
    from django.core.files.uploadedfile import SimpleUploadedFile

    given = {
        "shelf": "regulation",
        "title": "ระเบียบใหม่",
        "summary": "",
        "audience": "staff",
        "keywords": "ออมทรัพย์",
        "upload": SimpleUploadedFile(file.name, file.content, "application/pdf"),
    }
    return {**given, **when, **changed}


def test_central_adds_publishes_and_all_see(client_as: ClientAs) -> None:
    central, officer = client_as("head.cen"), client_as("officer.cmi")
    answer = central.post(reverse("clinics:library_new"), form_data())
    assert answer.status_code == 302
    document = LibraryDocument.objects.get()
    assert document.code == "REG-001"
    assert document.versions.get().text_state == "none"
    assert officer.get(document.get_absolute_url()).status_code == 404
    assert "ระเบียบใหม่" not in officer.get(reverse("clinics:library")).content.decode()
    publish = reverse("clinics:library_publish", args=[document.code, 1])
    assert central.get(publish).status_code == 200
    assert central.post(publish, {}).status_code == 302
    assert "ยังไม่ได้เปิดอ่าน" in officer.get(reverse("clinics:library")).content.decode()
    assert Event.objects.filter(kind="library.published", subject_reference="REG-001/1").exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"upload": ""}, "เลือกแฟ้ม"),
        ({"title": ""}, "กรอกข้อความ"),
        ({"shelf": "other"}, "เลือก"),
        ({"effective_from_day": "31", "effective_from_month": "2"}, "วันที่"),
    ],
)
def test_bad_input_is_refused_in_thai_and_nothing_is_saved(
    client_as: ClientAs, changed: dict[str, Any], words: str
) -> None:
    answer = client_as("head.cen").post(reverse("clinics:library_new"), form_data(**changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not LibraryDocument.objects.exists()


def test_a_file_that_is_something_else_is_refused(client_as: ClientAs) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = SimpleUploadedFile("ระเบียบ.pdf", b"PK\x03\x04 a table", "application/pdf")
    answer = client_as("head.cen").post(reverse("clinics:library_new"), form_data(upload=wrong))
    assert answer.status_code == 422
    assert "แฟ้มนี้ไม่ใช่ชนิดที่รับได้" in answer.content.decode()


def test_opening_a_file_is_noted_before_it_goes_out_and_counts_as_read(client_as: ClientAs) -> None:
    version = make_version()
    officer = client_as("officer.cmi")
    address = reverse("clinics:library_file", args=[version.document.code, 1])
    for _twice in range(2):
        answer = officer.get(address)
        assert answer["Content-Disposition"].startswith("attachment")
    read = LibraryRead.objects.get()
    assert (read.user.username, read.times) == ("officer.cmi", 2)
    assert Event.objects.filter(kind="library.read", actor__username="officer.cmi").count() == 2
    assert "ยังไม่ได้เปิดอ่านฉบับนี้" not in officer.get(version.document.get_absolute_url()).content.decode()


def test_who_understood_and_who_has_not_opened_is_seen_clinic_by_clinic(client_as: ClientAs) -> None:
    version = make_version()
    note_opened(version, by=person("officer.cmi"))
    for _twice in range(2):
        confirm_understood(version, by=person("head.cmi"))
    central = client_as("head.cen")
    address = reverse("clinics:library_readers", args=[version.document.code, 1])
    page = central.get(address, {"clinic": "CMI", "show": "opened"})
    assert {one.user.username for one in page.context["people"]} == {"officer.cmi", "head.cmi"}
    assert page.context["totals"] == [("unread", 16), ("opened", 2), ("acknowledged", 1)]
    for place, told, counts in page.context["rows"]:
        for name, count in counts:
            shown = central.get(address, {"clinic": place.code, "show": name})
            assert len(shown.context["people"]) == count
        assert len(central.get(address, {"clinic": place.code, "show": "all"}).context["people"]) == told
    assert client_as("head.cmi").get(address).status_code == 403
    assert Event.objects.filter(kind="library.understood").count() == 1


def test_a_withdrawn_document_leaves_the_shelf_and_stays_to_look_back(client_as: ClientAs) -> None:
    version = make_version()
    address = reverse("clinics:library_withdraw", args=[version.document.code])
    assert client_as("officer.cmi").post(address, {"reason": "ไม่ใช้แล้ว"}).status_code == 403
    assert client_as("head.cen").post(address, {"reason": ""}).status_code == 422
    assert client_as("head.cen").post(address, {"reason": "ใช้ระเบียบใหม่แทน"}).status_code == 302
    officer = client_as("officer.cmi")
    assert search_library(person("officer.cmi"), "พักชำระหนี้") == []
    assert len(search_library(person("officer.cmi"), "พักชำระหนี้", older=True)) == 1
    page = officer.get(version.document.get_absolute_url()).content.decode()
    assert "เอกสารนี้ถอนแล้ว" in page
    assert "ใช้ระเบียบใหม่แทน" in page
    with pytest.raises(NotAllowed):
        next_version(version, TODAY())


@pytest.mark.parametrize("name", ["head.cmi", "board.secretary", "edu.chair", "admin"])
def test_only_central_keeps_the_library(cast: dict[str, User], name: str) -> None:
    version = make_version()
    by = person(name)
    acts: list[Callable[[], Any]] = [
        lambda: library.edit_document(version.document, by=by, title="x", summary="", audience="staff"),
        lambda: library.add_version(version.document, by=by, upload=small_pdf(), effective_from=TODAY()),
        lambda: library.edit_version(version, by=by, keywords="x"),
        lambda: library.publish_version(version, by=by),
        lambda: library.withdraw_document(version.document, by=by, reason="x"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_the_shelves_ask_the_same_number_of_questions_for_one_and_for_three(client_as: ClientAs) -> None:
    def asked(client: Client, address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    officer = client_as("officer.cmi")
    addresses = [reverse("clinics:library"), f"{reverse('clinics:library')}?q=พักชำระหนี้"]
    version = make_version()
    addresses.append(version.document.get_absolute_url())
    for address in addresses:
        officer.get(address)
    one = [asked(officer, address) for address in addresses]
    make_version(title="ระเบียบสอง", shelf="product")
    make_version(title="ระเบียบสาม")
    next_version(version, TODAY() + timedelta(days=5))
    assert [asked(officer, address) for address in addresses] == one
