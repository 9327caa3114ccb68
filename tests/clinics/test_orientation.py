"""The orientation: who may attend when, who counts, what the papers show (R14)."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project.workflow import NotAllowed
from clinics.documents.sign_in import sign_in_pdf, sign_in_sheet
from clinics.models import Attendance, ClinicYear, OrientationRule, OrientationSession, ProgrammeYear
from clinics.orientation import stand_of, stands
from clinics.services import orientation, set_up_year
from clinics.services.opening import set_criteria
from clinics.services.stages import orient_clinic
from tests.cast import make_user, make_year
from tests.factories_clinics import attend, make_clinic_year, make_orientation, past_year
from tests.pdf_readers import PEOPLE, tight

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(cast: dict[str, Any]) -> ProgrammeYear:
    return make_year()


@pytest.fixture
def session(cast: dict[str, Any], year: ProgrammeYear) -> OrientationSession:
    return make_orientation(year, by=cast["officer.cen"])


def attack(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


# ---- checking in --------------------------------------------------------------------------------------------------


def test_checking_in_works_once(client_as: Callable[[str], Client], session: OrientationSession) -> None:
    url, client = reverse("clinics:check_in", args=[session.token]), client_as("head.cmi")
    assert "ยืนยันว่าเข้าร่วม" in client.get(url).content.decode()
    for _nth in range(2):
        assert client.post(url).status_code == 302
    page = client.get(url).content.decode()
    assert "คุณลงชื่อแล้วเมื่อ" in page
    assert "ยืนยันว่าเข้าร่วม" not in page
    row = Attendance.objects.get()
    assert (row.how, row.user.username, row.clinic_year.clinic.code) == ("qr", "head.cmi", "CMI")


@pytest.mark.parametrize(("days", "words"), [(1, "ยังไม่ถึงวันปฐมนิเทศ"), (-1, "บันทึกย้อนหลัง")])
def test_outside_its_day_the_qr_is_refused_in_thai(
    client_as: Callable[[str], Client], session: OrientationSession, days: int, words: str
) -> None:
    OrientationSession.objects.update(day=timezone.localdate() + timedelta(days=days))
    url, client = reverse("clinics:check_in", args=[session.token]), client_as("head.cmi")
    for answer in (client.get(url), client.post(url)):
        assert answer.status_code == 403
        assert words in answer.content.decode()
    assert not Attendance.objects.exists()


def test_an_unknown_token_answers_like_any_missing_page(client_as: Callable[[str], Client]) -> None:
    assert client_as("head.cmi").get(reverse("clinics:check_in", args=["f" * 32])).status_code == 404


def test_the_token_has_128_bits_and_is_new_for_each_day(cast: dict[str, Any], year: ProgrammeYear) -> None:
    tokens = {make_orientation(year, by=cast["officer.cen"]).token for _nth in range(5)}
    assert len(tokens) == 5
    assert all(len(token) == 32 for token in tokens)


def test_log_in_comes_back_to_the_check_in(session: OrientationSession) -> None:
    url = reverse("clinics:check_in", args=[session.token])
    assert Client().get(url)["Location"] == f"{reverse('login')}?next={url}"


# ---- by hand ------------------------------------------------------------------------------------------------------


def test_many_are_ticked_at_once_and_nobody_twice(cast: dict[str, Any], session: OrientationSession) -> None:
    users = [cast["head.cmi"], cast["secretary.cmi"], cast["head.pct"]]
    assert len(orientation.note_attendance(session, users=users, by=cast["officer.cen"])) == 3
    assert orientation.note_attendance(session, users=users, by=cast["officer.cen"]) == []
    assert set(Attendance.objects.values_list("how", flat=True)) == {"hand"}


def test_after_the_day_a_tick_is_late(cast: dict[str, Any], session: OrientationSession) -> None:
    OrientationSession.objects.update(day=timezone.localdate() - timedelta(days=2))
    (row,) = orientation.note_attendance(session, users=[cast["head.cmi"]], by=cast["officer.cen"])
    assert row.how == "late"


def test_nobody_is_ticked_when_one_of_them_has_no_post(cast: dict[str, Any], session: OrientationSession) -> None:
    with pytest.raises(ValidationError, match="ไม่มีตำแหน่ง"):
        orientation.note_attendance(session, users=[cast["head.cmi"], cast["board.chair"]], by=cast["officer.cen"])
    assert not Attendance.objects.exists()


def test_only_central_ticks(cast: dict[str, Any], session: OrientationSession) -> None:
    with pytest.raises(NotAllowed):
        orientation.note_attendance(session, users=[cast["head.cmi"]], by=cast["head.cmi"])


def test_the_tick_page_says_when_nobody_was_chosen(
    client_as: Callable[[str], Client], session: OrientationSession
) -> None:
    url = reverse("clinics:orientation_tick", args=[session.year.buddhist_year, session.pk])
    answer = client_as("officer.cen").post(url, {})
    assert answer.status_code == 422
    assert "ยังไม่ได้เลือกผู้เข้าร่วม" in answer.content.decode()
    assert client_as("officer.cen").post(url, {"clinic_CMI": ["head.cmi", "officer.cmi"]}).status_code == 302
    assert Attendance.objects.count() == 2


def test_who_counts_for_an_oriented_clinic_cannot_be_taken_off(cast: dict[str, Any]) -> None:
    clinic_year = make_clinic_year("CMI", "confirmed")
    attend(clinic_year, by=cast["officer.cen"])
    orient_clinic(clinic_year, by=cast["officer.cen"])
    rows = Attendance.objects.select_related("user", "session", "clinic_year__clinic", "clinic_year__year")
    with pytest.raises(NotAllowed, match="ถอนชื่อไม่ได้"):
        orientation.withdraw_attendance(rows.get(user__username="head.cmi"), by=cast["officer.cen"])
    orientation.withdraw_attendance(rows.get(user__username="officer.cmi"), by=cast["officer.cen"])
    assert Attendance.objects.count() == 2


# ---- a session's life ---------------------------------------------------------------------------------------------


def test_a_session_may_fall_on_a_week_end(cast: dict[str, Any]) -> None:
    session = make_orientation(make_year(date(2018, 6, 1)), by=cast["officer.cen"], day=date(2018, 6, 16))
    assert session.day.isoweekday() == 6


def test_a_session_of_another_year_and_hours_the_wrong_way_are_refused(
    client_as: Callable[[str], Client], year: ProgrammeYear
) -> None:
    url = reverse("clinics:orientation_new", args=[year.buddhist_year])
    facts = {
        "title": "ปฐมนิเทศ",
        "day": f"16/6/{year.buddhist_year - 1}",
        "starts_at": "9",
        "ends_at": "16",
        "place": "ห้อง",
    }
    answer = client_as("officer.cen").post(url, facts)
    assert (answer.status_code, "ต้องอยู่ในปี" in answer.content.decode()) == (422, True)
    answer = client_as("officer.cen").post(url, {**facts, "day": f"16/6/{year.buddhist_year}", "ends_at": "๘.๓๐"})
    assert (answer.status_code, "เวลาเลิกต้องหลังเวลาเริ่ม" in answer.content.decode()) == (422, True)
    assert not OrientationSession.objects.exists()


def test_what_somebody_attended_is_not_cancelled_nor_moved(cast: dict[str, Any], session: OrientationSession) -> None:
    central = cast["officer.cen"]
    orientation.check_in(session, by=cast["head.cmi"])
    with pytest.raises(NotAllowed, match="ยกเลิกไม่ได้"):
        orientation.cancel_session(session, reason="ห้องไม่ว่าง", by=central)
    with pytest.raises(ValidationError, match="เปลี่ยนวันไม่ได้"):
        orientation.update_session(session, day=session.day.replace(day=1 if session.day.day > 1 else 2), by=central)
    assert orientation.hold_session(session, by=central).status == "held"


def test_a_cancelled_session_takes_nobody(cast: dict[str, Any], session: OrientationSession) -> None:
    orientation.cancel_session(session, reason="ห้องไม่ว่าง", by=cast["officer.cen"])
    with pytest.raises(NotAllowed, match="ยกเลิกแล้ว"):
        orientation.check_in(session, by=cast["head.cmi"])


def test_before_its_day_it_was_not_held(cast: dict[str, Any]) -> None:
    later = make_year(date(timezone.localdate().year + 1, 6, 1))
    session = make_orientation(later, by=cast["officer.cen"], day=date(later.gregorian_year, 6, 16))
    with pytest.raises(NotAllowed, match="ยังไม่ถึงวันปฐมนิเทศ"):
        orientation.hold_session(session, by=cast["officer.cen"])


# ---- who counts ---------------------------------------------------------------------------------------------------


def test_a_clinic_is_oriented_when_head_and_secretary_attended(cast: dict[str, Any]) -> None:
    clinic_year = make_clinic_year("PCT", "confirmed")
    session = make_orientation(clinic_year.year, by=cast["officer.cen"], day=date(2019, 6, 16))
    orientation.note_attendance(session, users=[cast["head.pct"]], by=cast["officer.cen"])
    assert any("เลขานุการคลินิก" in words for words in stand_of(clinic_year).lacking_posts)
    with pytest.raises(NotAllowed, match="เลขานุการคลินิก"):
        orient_clinic(clinic_year, by=cast["officer.cen"])
    orientation.note_attendance(session, users=[cast["secretary.pct"]], by=cast["officer.cen"])
    assert [row.status for row in orientation.orient_ready(year=clinic_year.year, by=cast["officer.cen"])] == [
        "oriented"
    ]
    assert orientation.orient_ready(year=clinic_year.year, by=cast["officer.cen"]) == []


def test_a_pilot_needs_no_confirmation_and_the_others_do(cast: dict[str, Any]) -> None:
    clinic_year = make_clinic_year("PCT", "selected")
    attend(clinic_year, by=cast["officer.cen"])
    with pytest.raises(NotAllowed, match="แจ้งยืนยัน"):
        orient_clinic(clinic_year, by=cast["officer.cen"])
    assert orientation.orient_ready(year=clinic_year.year, by=cast["officer.cen"]) == []
    clinic = clinic_year.clinic
    clinic.group, clinic.is_continuing_pilot = None, True
    clinic.save()
    assert len(orientation.orient_ready(year=clinic_year.year, by=cast["officer.cen"])) == 1


def test_the_year_says_which_posts_must_attend(cast: dict[str, Any]) -> None:
    clinic_year = make_clinic_year("PCT", "confirmed")
    session = make_orientation(clinic_year.year, by=cast["officer.cen"], day=date(2019, 6, 16))
    orientation.note_attendance(session, users=[cast["officer.pct"]], by=cast["officer.cen"])
    assert not stand_of(clinic_year).is_complete
    set_criteria(clinic_year.year, required=[], posts=["finance"], by=cast["admin"])
    assert stand_of(clinic_year).is_complete
    following = set_up_year(buddhist_year=2563, copy_from=past_year(), by=None)
    assert OrientationRule.objects.get(year=following).posts() == ["finance"]


def test_a_vacant_post_is_named(cast: dict[str, Any]) -> None:
    clinic_year = make_clinic_year("PCT", "confirmed")
    clinic_year.appointments.filter(role="secretary").delete()
    attend(clinic_year, by=cast["officer.cen"])
    assert stand_of(clinic_year).lacking_posts == ["เลขานุการคลินิก (ยังไม่ได้แต่งตั้ง)"]


# ---- pages --------------------------------------------------------------------------------------------------------


def test_every_number_opens_as_many_rows(client_as: Callable[[str], Client], session: OrientationSession) -> None:
    client = client_as("officer.cen")
    orientation.check_in(session, by=client_as("head.cmi").get("/").wsgi_request.user)
    page = client.get(reverse("clinics:orientation", args=[session.year.buddhist_year]))
    figures = page.context["figures"] + [
        {"value": cell["value"], "url": cell["url"]} for row in page.context["rows"] for cell in row["cells"]
    ]
    assert figures
    for figure in figures:
        assert len(client.get(figure["url"]).context["people"]) == figure["value"], figure
    assert page.context["figures"][1]["value"] == 1


def test_a_clinic_sees_its_own_people_only(client_as: Callable[[str], Client], session: OrientationSession) -> None:
    page = client_as("officer.cmi").get(reverse("clinics:orientation_people", args=[session.year.buddhist_year]))
    assert {row.clinic.code for row, _person in page.context["people"]} == {"CMI"}


@pytest.mark.parametrize("name", ["orientation", "orientation_people"])
def test_the_pages_ask_the_same_with_one_and_with_three(
    client_as: Callable[[str], Client], cast: dict[str, Any], session: OrientationSession, name: str
) -> None:
    client, url = client_as("officer.cen"), reverse(f"clinics:{name}", args=[session.year.buddhist_year])

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    orientation.check_in(session, by=cast["head.cmi"])
    first = asked()
    for name_ in ("secretary.cmi", "head.pct"):
        orientation.check_in(session, by=cast[name_])
    make_orientation(session.year, by=cast["officer.cen"])
    make_orientation(session.year, by=cast["officer.cen"])
    assert asked() == first


def test_the_session_page_asks_the_same_with_one_and_with_three(
    client_as: Callable[[str], Client], cast: dict[str, Any], session: OrientationSession
) -> None:
    client, counts = client_as("officer.cen"), []
    for people in (["head.cmi"], ["secretary.cmi", "head.pct"]):
        orientation.note_attendance(session, users=[cast[name] for name in people], by=cast["officer.cen"])
        client.get(session.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(session.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---- the sign-in sheet --------------------------------------------------------------------------------------------


def _sheet(cast: dict[str, Any], session: OrientationSession) -> Any:
    clinic_year = ClinicYear.objects.select_related("clinic", "year").get(clinic__code="CMI", year=session.year)
    for number, name in enumerate(PEOPLE):
        user = make_user(f"p{number}", prefix="", first_name=name, last_name="")
        clinic_year.appointments.create(user=user, role="officer", order=10 + number, starts_on=date(2018, 1, 1))
    rows = ClinicYear.objects.filter(year=session.year).select_related("clinic", "year").order_by("clinic__number")
    return sign_in_sheet(session, stands(rows, session.year))


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_sheet_names_everybody_by_clinic_in_every_reader(
    cast: dict[str, Any], session: OrientationSession, read: Callable[[bytes], str], digits: Any
) -> None:
    content = sign_in_pdf(_sheet(cast, session), digits=digits)
    text = tight(read(content))
    for name in PEOPLE:
        assert tight(name) in text
    assert tight("ผู้เข้าร่วมที่ไม่มีชื่อข้างต้น") in text
    assert text.count(tight("ลายมือชื่อ")) == len(pypdf.PdfReader(io.BytesIO(content)).pages) > 1
    if digits == "thai":
        assert not any(digit in text for digit in "0123456789")


def test_a_clinics_sheet_is_its_own(client_as: Callable[[str], Client], session: OrientationSession) -> None:
    url = reverse("clinics:orientation_sign_in", args=[session.year.buddhist_year, session.pk])
    content = client_as("officer.pct").get(url).content
    text = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "head.pct" in text
    assert "head.cmi" not in text


# ---- attacks ------------------------------------------------------------------------------------------------------


def test_the_database_keeps_the_rules(cast: dict[str, Any], session: OrientationSession) -> None:
    row = orientation.check_in(session, by=cast["head.cmi"])
    other = make_clinic_year("PCT", "confirmed")
    insert = (
        "INSERT INTO clinics_attendance (session_id, user_id, clinic_year_id, how, checked_in_at, checked_in_by_id)"
        " VALUES (%s, %s, %s, %s, '2018-06-16 09:00:00+00:00', %s)"
    )
    mine = row.clinic_year_id
    attack(insert, session.pk, cast["head.cmi"].pk, mine, "hand", cast["officer.cen"].pk)
    attack(insert, session.pk, cast["secretary.cmi"].pk, mine, "qr", cast["officer.cen"].pk)
    attack(insert, session.pk, cast["secretary.cmi"].pk, mine, "guess", cast["officer.cen"].pk)
    attack(insert, session.pk, cast["secretary.cmi"].pk, other.pk, "hand", cast["officer.cen"].pk)
    attack("UPDATE clinics_attendance SET clinic_year_id = %s", other.pk)
    attack("UPDATE clinics_orientationsession SET ends_at = starts_at")
    attack("UPDATE clinics_orientationsession SET seats = 0")
    attack("UPDATE clinics_orientationsession SET status = 'cancelled'")
    set_criteria(session.year, required=[], posts=["head"], by=cast["admin"])
    attack("UPDATE clinics_orientationrule SET needs_head = %s", False)
