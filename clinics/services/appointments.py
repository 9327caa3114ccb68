"""Writes about who holds which post (R4, R13)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinics.models import Appointment, ClinicYear, Post, Role, User
from clinics.permissions.appointments import can_extend, can_fill, can_run_committees


def _check_person(user: User, by: Any) -> None:
    if by is not None and user.pk == by.pk:
        raise ValidationError(_("แต่งตั้งตนเองไม่ได้ ให้ผู้มีอำนาจท่านอื่นแต่งตั้ง"))
    if not user.is_active:
        raise ValidationError(_("บัญชีของ %(name)s ปิดอยู่ ให้ผู้ดูแลระบบเปิดก่อน") % {"name": user})


def check_post(appointment: Appointment) -> None:
    """Free posts are the central clinic's; a secretary among several representatives is chosen by them (R13)."""
    clinic_year = appointment.clinic_year
    if clinic_year is None:
        return
    if appointment.post == Post.OTHER and not clinic_year.clinic.is_central:
        raise ValidationError(_("เลือกตำแหน่งตามแบบ ตำแหน่งอื่นใช้ได้เฉพาะคลินิกส่วนกลาง"))
    if appointment.role != Role.CLINIC_SECRETARY or appointment.is_acting or appointment.post == Post.OTHER:
        return
    others = clinic_year.appointments.representatives().exclude(user=appointment.user_id)
    if any(other.overlaps(appointment) for other in others):
        message = _("คลินิกนี้มีผู้แทนสมาชิกหลายคน แต่งตั้งเป็นเจ้าหน้าที่คลินิกก่อน แล้วให้ผู้แทนคัดเลือกเลขานุการกันเอง")
        raise ValidationError(message, code="choose")


def save_checked(appointment: Appointment) -> Appointment:
    """Save what the rules allow; a piece of a service. Raises ``ValidationError`` in Thai, also for who came second."""
    appointment.full_clean()
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise ValidationError(_("มีผู้บันทึกตำแหน่งนี้ก่อนหน้าเพียงครู่เดียว เปิดหน้าบุคลากรดูแล้วลองใหม่")) from error
    return appointment


@transaction.atomic
def appoint(
    *,
    user: User,
    role: str,
    starts_on: date,
    by: Any,
    clinic_year: ClinicYear | None = None,
    evidence: CheckedFile | None = None,
    **post: Any,
) -> Appointment:
    """Appoint a person to a clinic's year or (``committee=``) to a committee (R4, R13). ``by`` None: the system.

    Raises ``NotAllowed``, or ``ValidationError`` in Thai when the post is taken or the dates are out of order.
    """
    is_acting = bool(post.get("is_acting"))
    if by is not None:
        can = (
            can_run_committees(by) if clinic_year is None else can_fill(by, clinic_year, role=role, is_acting=is_acting)
        )
        can.or_raise()
    _check_person(user, by)
    if clinic_year is not None:
        clinic_year = workflow.lock(clinic_year)
    appointment = Appointment(user=user, role=role, starts_on=starts_on, clinic_year=clinic_year, **post)
    check_post(appointment)
    if evidence is not None:
        appointment.evidence = store_file(evidence, by=by)
    save_checked(appointment)
    detail = {"role": role, "post": str(appointment.post), "acting": is_acting, "since": starts_on.isoformat()}
    audit.record("appointment.made", appointment, by=by, reference=user.username, detail=detail)
    return appointment


@transaction.atomic
def act(
    *, clinic_year: ClinicYear, held: Appointment | None, role: str, post: str, user: User, by: Any, **term: Any
) -> Appointment:
    """Let a person act (รักษาการแทน) in a post for a period: for ``held``'s holder, or, None, in a vacant post.

    Whoever acts for somebody has an end; in a vacant post it may stay open. Raises as :func:`appoint` does.
    """
    if held is not None and held.user_id == user.pk:
        raise ValidationError({"user": _("%(name)s ดำรงตำแหน่งนี้อยู่แล้ว เลือกผู้อื่น") % {"name": user}})
    if not term.get("ends_on") and held is not None:
        raise ValidationError({"ends_on": _("กรอกวันสุดท้ายที่รักษาการแทน")})
    if not user.works_at(clinic_year.clinic_id):
        raise ValidationError({"user": _("เลือกผู้ที่ปฏิบัติงานในคลินิกนี้")})
    return appoint(
        user=user, role=role, post=post, clinic_year=clinic_year, is_acting=True, acting_for=held, by=by, **term
    )


@transaction.atomic
def extend(appointment: Appointment, *, ends_on: date | None, by: Any, **order: Any) -> Appointment:
    """Give an appointment a later last day, or none at all; an end that was recorded for later is taken back.

    ``order``: number, date and reason of what the extension rests on. Raises ``NotAllowed``, ``ValidationError``.
    """
    can_extend(by, appointment).or_raise()
    workflow.lock(appointment.place)
    locked = (
        Appointment.objects.select_for_update(of=("self",)).select_related("user", "clinic_year").get(pk=appointment.pk)
    )
    if locked.last_day < timezone.localdate():
        raise ValidationError(_("การแต่งตั้งนี้สิ้นสุดแล้ว ให้แต่งตั้งใหม่"))
    if locked.ends_on is None:
        raise ValidationError(_("การแต่งตั้งนี้ไม่มีวันสิ้นสุดอยู่แล้ว"))
    if ends_on is not None and ends_on <= locked.ends_on:
        raise ValidationError({"ends_on": _("กรอกวันที่หลังวันสิ้นสุดเดิม ถ้าจะให้พ้นก่อนกำหนดใช้ “ให้พ้นตำแหน่ง”")})
    if ends_on is None and locked.acting_for_id:
        raise ValidationError({"ends_on": _("กรอกวันสุดท้ายที่รักษาการแทน")})
    before, locked.ends_on = locked.ends_on, ends_on
    locked.ended_reason, locked.ended_at, locked.ended_by = "", None, None
    for name, value in order.items():
        if value:
            setattr(locked, name, value)
    save_checked(locked)
    detail = {"before": before.isoformat(), "until": ends_on.isoformat() if ends_on else ""}
    audit.record("appointment.extended", locked, by=by, reference=locked.user.username, detail=detail)
    return locked


@transaction.atomic
def end_seat(seat: Appointment, *, ends_on: date, reason: str, by: Any) -> Appointment:
    """End a committee's seat with its last day. Raises ``NotAllowed``, ``ValidationError``."""
    can_run_committees(by).or_raise()
    locked = Appointment.objects.select_for_update(of=("self",)).select_related("user").get(pk=seat.pk)
    if locked.clinic_year_id:
        raise ValidationError(_("ตำแหน่งของคลินิกให้พ้นที่หน้าบุคลากรของคลินิก เพราะต้องส่งมอบงาน"))
    return close(locked, ends_on=ends_on, reason=reason, by=by)


def close(locked: Appointment, *, ends_on: date, reason: str, by: Any) -> Appointment:
    """Write an end into a locked appointment, with its event; a piece of a service that checked what has to be."""
    if ends_on < locked.starts_on:
        raise ValidationError({"ends_on": _("วันสุดท้ายต้องไม่ก่อนวันเริ่มตำแหน่ง")})
    if locked.ends_on is not None and ends_on > locked.ends_on:
        raise ValidationError({"ends_on": _("ตำแหน่งนี้สิ้นสุดก่อนวันที่กรอกอยู่แล้ว ถ้าจะให้อยู่ต่อใช้ “ขยายเวลา”")})
    if not reason.strip():
        raise ValidationError({"reason": _("กรอกเหตุที่พ้นตำแหน่ง เช่น ลาออก ย้าย เกษียณอายุ")})
    locked.ends_on, locked.ended_reason = ends_on, reason.strip()[:300]
    locked.ended_at, locked.ended_by = timezone.now(), by
    save_checked(locked)
    detail = {"until": ends_on.isoformat(), "role": locked.role}
    audit.record("appointment.ended", locked, by=by, reference=locked.user.username, detail=detail)
    return locked
