"""Pages of a case's papers: add one, open one, take one off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.case_pages import case_to_work_on, run_case_form
from cases.forms.papers import PaperForm, RemovePaperForm
from cases.models import CasePaper
from cases.services import papers
from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.files.responses import file_response


def _paper(request: HttpRequest, reference: str, pk: int) -> CasePaper:
    found = CasePaper.objects.visible_to(request.user).in_force().select_related("case", "file")
    paper: CasePaper = get_object_or_404(found, case__reference=reference.upper(), pk=pk)
    return paper


@require_safe
def paper(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The file, whoever may read the case; the opening is logged first."""
    found = _paper(request, reference, pk)
    audit.record("case.paper.read", found.case, by=request.user, detail={"paper": found.pk, "kind": str(found.kind)})
    return file_response(found.file)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a paper."""
    case = case_to_work_on(request, reference)
    return run_case_form(
        request,
        case,
        PaperForm(typed(request), request.FILES or None),
        back="papers",
        template="cases/case_part.html",
        act=lambda data: papers.add_paper(case, by=request.user, **data),
        message=_("แนบเอกสารแล้ว"),
        context={"title": _("แนบเอกสาร"), "about": case.member.full_name, "upload": True},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def paper_remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a paper off, with the reason."""
    case = case_to_work_on(request, reference)
    found = _paper(request, reference, pk)
    context: dict[str, Any] = {
        "title": _("นำเอกสารนี้ออกหรือไม่"),
        "about": f"{found.get_kind_display()} {found.file.name}",
    }
    return run_case_form(
        request,
        case,
        RemovePaperForm(typed(request)),
        back="papers",
        template="cases/case_part_remove.html",
        act=lambda data: papers.remove_paper(found, by=request.user, **data),
        message=_("นำเอกสารออกแล้ว"),
        context=context,
    )
