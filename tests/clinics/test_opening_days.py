"""What the public sees: opening days, the poster in three readers, the calendar feed read back (R25)."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pypdf
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from clinics.documents import open_poster
from clinics.documents.open_poster import poster_context, poster_pdf
from clinics.models import Clinic, ServiceDay
from clinics.opening_days import Month
from clinics.services import service_days as services
from tests.scenes.calendar import a_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(cast: dict[str, Any]) -> Clinic:
    cache.clear()
    clinic = Clinic.objects.get(code="CMI")
    clinic.phone, clinic.address, clinic.line_id = "0800000002", "ศาลากลางจังหวัดเชียงใหม่", "@clinic-cmi"
    clinic.save()
    return clinic


def page(name: str, *args: str) -> Any:
    return Client().get(reverse(name, args=args))


def test_the_public_sees_days_hours_place_and_contact_without_log_in(clinic: Clinic) -> None:
    a_day(clinic, -3, place="ห้องประชุม 2", note="นำสลิปเงินเดือนมาด้วย", ends_at=time(12))
    text = page("open_clinic", "CMI").content.decode()
    for words in ("08.30 น.", "12.00 น.", "ห้องประชุม 2", "นำสลิปเงินเดือนมาด้วย", "080-000-0002", "@clinic-cmi"):
        assert words in text
    both = page("open_days").content.decode()
    assert "ห้องประชุม 2" in both
    assert "โทรสอบถามก่อนมา" in both


def test_the_public_learns_that_a_day_is_off_and_not_why(clinic: Clinic) -> None:
    a_day(clinic, -3, "cancelled")
    text = page("open_clinic", "CMI").content.decode()
    assert "งดให้บริการ" in text
    for private in ("เจ้าหน้าที่ลาป่วย", "secretary.cmi"):
        assert private not in text


def test_no_name_of_a_person_is_public(clinic: Clinic, cast: dict[str, Any]) -> None:
    a_day(clinic, -3)
    pages = [page("open_days"), page("open_clinic", "CMI"), page("clinics:calendar_feed", "CMI")]
    for answer in pages:
        text = answer.content.decode()
        assert [user.username for user in cast.values() if user.first_name in text] == []


def test_a_clinic_that_is_not_open_answers_like_one_that_never_was(clinic: Clinic) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_clinicyear SET status = 'closed' WHERE clinic_id = %s", [clinic.pk])
    for name in ("open_clinic", "open_poster", "clinics:calendar_feed"):
        assert page(name, "CMI").status_code == 404
        assert page(name, "ZZZ").status_code == 404
    assert "CMI" not in page("open_days").content.decode()


# ---- feed ---------------------------------------------------------------------------------------------------------


def events(content: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def test_the_feed_is_read_back_with_thai_words_hours_and_place(clinic: Clinic) -> None:
    day = a_day(clinic, -3, place="ห้องประชุม, ชั้น 2; ตึก\\กลาง", note="นำสลิปเงินเดือน\nและบัตรประชาชนมาด้วย " + "ก" * 150)
    answer = page("clinics:calendar_feed", "CMI")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = events(answer.content).values()
    assert event["summary"] == f"คลินิกสหกรณ์ {clinic.name} เปิดให้บริการ"
    assert event["location"] == day.place
    assert str(event["description"]).startswith(day.note)
    start: datetime = event["dtstart"].dt
    assert (start.date(), start.time()) == (day.day, time(8, 30))
    assert start.utcoffset() == timedelta(hours=7)
    assert event["status"] == "CONFIRMED"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"TZID:Asia/Bangkok" in answer.content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in answer.content


def test_a_day_keeps_its_uid_when_it_is_moved_and_cancelled(clinic: Clinic, cast: dict[str, Any]) -> None:
    day = ServiceDay.objects.get(pk=a_day(clinic, -3, in_official_hours=False).pk)
    (before,) = events(page("clinics:calendar_feed", "CMI").content).items()
    services.change_day(
        day,
        by=cast["head.cmi"],
        day=day.day + timedelta(days=1),
        starts_at=time(9),
        ends_at=time(12),
        in_official_hours=False,
        place="",
        note="",
    )
    services.move_day(day, "cancel", by=cast["head.cmi"], reason="น้ำท่วม")
    content = page("clinics:calendar_feed", "CMI").content
    (after,) = events(content).items()
    assert after[0] == before[0]
    assert after[1]["status"] == "CANCELLED"
    assert "งดให้บริการ" in after[1]["summary"]
    assert after[1]["dtstart"].dt.date() == day.day + timedelta(days=1)
    assert int(after[1]["sequence"]) >= int(before[1]["sequence"])
    assert "น้ำท่วม" not in content.decode()


# ---- poster -------------------------------------------------------------------------------------------------------


def poster_of(clinic: Clinic, query: str = "") -> bytes:
    answer = Client().get(reverse("open_poster", args=[clinic.code]) + query)
    assert answer["Content-Type"] == "application/pdf"
    content: bytes = answer.content
    return content


def test_the_poster_says_days_hours_and_contact_in_three_readers(clinic: Clinic, read: Callable[[bytes], str]) -> None:
    day = a_day(clinic, -3)
    text = re.sub(r"\s+", " ", read(poster_of(clinic)))
    for words in (clinic.name, "คลินิกสหกรณ์ สอ.พช. มั่นคง", "เปิด 08.30 น. – 16.30 น.", f"ที่ {day.day.day}", "080-000-0002"):
        assert words in text
    assert str(day.day.year + 543) in text


def test_thai_digits_are_the_posters_only_digits(clinic: Clinic, read: Callable[[bytes], str]) -> None:
    a_day(clinic, -3)
    text = read(poster_of(clinic, "?digits=thai")).replace("@clinic-cmi", "")
    assert "๐๘.๓๐" in text
    assert not re.search(r"[0-9]", text)


def test_the_poster_is_tagged(clinic: Clinic) -> None:
    a_day(clinic, -3)
    assert "/StructTreeRoot" in pypdf.PdfReader(io.BytesIO(poster_of(clinic))).trailer["/Root"]


def test_the_same_poster_is_drawn_once_and_a_change_draws_it_anew(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(open_poster, "render_document", lambda *args, **more: drawn.append("x") or b"%PDF-1.7")
    a_day(clinic, -3)
    for _time in range(3):
        poster_of(clinic)
    assert len(drawn) == 1
    a_day(clinic, -4)
    poster_of(clinic)
    assert len(drawn) == 2


@pytest.mark.parametrize("shape", [(30,), (12, 1, 11, 3), (4,) * 7, (1,) * 7, (25, 25)], ids=str)
def test_a_poster_keeps_to_one_sheet_whatever_is_planned(clinic: Clinic, shape: tuple[int, ...]) -> None:
    months = []
    for number, count in enumerate(shape):
        days = [
            ServiceDay(day=date(2018, 6 + number, 1 + n), note="เปิดครึ่งวัน " * 8 if n % 9 == 0 else "", place="")
            for n in range(count)
        ]
        months.append(Month(f"เดือนที่ {number + 1} 2561", days))
    context = poster_context(clinic, months, address="http://a/open/CMI/", qr="")
    content = poster_pdf(context, title="วันเปิดให้บริการ", digits="arabic")
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1
    assert context["months"]


def test_cancelled_days_are_not_on_the_poster(clinic: Clinic) -> None:
    months = [Month("กรกฎาคม 2561", [ServiceDay(day=date(2018, 7, 4), status="cancelled")])]
    assert poster_context(clinic, months, address="", qr="")["months"] == []
