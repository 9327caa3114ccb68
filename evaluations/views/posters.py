"""Pages of the exhibition: how far the posters are, a clinic's poster, its pictures, the papers (R21)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from clinic_project.plain_forms import NothingForm
from clinic_project.qr import public_address, qr_of
from clinic_project.stale_edits import Edit
from clinics.models import ClinicYear, ProgrammeYear
from evaluations import poster_services as services
from evaluations.exhibition import exhibition_rows, figures_shown, paper_for, sheet_for
from evaluations.models import Poster, PosterPhoto
from evaluations.poster_documents import poster_pdf, sheet_pdf
from evaluations.poster_forms import PhotoForm, PosterForm
from evaluations.poster_permissions import can_edit_poster, can_finish_poster, can_see_exhibition


def _clinic_year(request: HttpRequest, year: int, code: str) -> ClinicYear:
    found = ClinicYear.objects.visible_to(request.user).select_related("clinic", "year")
    clinic_year: ClinicYear = get_object_or_404(found, clinic__code=code.upper(), year__buddhist_year=year)
    return clinic_year


def _poster(request: HttpRequest, clinic_year: ClinicYear) -> Poster | None:
    found: Poster | None = Poster.objects.visible_to(request.user).whole().filter(clinic_year=clinic_year).first()
    return found


def _is_large(request: HttpRequest) -> bool:
    return request.GET.get("size") == "a1"


@require_safe
def exhibition(request: HttpRequest, year: int) -> HttpResponse:
    """Which clinics' posters are ready, and the sheet of all."""
    can_see_exhibition(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    clinic_years = ClinicYear.objects.visible_to(request.user).filter(year=found).select_related("clinic", "year")
    posters = Poster.objects.visible_to(request.user).whole().filter(clinic_year__year=found)
    rows = exhibition_rows(clinic_years.order_by("clinic__number"), posters)
    return render(request, "evaluations/exhibition.html", {"year": found, "rows": rows})


@require_safe
def posters_sheet(request: HttpRequest, year: int) -> HttpResponse:
    """All clinics of the year on one sheet; small numbers closed, as it hangs in public."""
    can_see_exhibition(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    content = sheet_pdf(sheet_for(found), digits=digits_of(request), is_large=_is_large(request))
    return pdf_response(content, f"นิทรรศการคลินิก-{year}.pdf")


@require_safe
def poster(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """A clinic's poster: its words, pictures and story, what is missing, and the papers."""
    clinic_year = _clinic_year(request, year, code)
    context = {
        "clinic_year": clinic_year,
        "poster": _poster(request, clinic_year),
        "edit": can_edit_poster(request.user, clinic_year),
        "finish": can_finish_poster(request.user, clinic_year),
    }
    return render(request, "evaluations/poster.html", context)


@require_safe
def poster_paper(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The poster as a paper, A4 or A1."""
    clinic_year = _clinic_year(request, year, code)
    written = _poster(request, clinic_year)
    qr = qr_of(public_address(request, reverse("open_clinic", args=[clinic_year.clinic.code])))
    paper = paper_for(clinic_year, written, figures_shown(clinic_year.year), qr=qr)
    content = poster_pdf(paper, written, digits=digits_of(request), is_large=_is_large(request))
    return pdf_response(content, f"โปสเตอร์-{clinic_year.clinic.code}-{year}.pdf")


_WORDS = ("headline", "message", "story_title", "story", "story_case")


@require_http_methods(["GET", "POST"])
def poster_edit(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Write the poster's words."""
    clinic_year, user = _clinic_year(request, year, code), request.user
    can_edit_poster(user, clinic_year).or_raise()
    written = _poster(request, clinic_year)

    def form_of(stored: Any, data: Any) -> PosterForm:
        initial = {name: getattr(stored, name) for name in _WORDS} if stored else {}
        return PosterForm(data, user=user, clinic_year=clinic_year, initial=initial)

    edit = Edit(request, written, form_of) if written else None
    return run_form(
        request,
        edit.form if edit else form_of(None, typed(request)),
        template="evaluations/poster_edit.html",
        act=lambda data: services.write_poster(clinic_year, **data, by=user),
        success=lambda done: reverse("evaluations:poster", args=[year, code]),
        message=_("บันทึกโปสเตอร์แล้ว"),
        context={"clinic_year": clinic_year},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def poster_photo_new(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Put a picture on the poster."""
    clinic_year = _clinic_year(request, year, code)
    can_edit_poster(request.user, clinic_year).or_raise()
    return run_form(
        request,
        PhotoForm(typed(request), request.FILES or None),
        template="evaluations/poster_photo_new.html",
        act=lambda data: services.add_photo(clinic_year, **data, by=request.user),
        success=lambda photo: reverse("evaluations:poster", args=[year, code]),
        message=_("เพิ่มภาพแล้ว"),
        context={"clinic_year": clinic_year},
    )


def _photo(request: HttpRequest, clinic_year: ClinicYear, pk: int) -> PosterPhoto:
    found = PosterPhoto.objects.visible_to(request.user).select_related("picture", "poster__clinic_year")
    photo: PosterPhoto = get_object_or_404(found, poster__clinic_year=clinic_year, pk=pk)
    return photo


@require_safe
def poster_photo(request: HttpRequest, year: int, code: str, pk: int) -> HttpResponse:
    """A picture of the poster."""
    photo = _photo(request, _clinic_year(request, year, code), pk)
    return file_response(photo.picture, as_attachment=False)


@require_http_methods(["GET", "POST"])
def poster_photo_remove(request: HttpRequest, year: int, code: str, pk: int) -> HttpResponse:
    """Take a picture off the poster."""
    clinic_year = _clinic_year(request, year, code)
    photo = _photo(request, clinic_year, pk)
    can_edit_poster(request.user, clinic_year).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="evaluations/poster_photo_remove.html",
        act=lambda data: services.remove_photo(photo, by=request.user),
        success=lambda done: reverse("evaluations:poster", args=[year, code]),
        message=_("เอาภาพออกแล้ว"),
        context={"clinic_year": clinic_year, "photo": photo},
    )


@require_http_methods(["GET", "POST"])
def poster_finish(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Declare the poster ready to be shown."""
    clinic_year = _clinic_year(request, year, code)
    can_finish_poster(request.user, clinic_year).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="evaluations/poster_finish.html",
        act=lambda data: services.finish_poster(clinic_year, by=request.user),
        success=lambda done: reverse("evaluations:poster", args=[year, code]),
        message=_("แจ้งว่าโปสเตอร์พร้อมจัดแสดงแล้ว"),
        context={"clinic_year": clinic_year},
    )
