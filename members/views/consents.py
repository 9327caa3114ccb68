"""Pages of a member's consents, and of the texts that are read to members."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import run_form
from clinic_project.pdf.documents import pdf_response
from clinic_project.pdf.requests import digits_of
from members.consent_sheet import REFUSES, sheet_of
from members.consent_texts import all_texts, text_of, texts_in_force
from members.documents.consent import consent_pdf
from members.forms import ConsentForm, ConsentTextForm, WithdrawConsentForm
from members.models import Consent, Member, Purpose
from members.permissions import can_serve_somewhere
from members.privacy_permissions import can_write_consent_texts
from members.services.consents import answer_consent, withdraw_consent, write_consent_text
from members.views.fetching import fetch_member


def _page_of(member: Member) -> str:
    return reverse("members:consents", args=[member.number])


@require_safe
def consents(request: HttpRequest, number: str) -> HttpResponse:
    """All a member was asked: each purpose apart, with its text, the answers, and one step to give or take back."""
    member = fetch_member(request, number, "consents")
    return render(request, "members/consents.html", {"member": member, "lines": sheet_of(request.user, member)})


@require_http_methods(["GET", "POST"])
def consent_new(request: HttpRequest, number: str, purpose: str) -> HttpResponse:
    """Record the member's answer to one use: the text is read to them, nothing is ticked beforehand."""
    if purpose not in Purpose.values:
        raise Http404
    member = fetch_member(request, number, "consent")
    text = texts_in_force()[purpose]
    return run_form(
        request,
        ConsentForm(typed(request), request.FILES or None),
        template="members/consent_new.html",
        act=lambda data: answer_consent(member=member, purpose=purpose, by=request.user, **data),
        success=lambda consent: _page_of(member),
        message=_("บันทึกคำตอบของสมาชิกแล้ว"),
        context={"member": member, "text": text, "rule": REFUSES[purpose], "back_url": _page_of(member)},
    )


@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that the member takes a consent back."""
    member = fetch_member(request, number, "consent")
    consent = get_object_or_404(Consent.objects.visible_to(request.user), member=member, pk=pk)
    return run_form(
        request,
        WithdrawConsentForm(typed(request)),
        template="members/consent_withdraw.html",
        act=lambda data: withdraw_consent(consent, by=request.user, **data),
        success=lambda done: _page_of(member),
        message=_("บันทึกการถอนความยินยอมแล้ว จากนี้ไม่บันทึกหรือใช้ข้อมูลเรื่องนี้เพิ่ม"),
        context={
            "member": member,
            "consent": consent,
            "text": text_of(consent.purpose, consent.text_version),
            "back_url": _page_of(member),
        },
    )


@require_safe
def consent_paper(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The signed form as it was scanned."""
    member = fetch_member(request, number, "consent_paper")
    consent = get_object_or_404(Consent.objects.visible_to(request.user).select_related("paper"), member=member, pk=pk)
    if consent.paper is None:
        raise Http404
    return file_response(consent.paper)


@require_safe
def consent_form(request: HttpRequest, number: str) -> HttpResponse:
    """Form คส.05 with the member's name, to be signed."""
    member = fetch_member(request, number, "consent_form")
    content = consent_pdf(member, digits=digits_of(request))
    return pdf_response(content, f"แบบ คส.05 {member.number}.pdf")


@require_safe
def consent_form_blank(request: HttpRequest) -> HttpResponse:
    """Form คส.05 to be filled in by hand."""
    can_serve_somewhere(request.user).or_raise()
    return pdf_response(consent_pdf(None, digits=digits_of(request)), "แบบ คส.05.pdf")


@require_safe
def consent_texts(request: HttpRequest) -> HttpResponse:
    """Every version of every text, with the day it came into use."""
    can_serve_somewhere(request.user).or_raise()
    context = {"texts": all_texts(request.user), "write": can_write_consent_texts(request.user)}
    return render(request, "members/consent_texts.html", context)


@require_http_methods(["GET", "POST"])
def consent_text_new(request: HttpRequest) -> HttpResponse:
    """Write the next version of a text."""
    can_write_consent_texts(request.user).or_raise()
    return run_form(
        request,
        ConsentTextForm(typed(request)),
        template="members/consent_text_new.html",
        act=lambda data: write_consent_text(by=request.user, **data),
        success=lambda row: reverse("members:consent_texts"),
        message=_("บันทึกข้อความฉบับใหม่แล้ว"),
    )
