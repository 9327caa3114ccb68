"""Pages of outreach: the list, planning, a plan and its moves (R27)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import open_move, run_form
from clinic_project.paging import page_of
from clinic_project.plain_forms import NothingForm
from clinic_project.stale_edits import Edit
from clinic_project.thai.dates import format_short
from clinics.forms.outreach import OutreachForm
from clinics.forms.service_days import CancelForm
from clinics.models import OutreachPlan, ServiceDay
from clinics.permissions.calendar import can_plan_day, can_plan_somewhere, can_see_calendar, sees_all_calendars
from clinics.services import outreach as services
from clinics.views import calendar_pages as pages

FILTERS = {
    "": gettext_lazy("ข้างหน้า"),
    "planned": gettext_lazy("รอบันทึกผล"),
    "held": gettext_lazy("ให้บริการแล้ว"),
    "cancelled": gettext_lazy("ยกเลิก"),
}


def fetch_outreach(request: HttpRequest, pk: int) -> OutreachPlan:
    """An outreach within the person's scope. Raises ``Http404``."""
    found = OutreachPlan.objects.visible_to(request.user).select_related("clinic", "year", "planned_by", "cancelled_by")
    row: OutreachPlan = get_object_or_404(found.prefetch_related("team"), pk=pk)
    return row


def _narrowed(rows: Any, chosen: str) -> tuple[Any, tuple[str, ...]]:
    """The rows of a filter and their order: what lies ahead soonest first, what is past newest first."""
    today = timezone.localdate()
    if chosen == "planned":
        return rows.unrecorded(today), ("starts_on", "id")
    if chosen in {"held", "cancelled"}:
        return rows.filter(status=chosen), ("-starts_on", "-id")
    return rows.filter(status="planned", ends_on__gte=today), ("starts_on", "id")


@require_safe
def outreach_list(request: HttpRequest) -> HttpResponse:
    """Outreach of the own clinic, or of all."""
    can_see_calendar(request.user).or_raise()
    chosen = request.GET.get("status", "")
    chosen = chosen if chosen in FILTERS else ""
    rows, order = _narrowed(OutreachPlan.objects.visible_to(request.user).select_related("clinic"), chosen)
    path = reverse("clinics:outreach")
    context = {
        "page": page_of(request, rows, order),
        "filters": [
            {"label": label, "url": f"{path}?status={code}" if code else path, "current": code == chosen}
            for code, label in FILTERS.items()
        ],
        "sees_all": sees_all_calendars(request.user),
        "may_plan": can_plan_somewhere(request.user),
    }
    return render(request, "clinics/outreach_list.html", context)


def _mention_clashes(request: HttpRequest, row: OutreachPlan) -> None:
    """Say which service days of the clinic fall on the same days."""
    days = ServiceDay.objects.kept_by(request.user).filter(clinic=row.clinic, status="planned").between(*row.span)
    for day in days.order_by("day"):
        words = _("วันที่ %(day)s คลินิกเปิดให้บริการด้วย ตรวจว่าคนพอทั้งสองงาน หรือเลื่อนวันใดวันหนึ่ง")
        messages.warning(request, words % {"day": format_short(day.day)})


@require_http_methods(["GET", "POST"])
def outreach_new(request: HttpRequest) -> HttpResponse:
    """Plan an outreach."""
    user: Any = request.user
    can_see_calendar(user).or_raise()
    can_plan_somewhere(user).or_raise()

    def act(data: dict[str, Any]) -> OutreachPlan:
        row = services.plan_outreach(user.clinic, by=user, **data)
        _mention_clashes(request, row)
        return row

    return run_form(
        request,
        OutreachForm(typed(request), clinic=user.clinic),
        template="clinics/outreach_form.html",
        act=act,
        success=lambda row: row,
        message=gettext_lazy("วางแผนออกให้บริการแล้ว"),
        context={"clinic": user.clinic},
    )


@require_safe
def outreach_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An outreach: where, who, what for, what was logged, what can be done."""
    row = fetch_outreach(request, pk)
    return render(request, "clinics/outreach_detail.html", pages.outreach_page(request.user, row))


@require_http_methods(["GET", "POST"])
def outreach_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a planned outreach."""
    row = fetch_outreach(request, pk)
    can_plan_day(request.user, row).or_raise()
    open_move(request.user, row, "cancel", sent=request.method == "POST")
    edit = Edit(request, row, lambda stored, data: OutreachForm(data, clinic=row.clinic, stored=stored))

    def act(data: dict[str, Any]) -> OutreachPlan:
        changed = services.change_outreach(row, by=request.user, **data)
        _mention_clashes(request, changed)
        return changed

    return run_form(
        request,
        edit.form,
        template="clinics/outreach_form.html",
        act=act,
        success=lambda changed: changed,
        message=gettext_lazy("แก้แผนแล้ว"),
        context={"clinic": row.clinic, "outreach": row},
        edit=edit,
    )


DONE = {
    "hold": gettext_lazy("บันทึกว่าให้บริการแล้ว อย่าลืมบันทึกการให้บริการของงานนี้"),
    "cancel": gettext_lazy("ยกเลิกแล้ว"),
    "plan_again": gettext_lazy("กลับมาวางแผนแล้ว"),
    "undo": gettext_lazy("แก้เป็นวางแผนแล้ว ถ้าไม่ได้ไปจริงให้ยกเลิกพร้อมเหตุผล"),
}


@require_http_methods(["GET", "POST"])
def outreach_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Hold, cancel, plan again, undo."""
    row = fetch_outreach(request, pk)
    if move not in DONE:
        raise Http404
    open_move(request.user, row, move, sent=request.method == "POST")
    return run_form(
        request,
        (CancelForm if move == "cancel" else NothingForm)(typed(request)),
        template="clinics/planned_move.html",
        act=lambda data: services.move_outreach(row, move, by=request.user, **data),
        success=lambda moved: moved,
        message=DONE[move],
        context=pages.move_page(request.user, row, move),
    )
