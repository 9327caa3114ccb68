"""Writes on referrals: draft, send, receive, ask back, answer, advise, hand back, acknowledge, tell, implement."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.timeline import add_entry
from clinic_project import audit, workflow
from clinic_project.models import Counter
from members.models import Member
from referrals.models import InfoRequest, Message, Referral
from referrals.permissions import can_draft, can_message, can_refer
from referrals.services.snapshots import snapshot_of

REFERRABLE = ("open", "in_progress")
UNSETTLED = ("submitted", "scheduled", "deferred")


def _need(field: str, text: str, message: str) -> str:
    """The text without surrounding space; refuse an empty one at its field."""
    text = text.strip()
    if not text:
        raise ValidationError({field: message})
    return text


def _set_owner(case: Case, owner: str) -> None:
    """Say who holds the ball now."""
    Case.objects.filter(pk=case.pk).update(action_owner=owner)


def _note(
    referral: Referral, title: str, text: str = "", *, by: Any, now: datetime | None = None, kind: str = "referral"
) -> None:
    """A line in the case's timeline."""
    add_entry(referral.case, kind, f"{title} ({referral.reference})", text, by=by, now=now)


def _give_back(referral: Referral, by: Any) -> None:
    """The case returns to the clinic's hands."""
    referral.case = workflow.apply(referral.case, "return", by=by, changes={"action_owner": Case.Owner.CLINIC})


@transaction.atomic
def draft_referral(*, case: Case, route: str, question: str = "", tried: str = "", by: Any) -> Referral:
    """Start a referral of a case; at most one is active a case (a database constraint backs this)."""
    can_refer(by, case).or_raise()
    case = workflow.lock(case)
    if case.status not in REFERRABLE:
        message = _("เรื่องอยู่ในสถานะ “%(state)s” ให้ดำเนินการต่อก่อนจึงส่งต่อได้")
        raise ValidationError(message % {"state": case.status_label})
    if Referral.objects.filter(case=case).active().exists():
        raise ValidationError(_("เรื่องนี้มีการส่งต่อที่ยังไม่จบอยู่แล้ว เปิดดูรายการเดิมจากหน้าเรื่อง"))
    series = f"referral-{case.year.short}-{case.clinic.code}"
    reference = f"R{case.year.short}-{case.clinic.code}-{Counter.next(series):03d}"
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                reference=reference,
                case=case,
                route=route,
                question=question.strip(),
                tried=tried.strip(),
                created_by=by,
            )
    except IntegrityError as error:
        raise ValidationError(_("เรื่องนี้มีการส่งต่อที่ยังไม่จบอยู่แล้ว เปิดดูรายการเดิมจากหน้าเรื่อง")) from error
    audit.record("referral.draft", referral, by=by, detail={"case": case.reference, "route": route})
    return referral


@transaction.atomic
def edit_draft(referral: Referral, *, question: str, tried: str, route: str, by: Any) -> Referral:
    """Change a draft; raises ``StaleState`` when it has been sent meanwhile."""
    can_draft(by, referral).or_raise()
    locked = workflow.lock(referral)
    if locked.status != "draft":
        raise workflow.StaleState(locked, locked.machine.moves["send"])
    locked.question, locked.tried, locked.route = question.strip(), tried.strip(), route
    locked.save()
    audit.record("referral.edit", locked, by=by, detail={"route": route})
    return locked


@transaction.atomic
def send_referral(referral: Referral, *, by: Any, now: datetime | None = None) -> Referral:
    """Send to central: keep what was sent, start the case when it is only open, move it to referred."""
    now = now or timezone.now()
    referral = workflow.lock(referral)  # the snapshot must hold the question that is sent
    changes = {"sent_at": now, "sent_by": by, "snapshot": snapshot_of(referral, now=now)}
    referral = workflow.apply(referral, "send", by=by, changes=changes, detail={"route": referral.route})
    case = workflow.lock(referral.case)
    if case.status not in REFERRABLE:
        message = _("เรื่องอยู่ในสถานะ “%(state)s” ให้ดำเนินการต่อก่อนจึงส่งต่อได้")
        raise ValidationError(message % {"state": case.status_label})
    if case.status == "open":
        case = workflow.apply(case, "start", by=by)
    changes = {"action_owner": Case.Owner.CENTRAL, "is_known_to_central": True}
    referral.case = workflow.apply(case, "refer", by=by, changes=changes, detail={"referral": referral.reference})
    Member.objects.filter(pk=case.member_id).update(is_known_to_central=True)
    _note(
        referral,
        _("ส่งต่อส่วนกลาง: %(route)s") % {"route": referral.get_route_display()},
        referral.question,
        by=by,
        now=now,
    )
    return referral


@transaction.atomic
def accept_referral(referral: Referral, *, by: Any, now: datetime | None = None) -> Referral:
    """Central takes it on; who accepts handles it."""
    now = now or timezone.now()
    changes = {"accepted_at": now, "accepted_by": by, "handler": by}
    referral = workflow.apply(referral, "accept", by=by, changes=changes)
    _note(referral, _("ส่วนกลางรับเรื่อง"), by=by, now=now)
    return referral


@transaction.atomic
def decline_referral(referral: Referral, *, code: str, note: str, by: Any, now: datetime | None = None) -> Referral:
    """Central does not take it on, with a code and an explanation; the case goes back to the clinic."""
    now = now or timezone.now()
    if code not in Referral.DeclineCode.values:
        raise ValidationError({"code": _("เลือกเหตุที่ไม่รับ")})
    note = _need("note", note, _("อธิบายให้คลินิกทราบว่าควรทำอะไรต่อ"))
    changes = {"decline_code": code, "decline_note": note, "declined_at": now, "declined_by": by}
    referral = workflow.apply(referral, "decline", by=by, changes=changes, detail={"code": code})
    _give_back(referral, by)
    _note(
        referral, _("ส่วนกลางไม่รับเรื่อง: %(code)s") % {"code": referral.get_decline_code_display()}, note, by=by, now=now
    )
    return referral


@transaction.atomic
def withdraw_referral(referral: Referral, *, reason: str, by: Any, now: datetime | None = None) -> Referral:
    """The sender takes a draft or a referral not yet accepted back; a sent one needs a reason."""
    was_sent = referral.status != "draft"
    reason = _need("reason", reason, _("เขียนเหตุผลที่ถอนเรื่อง")) if was_sent else reason.strip()
    referral = workflow.apply(referral, "withdraw", by=by)
    if referral.sent_at:
        _give_back(referral, by)
        _note(referral, _("คลินิกถอนเรื่องที่ส่ง"), reason, by=by, now=now)
    return referral


@transaction.atomic
def start_review(referral: Referral, *, by: Any) -> Referral:
    """Central begins to work on it."""
    return workflow.apply(referral, "review", by=by)


@transaction.atomic
def request_info(referral: Referral, *, question: str, by: Any, now: datetime | None = None) -> InfoRequest:
    """Central asks back: its clock stands, the clinic's runs."""
    now = now or timezone.now()
    question = _need("question", question, _("เขียนว่าต้องการข้อมูลอะไรเพิ่ม"))
    referral = workflow.apply(referral, "request_info", by=by)
    asked = InfoRequest.objects.create(referral=referral, question=question, asked_at=now, asked_by=by)
    _set_owner(referral.case, Case.Owner.CLINIC)
    _note(referral, _("ส่วนกลางขอข้อมูลเพิ่ม"), question, by=by, now=now)
    return asked


@transaction.atomic
def answer_info(referral: Referral, *, answer: str, by: Any, now: datetime | None = None) -> InfoRequest:
    """The clinic answers the open request; the ball is central's again."""
    now = now or timezone.now()
    answer = _need("answer", answer, _("เขียนข้อมูลที่ส่วนกลางขอ"))
    referral = workflow.apply(referral, "answer_info", by=by)
    asked = referral.info_requests.get(answered_at__isnull=True)
    asked.answer, asked.answered_at, asked.answered_by = answer, now, by
    asked.save()
    waiting = referral.measures.filter(status__in=UNSETTLED).exists()
    _set_owner(referral.case, Case.Owner.COMMITTEE if waiting else Case.Owner.CENTRAL)
    _note(referral, _("คลินิกส่งข้อมูลเพิ่ม"), answer, by=by, now=now)
    return asked


@transaction.atomic
def advise(referral: Referral, *, advice: str, by: Any, now: datetime | None = None) -> Referral:
    """Central answers alone (R32): decided and handed back in one step, the case returns to the clinic."""
    now = now or timezone.now()
    advice = _need("advice", advice, _("เขียนคำแนะนำให้คลินิก"))
    referral = workflow.apply(referral, "advise", by=by, changes={"advice": advice, "decided_at": now})
    return _hand_back(referral, title=_("ส่วนกลางให้คำแนะนำ"), text=advice, by=by, now=now)


@transaction.atomic
def return_referral(referral: Referral, *, by: Any, now: datetime | None = None) -> Referral:
    """The committee has resolved: hand the referral back. Called by the closing of a meeting, not by a page.

    While another measure of the referral still waits for the committee (submitted, scheduled, deferred), nothing
    moves: the referral is returned with the last resolution.
    """
    now = now or timezone.now()
    if referral.measures.filter(status__in=UNSETTLED).exists():
        return referral
    referral = workflow.apply(referral, "resolve", by=by, changes={"decided_at": now})
    return _hand_back(referral, title=_("คณะกรรมการมีมติแล้ว ส่งผลคืนคลินิก"), text="", by=by, now=now)


def _hand_back(referral: Referral, *, title: str, text: str, by: Any, now: datetime) -> Referral:
    referral = workflow.apply(referral, "hand_back", by=by, changes={"returned_at": now})
    _give_back(referral, by)
    _note(referral, title, text, by=by, now=now)
    return referral


@transaction.atomic
def acknowledge(referral: Referral, *, by: Any, now: datetime | None = None) -> Referral:
    """The clinic's head or secretary has read the result."""
    now = now or timezone.now()
    changes = {"acknowledged_at": now, "acknowledged_by": by}
    referral = workflow.apply(referral, "acknowledge", by=by, changes=changes)
    _note(referral, _("คลินิกรับทราบผล"), by=by, now=now)
    return referral


@transaction.atomic
def tell_member(referral: Referral, *, on: date, by: Any, now: datetime | None = None) -> Referral:
    """Note the day the member was told; from the day of return to today, and only once."""
    can_draft(by, referral).or_raise()
    locked = workflow.lock(referral)
    if locked.returned_at is None:
        raise ValidationError({"on": _("ยังไม่มีผลส่งคืน จึงยังบันทึกการแจ้งสมาชิกไม่ได้")})
    if locked.member_told_on:
        raise ValidationError({"on": _("บันทึกการแจ้งสมาชิกไว้แล้ว")})
    if on > timezone.localdate():
        raise ValidationError({"on": _("วันที่แจ้งสมาชิกต้องไม่เป็นวันในอนาคต")})
    if on < timezone.localtime(locked.returned_at).date():
        raise ValidationError({"on": _("วันที่แจ้งสมาชิกต้องไม่ก่อนวันที่ได้รับผล")})
    locked.member_told_on = on
    locked.save()
    audit.record("referral.tell_member", locked, by=by, detail={"on": on.isoformat()})
    _note(locked, _("แจ้งผลให้สมาชิกทราบแล้ว"), by=by, now=now)
    return locked


@transaction.atomic
def implement_referral(referral: Referral, *, note: str, by: Any, now: datetime | None = None) -> Referral:
    """The clinic has carried out what came back; approved measures must have been implemented before."""
    now = now or timezone.now()
    note = _need("note", note, _("เขียนผลการดำเนินการ"))
    changes = {"implementation_note": note, "implemented_at": now, "implemented_by": by}
    referral = workflow.apply(referral, "implement", by=by, changes=changes)
    _note(referral, _("ดำเนินการตามผลแล้ว"), note, by=by, now=now)
    return referral


@transaction.atomic
def send_message(referral: Referral, *, text: str, by: Any, now: datetime | None = None) -> Message:
    """A line on the direct line between clinic and central (R16); kept as written."""
    can_message(by, referral).or_raise()
    now = now or timezone.now()
    text = _need("text", text, _("พิมพ์ข้อความก่อนส่ง"))
    message = Message.objects.create(referral=referral, text=text, at=now, by=by)
    audit.record("referral.message", referral, by=by)
    _note(referral, _("ข้อความสายตรง"), text, by=by, now=now, kind="message")
    return message
