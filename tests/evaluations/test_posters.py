"""A clinic's poster (R21): real figures, pictures of people who agreed, and a story that names nobody."""

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from clinic_project.files.models import StoredFile
from clinic_project.qr import qr_of
from clinic_project.verdicts import NotAllowed
from clinics.models import ClinicYear, ProgrammeYear
from evaluations.exhibition import figures_shown, missing_of, paper_for, sheet_for
from evaluations.models import Poster, PosterPhoto
from evaluations.poster_documents import PosterPaper, poster_pdf, sheet_pdf, tiles_of
from evaluations.poster_services import add_photo, finish_poster, remove_photo, write_poster
from evaluations.tables import View
from members.models import Consent
from members.services.consents import give_consent, withdraw_consent
from tests.evaluations.conftest import World
from tests.factories_cases import make_case
from tests.pictures import checked, jpeg, sent

pytestmark = pytest.mark.django_db
STORY = "สมาชิกท่านหนึ่งมีหนี้หลายแห่ง ทีมงานช่วยเรียงหนี้และทำแผน วันนี้ชำระตรงทุกงวด"


@pytest.fixture
def clinic_year(cast: dict[str, Any]) -> ClinicYear:
    year = timezone.localdate().year + 543
    found: ClinicYear = ClinicYear.objects.get(clinic__code="CMI", year__buddhist_year=year)
    return found


def consented(cast: dict[str, Any]) -> tuple[Case, Consent]:
    case = make_case("closed")
    today, by = timezone.localdate(), cast["officer.cmi"]
    return case, give_consent(member=case.member, purpose="story", channel="spoken", given_on=today, by=by)


def write(clinic_year: ClinicYear, by: Any, **words: Any) -> Poster:
    given = {"headline": "ปลดหนี้ได้", "message": "", "story_title": "", "story": "", "story_case": None, **words}
    return write_poster(clinic_year, by=by, **given)


def test_a_story_needs_its_members_consent(cast: dict[str, Any], clinic_year: ClinicYear) -> None:
    case = make_case("closed")
    with pytest.raises(ValidationError, match="ยังไม่ได้ให้ความยินยอม"):
        write(clinic_year, cast["officer.cmi"], story=STORY, story_case=case)
    assert not Poster.objects.exists()


def test_a_consent_that_is_taken_back_ends_the_story_at_once(
    cast: dict[str, Any], clinic_year: ClinicYear, read: Callable[[bytes], str]
) -> None:
    case, consent = consented(cast)
    poster = write(clinic_year, cast["officer.cmi"], story=STORY, story_title="เหลือทางเดียว", story_case=case)
    finish_poster(clinic_year, by=cast["head.cmi"])
    assert "ทีมงานช่วยเรียงหนี้และทำแผน" in read(drawn(clinic_year))
    withdraw_consent(consent, by=cast["officer.cmi"])
    poster = Poster.objects.whole().get(pk=poster.pk)
    assert not poster.tells_story
    assert missing_of(poster) == ["สมาชิกถอนความยินยอม เรื่องเล่าจึงไม่แสดง"]
    text = read(drawn(clinic_year))
    assert "ทีมงานช่วยเรียงหนี้" not in text
    assert "เหลือทางเดียว" not in text
    with pytest.raises(ValidationError, match="ถอนความยินยอม"):
        finish_poster(clinic_year, by=cast["head.cmi"])
    with pytest.raises(ValidationError, match="ยังไม่ได้ให้ความยินยอม"):
        write(clinic_year, cast["officer.cmi"], story=STORY, story_case=case)


def paper_of(clinic_year: ClinicYear) -> tuple[PosterPaper, Poster | None]:
    poster = Poster.objects.whole().filter(clinic_year=clinic_year).first()
    qr = qr_of("https://clinic.example/open/CMI/")
    return paper_for(clinic_year, poster, figures_shown(clinic_year.year), qr=qr), poster


def drawn(clinic_year: ClinicYear, **how: Any) -> bytes:
    paper, poster = paper_of(clinic_year)
    return poster_pdf(paper, poster, **how)


@pytest.mark.parametrize("what", ["first_name", "last_name", "number", "phone", "unit"])
def test_no_word_of_the_story_says_whose_it_is(cast: dict[str, Any], clinic_year: ClinicYear, what: str) -> None:
    case, _consent = consented(cast)
    case.member.phone, case.member.unit = "0800000012", "ศพช.จำลองเขตสาม"
    case.member.save()
    telling = getattr(case.member, what)
    for field in ("story", "story_title", "headline", "message"):
        words = {"story": STORY, field: f"เรื่องของ {telling} จบลงด้วยดี"}
        with pytest.raises(ValidationError) as refused:
            write(clinic_year, cast["officer.cmi"], story_case=case, **words)
        assert list(refused.value.message_dict) == [field]
    assert not Poster.objects.exists()


def test_a_story_is_of_a_closed_open_book_case_of_the_clinic(cast: dict[str, Any], clinic_year: ClinicYear) -> None:
    case, _consent = consented(cast)
    running = make_case("in_progress", member=case.member)
    with pytest.raises(ValidationError, match="ยุติแล้ว"):
        write(clinic_year, cast["officer.cmi"], story=STORY, story_case=running)
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    case.refresh_from_db()
    with pytest.raises(ValidationError, match="ไม่ปกปิด"):
        write(clinic_year, cast["officer.cmi"], story=STORY, story_case=case)
    other = ClinicYear.objects.get(clinic__code="PCT", year=clinic_year.year)
    with pytest.raises(ValidationError, match="คลินิกนี้"):
        write(other, cast["officer.pct"], story=STORY, story_case=case)
    assert not Case.objects.that_may_be_told(clinic_year.clinic_id).exists()


def test_whatever_is_changed_has_to_be_declared_ready_again(cast: dict[str, Any], clinic_year: ClinicYear) -> None:
    write(clinic_year, cast["officer.cmi"])
    assert finish_poster(clinic_year, by=cast["secretary.cmi"]).ready_by == cast["secretary.cmi"]
    assert write(clinic_year, cast["officer.cmi"], headline="ออมได้").ready_at is None
    finish_poster(clinic_year, by=cast["head.cmi"])
    photo = add_photo(clinic_year, picture=checked(), caption="วันเปิด", people="nobody", by=cast["officer.cmi"])
    assert Poster.objects.get().ready_at is None
    finish_poster(clinic_year, by=cast["head.cmi"])
    remove_photo(photo, by=cast["officer.cmi"])
    assert Poster.objects.get().ready_at is None


def test_who_writes_and_who_declares_ready(cast: dict[str, Any], clinic_year: ClinicYear) -> None:
    for who in ("officer.pct", "edu.chair", "board.chair", "admin"):
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            write(clinic_year, cast[who])
    write(clinic_year, cast["officer.cen"])
    for who in ("officer.cmi", "head.cen", "head.pct", "edu.chair"):
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            finish_poster(clinic_year, by=cast[who])


def test_four_pictures_are_enough_and_a_removed_one_is_gone(cast: dict[str, Any], clinic_year: ClinicYear) -> None:
    by = cast["officer.cmi"]
    photos = [add_photo(clinic_year, picture=checked(), caption="ภาพ", people="nobody", by=by) for _n in range(4)]
    with pytest.raises(ValidationError, match="ครบ 4 ภาพ"):
        add_photo(clinic_year, picture=checked(), caption="ภาพ", people="nobody", by=by)
    remove_photo(photos[1], by=by)
    assert (PosterPhoto.objects.count(), StoredFile.objects.count()) == (3, 3)
    add_photo(clinic_year, picture=checked(), caption="ภาพ", people="written", by=by)
    assert sorted(PosterPhoto.objects.values_list("order", flat=True)) == [1, 3, 4, 5]


@pytest.mark.parametrize(
    "change", ["story = 'x'", "ready_at = '2018-12-01'", "story = 'x', story_consent_id = NULL, story_case_id = NULL"]
)
def test_the_database_keeps_story_and_consent_together(
    cast: dict[str, Any], clinic_year: ClinicYear, change: str
) -> None:
    write(clinic_year, cast["officer.cmi"])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE evaluations_poster SET {change}")


def test_the_database_wants_to_know_about_the_people_in_a_picture(
    cast: dict[str, Any], clinic_year: ClinicYear
) -> None:
    add_photo(clinic_year, picture=checked(), caption="ภาพ", people="nobody", by=cast["officer.cmi"])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_posterphoto SET people = ''")


@pytest.mark.parametrize(("is_large", "width"), [(False, 595), (True, 1684)])
def test_a_poster_is_one_page_and_its_text_is_exact(
    cast: dict[str, Any], clinic_year: ClinicYear, read: Callable[[bytes], str], is_large: bool, width: int
) -> None:
    write(clinic_year, cast["officer.cmi"], headline="น้ำใจช่วยปลดหนี้ ค้ำประกันอย่างเข้าใจ", message="ฟังก่อน แล้วจึงแนะนำ")
    for caption in ("วันเปิดคลินิก", "ให้ความรู้ที่หมู่บ้าน"):
        add_photo(
            clinic_year, picture=checked(size=(900, 600)), caption=caption, people="nobody", by=cast["officer.cmi"]
        )
    content = drawn(clinic_year, is_large=is_large)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    assert round(float(pages[0].mediabox.width)) == width
    assert len(pages[0].images) >= 2
    assert b"/StructTreeRoot" in content or pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    text = read(content)
    for words in ("น้ำใจช่วยปลดหนี้ ค้ำประกันอย่างเข้าใจ", "วันเปิดคลินิก", "ให้ความรู้ที่หมู่บ้าน", "แบบ คส.11 (ปรับปรุง 1/2561)"):
        assert words in text
    assert cast["head.cmi"].full_name in text


def test_thai_digits_are_the_only_digits(
    cast: dict[str, Any], clinic_year: ClinicYear, read: Callable[[bytes], str]
) -> None:
    cast["head.cmi"].__class__.objects.update(first_name="กัญญาณัฐ")
    text = read(drawn(clinic_year, digits="thai"))
    assert "คส.๑๑" in text
    assert not any(digit in text for digit in "0123456789")


def test_small_numbers_of_people_do_not_hang_in_public(full: World) -> None:
    row = View(figures_shown(full.year), full.year.small_cell).rows()
    for clinic_row in row:
        told = {tile.label: tile.value for tile in tiles_of(clinic_row)}
        assert ("ให้บริการ" in told) == (not clinic_row.sessions.closed)
        assert ("ความพึงพอใจ" in told) == (clinic_row.mean is not None)
        assert "<" not in "".join(told.values())


def test_the_figures_are_the_years_own(full: World) -> None:
    figures = figures_shown(full.year)
    sheet = sheet_for(full.year)
    for card in (card for line in sheet.rows for card in line):
        row = next(row for row in View(figures, full.year.small_cell).rows() if row.place.number == card.number)
        assert card.tiles == tiles_of(row)[:5]
    assert f"{figures.summary().sessions:,} ครั้ง" in sheet.summary


def test_the_sheet_holds_every_clinic_on_one_page(full: World, read: Callable[[bytes], str]) -> None:
    for is_large in (False, True):
        content = sheet_pdf(sheet_for(full.year), is_large=is_large)
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1
    text = read(content)
    assert all(f"{n}. คลินิก {code}" in text for n, code in enumerate(("CEN", "CMI", "PCT"), 1))


def test_a_poster_is_made_on_its_pages(client_as: Callable[[str], Client], clinic_year: ClinicYear) -> None:
    base = f"/evaluations/{clinic_year.year.buddhist_year}/CMI/poster/"
    officer = client_as("officer.cmi")
    assert officer.post(f"{base}edit/", {"headline": ""}).status_code == 422
    assert officer.post(f"{base}edit/", {"headline": "ปลดหนี้ได้"}).status_code == 302
    given = {"caption": "วันเปิด", "people": "written", "picture": sent()}
    assert officer.post(f"{base}photos/new/", given).status_code == 302
    wrong = officer.post(f"{base}photos/new/", {**given, "picture": sent("virus.jpg", b"MZ\x90")})
    assert wrong.status_code == 422
    assert "แนบได้เฉพาะ" in wrong.content.decode()
    unasked = officer.post(f"{base}photos/new/", {"caption": "วันเปิด", "picture": sent()})
    assert "ยินยอมแล้ว หรือไม่มีใคร" in unasked.content.decode()
    page = officer.get(base).content.decode()
    assert "ปลดหนี้ได้" in page
    photo = PosterPhoto.objects.get()
    shown = officer.get(f"{base}photos/{photo.pk}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert shown.content.startswith(jpeg()[:3])
    assert client_as("head.cmi").post(f"{base}finish/").status_code == 302
    listed = client_as("edu.chair").get(f"/evaluations/{clinic_year.year.buddhist_year}/exhibition/")
    assert "พร้อมจัดแสดง" in listed.content.decode()


def test_the_exhibition_asks_as_much_for_one_as_for_three(
    client_as: Callable[[str], Client], cast: dict[str, Any], clinic_year: ClinicYear
) -> None:
    client, counts = client_as("officer.cen"), []
    address = f"/evaluations/{clinic_year.year.buddhist_year}/exhibition/"
    client.get(address)
    for codes in (["CMI"], ["CEN", "PCT"]):
        for code in codes:
            row = ClinicYear.objects.get(clinic__code=code, year=clinic_year.year)
            write(row, cast[f"officer.{code.lower()}"])
            add_photo(row, picture=checked(), caption="ภาพ", people="nobody", by=cast[f"officer.{code.lower()}"])
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert ProgrammeYear.objects.count() == 1
