"""What each move of a case asks for: the fields it writes, checked, and how the timeline tells it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from clinic_project.thai.dates import format_long

Checked = tuple[dict[str, Any], dict[str, Any], str]
"""Changes to fields, codes for the event, and the text of the timeline's line."""


def _required(fields: Mapping[str, Any], name: str, message: str) -> str:
    text = str(fields.get(name) or "").strip()
    if not text:
        raise ValidationError({name: message})
    return text


def _later_day(fields: Mapping[str, Any], name: str, now: datetime, missing: str) -> date:
    day = fields.get(name)
    if not isinstance(day, date):
        raise ValidationError({name: missing})
    if day <= timezone.localdate(now):
        raise ValidationError({name: _("ต้องเป็นวันหลังจากวันนี้")})
    return day


def _start(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    return {"action_owner": Case.Owner.CLINIC}, {}, ""


def _resume(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    changes = {"action_owner": Case.Owner.CLINIC, "hold_reason": "", "hold_until": None, "next_review": None}
    return changes, {}, ""


def _hold(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    """On hold with a reason and a day; the ball is the member's unless said otherwise."""
    reason = _required(fields, "hold_reason", _("บอกว่าพักเรื่องเพราะอะไร"))
    until = _later_day(fields, "hold_until", now, _("กรอกวันที่จะกลับมาดำเนินการต่อ"))
    owner = fields.get("action_owner") or Case.Owner.MEMBER
    if owner not in {Case.Owner.MEMBER, Case.Owner.CLINIC}:
        raise ValidationError({"action_owner": _("เลือกจากรายการ")})
    text = _("พักถึง %(day)s: %(reason)s") % {"day": format_long(until), "reason": reason}
    changes = {"hold_reason": reason, "hold_until": until, "action_owner": owner}
    return changes, {"until": until.isoformat()}, text


def _follow_up(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    review = _later_day(fields, "next_review", now, _("กรอกวันนัดทบทวน"))
    changes = {"next_review": review, "action_owner": Case.Owner.MEMBER}
    return changes, {"next_review": review.isoformat()}, _("นัดทบทวน %(day)s") % {"day": format_long(review)}


def _close(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    """Concluded (ยุติเรื่อง): always with an outcome and its summary."""
    outcome = fields.get("outcome") or ""
    if outcome not in Case.Outcome.values:
        raise ValidationError({"outcome": _("เลือกผลของเรื่อง")})
    summary = _required(fields, "outcome_summary", _("สรุปผลที่สมาชิกได้รับ"))
    changes = {
        "outcome": outcome,
        "outcome_summary": summary,
        "closed_at": now,
        "closed_by": by,
        "next_review": None,
        "action_owner": Case.Owner.CLINIC,
    }
    return (
        changes,
        {"outcome": str(outcome)},
        _("ผล: %(outcome)s") % {"outcome": Case.Outcome(outcome).label} + f"\n{summary}",
    )


def _duplicate(case: Case, value: Any, by: Any) -> Case | None:
    if not value:
        return None
    if not isinstance(value, Case) or not Case.objects.visible_to(by).filter(pk=value.pk).exists():
        raise ValidationError({"duplicate_of": _("ไม่พบเลขที่เรื่องนี้")})
    if value.pk == case.pk:
        raise ValidationError({"duplicate_of": _("เป็นเลขที่ของเรื่องนี้เอง")})
    if value.member_id != case.member_id:
        raise ValidationError({"duplicate_of": _("เรื่องซ้ำต้องเป็นของสมาชิกคนเดียวกัน")})
    return value


def _void(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    """Entered in error: counted apart from what was concluded.

    Whoever reads the timeline knows the member; the number of a restricted twin would tell whose that one is.
    """
    reason = _required(fields, "reason", _("บอกเหตุผลที่ยกเลิก"))
    twin = _duplicate(case, fields.get("duplicate_of"), by)
    is_told = twin is not None and (case.is_restricted or not twin.is_restricted)
    text = _("ซ้ำกับเรื่อง %(reference)s") % {"reference": twin.reference} if twin and is_told else ""
    return {"duplicate_of": twin}, {"duplicate_of": twin.reference if twin else ""}, f"{reason}\n{text}".strip()


def _reopen(case: Case, fields: Mapping[str, Any], by: Any, now: datetime) -> Checked:
    """The outcome before stays in the event and in the timeline."""
    reason = _required(fields, "reason", _("บอกเหตุผลที่เปิดเรื่องอีกครั้ง"))
    before = _("ผลเดิม: %(outcome)s (%(day)s)") % {
        "outcome": case.get_outcome_display(),
        "day": format_long(timezone.localdate(case.closed_at)),
    }
    changes = {
        "outcome": "",
        "outcome_summary": "",
        "closed_at": None,
        "closed_by": None,
        "action_owner": Case.Owner.CLINIC,
    }
    # The year's figures ask what the case was at the cut-off, also when it was reopened since.
    closed_at = case.closed_at.isoformat() if case.closed_at else ""
    detail = {"old_outcome": case.outcome, "closed_at": closed_at, "reopened_at": now.isoformat()}
    return changes, detail, f"{reason}\n{before}\n{case.outcome_summary}".strip()


_CHECKS = {
    "start": _start,
    "resume": _resume,
    "hold": _hold,
    "follow_up": _follow_up,
    "close": _close,
    "close_with_advice": _close,
    "void": _void,
    "reopen": _reopen,
}


def checked_changes(case: Case, move: str, fields: Mapping[str, Any], *, by: Any, now: datetime) -> Checked:
    """What the move writes, from what was typed. Raises ``ValidationError`` by field, in Thai."""
    return _CHECKS[move](case, fields, by, now)


def told_title(case: Case, move: str) -> str:
    """How the timeline names a move that was made."""
    return f"{case.machine.moves[move].label}"
