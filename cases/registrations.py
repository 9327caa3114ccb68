"""What cases hang into the frame: the menu entry, what waits for a person, search hits."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.case import ALL
from cases.models import BreakGlass, Case, Entry, FollowUp
from cases.services.timeline import entries_since
from clinic_project.registry import Change, FormSubject, Hit, NavEntry, Results, Task, registry
from clinic_project.searching import padded, reference_key, results_of
from clinic_project.thai.dates import format_datetime_short
from clinics.calendar import work_calendar
from members import merging

AHEAD = timedelta(days=7)
NOTICE_DAYS = 7
MOST = 30
# Of so many lines the changes on the home page are made; what is older is in the cases themselves.
MOST_LINES = 120


def _is_staff(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _follow_ups_of(user: Any, until: Any) -> Any:
    return FollowUp.objects.visible_to(user).waiting().filter(officer=user, due_on__lte=until)


def waiting_count(user: Any) -> int:
    """Cases that wait for this person, and follow-ups due by today."""
    cases: int = Case.objects.waiting_for(user).count()
    due: int = _follow_ups_of(user, timezone.localdate()).count()
    return cases + due


def follow_up_tasks(user: Any) -> Iterator[Task]:
    """The person's follow-ups overdue or due within a week."""
    if not user.is_clinic_staff:
        return
    today, calendar = timezone.localdate(), work_calendar()
    for follow_up in _follow_ups_of(user, today + AHEAD).select_related("case__member")[:MOST]:
        yield Task(
            title=_("ติดตามผล: %(subject)s") % {"subject": follow_up.subject},
            detail=follow_up.case.member.full_name,
            url=reverse("cases:follow_up_done", args=[follow_up.case.reference, follow_up.pk]),
            due=follow_up.due_on,
            working_days_left=calendar.working_days_between(today, follow_up.due_on),
            reference=follow_up.case.reference,
        )


def case_tasks(user: Any) -> Iterator[Task]:
    """Cases in the person's charge that the clinic has to move, and those whose review or hold is up."""
    today = timezone.localdate()
    for case in Case.objects.waiting_for(user).select_related("member").order_by("opened_on", "id")[:MOST]:
        is_new = case.status == "open"
        yield Task(
            title=_("เริ่มให้คำปรึกษา: %(subject)s") % {"subject": case.subject} if is_new else case.subject,
            detail=case.member.full_name,
            url=case.get_absolute_url(),
            chip=case.get_severity_display() if case.severity in {"critical", "special"} else case.status_label,
            tone="alarm" if case.severity in {"critical", "special"} else "wait",
            reference=case.reference,
        )
    for case in Case.objects.visible_to(user).up_for_review(user, today).select_related("member")[:MOST]:
        yield Task(
            title=_("ถึงวันนัดทบทวน: %(subject)s") % {"subject": case.subject},
            detail=case.member.full_name,
            url=case.get_absolute_url(),
            due=case.next_review or case.hold_until,
            chip=case.status_label,
            tone="wait",
            reference=case.reference,
        )


def break_glass_tasks(user: Any) -> Iterator[Task]:
    """Restricted cases opened with a written reason this last week: to the clinic's secretary and to central."""
    if not user.is_clinic_staff:
        return
    since = timezone.now() - timedelta(days=NOTICE_DAYS)
    recent = BreakGlass.objects.visible_to(user).for_list().filter(at__gte=since).exclude(user=user)
    for glass in recent[:MOST]:
        yield Task(
            title=_("%(name)s เปิดอ่านเรื่องปกปิด") % {"name": glass.user.full_name},
            detail=f"{glass.case.clinic.name} · {format_datetime_short(glass.at)}",
            url=reverse("cases:break_glass_log"),
            chip=_("ตรวจเหตุผล"),
            tone="alarm",
            reference=glass.case.reference,
        )


def search(user: Any, text: str, most: int) -> Results | None:
    """Cases by number, subject, or member; a restricted one only for those who may read it."""
    if not user.is_clinic_staff:
        return None
    number = padded(reference_key(text), 4)

    def hit(case: Case) -> Hit:
        detail = f"{case.member.full_name} · {case.status_label}"
        title = f"{case.reference} · {case.subject}"
        return Hit(title, detail, case.get_absolute_url(), is_exact=case.reference == number)

    found = Case.objects.visible_to(user).matching(text).for_list()
    more = f"{reverse('cases:list')}?{urlencode({'status': ALL, 'q': text})}"
    return results_of(_("เรื่อง"), found, hit, most, more_url=more, shows_members=True)


def changes(user: Any, since: datetime) -> Iterator[Change]:
    """What others wrote into timelines of the person's cases; a restricted case only for who may read it."""
    if not user.is_clinic_staff:
        return
    moving = Case.objects.visible_to(user).moving_since(since)
    lines: dict[int, list[Entry]] = {}
    for entry in entries_since(moving, since, but=user)[:MOST_LINES]:
        lines.setdefault(entry.case_id, []).append(entry)
    for newest, *earlier in lines.values():
        case = newest.case
        who = newest.by.full_name if newest.by else _("ระบบ")
        yield Change(
            at=newest.at,
            title=f"{newest.title}: {case.subject}",
            detail=f"{case.member.full_name} · {who}",
            url=case.get_absolute_url(),
            reference=case.reference,
            more=len(earlier),
        )


def _keeps_records(user: Any) -> bool:
    return bool(user.is_clinic_staff or user.is_staff)


def _read_by(user: Any, numbers: Collection[str]) -> dict[str, Case]:
    return {case.reference: case for case in Case.objects.visible_to(user).filter(reference__in=numbers)}


def _known_to(user: Any, numbers: Collection[str]) -> dict[str, Case]:
    """Cases one may ask to open: the reason is written before anything is read."""
    return {case.reference: case for case in Case.objects.known_to(user).filter(reference__in=numbers)}


def register() -> None:
    """Hang everything in; called once when the app is ready."""
    merging.follow("cases.case.member", merging.MOVE)
    merging.follow("cases.session.member", merging.MOVE)
    merging.follow("cases.guarantor.member", merging.ONE_EACH, never="debt__case__member")
    registry.form_names |= {
        "cases:note": _("บันทึกในเรื่อง"),
        "cases:edit": _("แก้ข้อมูลเรื่อง"),
        "cases:severity": _("ตัดสินระดับของเรื่อง"),
        "cases:assign": _("เปลี่ยนผู้รับผิดชอบ"),
        "cases:conflict": _("แจ้งส่วนได้เสีย"),
        "cases:break_glass": _("ขอเปิดอ่านเรื่องปกปิด"),
        "cases:household": _("รายได้รายจ่าย"),
        "cases:debt_new": _("เพิ่มหนี้"),
        "cases:debt_edit": _("แก้หนี้"),
        "cases:follow_up_new": _("นัดติดตาม"),
        "cases:follow_up_done": _("บันทึกผลการติดตาม"),
        "cases:move": _("ขั้นตอนของเรื่อง"),
        "cases:session_new": _("บันทึกการให้บริการ"),
    }
    registry.form_subjects |= {
        "cases": FormSubject(_read_by, "case.read", _keeps_records),
        "cases:break_glass": FormSubject(_known_to, "", _keeps_records),
        "cases:session_new": registry.form_subjects["members"],
    }
    label = gettext_lazy("เรื่อง")
    registry.nav.append(NavEntry(20, label, "cases:list", _is_staff, icon="case", count=waiting_count, key="g c"))
    registry.tasks += [follow_up_tasks, case_tasks, break_glass_tasks]
    registry.changes.append(changes)
    registry.searches.append((20, search))
    registry.lists.add("cases:list")
    registry.places |= {
        "cases:detail": label,
        "cases:edit": gettext_lazy("แก้ไขเรื่อง"),
        "cases:household": gettext_lazy("รายได้และรายจ่ายของเรื่อง"),
        "cases:debt_new": gettext_lazy("เพิ่มหนี้ของเรื่อง"),
        "cases:note": gettext_lazy("บันทึกของเรื่อง"),
    }
