"""Pages of announcements (R17): the list, one announcement, its files, who has read it; writing and moving it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic_project.drafts import typed
from clinic_project.files.responses import file_response
from clinic_project.forms_flow import open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinics.announcement_pages import announcement_page, list_page, move_points, receipts_of
from clinics.forms.announcements import AcknowledgeForm, AnnouncementForm
from clinics.forms.library import LibraryReasonForm
from clinics.models import Announcement
from clinics.permissions.announcements import can_announce, can_edit_announcement, can_remind_readers
from clinics.receipts import people_missing
from clinics.services import announcements as services
from clinics.services.announcement_reminders import remind_readers, reminded_at


def fetch_announcement(request: HttpRequest, pk: int) -> Announcement:
    """The announcement, within this person's scope. Raises ``Http404``."""
    found: Announcement = get_object_or_404(Announcement.objects.visible_to(request.user), pk=pk)
    return found


@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """Announcements to the person: those standing, those past; drafts for central."""
    return render(request, "clinics/announcement_list.html", list_page(request))


@require_safe
def announcement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An announcement; opening it is the receipt of having read it."""
    announcement = fetch_announcement(request, pk)
    receipt = services.note_read(announcement, by=request.user)
    context = announcement_page(announcement, request.user, receipt)
    return render(request, "clinics/announcement_detail.html", context)


@require_POST
def announcement_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Acknowledge the revision the person has before their eyes."""
    announcement = fetch_announcement(request, pk)
    receipt = services.note_read(announcement, by=request.user)
    form = AcknowledgeForm(request.POST)
    return run_form(
        request,
        form,
        template="clinics/announcement_detail.html",
        act=lambda data: services.acknowledge(announcement, by=request.user, **data),
        success=lambda done: announcement.get_absolute_url(),
        message=_("บันทึกว่ารับทราบแล้ว"),
        context=announcement_page(announcement, request.user, receipt),
    )


@require_safe
def announcement_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file that goes with an announcement."""
    announcement = fetch_announcement(request, pk)
    attached = get_object_or_404(announcement.files.select_related("file"), pk=file)
    return file_response(attached.file)


@require_safe
def announcement_receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has read and acknowledged, clinic by clinic; for central."""
    announcement = fetch_announcement(request, pk)
    can_announce(request.user, announcement).or_raise()
    return render(request, "clinics/announcement_receipts.html", receipts_of(announcement, request))


def _files(request: HttpRequest) -> Any:
    return request.FILES if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def announcement_new(request: HttpRequest) -> HttpResponse:
    """Write an announcement; it is a draft until it is published."""
    can_announce(request.user).or_raise()
    form = AnnouncementForm(typed(request), _files(request), user=request.user)
    return run_form(
        request,
        form,
        template="clinics/announcement_form.html",
        act=lambda data: services.draft_announcement(by=request.user, uploads=form.sent, **data),
        success=lambda made: made.get_absolute_url(),
        message=_("เก็บร่างประกาศแล้ว อ่านทวนแล้วกดเผยแพร่"),
    )


@require_http_methods(["GET", "POST"])
def announcement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an announcement; a published one asks everybody anew."""
    announcement = fetch_announcement(request, pk)
    can_edit_announcement(request.user, announcement).or_raise()

    def form_of(stored: Any, data: Any) -> AnnouncementForm:
        return AnnouncementForm(data, _files(request), user=request.user, announcement=stored)

    edit = Edit(request, announcement, form_of)
    form: Any = edit.form
    return run_form(
        request,
        form,
        template="clinics/announcement_form.html",
        act=lambda data: services.edit_announcement(announcement, by=request.user, uploads=form.sent, **data),
        success=lambda changed: changed.get_absolute_url(),
        message=_("บันทึกประกาศแล้ว"),
        context={"announcement": announcement},
        edit=edit,
    )


@require_http_methods(["GET", "POST"])
def announcement_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Publish or withdraw."""
    announcement = fetch_announcement(request, pk)
    if move not in {"publish", "withdraw"}:
        raise Http404
    open_move(request.user, announcement, move, sent=request.method == "POST")
    is_out = move == "publish"
    act = services.publish_announcement if is_out else services.withdraw_announcement
    return run_form(
        request,
        NothingForm(typed(request)) if is_out else LibraryReasonForm(typed(request)),
        template="clinics/announcement_move.html",
        act=lambda data: act(announcement, by=request.user, **data),
        success=lambda moved: moved.get_absolute_url(),
        message=_("เผยแพร่ประกาศแล้ว") if is_out else _("ถอนประกาศแล้ว"),
        context={"announcement": announcement, **move_points(announcement, move, request.user)},
    )


@require_http_methods(["GET", "POST"])
def announcement_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not read or acknowledged."""
    announcement = fetch_announcement(request, pk)
    can_remind_readers(request.user, announcement).or_raise()
    return run_form(
        request,
        NothingForm(typed(request)),
        template="clinics/announcement_remind.html",
        act=lambda data: remind_readers(announcement, by=request.user),
        success=lambda count: announcement.get_absolute_url(),
        message=_("ส่งข้อความเตือนแล้ว"),
        context={
            "announcement": announcement,
            "missing": len(people_missing(announcement)),
            "last": reminded_at(announcement),
        },
    )
