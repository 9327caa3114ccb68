"""What services given say about the days of a clinic's calendar: how many were logged, and where one is logged."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from cases.models import Session
from clinic_project.thai.dates import format_short


def visits_on(clinic_id: int, first: date, last: date, mode: str) -> int:
    """How many services of a mode a clinic logged from one day to another. A number only; who came is not told."""
    return Session.objects.filter(clinic_id=clinic_id, served_on__range=(first, last), mode=mode).count()


def outreach_session_url(occasion: str, words: str, day: date) -> str:
    """Address of the form that logs a mobile service of an occasion (R27), with occasion and day filled in."""
    given = {
        "mode": Session.Mode.MOBILE.value,
        "occasion": occasion,
        "occasion_detail": words,
        "served_on": format_short(day),
        "in_official_hours": "on",
    }
    return f"{reverse('cases:session_new')}?{urlencode(given)}"
