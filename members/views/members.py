"""Pages about members: search, one member, take on, receive, mend, show the national ID."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project import audit
from clinic_project.drafts import typed
from clinic_project.forms_flow import add_errors, run_form
from clinic_project.paging import Page, page_of
from clinic_project.registry import registry
from clinic_project.stale_edits import Edit
from members.duplicates import ask_about_alike
from members.forms import EditMemberForm, FindForm, NewMemberForm, ReceiveForm, RenameForm, RevealForm
from members.leading import leads_a_clinic
from members.models import Consent, FormerName, Member, Merge
from members.permissions import can_begin_merge, can_serve_somewhere, can_undo_merge
from members.privacy_permissions import can_hold, can_see_readers
from members.search import Found, find_members
from members.services.members import receive_member, reveal_national_id, update_member
from members.services.merges import add_other_person
from members.services.names import rename_member
from members.views.duplicates import led_to_the_kept
from members.views.fetching import fetch_member


@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Members of the person's clinics, or those a search finds."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    form = FindForm(request.GET)
    text = form.wanted()
    scope = Member.objects.visible_to(user)
    found = find_members(scope, text) if text else Found()
    page = Page(found.members, "", "") if text else page_of(request, scope, ("sort_key", "number"))
    detail = {"count": len(page.rows), "searched": bool(text)}
    audit.record("member.search", user.clinic, by=user, detail=detail)
    context = {"form": form, "q": text, "found": found, "page": page, "may_export": leads_a_clinic(user)}
    return render(request, "members/member_list.html", context)


@require_safe
def member_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One member: who they are, which clinics serve them, and what the apps above add (visits, cases)."""
    led = led_to_the_kept(request, number)
    if led is not None:
        return led
    member = fetch_member(request, number, "member_detail")
    panels = [panel for source in registry.member_panels if (panel := source(request.user, member))]
    links = member.clinic_links.select_related("clinic")
    names = FormerName.objects.visible_to(request.user).filter(member=member)
    consents = Consent.objects.visible_to(request.user).filter(member=member)
    merges = Merge.objects.visible_to(request.user).that_can_be_undone().filter(kept=member).select_related("gone")
    context = {"member": member, "links": links, "panels": panels, "consents": consents, "former_names": names}
    context |= {"merges": [(merge, can_undo_merge(request.user, merge)) for merge in merges]}
    context |= {"begin_merge": can_begin_merge(request.user, member)}
    context |= {"sees_readers": can_see_readers(request.user, member), "holds": can_hold(request.user, member)}
    return render(request, "members/member_detail.html", context)


@require_http_methods(["GET", "POST"])
def member_new(request: HttpRequest) -> HttpResponse:
    """Take a member on; whoever looks alike is shown before."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    form = NewMemberForm(typed(request))
    if form.is_bound and form.is_valid():
        ask_about_alike(user, form, form.cleaned_data)

    def add(data: dict[str, Any]) -> Member:
        others = Member.objects.visible_to(user).filter(number__in=data.pop("another").split())
        return add_other_person(others=list(others), clinic=user.clinic, by=user, **data)

    return run_form(
        request,
        form,
        template="members/member_new.html",
        act=add,
        success=lambda member: member,
        message=_("เพิ่มสมาชิกแล้ว"),
    )


@require_http_methods(["GET", "POST"])
def member_receive(request: HttpRequest) -> HttpResponse:
    """Receive a member of another clinic (R47)."""
    user: Any = request.user
    can_serve_somewhere(user).or_raise()
    return run_form(
        request,
        ReceiveForm(typed(request)),
        template="members/member_receive.html",
        act=lambda data: receive_member(clinic=user.clinic, by=user, **data),
        success=lambda member: member,
        message=_("รับสมาชิกเข้าดูแลในคลินิกของคุณแล้ว"),
    )


def _edit_form(member: Member, data: Any) -> EditMemberForm:
    """The record as it is stored; the national ID is never shown, so it is no part of it."""
    names = [name for name in EditMemberForm.base_fields if name != "national_id"]
    return EditMemberForm(data, initial={name: getattr(member, name) for name in names})


@require_http_methods(["GET", "POST"])
def member_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Mend a member's record; a change somebody made meanwhile is shown, not overwritten."""
    member = fetch_member(request, number, "member_edit")
    edit = Edit(request, member, _edit_form)
    form: Any = edit.form
    return run_form(
        request,
        form,
        template="members/member_edit.html",
        act=lambda data: update_member(member, by=request.user, **form.changes()),
        success=lambda changed: changed,
        message=_("บันทึกข้อมูลสมาชิกแล้ว"),
        context={"member": member},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def member_rename(request: HttpRequest, number: str) -> HttpResponse:
    """Record a new name; the old one stays known."""
    member = fetch_member(request, number, "member_rename")
    initial = {name: getattr(member, name) for name in ("prefix", "first_name", "last_name")}
    return run_form(
        request,
        RenameForm(typed(request), initial=initial),
        template="members/member_rename.html",
        act=lambda data: rename_member(member, by=request.user, **data),
        success=lambda changed: changed,
        message=_("บันทึกชื่อใหม่แล้ว ชื่อเดิมยังค้นพบได้"),
        context={"member": member},
    )


@require_http_methods(["GET", "POST"])
def member_reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole national ID after a written reason; the answer page is kept nowhere and has no address."""
    member: Member = get_object_or_404(Member.objects.visible_to(request.user), number=number)
    if not member.national_id:
        return redirect(member)
    audit.record("member.read", member, by=request.user, detail={"page": "reveal"})
    form = RevealForm(request.POST or None)
    context: dict[str, Any] = {"member": member, "form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                context["national_id"] = reveal_national_id(member=member, by=request.user, **form.cleaned_data)
                status = 200
            except ValidationError as error:
                add_errors(form, error)
    return render(request, "members/member_reveal.html", context, status=status)
