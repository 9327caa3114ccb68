"""Rules of logging a service, and what its page, list and slip show."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader

from cases.models import Session, Survey
from cases.services.cases import open_case
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinics.models import Clinic, ServiceDay
from tests.factories_members import make_member, make_session, officer_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("occasion", {"mode": "mobile"}),
        ("occasion", {"occasion": "training"}),
        ("occasion", {"mode": "mobile", "occasion": "picnic"}),
        ("member", {"member": None}),
        ("mode", {"mode": "x"}),
        ("activities", {"activities": []}),
        ("activities", {"activities": ["x"]}),
        ("client_types", {"client_types": []}),
        ("client_types", {"client_types": ["x"]}),
        ("advice", {"advice": " "}),
        ("suggestion", {"activities": ["suggestion"]}),
        ("suggestion_about", {"suggestion": "ขยายเวลาเปิด"}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 601}),
        ("participants", {"participants": 0}),
        ("served_on", {"served_on": timezone.localdate() + timedelta(days=1)}),
        ("served_on", {"served_on": timezone.localdate() - timedelta(days=800)}),
    ],
)
def test_what_a_session_must_hold(cast: Any, field: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        make_session(**changes)
    assert field in refused.value.error_dict
    assert not Session.objects.exists()
    assert not Survey.objects.exists()
    assert not ServiceDay.objects.exists()


def test_a_suggestion_written_down_counts_as_that_activity(cast: Any) -> None:
    session = make_session(suggestion="ขยายเวลาเปิด", suggestion_about="other")
    assert {row.activity for row in session.activities.all()} == {"financial_problem_advice", "suggestion"}


def test_activities_and_types_count_once(cast: Any) -> None:
    session = make_session(activities=["product_education"] * 3, client_types=["general", "general"])
    assert (session.activities.count(), session.client_types.count()) == (1, 1)


def test_numbers_run_by_clinic_and_year(cast: Any) -> None:
    short = f"{(timezone.localdate().year + 543) % 100:02d}"
    given = [make_session(code).reference for code in ("CMI", "PCT", "CMI")]
    assert given == [f"S{short}-CMI-00001", f"S{short}-PCT-00001", f"S{short}-CMI-00002"]


def test_only_staff_of_the_clinic_log_its_services(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        make_session("CMI", by=cast["officer.pct"])


def test_a_member_of_another_clinic_must_be_received_first(cast: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        make_session("CMI", member=make_member("PCT"))
    assert "member" in refused.value.error_dict


def test_the_session_of_a_case_stands_in_its_timeline(cast: Any) -> None:
    member, officer = make_member(), officer_of("CMI")
    case = open_case(clinic=Clinic.objects.get(code="CMI"), member=member, subject="หนี้", by=officer)
    make_session(member=member, case=case)
    assert case.entries.get(kind="session").text.startswith("รวบรวม")


def test_the_past_can_be_played(cast: Any) -> None:
    then = timezone.now() - timedelta(days=3)
    session = make_session(served_on=timezone.localdate(then), now=then)
    session.refresh_from_db()
    assert session.created_at == then
    assert session.survey.expires_on == timezone.localdate(then) + timedelta(days=30)


def test_two_visits_of_a_day_hold_one_service_day(cast: Any) -> None:
    make_session()
    make_session()
    make_session(mode="online")
    assert ServiceDay.objects.get().status == "held"


@pytest.mark.parametrize("suffix", ["", "slip.pdf"])
@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("officer2.cmi", 200),
        ("head.pct", 404),
        ("head.cen", 404),
        ("board.chair", 404),
        ("edu.chair", 404),
        ("admin", 404),
    ],
)
def test_who_opens_a_session(client_as: Any, username: str, status: int, suffix: str) -> None:
    session = make_session()
    before = Event.objects.filter(kind="session.read").count()
    response = client_as(username).get(f"{session.get_absolute_url()}{suffix}")
    assert response.status_code == status
    assert Event.objects.filter(kind="session.read").count() - before == (status == 200)


def test_the_slip_carries_the_visit_and_no_more(client_as: Any) -> None:
    member = make_member(
        number="004321", prefix="นาง", first_name="ปิ่นปักษ์", last_name="ฝ้ายคำ", national_id="3100600445635"
    )
    session = make_session(member=member, advice="ชำระหนี้ค้ำประกันก่อน น้ำใจงาม")
    response = client_as("officer.cmi").get(f"{session.get_absolute_url()}slip.pdf?digits=thai")
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(response.content))
    text = "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")
    for part in ("นางปิ่นปักษ์ฝ้ายคำ", "๐๐๔๓๒๑", "ชำระหนี้ค้ำประกันก่อนน้ำใจงาม", "คส.๐๓"):
        assert part in text
    assert "3100600445635" not in text
    assert len(reader.pages) == 1


def test_a_closed_link_is_not_drawn_again(client_as: Any) -> None:
    session = make_session()
    Survey.objects.update(is_used=True)
    page = client_as("officer.cmi").get(session.get_absolute_url()).content.decode()
    assert session.survey.token not in page
    assert "ปิดแล้ว" in page


def test_filters_narrow_the_list(client_as: Any) -> None:
    make_session()
    online = make_session(mode="online", activities=["investment_advice"])
    client = client_as("officer.cmi")
    month = f"{timezone.localdate().year + 543}-{timezone.localdate().month:02d}"
    for query in ("mode=online", "activity=investment_advice", f"mode=online&month={month}"):
        rows = client.get(f"/sessions/?{query}").context["page"].rows
        assert [row.reference for row in rows] == [online.reference]
    event = Event.objects.filter(kind="session.list").latest("pk")
    assert event.detail == {"count": 1, "mode": "online", "month": month}
