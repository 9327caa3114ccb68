"""Pages about records that may be of one person: the list, merging with a preview, telling apart, undoing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import run_form
from clinic_project.plain_forms import NothingForm
from members.duplicates import pairs
from members.forms import MergeFindForm, MergeForm
from members.leading import leads_a_clinic
from members.merging import what_follows
from members.models import Member, Merge
from members.permissions import can_begin_merge, can_merge, can_merge_each, can_serve_somewhere, can_undo_merge
from members.services.merged_consents import ended_by_merging, parted_by_undoing
from members.services.merges import merge_members, tell_apart, undo_merge


def _two(request: HttpRequest, number: str, other: str, page: str) -> tuple[Member, Member]:
    """Both members within scope, the reading of both logged."""
    scope = Member.objects.visible_to(request.user)
    found = (get_object_or_404(scope, number=number), get_object_or_404(scope, number=other))
    for member in found:
        audit.record("member.read", member, by=request.user, detail={"page": page})
    return found


@require_safe
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Members within scope who may be one person, with the reasons."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    found = pairs(Member.objects.visible_to(user))
    audit.record("member.search", user.clinic, by=user, detail={"count": len(found), "duplicates": True})
    verdicts = can_merge_each(user, [(pair.first, pair.second) for pair in found])
    context = {"pairs": list(zip(found, verdicts, strict=True)), "leads": leads_a_clinic(user)}
    return render(request, "members/duplicate_list.html", context)


@require_http_methods(["GET", "POST"])
def merge_find(request: HttpRequest, number: str) -> HttpResponse:
    """Name the other record of the same person."""
    member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    audit.record("member.read", member, by=request.user, detail={"page": "member_merge"})
    can_begin_merge(request.user, member).or_raise()
    scope = Member.objects.visible_to(request.user)

    def other(data: dict[str, Any]) -> Member:
        found: Member | None = scope.filter(number=data["number"]).exclude(pk=member.pk).first()
        if found is None:
            text = _("ไม่พบเลขนี้ในความดูแลของคลินิกคุณ ถ้าอยู่คลินิกอื่น บันทึกคำขอแก้ไขข้อมูลของสมาชิก ให้คลินิกส่วนกลางรวม")
            raise ValidationError({"number": text})
        verdict = can_merge(request.user, member, found)
        if not verdict:
            raise ValidationError({"number": verdict.reason})
        return found

    return run_form(
        request,
        MergeFindForm(typed(request)),
        template="members/merge_find.html",
        act=other,
        success=lambda found: reverse("members:merge", args=[member.number, found.number]),
        context={"member": member},
    )


@require_http_methods(["GET", "POST"])
def member_merge(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Both records side by side; which value stays; then one record of two."""
    kept, gone = _two(request, number, other, "member_merge")
    can_merge(request.user, kept, gone).or_raise()
    form = MergeForm(typed(request), kept=kept, gone=gone)
    ended, aside = ended_by_merging(kept, gone)
    return run_form(
        request,
        form,
        template="members/member_merge.html",
        act=lambda data: merge_members(kept, gone, take=form.take(), by=request.user),
        success=lambda merge: kept,
        message=_("รวมระเบียนแล้ว ยกเลิกได้ที่หน้าสมาชิกนี้"),
        context={"kept": kept, "gone": gone, "follows": what_follows(gone), "ended": ended, "aside": aside},
    )


@require_http_methods(["GET", "POST"])
def member_apart(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Say that two who look alike are two people."""
    first, second = _two(request, number, other, "member_apart")
    return run_form(
        request,
        NothingForm(typed(request)),
        template="members/member_apart.html",
        act=lambda data: tell_apart(first, second, by=request.user),
        success=lambda done: reverse("members:duplicates"),
        message=_("บันทึกว่าเป็นคนละคนแล้ว คู่นี้จะไม่ขึ้นอีก"),
        context={"first": first, "second": second},
    )


@require_http_methods(["GET", "POST"])
def merge_undo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Make two records again."""
    member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    merge = get_object_or_404(Merge.objects.visible_to(request.user), kept=member, pk=pk)
    audit.record("member.read", member, by=request.user, detail={"page": "merge_undo"})
    can_undo_merge(request.user, merge).or_raise()
    back, ended = parted_by_undoing(merge)
    return run_form(
        request,
        NothingForm(typed(request)),
        template="members/merge_undo.html",
        act=lambda data: undo_merge(merge, by=request.user),
        success=lambda gone: gone,
        message=_("ยกเลิกการรวมแล้ว ระเบียนทั้งสองกลับเป็นสองราย"),
        context={"member": member, "merge": merge, "gone": merge.gone, "back": back, "ended": ended},
    )


def led_to_the_kept(request: HttpRequest, number: str) -> HttpResponse | None:
    """Where the number is one of a merged record: the way to the record that was kept, if that is in scope."""
    kept = Member.objects.visible_to(request.user).filter(merged_from__number=number).first()
    return redirect(kept) if kept else None
