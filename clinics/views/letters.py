"""Pages of the register of letters (R3)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.forms.letters import SHOWN, IssueForm, LetterFilterForm, LetterForm, RegisterForm
from clinics.forms.reason import ReasonForm
from clinics.models import Letter, ProgrammeYear
from clinics.permissions.letters import can_issue, can_see_letters, can_write_letters
from clinics.permissions.stages import can_lead_clinics
from clinics.services import circulation
from clinics.services import letters as services
from clinics.views import letter_page as pages


def get_letter(request: HttpRequest, pk: int) -> Letter:
    """The letter within the person's scope, with what its page shows. Raises ``Http404``."""
    found: Letter = get_object_or_404(Letter.objects.visible_to(request.user).for_page(), pk=pk)
    return found


@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """The register, newest first: what came in, what went out, what waits for a receipt."""
    user: Any = request.user
    can_see_letters(user).or_raise()
    filters = LetterFilterForm(request.GET, user=user).usable()
    show, year = filters.get("show", ""), filters.get("year")
    found = Letter.objects.visible_to(user).narrowed(user, show, int(year) if year else None)
    page = page_of(request, found.matching(filters.get("q", "")).for_list(), ("-dated_on", "-id"))
    context = {
        "page": page,
        "rows": pages.rows_of(user, page.rows),
        "columns": pages.COLUMNS,
        "links": [{"label": label, "url": f"?show={code}", "current": code == show} for code, label in SHOWN],
        "filters": LetterFilterForm(initial={**filters, "show": show}, user=user),
        "write": can_write_letters(user),
    }
    return render(request, "clinics/letter_list.html", context)


@require_safe
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: facts, text, enclosures, its cascade, scans, what can be done."""
    return render(request, "clinics/letter_detail.html", pages.page_context(request.user, get_letter(request, pk)))


@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest) -> HttpResponse:
    """Begin a letter we write."""
    can_see_letters(request.user).or_raise()
    can_write_letters(request.user).or_raise()
    form = LetterForm(
        typed(request), user=request.user, initial=pages.likely_letter(request.user, timezone.localdate())
    )
    return run_form(
        request,
        form,
        template="clinics/letter_form.html",
        act=lambda data: services.draft_letter(
            year=form.programme_year(), clinic=form.place(), by=request.user, **form.arguments()
        ),
        success=lambda letter: letter,
        message=_("บันทึกร่างหนังสือแล้ว ดูตัวอย่างก่อนออกเลข"),
        context={"title": _("ร่างหนังสือส่ง"), "label": _("บันทึกหนังสือ")},
    )


def _stored(letter: Letter, data: Any, user: Any) -> LetterForm:
    form = LetterForm(data, user=user, initial=LetterForm.facts_of(letter))
    # A draft stays in the register and the year it was begun in.
    form.fields.pop("clinic", None)
    form.helper.layout[0].fields = [name for name in form.helper.layout[0].fields if name in form.fields]
    return form


@require_http_methods(["GET", "POST"])
def letter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    letter = get_letter(request, pk)
    can_issue(request.user, letter).or_raise()
    open_move(request.user, letter, "issue", sent=request.method == "POST")
    edit = Edit(request, letter, lambda stored, data: _stored(stored, data, request.user))
    form: Any = edit.form
    return run_form(
        request,
        form,
        template="clinics/letter_form.html",
        act=lambda data: services.edit_letter(letter, year=form.programme_year(), by=request.user, **form.arguments()),
        success=lambda done: letter,
        message=_("บันทึกร่างหนังสือแล้ว"),
        context={"letter": letter, "title": _("แก้ร่างหนังสือ"), "label": _("บันทึกหนังสือ")},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def letter_register(request: HttpRequest) -> HttpResponse:
    """Enter a letter that came in."""
    can_see_letters(request.user).or_raise()
    can_write_letters(request.user).or_raise()
    initial = pages.likely_receipt(request.user, timezone.localdate())
    form = RegisterForm(typed(request), request.FILES or None, user=request.user, initial=initial)
    return run_form(
        request,
        form,
        template="clinics/letter_form.html",
        act=lambda data: services.register_letter(by=request.user, **form.arguments()),
        success=lambda letter: letter,
        message=_("ลงทะเบียนรับแล้ว"),
        context={"title": _("ลงทะเบียนหนังสือรับ"), "label": _("ลงทะเบียนรับ")},
    )


@require_http_methods(["GET", "POST"])
def letter_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the letter its number and send it."""
    letter = get_letter(request, pk)
    open_move(request.user, letter, "issue", sent=request.method == "POST")
    points = [
        _("ระบบเก็บหนังสือฉบับนี้ตามที่ออก แก้ไขไม่ได้อีก"),
        _("ผู้รับที่เป็นคลินิกเห็นหนังสือทันที และมีงานให้บันทึกรับในหน้าแรก"),
    ]
    return run_form(
        request,
        IssueForm(typed(request), initial={"dated_on": timezone.localdate()}),
        template="clinics/letter_act.html",
        act=lambda data: services.issue_letter(letter, by=request.user, **data),
        success=lambda issued: issued,
        message=_("ออกเลขและส่งหนังสือแล้ว"),
        context=pages.act_page(letter, _("ออกเลขและส่งหนังสือ"), _("ออกเลขและส่ง"), points=points),
    )


@require_http_methods(["GET", "POST"])
def letter_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a letter out of force, with the reason."""
    letter = get_letter(request, pk)
    open_move(request.user, letter, "void", sent=request.method == "POST")
    points = [_("หนังสือยังอยู่ในทะเบียนพร้อมเหตุผล และเลขที่จะไม่นำไปใช้ซ้ำ")]
    return run_form(
        request,
        ReasonForm(typed(request)),
        template="clinics/letter_act.html",
        act=lambda data: services.void_letter(letter, by=request.user, **data),
        success=lambda voided: voided,
        message=_("ยกเลิกหนังสือแล้ว"),
        context=pages.act_page(letter, _("ยกเลิกหนังสือ"), _("ยกเลิกหนังสือ"), points=points, danger=True),
    )


@require_http_methods(["GET", "POST"])
def selection_invite(request: HttpRequest, year: int) -> HttpResponse:
    """Draft the year's letter of invitation to the groups' units."""
    can_see_letters(request.user).or_raise()
    can_lead_clinics(request.user).or_raise()
    programme: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    points = [
        _("ระบบร่างหนังสือเวียนถึงหน่วยงานที่ตั้งของทุกคลินิกในปีนี้ ใส่วันครบกำหนดแจ้งยืนยันของปีให้"),
        _("แก้ข้อความ ผู้ลงชื่อ และผู้รับได้ก่อนออกเลข"),
    ]
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/selection_invite.html",
        act=lambda data: circulation.draft_invitation(programme, by=request.user),
        success=lambda letter: letter,
        message=_("ร่างหนังสือเชิญแล้ว ตรวจข้อความก่อนออกเลข"),
        context={"year": programme, "points": points},
    )
