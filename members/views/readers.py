"""Pages that say who opened a member's data: by day and person, every time, and both on paper."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic_project import audit
from clinic_project.paging import page_of
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from members.documents.readers import MOST_LINES, fitting, readers_pdf, readings_pdf
from members.models import Member
from members.privacy_permissions import can_see_readers
from members.readers import by_day, clinic_names, days_of, events_about, readable_references, reading_of

DAYS = 31
MOST_DAYS = 400
"""Days with events the paper is made from; more than a year of working days."""


def _member(request: HttpRequest, number: str) -> Member:
    member: Member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    can_see_readers(request.user, member).or_raise()
    audit.record("member.read", member, by=request.user, detail={"page": "readers"})
    return member


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; junk counts as none."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


@require_safe
def readers(request: HttpRequest, number: str) -> HttpResponse:
    """Who opened the member's data, by day and person with counts."""
    member, until = _member(request, number), _day(request, "until")
    events = events_about(member)
    days = days_of(events, DAYS + 1, until)
    shown = by_day(events, days[:DAYS], readable_references(request.user, member))
    context = {"member": member, "days": shown, "older": days[DAYS:], "is_older": until is not None}
    return render(request, "members/readers.html", context)


@require_safe
def readings(request: HttpRequest, number: str) -> HttpResponse:
    """Every time somebody opened the member's data, or every time of one day."""
    member, day = _member(request, number), _day(request, "day")
    events = events_about(member)
    page = page_of(request, events.filter(at__date=day) if day else events, ("-id",))
    readable, clinics = readable_references(request.user, member), clinic_names()
    lines = [reading_of(event, readable, clinics) for event in page.rows]
    return render(request, "members/readings.html", {"member": member, "lines": lines, "page": page, "day": day})


@require_safe
def readers_paper(request: HttpRequest, number: str) -> HttpResponse:
    """By day and person on paper, to hand to the member."""
    member = _member(request, number)
    events = events_about(member)
    days = by_day(events, days_of(events, MOST_DAYS), readable_references(request.user, member))
    shown = fitting(days)
    is_cut = len(shown) < len(days) or len(days) == MOST_DAYS
    content = readers_pdf(member, shown, is_cut=is_cut, digits=digits_of(request))
    return pdf_response(content, _("ผู้เปิดดูข้อมูล %(number)s.pdf") % {"number": member.number})


@require_safe
def readings_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Every time on paper."""
    member = _member(request, number)
    events = list(events_about(member)[: MOST_LINES + 1])
    readable, clinics = readable_references(request.user, member), clinic_names()
    lines = [reading_of(event, readable, clinics) for event in events[:MOST_LINES]]
    content = readings_pdf(member, lines, is_cut=len(events) > MOST_LINES, digits=digits_of(request))
    return pdf_response(content, _("ผู้เปิดดูข้อมูลทุกครั้ง %(number)s.pdf") % {"number": member.number})
