"""Pages of referrals: the queue, one referral, its draft, its moves, the direct line, the brief."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case
from clinic_project import audit, forms_flow
from clinic_project.drafts import typed
from clinic_project.paging import page_of
from clinic_project.pdf.documents import Digits, pdf_response
from clinic_project.stale_edits import Edit
from clinic_project.verdicts import NotAllowed, deny
from referrals.documents import brief as brief_document
from referrals.forms.referral import FORMS, SHOWN, DraftForm, MessageForm, QueueFilterForm, TellMemberForm
from referrals.models import Measure, Referral
from referrals.permissions import can_draft, can_message, can_refer
from referrals.services import referrals as services
from referrals.views.referral_page import QUEUE_COLUMNS, page_context, queue_rows

Act = Callable[[Referral, Any, dict[str, Any]], Any]
ACTS: dict[str, Act] = {
    "send": lambda r, by, data: services.send_referral(r, by=by),
    "accept": lambda r, by, data: services.accept_referral(r, by=by),
    "decline": lambda r, by, data: services.decline_referral(r, by=by, **data),
    "withdraw": lambda r, by, data: services.withdraw_referral(r, by=by, **data),
    "review": lambda r, by, data: services.start_review(r, by=by),
    "request_info": lambda r, by, data: services.request_info(r, by=by, **data),
    "answer_info": lambda r, by, data: services.answer_info(r, by=by, **data),
    "advise": lambda r, by, data: services.advise(r, by=by, **data),
    "acknowledge": lambda r, by, data: services.acknowledge(r, by=by),
    "implement": lambda r, by, data: services.implement_referral(r, by=by, **data),
}
# What follows from a move, said before it is made.
POINTS: dict[str, list[Any]] = {
    "send": [
        gettext_lazy("ส่วนกลางจะเห็นเรื่องนี้ทั้งหมด รวมทั้งชื่อสมาชิกและหนี้สิน"),
        gettext_lazy("ระบบเก็บข้อมูลขณะส่งไว้ และยังแก้ข้อมูลเรื่องต่อได้"),
    ],
    "accept": [gettext_lazy("คุณจะเป็นผู้รับผิดชอบเรื่องนี้ของส่วนกลาง")],
    "decline": [gettext_lazy("เรื่องจะกลับไปอยู่ที่คลินิกพร้อมคำอธิบาย")],
    "request_info": [gettext_lazy("เวลาของส่วนกลางหยุดเดินจนกว่าคลินิกจะตอบ")],
    "advise": [gettext_lazy("คำแนะนำจะส่งคืนคลินิกทันที และเรื่องกลับไปอยู่ที่คลินิก")],
}


def _referral(request: HttpRequest, reference: str) -> Referral:
    """The referral, for staff; a committee member without a clinic post reads the brief instead (403)."""
    user: Any = request.user
    found = get_object_or_404(Referral.objects.visible_to(user).for_page(), reference=reference)
    if not Referral.objects.visible_to(user).for_staff(user).filter(pk=found.pk).exists():
        deny(_("กรรมการอ่านเรื่องนี้จากเอกสารประกอบวาระ เปิดได้จากวาระการประชุม")).or_raise()
    return found


@require_safe
def referral_list(request: HttpRequest) -> HttpResponse:
    """The queue: for central everything sent, for a clinic its own."""
    user: Any = request.user
    if not user.is_clinic_staff:
        raise NotAllowed(_("คิวส่งต่อเป็นของเจ้าหน้าที่คลินิกและส่วนกลาง"))
    form = QueueFilterForm(request.GET, user=user)
    filters = form.usable()
    show = filters.get("show") or ("waiting" if user.is_central else "active")
    found = Referral.objects.visible_to(user).for_staff(user).narrowed(show, filters, user)
    page = page_of(request, found.for_list(), ("id",) if show in {"waiting", "active"} else ("-id",))
    rows = queue_rows(page.rows, timezone.localdate())
    audit.record("referral.list", user, by=user, detail={"show": show, "count": len(rows)})
    links = [{"label": label, "url": f"?show={code}", "current": code == show} for code, label in SHOWN]
    form = QueueFilterForm(initial={**request.GET.dict(), "show": show}, user=user)
    context = {"page": page, "rows": rows, "columns": QUEUE_COLUMNS, "links": links, "filters": form, "show": show}
    return render(request, "referrals/referral_list.html", context)


@require_safe
def referral_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One referral: who holds the ball, what was asked and sent, what came of it."""
    referral = _referral(request, reference)
    form = MessageForm(typed(request, referral.get_absolute_url()))
    if form.is_bound:
        forms_flow.unjudge(form)
    return _detail(request, referral, form)


def _detail(request: HttpRequest, referral: Referral, form: MessageForm, status: int = 200) -> HttpResponse:
    audit.record("referral.read", referral, by=request.user)
    context = page_context(request.user, referral, timezone.localdate())
    return render(request, "referrals/referral_detail.html", {**context, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def referral_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft a referral of a case."""
    case = get_object_or_404(Case.objects.visible_to(request.user), reference=reference)
    can_refer(request.user, case).or_raise()
    active = Referral.objects.visible_to(request.user).filter(case=case).active().first()
    if active and request.method != "POST":
        return redirect(active)
    audit.record("case.read", case, by=request.user, detail={"page": "referral_new"})
    return forms_flow.run_form(
        request,
        DraftForm(typed(request), initial={"route": "consult"}),
        template="referrals/referral_form.html",
        act=lambda data: services.draft_referral(case=case, by=request.user, **data),
        success=lambda referral: referral,
        message=_("เก็บร่างแล้ว หัวหน้าคลินิกเป็นผู้ส่ง"),
        context={"case": case},
    )


def _stored_draft(referral: Referral, data: Any) -> DraftForm:
    return DraftForm(data, initial={name: getattr(referral, name) for name in ("route", "question", "tried")})


@require_http_methods(["GET", "HEAD", "POST"])
def referral_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the draft."""
    referral = _referral(request, reference)
    can_draft(request.user, referral).or_raise()
    audit.record("referral.read", referral, by=request.user, detail={"page": "edit"})
    edit = Edit(request, referral, _stored_draft)
    return forms_flow.run_form(
        request,
        edit.form,
        template="referrals/referral_form.html",
        act=lambda data: services.edit_draft(referral, by=request.user, **data),
        success=lambda edited: edited,
        message=_("เก็บร่างแล้ว"),
        context={"case": referral.case, "referral": referral},
        edit=edit,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def referral_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """One of the machine's moves, with what it asks for."""
    if move not in ACTS:
        raise Http404
    referral = _referral(request, reference)
    step = referral.machine.moves[move]
    step.permission(request.user, referral).or_raise()
    forms_flow.open_move(request.user, referral, move, sent=request.method == "POST")
    audit.record("referral.read", referral, by=request.user)
    return forms_flow.run_form(
        request,
        FORMS[move](typed(request)),
        template="referrals/referral_move.html",
        act=lambda data: ACTS[move](referral, request.user, data),
        success=lambda _done: referral,
        message=_("บันทึกแล้ว: %(move)s") % {"move": step.label},
        context={"referral": referral, "step": step, "points": POINTS.get(move, [])},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def tell_member(request: HttpRequest, reference: str) -> HttpResponse:
    """Note the day the member was told."""
    referral = _referral(request, reference)
    can_draft(request.user, referral).or_raise()
    audit.record("referral.read", referral, by=request.user)
    return forms_flow.run_form(
        request,
        TellMemberForm(typed(request), initial={"on": timezone.localdate()}),
        template="referrals/referral_move.html",
        act=lambda data: services.tell_member(referral, by=request.user, **data),
        success=lambda _done: referral,
        message=_("บันทึกการแจ้งสมาชิกแล้ว"),
        context={"referral": referral, "step": {"label": _("บันทึกว่าแจ้งสมาชิกแล้ว")}},
    )


@require_POST
def referral_message(request: HttpRequest, reference: str) -> HttpResponse:
    """A line on the direct line; an empty one draws the page again."""
    referral = _referral(request, reference)
    can_message(request.user, referral).or_raise()
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _detail(request, referral, form, status=422)
    services.send_message(referral, by=request.user, **form.cleaned_data)
    return redirect(f"{referral.get_absolute_url()}#line")


@require_safe
def brief(request: HttpRequest, reference: str) -> HttpResponse:
    """The brief to the committee (คส.07). The closed copy, with the name, is for central and the board's secretary."""
    user: Any = request.user
    referral = get_object_or_404(Referral.objects.visible_to(user).for_page(), reference=reference)
    closed = request.GET.get("copy") == "closed"
    if closed and not (user.is_central or user.is_board_secretary):
        raise NotAllowed(_("ฉบับปกปิดที่มีชื่อสมาชิกเปิดได้เฉพาะส่วนกลางและเลขานุการคณะกรรมการ"))
    measures = Measure.objects.visible_to(user).filter(referral=referral).for_brief()
    digits: Digits = "thai" if request.GET.get("digits") == "thai" else "arabic"
    audit.record("referral.brief", referral, by=user, detail={"closed": closed})
    content = brief_document.render(referral, measures, today=timezone.localdate(), closed=closed, digits=digits)
    return pdf_response(content, f"{referral.reference}-brief.pdf")
