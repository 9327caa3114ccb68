"""What the public sees without log-in: which clinics are open when, the poster, the calendar feed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.public_pages import public_page
from clinic_project.qr import public_address, qr_of
from clinics.documents.open_poster import poster_context, poster_pdf
from clinics.ical import feed
from clinics.models import Clinic
from clinics.opening_days import feed_days, months_ahead, open_clinics
from clinics.opening_days import open_clinic as find_open_clinic


def _clinic(code: str) -> Clinic:
    """An open clinic; a closed one answers like one that never was."""
    clinic = find_open_clinic(code, timezone.localdate())
    if clinic is None:
        raise Http404
    return clinic


@public_page("open_days")
@require_safe
def open_days(request: HttpRequest) -> HttpResponse:
    """All open clinics with their next days."""
    return render(request, "clinics/open_days.html", {"clinics": open_clinics(timezone.localdate())})


@public_page("open_clinic")
@require_safe
def open_clinic(request: HttpRequest, code: str) -> HttpResponse:
    """One clinic: the coming months, where, how to reach it, how to follow its calendar."""
    clinic = _clinic(code)
    feed_url = public_address(request, reverse("clinics:calendar_feed", args=[clinic.code]))
    context = {
        "clinic": clinic,
        "months": months_ahead(clinic, timezone.localdate()),
        "feed_url": feed_url,
        "webcal_url": f"webcal://{feed_url.partition('://')[2]}",
        "qr": qr_of(public_address(request, reverse("open_clinic", args=[clinic.code]))),
    }
    return render(request, "clinics/open_clinic.html", context)


@public_page("open_poster")
@require_safe
def open_poster(request: HttpRequest, code: str) -> HttpResponse:
    """The poster to hang up."""
    clinic = _clinic(code)
    address = public_address(request, reverse("open_clinic", args=[clinic.code]))
    context = poster_context(clinic, months_ahead(clinic, timezone.localdate()), address=address, qr=qr_of(address))
    title = _("วันเปิดให้บริการ %(clinic)s") % {"clinic": clinic.name}
    content = poster_pdf(context, title=title, digits=digits_of(request))
    return pdf_response(content, f"วันเปิดให้บริการ-{clinic.code}.pdf")


@public_page("calendar_feed")
@require_safe
def calendar_feed(request: HttpRequest, code: str) -> HttpResponse:
    """The opening days for a calendar that follows them."""
    clinic = _clinic(code)
    address = public_address(request, reverse("open_clinic", args=[clinic.code]))
    content = feed(clinic, feed_days(clinic, timezone.localdate()), address)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{clinic.code}.ics"'
    return response
