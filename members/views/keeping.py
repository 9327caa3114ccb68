"""Pages of holds, of taking out what was kept long enough, and of the register of breaches."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from members.forms import BreachForm, BreachKeepForm, BreachNotifyForm, ConfirmForm, HoldForm, LiftForm
from members.models import Breach, LegalHold, Member
from members.privacy_permissions import can_hold, can_keep_breaches, can_lift, can_run_retention
from members.readers import readable_references
from members.retention import due_on, rules_on
from members.retention_jobs import start_run
from members.services.breaches import move_breach, record_breach
from members.services.holds import lift_hold, place_hold

MOST_SHOWN = 200


def _member(request: HttpRequest, number: str) -> Member:
    member: Member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    can_hold(request.user, member).or_raise()
    audit.record("member.read", member, by=request.user, detail={"page": "hold"})
    return member


def _shown_holds(user: Any, member: Member) -> list[LegalHold]:
    """The member's holds; ``shown_reference`` is empty where the person may not know that the case is the member's."""
    rows = LegalHold.objects.visible_to(user).of(member)
    found = list(rows.select_related("clinic", "placed_by", "lifted_by"))
    known = readable_references(user, member)
    for hold in found:
        hold.shown_reference = hold.case_reference if hold.case_reference in known else ""
        hold.can_lift = bool(can_lift(user, hold))
    return found


@require_http_methods(["GET", "POST"])
def holds(request: HttpRequest, number: str) -> HttpResponse:
    """What of the member must not be taken out, and one more."""
    member = _member(request, number)
    return run_form(
        request,
        HoldForm(typed(request)),
        template="members/holds.html",
        act=lambda data: place_hold(member=member, by=request.user, **data),
        success=lambda hold: reverse("members:holds", args=[number]),
        message=_("ระงับการลบแล้ว"),
        context={"member": member, "holds": SimpleLazyObject(lambda: _shown_holds(request.user, member))},
    )


@require_http_methods(["GET", "POST"])
def hold_lift(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the rules run again."""
    member = _member(request, number)
    hold = next((one for one in _shown_holds(request.user, member) if one.pk == pk), None)
    if hold is None:
        raise Http404
    can_lift(request.user, hold).or_raise()
    return run_form(
        request,
        LiftForm(typed(request)),
        template="members/hold_lift.html",
        act=lambda data: lift_hold(hold, by=request.user, **data),
        success=lambda done: reverse("members:holds", args=[number]),
        message=_("ยกเลิกการระงับแล้ว"),
        context={"member": member, "hold": hold},
    )


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is due today: the rules, how many, which, and what is held back. Nothing is changed."""
    can_run_retention(request.user).or_raise()
    today = timezone.localdate()
    due = due_on(today)
    listed = [(kind, thing) for kind, things in due.things.items() for thing in things]
    context = {
        "due": due,
        "rules": rules_on(today),
        "listed": listed[:MOST_SHOWN],
        "more": max(0, len(listed) - MOST_SHOWN),
    }
    return render(request, "members/retention.html", context)


@require_http_methods(["GET", "POST"])
def retention_run(request: HttpRequest) -> HttpResponse:
    """Take it out, after the password again."""
    can_run_retention(request.user).or_raise()
    data: Any = request.POST if request.method == "POST" else None
    return run_form(
        request,
        ConfirmForm(data, user=request.user),
        template="members/retention_run.html",
        act=lambda data: start_run(by=request.user),
        success=lambda job: job,
        context={"due": SimpleLazyObject(lambda: due_on(timezone.localdate()).counts)},
    )


@require_safe
def breaches(request: HttpRequest) -> HttpResponse:
    """The register, the newest first."""
    can_keep_breaches(request.user).or_raise()
    page = page_of(request, Breach.objects.visible_to(request.user), ("-id",))
    return render(request, "members/breaches.html", {"page": page})


@require_http_methods(["GET", "POST"])
def breach_new(request: HttpRequest) -> HttpResponse:
    """Record a breach."""
    can_keep_breaches(request.user).or_raise()
    return run_form(
        request,
        BreachForm(typed(request)),
        template="members/breach_new.html",
        act=lambda data: record_breach(by=request.user, **data),
        success=lambda found: found,
        message=_("บันทึกเหตุแล้ว นับ 72 ชั่วโมงตั้งแต่เวลาที่ทราบเหตุ"),
    )


@require_safe
def breach(request: HttpRequest, reference: str) -> HttpResponse:
    """One breach, its clock, and what may be done."""
    found = get_object_or_404(
        Breach.objects.visible_to(request.user).select_related("recorded_by"), reference=reference
    )
    buttons = found.machine.buttons(
        request.user, found, lambda name: reverse("members:breach_move", args=[reference, name])
    )
    return render(request, "members/breach.html", {"found": found, "buttons": buttons})


@require_http_methods(["GET", "POST"])
def breach_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """Note that the regulator was told, or why not."""
    found = get_object_or_404(Breach.objects.visible_to(request.user), reference=reference)
    forms = {"notify": BreachNotifyForm, "keep": BreachKeepForm}
    if move not in forms:
        raise Http404
    open_move(request.user, found, move, sent=request.method == "POST")
    return run_form(
        request,
        forms[move](typed(request)),
        template="members/breach_move.html",
        act=lambda data: move_breach(found, move, by=request.user, **data),
        success=lambda done: done,
        message=_("บันทึกแล้ว"),
        context={"found": found, "move": found.machine.moves[move]},
    )
