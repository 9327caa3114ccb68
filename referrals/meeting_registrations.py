"""What meetings hang into the frame: the menu entry, the things that wait, who may open issued papers."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.audit import moves_since
from clinic_project.issuing import paper_results
from clinic_project.models import Event, IssuedDocument
from clinic_project.registry import Change, FormSubject, Hit, NavEntry, Results, Task, registry
from clinic_project.searching import padded, reference_key, results_of
from clinic_project.thai.dates import format_long
from clinic_project.verdicts import Verdict
from referrals.committee_desk import items_with_readable_excerpt, waiting_count
from referrals.models import AgendaItem, Meeting
from referrals.permissions import can_read_excerpt
from referrals.services.papers import referral_of

SOON_DAYS = 14
FREEZE_DAYS = 7
MOST_LINES = 120


def _sees_meetings(user: Any) -> bool:
    return bool(user.is_board or user.is_central)


def _soon(meeting: Meeting, user: Any) -> Iterator[Task]:
    """A meeting within two weeks; for the secretary the agenda to freeze and the meeting to open."""
    today = timezone.localdate()
    url, due, reference = meeting.get_absolute_url(), meeting.planned_on, meeting.reference
    day = format_long(meeting.planned_on)
    if user.is_board_secretary and meeting.status == "planned" and due <= today + timedelta(days=FREEZE_DAYS):
        yield Task(
            _("ปิดระเบียบวาระ"), _("ประชุมวันที่ %(day)s") % {"day": day}, url, due, chip=_("รอปิดวาระ"), reference=reference
        )
    elif user.is_board_secretary and meeting.status == "agenda_frozen" and due <= today:
        yield Task(
            _("เปิดประชุม"), _("ประชุมวันที่ %(day)s") % {"day": day}, url, due, chip=_("ถึงวันประชุม"), reference=reference
        )
    elif due <= today + timedelta(days=SOON_DAYS):
        title = _("ประชุมคณะกรรมการดำเนินการ")
        yield Task(
            title, f"{day} · {meeting.place}", url, due, chip=meeting.status_label, tone="calm", reference=reference
        )


def _sitting(meeting: Meeting, user: Any) -> Iterator[Task]:
    """For who sits in it: votes to cast; for the secretary: resolutions to record and the closing."""
    decided = meeting.items.filter(measure__isnull=False)
    open_items = decided.filter(resolution__isnull=True)
    if user.is_board_secretary:
        left = open_items.count()
        text = _("เหลือบันทึกมติ %(n)s เรื่อง") % {"n": left} if left else _("บันทึกมติครบแล้ว ปิดการประชุมได้")
        title = _("ประชุมครั้งที่ %(number)s ยังไม่ปิด") % {"number": meeting.number}
        yield Task(
            title,
            text,
            meeting.get_absolute_url(),
            meeting.planned_on,
            chip=_("กำลังประชุม"),
            reference=meeting.reference,
        )
    if not meeting.attendances.filter(user=user, state="present").exists():
        return
    mine: Iterable[AgendaItem] = open_items.exclude(votes__user=user).exclude(measure__proposed_by=user)
    for item in mine:
        url = reverse("referrals:item_vote", args=[meeting.reference, item.pk])
        detail = _("ประชุมครั้งที่ %(number)s") % {"number": meeting.number}
        yield Task(
            _("ลงมติ: %(title)s") % {"title": item.title},
            detail,
            url,
            meeting.planned_on,
            chip=_("รอลงมติ"),
            reference=meeting.reference,
        )


def tasks(user: Any) -> Iterator[Task]:
    """What waits for a member of the operating committee."""
    if not user.is_board:
        return
    meetings = Meeting.objects.visible_to(user)
    for meeting in meetings.under_way().order_by("planned_on"):
        yield from _sitting(meeting, user) if meeting.status == "held" else _soon(meeting, user)
    if user.is_board_chair:
        for meeting in meetings.filter(status="closed", certified_at__isnull=True).order_by("planned_on"):
            url = reverse("referrals:meeting_certify", args=[meeting.reference])
            title = _("รับรองรายงานการประชุม ครั้งที่ %(number)s") % {"number": meeting.number}
            yield Task(title, format_long(meeting.planned_on), url, chip=_("รอรับรอง"), reference=meeting.reference)


def search(user: Any, text: str, most: int) -> Results | None:
    """Meetings by number, reference or place."""
    if not _sees_meetings(user):
        return None
    number = padded(reference_key(text), 2)

    def hit(meeting: Meeting) -> Hit:
        name = _("การประชุมครั้งที่ %(number)s") % {"number": meeting.number} if meeting.number else meeting.reference
        detail = f"{format_long(meeting.planned_on)} · {meeting.place} · {meeting.status_label}"
        return Hit(name, detail, meeting.get_absolute_url(), is_exact=number in {meeting.reference, meeting.number})

    found = Meeting.objects.visible_to(user).matching(text).order_by("-planned_on", "-id")
    return results_of(_("การประชุม"), found, hit, most)


def search_papers(user: Any, text: str, most: int) -> Results | None:
    """Agendas, minutes and notices of resolution the person may open."""
    meetings = Meeting.objects.visible_to(user)
    readable = {"agenda": meetings, "minutes": meetings, "excerpt": items_with_readable_excerpt(user)}
    return paper_results(text, readable, most)


def changes(user: Any, since: datetime) -> Iterator[Change]:
    """What others did with the committee's meetings."""
    if not _sees_meetings(user):
        return
    lines: dict[int | None, list[Event]] = {}
    for event in moves_since(Meeting, since, but=user)[:MOST_LINES]:
        lines.setdefault(event.subject_id, []).append(event)
    meetings = Meeting.objects.visible_to(user).in_bulk([key for key in lines if key])
    for key, (newest, *earlier) in lines.items():
        meeting = meetings.get(key)
        if meeting is None:
            continue
        move = Meeting.machine.moves[newest.kind.rsplit(".", 1)[-1]]
        name = _("การประชุมครั้งที่ %(number)s") % {"number": meeting.number} if meeting.number else _("การประชุม")
        who = newest.actor.full_name if newest.actor else _("ระบบ")
        detail = f"{format_long(meeting.planned_on)} · {who}"
        url = meeting.get_absolute_url()
        yield Change(newest.at, f"{move.label}: {name}", detail, url, meeting.reference, more=len(earlier))


def _reads_meeting(user: Any, paper: IssuedDocument) -> bool:
    """Agenda and minutes: whoever may see the meeting."""
    return bool(Meeting.objects.visible_to(user).filter(pk=paper.subject_id).exists())


def _reads_excerpt(user: Any, paper: IssuedDocument) -> bool:
    """Notice of resolution: who may read the case, and the committee's secretary."""
    verdict: Verdict = can_read_excerpt(user, referral_of(paper))
    return verdict.allowed


def _meetings(user: Any, numbers: Collection[str]) -> dict[str, Meeting]:
    return {meeting.reference: meeting for meeting in Meeting.objects.visible_to(user).filter(reference__in=numbers)}


def register() -> None:
    """Menu entry, tasks, readers of the three kinds of papers."""
    label, name = gettext_lazy("การประชุม"), "referrals:meeting_list"
    short = gettext_lazy("ประชุม")
    registry.nav.append(NavEntry(50, label, name, _sees_meetings, "meeting", waiting_count, key="g k", short=short))
    registry.tasks.append(tasks)
    registry.changes.append(changes)
    registry.searches += [(50, search), (60, search_papers)]
    registry.lists.add(name)
    registry.places |= {"referrals:meeting_detail": label, "referrals:item_detail": gettext_lazy("วาระของการประชุม")}
    # A meeting is no member's record; its forms are the committee's and central's.
    subject = FormSubject(_meetings, "", _sees_meetings)
    forms = [form for form in registry.form_names if form.startswith(("referrals:meeting_", "referrals:item_"))]
    registry.form_subjects |= dict.fromkeys(forms, subject)
    registry.document_readers["agenda"] = _reads_meeting
    registry.document_readers["minutes"] = _reads_meeting
    registry.document_readers["excerpt"] = _reads_excerpt
