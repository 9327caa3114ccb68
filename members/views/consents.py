"""Pages of a member's consents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from members.consent_texts import NEWEST, text_of
from members.forms import ConsentForm
from members.models import Consent, Member
from members.services.consents import give_consent, withdraw_consent


def _member(request: HttpRequest, number: str, page: str) -> Member:
    member: Member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    audit.record("member.read", member, by=request.user, detail={"page": page})
    return member


@require_http_methods(["GET", "POST"])
def consent_new(request: HttpRequest, number: str) -> HttpResponse:
    """Record that the member consents to a use: the text is read to them, nothing is ticked beforehand."""
    member = _member(request, number, "consent")
    purpose = Consent.Purpose.STORY
    return run_form(
        request,
        ConsentForm(typed(request), request.FILES or None),
        template="members/consent_new.html",
        act=lambda data: give_consent(member=member, purpose=purpose, by=request.user, **data),
        success=lambda consent: member,
        message=_("บันทึกความยินยอมแล้ว"),
        context={"member": member, "purpose": purpose.label, "text": text_of(purpose, NEWEST[purpose])},
    )


@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Record that the member takes a consent back."""
    member = _member(request, number, "consent")
    consent = get_object_or_404(Consent.objects.visible_to(request.user), member=member, pk=pk)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="members/consent_withdraw.html",
        act=lambda data: withdraw_consent(consent, by=request.user),
        success=lambda done: member,
        message=_("บันทึกการถอนความยินยอมแล้ว สหกรณ์หยุดใช้ทันที"),
        context={"member": member, "consent": consent, "text": text_of(consent.purpose, consent.text_version)},
    )
