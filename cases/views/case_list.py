"""What the list of cases shows: filters read from the address, rows, quick links."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from cases.forms.case import ALL, CaseFilterForm
from cases.groups import GROUPS, TONES, groups_of, narrow
from cases.models import Case
from cases.views.case_page import SEVERITY_TONES, STATUS_TONES
from clinic_project.paging import page_of
from clinic_project.templatetags.thai import whole_words
from clinic_project.templatetags.ui import status_chip
from clinic_project.thai.dates import format_short

COLUMNS = ("เรื่อง", "สมาชิก", "ระดับ", "สถานะ", "ใครต้องทำต่อ", "รับเรื่อง", "ผู้รับผิดชอบ")


def _narrow(cases: Any, filters: dict[str, Any]) -> Any:
    """Apply what was asked for; without a status only what is not concluded."""
    status = filters.get("status", "")
    if not status:
        cases = cases.active()
    elif status != ALL:
        cases = cases.filter(status=status)
    if "severity" in filters:
        cases = cases.filter(severity=filters["severity"])
    if "owner" in filters:
        cases = cases.filter(action_owner=filters["owner"])
    if "officer" in filters:
        cases = cases.filter(officer=filters["officer"])
    if "group" in filters:
        cases = narrow(cases, filters["group"], timezone.localdate())
    return cases.matching(filters["q"]) if "q" in filters else cases


def _row(case: Any, clinic_id: int | None, groups: list[str]) -> list[Any]:
    """Cells of a row. A masked one shows number, dates and status, nothing else (domain.md section 3)."""
    status = status_chip(STATUS_TONES.get(case.status, "plain"), case.status_label)
    opened = format_html('<span class="num">{}</span>', format_short(case.opened_on))
    link = format_html('<a class="num" href="{}">{}</a>', case.get_absolute_url(), case.reference)
    if not case.is_readable:
        masked = format_html("<span>{} {}</span>", link, status_chip("plain", _("เรื่องปกปิด")))
        return [masked, "–", "–", status, "–", opened, "–"]
    place = "" if case.clinic_id == clinic_id else f" · {case.clinic.name}"
    secret = status_chip("plain", _("ปกปิด")) if case.is_restricted else ""
    chips = format_html_join(" ", "{}", ((status_chip(TONES[group], GROUPS[group]),) for group in groups))
    return [
        format_html("<span>{} {} {}{} {}</span>", link, case.subject, secret, place, chips),
        format_html(
            '<span>{} <span class="soft num">{}</span></span>', whole_words(case.member.full_name), case.member.number
        ),
        status_chip(SEVERITY_TONES[case.severity], case.get_severity_display()),
        status,
        case.get_action_owner_display() if case.is_active else "–",
        opened,
        format_html("<span>{}</span>", whole_words(case.officer.full_name)),
    ]


def _quick_links(user: Any, filters: dict[str, Any]) -> list[dict[str, Any]]:
    """The views of the list people want most."""
    mine = f"officer={user.pk}"
    links = [
        (_("ที่ยังไม่ยุติ"), {}, "?"),
        (_("รอฉันดำเนินการ"), {"officer": user.pk, "owner": "clinic"}, f"?{mine}&owner=clinic"),
        (_("ของฉันทั้งหมด"), {"officer": user.pk}, f"?{mine}"),
        (_("วิกฤติ"), {"severity": "critical"}, "?severity=critical"),
        (_("อยู่ที่ส่วนกลาง"), {"status": "referred"}, "?status=referred"),
        (_("ติดตามผล"), {"status": "follow_up"}, "?status=follow_up"),
        (_("ยุติแล้ว"), {"status": "closed"}, "?status=closed"),
        *((label, {"group": group}, f"?group={group}") for group, label in GROUPS.items()),
    ]
    now = {name: getattr(value, "pk", value) for name, value in filters.items()}
    return [{"label": label, "url": url, "current": now == wanted} for label, wanted, url in links]


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Rows, filters and neighbours of the page asked for. A fixed number of queries."""
    user: Any = request.user
    filters = CaseFilterForm(request.GET, user=user).usable()
    cases = Case.objects.listed_for(user, content=bool(set(filters) - {"status"})).for_list()
    page = page_of(request, _narrow(cases, filters), ("-opened_on", "-id"))
    initial = {name: getattr(value, "pk", value) for name, value in filters.items()}
    clinic_id = user.clinic.pk if user.clinic else None
    groups = groups_of([case for case in page.rows if case.is_readable], timezone.localdate())
    return {
        "page": page,
        "columns": [_(text) for text in COLUMNS],
        "rows": [_row(case, clinic_id, groups.get(case.pk, [])) for case in page.rows],
        "filters": set(filters),
        "quick": _quick_links(user, filters),
        "form": CaseFilterForm(initial=initial, user=user),
    }
