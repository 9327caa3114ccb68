"""What the pages of announcements show."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.paging import page_of
from clinic_project.thai.text import normalise
from clinics.calendar import work_calendar
from clinics.models import Announcement
from clinics.models.announcement import state_of
from clinics.permissions.announcements import can_announce, can_edit_announcement
from clinics.receipts import places_of, receipts_page

FILTERS = ("current", "past", "draft")


def _narrowed(found: Any, status: str) -> Any:
    """Standing today, over or withdrawn, or (for central) not out yet."""
    today = timezone.localdate()
    over = Q(ends_on__lt=today) | Q(status="withdrawn", published_at__isnull=False)
    if status == "past":
        return found.filter(over)
    if status == "draft":
        return found.filter(Q(published_at__isnull=True) | Q(starts_on__gt=today), ~Q(status="withdrawn"))
    return found.filter(status="published", starts_on__lte=today).exclude(over)


def list_page(request: HttpRequest) -> dict[str, Any]:
    """A page of the list: what stands (or what is past, or drafts), with whether the person has read it."""
    may = can_announce(request.user)
    status, text = request.GET.get("status", ""), normalise(request.GET.get("q", ""))[:100]
    status = status if status in FILTERS and (status != "draft" or may) else "current"
    found = Announcement.objects.visible_to(request.user).with_receipts_of(request.user)
    found = found.matching(text) if text else _narrowed(found, status)
    labels = {"current": _("ที่ประกาศอยู่"), "past": _("ที่ผ่านมา")} | ({"draft": _("ร่างและรอวันประกาศ")} if may else {})
    address = reverse("clinics:announcement_list")
    return {
        "page": page_of(request, found, ["-starts_on", "-id"]),
        "filters": [
            {"label": label, "url": f"{address}?status={code}", "current": code == status and not text}
            for code, label in labels.items()
        ],
        "status": status,
        "q": text,
        "may": may,
    }


def announcement_page(announcement: Announcement, user: Any, receipt: Any) -> dict[str, Any]:
    """An announcement as one person sees it; with what central can do, and how many have read it."""
    may = can_announce(user)
    state = state_of(announcement, receipt) if announcement.is_current else ""
    is_told = Announcement.objects.visible_to(user).current_for(user).filter(pk=announcement.pk).exists()
    context: dict[str, Any] = {
        "announcement": announcement,
        "receipt": receipt,
        "asks": is_told and state == "to_acknowledge",
        "is_told": is_told,
        "left": _days_left(announcement),
        "files": announcement.files.select_related("file"),
        "documents": announcement.documents.order_by("code"),
        "revisions": announcement.revisions.select_related("by") if announcement.revision > 1 else [],
        "may": may,
        "edit": can_edit_announcement(user, announcement),
    }
    if may:
        buttons = announcement.machine.buttons(
            user, announcement, lambda name: reverse("clinics:announcement_move", args=[announcement.pk, name])
        )
        context |= {"buttons": buttons, "chosen": announcement.clinics.order_by("number")}
        context |= _summary(announcement) if announcement.is_published else {}
    return context


def _days_left(announcement: Announcement) -> int | None:
    """Working days left to acknowledge; negative when past."""
    if announcement.ack_due is None or not announcement.is_published:
        return None
    return work_calendar().working_days_between(timezone.localdate(), announcement.ack_due)


def _summary(announcement: Announcement) -> dict[str, Any]:
    """How many were told, have opened and have acknowledged, each with the address of its rows."""
    places = places_of(announcement)
    address = reverse("clinics:announcement_receipts", args=[announcement.pk])
    columns = {"unread": _("ยังไม่ได้เปิดอ่าน"), "opened": _("เปิดอ่านแล้ว")}
    if announcement.needs_ack:
        columns |= {"waiting": _("ยังไม่รับทราบ"), "acknowledged": _("รับทราบแล้ว")}
    figures = [
        {
            "label": label,
            "value": sum(place.count(name) for place in places),
            "url": f"{address}?show={name}",
        }
        for name, label in columns.items()
    ]
    left = sum(place.count("waiting" if announcement.needs_ack else "unread") for place in places)
    remind = reverse("clinics:announcement_remind", args=[announcement.pk]) if left and announcement.is_current else ""
    return {"figures": figures, "receipts_url": address, "remind_url": remind}


def receipts_of(announcement: Announcement, request: HttpRequest) -> dict[str, Any]:
    """The receipts of an announcement by clinic and committee."""
    waiting = {"waiting": _("ยังไม่รับทราบ")} if announcement.needs_ack else {}
    columns = {**waiting, "unread": _("ยังไม่ได้เปิดอ่าน"), "opened": _("เปิดอ่านแล้ว")}
    columns |= {"acknowledged": _("รับทราบแล้ว")} if announcement.needs_ack else {}
    given = {name: request.GET.get(name, "") for name in ("clinic", "show")}
    page = receipts_page(places_of(announcement), columns=columns, **given)
    return {"announcement": announcement, "done_label": _("รับทราบเมื่อ"), **page}


def move_points(announcement: Announcement, move: str, user: Any) -> dict[str, Any]:
    """What follows from publishing or withdrawing, in a few lines."""
    if move == "withdraw":
        points = [_("ไม่มีใครต้องอ่านหรือรับทราบประกาศนี้อีก"), _("ผู้ที่เคยเห็นยังเปิดดูได้ พร้อมเหตุผลที่ถอน")]
    else:
        told = len({person.user.pk for place in places_of(announcement) for person in place.people})
        points = [
            _("ผู้รับ %(n)s คน เห็นประกาศนี้บนหน้าแรก") % {"n": told},
            _("ได้เลขที่ประกาศ แก้ไขได้ภายหลังโดยผู้รับต้องอ่านอีกครั้ง"),
        ]
        if announcement.needs_ack:
            points.append(_("ผู้รับต้องกดรับทราบภายใน %(n)s วันทำการ") % {"n": announcement.ack_days})
    return {
        "move": announcement.machine.moves[move],
        "points": points,
        "danger": move == "withdraw",
        "verdict": announcement.machine.check(user, announcement, move),
    }
