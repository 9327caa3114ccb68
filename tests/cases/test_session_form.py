"""The session form in the browser's terms: what is sent, what comes back, what is stored."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Session, Survey
from clinic_project.models import Event
from clinics.models import ServiceDay
from members.models import Member, MemberClinic
from tests.factories_members import make_member, make_session

pytestmark = pytest.mark.django_db

NEW = "/sessions/new/"
# A routine visit takes six acts and no page between: number, activity, client type, advice, minutes, save.
ROUTINE = {
    "who": "known",
    "mode": "walk_in",
    "activities": ["financial_problem_advice"],
    "client_types": ["multiple_debts"],
    "advice": "แนะนำให้รวมหนี้บัตรสองใบ น้ำใจงาม",
    "minutes": "๓๐",
    "participants": "1",
    "in_official_hours": "on",
    "do": "save",
}


def filled(**changes: Any) -> dict[str, Any]:
    """A routine visit of today, with changes."""
    today = timezone.localdate()
    day = {"served_on_day": today.day, "served_on_month": today.month, "served_on_year": today.year + 543}
    return {**ROUTINE, **day, **changes}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_routine_visit_by_exact_number_needs_one_page_and_six_acts(client_as: Any) -> None:
    member = make_member(number="004321")
    client = client_as("officer.cmi")
    response = client.get(NEW)
    assert response.status_code == 200
    preset = response.context["form"]
    # Preset by the page, so not an act: who, mode, date, participants, official hours.
    assert preset["mode"].value() == "walk_in"
    assert preset["who"].value() == "known"
    response = client.post(NEW, filled(find="๐๐๔๓๒๑"))
    session = Session.objects.get()
    assert response.status_code == 302
    assert response["Location"] == session.get_absolute_url()
    assert (session.member, session.minutes, session.advice) == (member, 30, "แนะนำให้รวมหนี้บัตรสองใบ น้ำใจงาม")
    assert session.reference.endswith("-CMI-00001")
    assert [row.activity for row in session.activities.all()] == ["financial_problem_advice"]
    assert ServiceDay.objects.get(clinic=session.clinic).state == "held"
    page = client.get(session.get_absolute_url())
    assert "<svg" in text_of(page)
    assert Survey.objects.get().token in text_of(page)
