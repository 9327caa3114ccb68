"""Pages of the service calendar: the month, a day, planning one day or a series, a day's moves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic_project.drafts import typed
from clinic_project.forms_flow import add_errors, open_move, run_form
from clinic_project.plain_forms import NothingForm
from clinic_project.qr import public_address
from clinic_project.stale_edits import Edit
from clinics.busy_days import busy_on
from clinics.forms.service_days import CancelForm, DayForm, SeriesForm, initial_of
from clinics.models import Clinic, ServiceDay, ServicePlan
from clinics.permissions.calendar import can_plan_day, can_plan_for, can_plan_somewhere, can_see_calendar
from clinics.recurrence import Proposal
from clinics.services import service_days as services
from clinics.views import calendar_pages as pages


def fetch_day(request: HttpRequest, pk: int) -> ServiceDay:
    """A day of the own clinic, or of any for whoever looks at all. Raises ``Http404``."""
    found = ServiceDay.objects.kept_by(request.user).select_related("clinic", "plan", "planned_by", "cancelled_by")
    day: ServiceDay = get_object_or_404(found, pk=pk)
    return day


def _mention_busy(request: HttpRequest, service_day: ServiceDay) -> None:
    """Say what else the clinic has on the day; whether both can be done is for the clinic to know."""
    for words in busy_on(service_day.clinic, service_day.day, service_day.day).get(service_day.day, []):
        messages.warning(request, _("วันเดียวกันมี%(words)s ตรวจว่าคนพอทั้งสองงาน") % {"words": words})


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month: of the own clinic, or of all with a filter."""
    can_see_calendar(request.user).or_raise()

    def feed(clinic: Clinic) -> str:
        return public_address(request, reverse("clinics:calendar_feed", args=[clinic.code]))

    return render(request, "clinics/calendar.html", pages.month_page(request.user, request.GET, feed))


@require_http_methods(["GET", "POST"])
def service_day_new(request: HttpRequest) -> HttpResponse:
    """Plan one day."""
    user: Any = request.user
    can_see_calendar(user).or_raise()
    can_plan_somewhere(user).or_raise()
    initial = {"day": pages.day_of(request.GET.get("day", "")), **pages.usual_hours(user.clinic)}

    def act(data: dict[str, Any]) -> ServiceDay:
        planned = services.plan_day(user.clinic, by=user, **data)
        _mention_busy(request, planned)
        return planned

    return run_form(
        request,
        DayForm(typed(request), initial=initial),
        template="clinics/service_day_form.html",
        act=act,
        success=lambda day: day,
        message=gettext_lazy("วางแผนวันให้บริการแล้ว แสดงในหน้าสาธารณะทันที"),
        context={"clinic": user.clinic},
    )


@require_safe
def service_day(request: HttpRequest, pk: int) -> HttpResponse:
    """A day: hours, place, what was logged, where the month stands, what can be done."""
    return render(request, "clinics/service_day.html", pages.day_page(request.user, fetch_day(request, pk)))


@require_http_methods(["GET", "POST"])
def service_day_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a planned day."""
    row = fetch_day(request, pk)
    can_plan_day(request.user, row).or_raise()
    open_move(request.user, row, "cancel", sent=request.method == "POST")
    edit = Edit(request, row, lambda stored, data: DayForm(data, initial=initial_of(stored)))
    return run_form(
        request,
        edit.form,
        template="clinics/service_day_form.html",
        act=lambda data: services.change_day(row, by=request.user, **data),
        success=lambda changed: changed,
        message=gettext_lazy("แก้วันให้บริการแล้ว"),
        context={"clinic": row.clinic, "service_day": row},
        edit=edit,
    )


DONE = {
    "hold": gettext_lazy("บันทึกว่าให้บริการแล้ว"),
    "cancel": gettext_lazy("ยกเลิกแล้ว หน้าสาธารณะและปฏิทินที่ติดตามไว้บอกว่างดให้บริการ"),
    "plan_again": gettext_lazy("กลับมาวางแผนแล้ว"),
    "undo": gettext_lazy("แก้เป็นวางแผนแล้ว ถ้าไม่ได้เปิดจริงให้ยกเลิกพร้อมเหตุผล"),
}


@require_http_methods(["GET", "POST"])
def service_day_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Hold, cancel, plan again, undo."""
    row = fetch_day(request, pk)
    if move not in DONE:
        raise Http404
    open_move(request.user, row, move, sent=request.method == "POST")
    form = (CancelForm if move == "cancel" else NothingForm)(typed(request))
    return run_form(
        request,
        form,
        template="clinics/planned_move.html",
        act=lambda data: services.move_day(row, move, by=request.user, **data),
        success=lambda moved: moved,
        message=DONE[move],
        context=pages.move_page(request.user, row, move),
    )


# ---- series -------------------------------------------------------------------------------------------------------


def _offers(form: SeriesForm) -> list[Proposal]:
    """What the rule typed gives; nothing while it can't be read or is refused (the form says why)."""
    form.full_clean()
    if set(form.errors) - {"days"}:
        return []
    try:
        offers = services.propose_days(form.clinic, form.rule(), on_holiday=form.cleaned_data["on_holiday"])
    except ValidationError as error:
        add_errors(form, error)
        return []
    form.offer(offers)
    return offers


@require_http_methods(["GET", "POST"])
def service_plan_new(request: HttpRequest) -> HttpResponse:
    """A recurring plan: first the days it would give, then all that are ticked or none."""
    user: Any = request.user
    can_see_calendar(user).or_raise()
    can_plan_somewhere(user).or_raise()
    form = SeriesForm(typed(request), clinic=user.clinic, initial=pages.series_initial(user))
    offers = _offers(form) if form.is_bound else []
    context = {"clinic": user.clinic, **pages.offer_page(form, offers, request.POST)}
    if request.method == "POST" and request.POST.get("do") != "save":
        return render(request, pages.SERIES, {"form": form, **context}, status=200 if offers else 422)
    # Read again: now the days offered are choices.
    form.full_clean() if offers else None
    return run_form(
        request,
        form,
        template=pages.SERIES,
        act=lambda data: services.plan_series(
            user.clinic, form.rule(), days=data["days"], on_holiday=data["on_holiday"], by=user, **form.facts()
        ),
        success=lambda plan: plan,
        message=gettext_lazy("วางแผนทุกวันที่เลือกแล้ว"),
        context=context,
    )


def _fetch_plan(request: HttpRequest, pk: int) -> ServicePlan:
    found: ServicePlan = get_object_or_404(
        ServicePlan.objects.visible_to(request.user).select_related("clinic", "planned_by"), pk=pk
    )
    return found


@require_safe
def service_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A recurring plan with its days."""
    plan = _fetch_plan(request, pk)
    days = list(plan.days.order_by("day"))
    ahead = [day for day in days if day.status == "planned" and day.day >= timezone.localdate()]
    may = can_plan_for(request.user, plan.clinic_id) if ahead else None
    return render(request, "clinics/service_plan.html", {"plan": plan, "days": days, "ahead": ahead, "may_cancel": may})


@require_http_methods(["GET", "POST"])
def service_plan_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel what is still ahead of a series."""
    plan = _fetch_plan(request, pk)
    can_plan_for(request.user, plan.clinic_id).or_raise()
    ahead = plan.days.filter(status="planned", day__gte=timezone.localdate()).order_by("day")
    return run_form(
        request,
        CancelForm(typed(request)),
        template="clinics/service_plan_cancel.html",
        act=lambda data: services.cancel_series(plan, by=request.user, **data),
        success=lambda _count: reverse("clinics:service_plan", args=[plan.pk]),
        message=gettext_lazy("ยกเลิกวันที่เหลือของแผนแล้ว"),
        context={"plan": plan, "ahead": list(ahead)},
    )
