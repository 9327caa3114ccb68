"""Open a case, move it, note on it, and say who looks after it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, CaseAssignment, ConflictDeclaration, Entry
from cases.permissions import can_be_assigned, can_work
from cases.services.access import break_glass
from cases.services.locking import lock_active
from cases.services.moves import checked_changes, told_title
from cases.services.timeline import add_entry
from clinic_project import audit, workflow
from clinic_project.models import Counter
from clinic_project.thai.dates import format_long
from clinic_project.verdicts import deny
from clinics.calendar import year_of
from clinics.models import Clinic, ProgrammeYear, User
from members.models import Member
from members.services.living import lock_living

__all__ = [
    "add_note",
    "assign_officer",
    "break_glass",
    "declare_conflict",
    "edit_case",
    "move_case",
    "open_case",
]


def _year(day: date) -> ProgrammeYear:
    year = year_of(day)
    if year is None:
        raise ValidationError({"opened_on": _("ยังไม่ได้ตั้งปีโครงการของวันที่ %(day)s") % {"day": format_long(day)}})
    return year


def _check_words(opened_on: date, subject: str, severity: str) -> None:
    if opened_on > timezone.localdate():
        raise ValidationError({"opened_on": _("วันที่รับเรื่องต้องไม่อยู่ในอนาคต")})
    if not subject.strip():
        raise ValidationError({"subject": _("กรอกว่าสมาชิกมาเรื่องอะไร")})
    if severity not in Case.Severity.values:
        raise ValidationError({"severity": _("เลือกระดับจากรายการ")})


def _check_member(clinic: Clinic, member: Member) -> None:
    lock_living(member)
    if not member.clinic_links.filter(clinic=clinic).exists():
        raise ValidationError({"member": _("คลินิกนี้ยังไม่ได้รับสมาชิกรายนี้ไว้ดูแล รับสมาชิกก่อนแล้วเปิดเรื่องอีกครั้ง")})


def _check_officer(clinic_id: int, officer: Any, conflicted: Iterable[int]) -> None:
    """In charge may be who works at the clinic and declared no conflict (domain.md, section 3)."""
    if not officer.works_at(clinic_id):
        raise ValidationError({"officer": _("เลือกเจ้าหน้าที่ของคลินิกนี้")})
    if officer.pk in set(conflicted):
        raise ValidationError({"officer": _("%(name)s มีส่วนได้เสียกับสมาชิกรายนี้ มอบหมายผู้อื่น") % {"name": officer}})


def _check_in_charge(case: Case, officer: Any) -> None:
    """Nor has whoever is in charge a conflict in the data, or one declared in another case of the member."""
    if not (may := can_be_assigned(officer, case)):
        raise ValidationError({"officer": f"{officer} {may.reason}"})


def _check_relation(clinic_id: int, user: Any, relation: str) -> None:
    if not user.works_at(clinic_id):
        raise ValidationError({"user": _("เลือกเจ้าหน้าที่ของคลินิกนี้")})
    if relation not in ConflictDeclaration.Relation.values:
        raise ValidationError({"relation": _("เลือกความเกี่ยวข้องจากรายการ")})


def _write_intake(case: Case, conflicts: list[tuple[User, str]], *, by: Any, now: datetime) -> None:
    """The declared conflicts, who may be in charge after them, the event and the first line of the timeline."""
    for user, relation in conflicts:
        ConflictDeclaration.objects.create(case=case, user=user, relation=relation, declared_by=by)
    _check_in_charge(case, case.officer)
    detail = {"severity": str(case.severity), "is_restricted": case.is_restricted, "conflicts": len(conflicts)}
    audit.record("case.open", case, by=by, detail=detail)
    title = _("รับเรื่อง (ปกปิด)") if case.is_restricted else _("รับเรื่อง")
    add_entry(case, Entry.Kind.OPENED, title, case.subject, by=by, now=now)


@transaction.atomic
def open_case(
    *,
    clinic: Clinic,
    member: Member,
    subject: str,
    by: Any,
    wish: str = "",
    cause: str = "",
    is_restricted: bool = False,
    officer: Any = None,
    conflicts: Iterable[tuple[User, str]] = (),
    opened_on: date | None = None,
    severity: str = Case.Severity.NORMAL,
    now: datetime | None = None,
) -> Case:
    """Open a case of a member the clinic looks after and give it the next number, e.g. ``61-CMI-0042``.

    ``conflicts``: pairs of person and relation declared at intake; none of them can be in charge.
    ``officer`` defaults to ``by``. Raises ``NotAllowed`` for staff of another clinic, ``ValidationError`` by field.
    """
    if not by.works_at(clinic.pk):
        deny(_("เฉพาะเจ้าหน้าที่ของคลินิกที่รับเรื่องทำได้")).or_raise()
    now = now or timezone.now()
    opened_on = opened_on or timezone.localdate(now)
    officer, conflicts = officer or by, list(conflicts)
    _check_words(opened_on, subject, severity)
    _check_member(clinic, member)
    for user, relation in conflicts:
        _check_relation(clinic.pk, user, relation)
    _check_officer(clinic.pk, officer, (user.pk for user, _relation in conflicts))
    year = _year(opened_on)
    number = Counter.next(f"case:{year.buddhist_year}:{clinic.code}")
    case: Case = Case.objects.create(
        reference=f"{year.short}-{clinic.code}-{number:04d}",
        clinic=clinic,
        year=year,
        member=member,
        subject=subject.strip(),
        wish=wish,
        cause=cause,
        severity=severity,
        is_restricted=is_restricted,
        opened_on=opened_on,
        opened_by=by,
        officer=officer,
        last_activity_at=now,
    )
    CaseAssignment.objects.create(case=case, user=officer, assigned_by=by)
    _write_intake(case, conflicts, by=by, now=now)
    return case


@transaction.atomic
def move_case(case: Case, move: str, *, by: Any, note: str = "", now: datetime | None = None, **fields: Any) -> Case:
    """Make a move of the case's machine with the fields it asks for, and tell it in the timeline.

    start; resume; hold(hold_reason, hold_until, action_owner); follow_up(next_review); close and
    close_with_advice(outcome, outcome_summary); void(reason, duplicate_of); reopen(reason). ``note`` may go with any.
    Returns the locked row. Raises ``NotAllowed``, ``StaleState``, or ``ValidationError`` by field.
    """
    step = case.machine.moves[move]
    now = now or timezone.now()
    fresh = workflow.lock(case)
    if step.by_system:
        deny(_("สถานะนี้เปลี่ยนตามการส่งต่อ ไม่ได้เปลี่ยนด้วยมือ")).or_raise()
    step.permission(by, fresh).or_raise()
    if fresh.status not in step.sources:
        raise workflow.StaleState(fresh, step)
    changes, detail, text = checked_changes(fresh, move, fields, by=by, now=now)
    ready = step.ready(by, fresh)
    if not ready:
        raise ValidationError(str(ready.reason))
    moved = workflow.apply(fresh, move, by=by, changes=changes, detail=detail)
    text = "\n".join(part for part in (text, note.strip()) if part)
    add_entry(moved, Entry.Kind.MOVE, told_title(moved, move), text, by=by, now=now)
    return moved


@transaction.atomic
def add_note(case: Case, *, text: str, by: Any, now: datetime | None = None) -> Entry:
    """Add a note to the timeline; a finished case takes notes too."""
    can_work(by, case).or_raise()
    if not text.strip():
        raise ValidationError({"text": _("พิมพ์ข้อความที่จะบันทึก")})
    entry = add_entry(case, Entry.Kind.NOTE, _("บันทึก"), text.strip(), by=by, now=now)
    audit.record("case.note", case, by=by)
    return entry


EDITABLE = (
    "subject", "wish", "cause", "has_informal_threats", "needs_exception", "has_codebtor_dispute",
    "guarantee_in_default", "guarantor_called",
)  # fmt: skip


@transaction.atomic
def edit_case(case: Case, *, by: Any, now: datetime | None = None, **fields: Any) -> Case:
    """Correct what was taken down: subject, wish, cause and the facts that triage needs (counselling.md)."""
    if unknown := set(fields) - set(EDITABLE):
        raise TypeError(f"edit_case: {sorted(unknown)}")
    locked = lock_active(case, by)
    changed = [name for name, value in fields.items() if getattr(locked, name) != value]
    if not str(fields.get("subject", locked.subject)).strip():
        raise ValidationError({"subject": _("กรอกว่าสมาชิกมาเรื่องอะไร")})
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, fields[name])
    locked.save(update_fields=changed)
    names = ", ".join(str(Case._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    audit.record("case.edit", locked, by=by, detail={"fields": changed})
    add_entry(locked, Entry.Kind.NOTE, _("แก้ข้อมูลเรื่อง: %(names)s") % {"names": names}, by=by, now=now)
    return locked


@transaction.atomic
def assign_officer(
    case: Case, *, officer: Any, by: Any, keep_previous: bool = False, now: datetime | None = None
) -> Case:
    """Put ``officer`` in charge. Who declared a conflict can't be (domain.md, section 3).

    The officer before leaves the case, and in a restricted case no longer sees it, unless ``keep_previous``.
    """
    locked = lock_active(case, by)
    _check_officer(locked.clinic_id, officer, locked.conflicts.values_list("user_id", flat=True))
    _check_in_charge(locked, officer)
    return put_in_charge(locked, officer=officer, by=by, keep_previous=keep_previous, now=now)


@transaction.atomic
def put_in_charge(
    locked: Case, *, officer: Any, by: Any, keep_previous: bool = False, reason: str = "", now: datetime | None = None
) -> Case:
    """Write who is in charge of a locked case, with event and line; the caller checked who may be, and who may say so.

    ``reason`` stands in the timeline, for example that somebody left and handed over.
    """
    before = locked.officer
    CaseAssignment.objects.get_or_create(case=locked, user=officer, defaults={"assigned_by": by})
    if before.pk != officer.pk and not keep_previous:
        locked.assignments.filter(user=before).delete()
    if before.pk == officer.pk:
        return locked
    locked.officer = officer
    locked.save(update_fields=["officer"])
    audit.record("case.assign", locked, by=by, detail={"from": before.username, "to": officer.username})
    title = _("ผู้รับผิดชอบ: %(before)s → %(after)s") % {"before": before, "after": officer}
    add_entry(locked, Entry.Kind.MOVE, title, reason, by=by, now=now)
    return locked


@transaction.atomic
def declare_conflict(
    case: Case, *, user: Any, relation: str, by: Any, officer: Any = None, now: datetime | None = None
) -> ConflictDeclaration:
    """Note that ``user`` is relative, guarantor, creditor or direct superior of the member: no work on the case.

    When ``user`` is in charge, ``officer`` takes over in the same step (required then).
    """
    locked = lock_active(case, by)
    _check_relation(locked.clinic_id, user, relation)
    if locked.officer_id == user.pk:
        if officer is None:
            raise ValidationError({"officer": _("%(name)s เป็นผู้รับผิดชอบอยู่ เลือกผู้รับผิดชอบแทน") % {"name": user}})
        if officer.pk == user.pk:
            raise ValidationError({"officer": _("เลือกผู้อื่นที่ไม่มีส่วนได้เสีย")})
        locked = assign_officer(locked, officer=officer, by=by, now=now)
    declared: ConflictDeclaration
    declared, is_new = ConflictDeclaration.objects.get_or_create(
        case=locked, user=user, defaults={"relation": relation, "declared_by": by}
    )
    if not is_new:
        raise ValidationError({"user": _("แจ้งส่วนได้เสียของ %(name)s ไว้แล้ว") % {"name": user}})
    locked.assignments.filter(user=user).delete()
    audit.record("case.conflict", locked, by=by, detail={"user": user.username, "relation": relation})
    title = _("แจ้งส่วนได้เสีย: %(name)s (%(relation)s)") % {"name": user, "relation": declared.get_relation_display()}
    add_entry(locked, Entry.Kind.NOTE, title, by=by, now=now)
    return declared
