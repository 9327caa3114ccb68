"""A clinic's opening days as an iCalendar feed, for calendars on phones and desks. No person's data is in it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from clinic_project.cooperative import COOPERATIVE
from clinic_project.thai.dates import BANGKOK
from clinics.models import Clinic, ServiceDay

PRODUCT = "-//Cooperative clinics//Opening days//TH"
REFRESH = timedelta(hours=6)
EPOCH = datetime(2018, 1, 1, tzinfo=BANGKOK)


def feed(clinic: Clinic, days: Any, address: str) -> bytes:
    """The feed of some service days. ``address``: the public page, for who opens an entry.

    A day keeps its UID whatever becomes of it, so that one that is moved or cancelled changes where it was taken over.
    """
    calendar = Calendar()
    name = _("วันเปิดคลินิกสหกรณ์ %(clinic)s") % {"clinic": clinic.name}
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Bangkok")
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"value": "DURATION"})
    for day in days:
        calendar.add_component(_event(clinic, day, address))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(clinic: Clinic, day: ServiceDay, address: str) -> Event:
    event = Event()
    gone = day.status == "cancelled"
    summary = _("งดให้บริการ: คลินิกสหกรณ์ %(clinic)s") if gone else _("คลินิกสหกรณ์ %(clinic)s เปิดให้บริการ")
    event.add("uid", f"service-day-{day.pk}@cooperative-clinic")
    event.add("summary", summary % {"clinic": clinic.name})
    event.add("dtstart", datetime.combine(day.day, day.starts_at, BANGKOK))
    event.add("dtend", datetime.combine(day.day, day.ends_at, BANGKOK))
    event.add("dtstamp", day.changed_at)
    event.add("last-modified", day.changed_at)
    # Counts up with every change, as calendars that took the day over expect of a sequence.
    event.add("sequence", int((day.changed_at - EPOCH).total_seconds() // 60))
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    event.add("location", day.place or clinic.address or clinic.name)
    event.add("description", "\n".join(part for part in (day.note, COOPERATIVE.name, address) if part))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
