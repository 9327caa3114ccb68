"""The walk-in days of all clinics: heat map, the rows behind each number, the two-a-month rule (R25)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic_project.paging import page_of
from clinics.calendar import work_calendar
from clinics.models import Clinic, ProgrammeYear, ServiceDay
from clinics.months import month_label, month_text, parse_month
from clinics.permissions.calendar import can_see_calendar, sees_all_calendars
from clinics.walk_in_map import by_day, by_month, rule_rows
from clinics.walk_in_rule import month_bounds


def _year(request: HttpRequest, year: int) -> ProgrammeYear:
    can_see_calendar(request.user).or_raise()
    found: ProgrammeYear = get_object_or_404(ProgrammeYear.objects.visible_to(request.user), buddhist_year=year)
    return found


def _clinics(user: Any, year: ProgrammeYear) -> list[Clinic]:
    """Clinics of the year: all for who looks at all, else the own."""
    found = Clinic.objects.visible_to(user).filter(years__year=year)
    return list(found if sees_all_calendars(user) else found.filter(pk__in=user.clinic_ids))


def _tabs(year: ProgrammeYear, shown: str, month: str) -> list[dict[str, Any]]:
    base = reverse("clinics:walk_in_map", args=[year.buddhist_year])
    tabs = [{"label": _("ทั้งปี"), "url": base, "current": shown == "map" and not month}]
    for first in year.service_months():
        text = month_text(first)
        tabs.append({"label": month_label(first), "url": f"{base}?month={text}", "current": text == month})
    rule = reverse("clinics:walk_in_rule", args=[year.buddhist_year])
    return [{"label": _("เกณฑ์เดือนละ 2 วัน"), "url": rule, "current": shown == "rule"}, *tabs]


@require_safe
def walk_in_map(request: HttpRequest, year: int) -> HttpResponse:
    """Clinics x months, or clinics x days of a month: a picture with its numbers in a table."""
    of, today = _year(request, year), timezone.localdate()
    clinics, held = _clinics(request.user, of), ServiceDay.objects.kept_by(request.user).held_walk_in()
    month = parse_month(request.GET.get("month", ""), today)
    chosen = month_text(month) if request.GET.get("month") and month in of.service_months() else ""
    heat = by_day(of, clinics, held, month) if chosen else by_month(of, clinics, held, today)
    context = {"year": of, "heat": heat, "filters": _tabs(of, "map", chosen), "is_month": bool(chosen)}
    return render(request, "clinics/walk_in_map.html", context)


@require_safe
def walk_in_rule(request: HttpRequest, year: int) -> HttpResponse:
    """Where each clinic stands in each month, and what it can still do."""
    of = _year(request, year)
    rows = rule_rows(of, _clinics(request.user, of), timezone.localdate(), work_calendar())
    acting = [row for row in rows if row.now]
    months, tabs = of.service_months(), _tabs(of, "rule", "")
    context = {"year": of, "rows": rows, "acting": acting, "months": months, "filters": tabs}
    return render(request, "clinics/walk_in_rule.html", context)


@require_safe
def walk_in_days(request: HttpRequest, year: int) -> HttpResponse:
    """The days behind a number of the map: held, in official hours."""
    of, asked = _year(request, year), request.GET
    rows = ServiceDay.objects.kept_by(request.user).held_walk_in().between(of.service_start, of.service_end)
    clinic = next((c for c in _clinics(request.user, of) if c.code == asked.get("clinic", "").upper()), None)
    if clinic:
        rows = rows.filter(clinic=clinic)
    month = parse_month(asked.get("month", ""), timezone.localdate()) if asked.get("month") else None
    if month:
        rows = rows.between(*month_bounds(month))
    number = asked.get("day", "")
    if number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= 31:
        rows = rows.filter(day__day=int(number[:3]))
    context = {
        "year": of,
        "clinic": clinic,
        "label": month_label(month) if month else "",
        "page": page_of(request, rows.select_related("clinic"), ("-day", "-id")),
        "total": rows.count(),
    }
    return render(request, "clinics/walk_in_days.html", context)
