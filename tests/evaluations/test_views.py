"""Who sees which numbers and rows; freezing and issuing; the home panels."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic_project.models import Event, IssuedDocument
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, ClinicYear
from evaluations import panels
from evaluations.models import Evaluation
from evaluations.services import freeze_evaluation, frozen_figures, issue_evaluation
from tests.evaluations.conftest import AFTER_ALL, World, at

YEAR = "/evaluations/2561/"


@pytest.mark.parametrize(
    ("username", "page", "report", "own", "other"),
    [
        ("edu.member1", 200, 200, 200, 200),
        ("board.member1", 200, 200, 200, 200),
        ("officer.cen", 200, 200, 200, 200),
        ("admin", 200, 200, 200, 200),
        ("officer.cmi", 200, 403, 200, 403),
    ],
)
def test_who_opens_what(full: World, client_as, monkeypatch, username, page, report, own, other):
    monkeypatch.setattr("evaluations.views.figures.report_pdf", lambda *args, **kwargs: b"%PDF-")
    monkeypatch.setattr("evaluations.documents.report_pdf", lambda *args, **kwargs: b"%PDF-")
    client = client_as(username)
    assert client.get("/evaluations/").status_code == 200
    assert client.get(YEAR).status_code == page
    assert client.get(f"{YEAR}report.pdf").status_code == report
    assert client.get(f"{YEAR}CMI.pdf").status_code == own
    assert client.get(f"{YEAR}PCT.pdf").status_code == other
    assert client.get(f"{YEAR}XXX.pdf").status_code == 404
    assert client.get("/evaluations/2599/").status_code == 404


def test_whoever_holds_no_post_sees_nothing(full: World, client_as):
    Appointment.objects.filter(user=full.cast["officer.pct"]).delete()
    assert client_as("officer.pct").get(YEAR).status_code == 403


def test_a_clinic_sees_itself_and_the_programme_only(full: World, client_as):
    text = client_as("officer.cmi").get(YEAR).content.decode()
    assert "คลินิก CMI" in text
    assert "ทั้งโครงการ" in text
    assert "คลินิก PCT" not in text


def test_rows_within_the_readers_scope(full: World, client_as):
    received = f"{YEAR}rows/received/"
    officer = client_as("officer2.cmi").get(f"{received}?clinic=CMI").content.decode()
    assert officer.count("/cases/61-CMI-") == full.figures().summary("CMI").received - 1
    assert "อีก 1 ที่นับรวม" in officer

    head = client_as("head.cmi").get(f"{received}?clinic=CMI").content.decode()
    assert head.count("เรื่องปกปิด") == 1
    assert "อีก" not in head.split("<main")[1].split("</main>")[0]

    assert Event.objects.filter(kind="evaluation.rows", detail__indicator="received").count() == 2


def test_committees_see_counts_and_no_reference(full: World, client_as):
    for username in ("edu.member1", "board.chair", "admin"):
        for indicator in ("received", "walk_in", "answers", "referrals", "resolutions", "days", "participants"):
            page = client_as(username).get(f"{YEAR}rows/{indicator}/?clinic=CMI&month=2018-08")
            text = page.content.decode()
            assert page.status_code == 200
            assert "61-CMI" not in text
            assert "น้ำใจงาม" not in text
            assert page.content == client_as(username).get(f"{YEAR}rows/{indicator}/").content or "csrf" in text


def test_small_numbers_are_closed_to_committees_and_open_to_central(full: World, client_as):
    closed = client_as("edu.member1").get(YEAR).content.decode()
    opened = client_as("officer.cen").get(YEAR).content.decode()
    assert "&lt;5" in closed
    assert "&lt;5" not in opened


def test_another_clinics_rows_are_counts(full: World, client_as):
    page = client_as("officer.cmi").get(f"{YEAR}rows/received/?clinic=PCT")
    assert "61-PCT" not in page.content.decode()
    assert "คลินิก PCT" not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["clinic=%00", "month=x", "after=ๅ", "clinic=../..&month=2018-13&after=-1", "month=0000-01"]
)
def test_junk_is_ignored(full: World, client_as, query):
    assert client_as("officer.cmi").get(f"{YEAR}rows/sessions/?{query}").status_code in {200, 400}
    assert client_as("officer.cmi").get(f"{YEAR}rows/nothing/").status_code == 404


def test_the_rows_go_on_past_the_first_page(world: World, client_as):
    for _number in range(53):
        world.session(date(2018, 7, 2))
    client = client_as("officer.cmi")
    first = client.get(f"{YEAR}rows/walk_in/?clinic=CMI")
    assert first.content.decode().count("/sessions/S") == 50
    second = client.get(f"{YEAR}rows/walk_in/{first.context['page'].next_url}")
    assert second.content.decode().count("/sessions/S") == 3


def test_the_page_asks_as_much_for_one_clinic_as_for_three(full: World, client_as):
    client = client_as("edu.member1")
    client.get(YEAR)
    with CaptureQueriesContext(connection) as three:
        client.get(YEAR)
    ClinicYear.objects.filter(year=full.year).exclude(clinic__code="CMI").delete()
    with CaptureQueriesContext(connection) as one:
        client.get(YEAR)
    assert len(one) == len(three)


def test_freezing_is_the_education_officers_and_not_before_the_cutoff(full: World):
    with pytest.raises(NotAllowed):
        freeze_evaluation(year=full.year, by=full.cast["edu.member1"])
    with pytest.raises(NotAllowed):
        freeze_evaluation(year=full.year, by=full.cast["head.cen"])
    with pytest.raises(ValidationError):
        freeze_evaluation(year=full.year, by=full.cast["edu.chair"], now=at(date(2018, 12, 14)))


def test_frozen_figures_stay_and_live_ones_move(full: World, client_as, monkeypatch):
    monkeypatch.setattr("evaluations.documents.report_pdf", lambda *args, **kwargs: b"%PDF-report")
    evaluation = freeze_evaluation(year=full.year, by=full.cast["edu.chair"], now=at(date(2018, 12, 16)))
    before = frozen_figures(evaluation).summary()
    keys = evaluation.counted_rows
    assert len(keys["session"]) == before.sessions
    assert len(keys["case.done"]) + len(keys["case.withdrawn"]) == before.concluded
    assert len(keys["referral"]) == before.referrals

    full.session(date(2018, 8, 20))
    again = Evaluation.objects.get(pk=evaluation.pk)
    assert frozen_figures(again).summary().sessions == before.sessions == full.figures().summary().sessions - 1

    client = client_as("edu.secretary")
    assert "ยังไม่ออกรายงาน" in client.get(YEAR).content.decode()
    empty = client.post(f"{YEAR}issue/", {"conclusion": " "})
    assert empty.status_code == 422
    assert client.post(f"{YEAR}issue/", {"conclusion": "ทำได้ดี"}).status_code == 302
    document = IssuedDocument.objects.get(serial="EV-2561-1")
    assert client.get(reverse("document", args=[document.serial])).content == b"%PDF-report"
    assert client_as("officer.cmi").get(reverse("document", args=[document.serial])).status_code == 200
    assert "ข้อมูลหลังตัดยอด" in client.get(YEAR).content.decode()
    with pytest.raises(NotAllowed):
        issue_evaluation(again, conclusion="อีกครั้ง", by=full.cast["edu.chair"])


def test_a_second_freezing_is_a_second_version(full: World, client_as):
    client = client_as("edu.chair")
    assert client.get(f"{YEAR}freeze/").status_code == 200
    for _time in (1, 2):
        assert client.post(f"{YEAR}freeze/", {}).status_code == 302
    assert list(Evaluation.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    for username, status in (("edu.member1", 403), ("officer.cmi", 403), ("admin", 403)):
        assert client_as(username).get(f"{YEAR}freeze/").status_code == status


@pytest.mark.parametrize(
    ("today", "held", "words"),
    [
        (date(2018, 10, 22), 1, "ขาดอีก 1 วัน เหลือวันทำการ 7 วัน"),
        (date(2018, 10, 24), 1, "ขาดอีก 1 วัน เหลือวันทำการ 6 วัน"),
        (date(2018, 10, 24), 2, "ครบตามเกณฑ์ของเดือนตุลาคมแล้ว"),
        (date(2018, 6, 29), 0, "ขาดอีก 2 วัน เหลือวันทำการ 1 วัน (เดือนเตรียมการ ยังไม่บังคับ)"),
        (date(2018, 5, 2), 0, "เดือนนี้อยู่นอกช่วงให้บริการของโครงการ"),
    ],
)
def test_walk_in_days_in_words(world: World, today, held, words):
    assert panels.walk_in_words(world.year, held, today) == words


def test_home_panels(cast, client_as, full: World):
    for username, title in (("officer.cmi", "คลินิกของเราเดือนนี้"), ("edu.member1", "โครงการปี")):
        page = client_as(username).get("/")
        assert page.status_code == 200
        assert title in page.content.decode()
    assert "คลินิกของเราเดือนนี้" not in client_as("board.member1").get("/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        panels.clinic_panel(cast["officer.cmi"])
    assert len(queries) <= 8


def test_a_month_of_the_running_year_counts_up_to_today(world: World):
    world.session(date(2018, 8, 10))
    assert world.figures(date(2018, 8, 9)).summary().sessions == 0
    assert world.figures(AFTER_ALL).summary().sessions == 1
