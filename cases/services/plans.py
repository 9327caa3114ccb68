"""The plan agreed with a member: its versions, the follow-ups that come of it, and how it goes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Entry, FollowUp, Plan, PlanLine, PlanProgress, WayOut
from cases.outside_debts import outdated_text
from cases.permissions import can_be_assigned
from cases.services.follow_ups import plan_follow_up, record_follow_up
from cases.services.locking import lock_active
from cases.services.timeline import add_entry
from clinic_project import audit
from clinic_project.thai.dates import format_long

MOST_LINES = 8
STATES = PlanProgress.State.values


def _checked(lines: Iterable[Mapping[str, Any]], agreed_on: date, next_visit: date | None) -> list[dict[str, Any]]:
    rows = [{**line, "what": str(line.get("what") or "").strip()} for line in lines]
    rows = [row for row in rows if row["what"]]
    if not 1 <= len(rows) <= MOST_LINES:
        raise ValidationError(_("กรอกสิ่งที่จะทำ 1 ถึง %(most)d ข้อ") % {"most": MOST_LINES})
    for row in rows:
        if row["who"] not in PlanLine.Who.values:
            raise ValidationError(_("เลือกผู้ทำจากรายการ"))
    if next_visit is not None and next_visit < agreed_on:
        raise ValidationError({"next_visit": _("นัดพบครั้งหน้าต้องไม่ก่อนวันที่ตกลงกัน")})
    return rows


def _officer(case: Case, by: Any) -> Any:
    """Who follows up: whoever is in charge, else who makes the plan."""
    return case.officer if can_be_assigned(case.officer, case) else by


def _asked_again(case: Case, subject: str, due_on: date | None, kept: dict[Any, FollowUp], **who: Any) -> Any:
    """A follow-up for a day from today on: the one there was, or a new one."""
    if due_on is None or due_on < timezone.localdate(who["now"]):
        return None
    found = kept.pop((subject, due_on), None)
    if found is not None:
        return found
    return plan_follow_up(case, subject=subject, due_on=due_on, officer=_officer(case, who["by"]), **who)


def _waiting(last: Plan | None) -> dict[Any, FollowUp]:
    """Follow-ups of the plan before that nobody has made yet, by subject and day."""
    if last is None:
        return {}
    found = [line.follow_up for line in last.lines.select_related("follow_up")] + [last.visit_follow_up]
    return {(one.subject, one.due_on): one for one in found if one is not None and not one.done_at}


def _refuse_outdated(case: Case, way_out: WayOut | None, last: Plan | None) -> None:
    """A way taken up anew must not count outside debts the member no longer lets the clinic use."""
    is_new = way_out is not None and (last is None or last.way_out_id != way_out.pk)
    if way_out is not None and is_new and (text := outdated_text(case.member, way_out.compared.at)):
        raise ValidationError(text)


@transaction.atomic
def make_plan(
    case: Case,
    *,
    lines: Iterable[Mapping[str, Any]],
    agreed_on: date,
    by: Any,
    next_visit: date | None = None,
    note: str = "",
    way_out: WayOut | None = None,
    now: datetime | None = None,
) -> Plan:
    """Write a version of the plan; ``lines``: ``what``, ``who``, ``due_on``. Days to come become follow-ups.

    A follow-up of the version before stays where its line stays; where its line is gone it is closed with a word that
    a new version took its place. Raises ``ValidationError`` in Thai.
    """
    now = now or timezone.now()
    locked = lock_active(case, by)
    if agreed_on > timezone.localdate(now):
        raise ValidationError({"agreed_on": _("วันที่ตกลงกันต้องไม่อยู่ในอนาคต")})
    if way_out is not None and way_out.compared.case_id != locked.pk:
        raise ValidationError(_("เลือกทางออกของเรื่องนี้"))
    rows = _checked(lines, agreed_on, next_visit)
    last = Plan.objects.filter(case=locked).order_by("-number").first()
    _refuse_outdated(locked, way_out, last)
    kept, who = _waiting(last), {"by": by, "now": now}
    number = last.number + 1 if last else 1
    plan: Plan = Plan.objects.create(
        case=locked, number=number, way_out=way_out, agreed_on=agreed_on, next_visit=next_visit,
        note=note.strip()[:300], at=now, by=by,
    )  # fmt: skip
    for order, row in enumerate(rows, 1):
        follow_up = _asked_again(locked, row["what"][:200], row["due_on"], kept, **who)
        values = {"what": row["what"][:200], "who": row["who"], "due_on": row["due_on"]}
        PlanLine.objects.create(plan=plan, order=order, follow_up=follow_up, **values)
    visit = _asked_again(locked, _("พบสมาชิกตามนัด ดูความคืบหน้าของแผน"), next_visit, kept, **who)
    if visit is not None:
        plan.visit_follow_up = visit
        plan.save(update_fields=["visit_follow_up"])
    for gone in kept.values():
        record_follow_up(gone, result=_("แผนฉบับที่ %(n)d แทน") % {"n": number}, by=by, now=now)
    audit.record("case.plan", locked, by=by, detail={"number": number, "lines": len(rows)})
    title = _("ตกลงแผนฉบับที่ %(n)d เมื่อ %(day)s") % {"n": number, "day": format_long(agreed_on)}
    add_entry(locked, Entry.Kind.FOLLOW_UP, title, "\n".join(row["what"] for row in rows), by=by, now=now)
    return plan


@transaction.atomic
def record_progress(
    plan: Plan, *, states: Mapping[int, tuple[str, str]], on: date, by: Any, now: datetime | None = None
) -> list[PlanProgress]:
    """Write how lines stand at a visit: line -> state and note. What is done closes its follow-up.

    Raises ``ValidationError`` where nothing is said, a day lies ahead, or a newer version took the plan's place.
    """
    now = now or timezone.now()
    locked = lock_active(plan.case, by)
    if on > timezone.localdate(now) or on < plan.agreed_on:
        raise ValidationError({"on": _("วันที่ต้องอยู่ระหว่างวันที่ตกลงแผนกับวันนี้")})
    if Plan.objects.filter(case=locked, number__gt=plan.number).exists():
        raise ValidationError(_("มีแผนฉบับใหม่แล้ว เปิดหน้าเรื่องแล้วบันทึกในฉบับใหม่"))
    lines = {line.pk: line for line in plan.lines.select_related("follow_up")}
    said = {lines[pk]: given for pk, given in states.items() if pk in lines and given[0] in STATES}
    if not said:
        raise ValidationError(_("เลือกความคืบหน้าอย่างน้อยหนึ่งข้อ"))
    rows = []
    for line, (state, note) in said.items():
        rows.append(PlanProgress.objects.create(line=line, on=on, state=state, note=note.strip()[:300], by=by))
        if state == PlanProgress.State.DONE and line.follow_up and not line.follow_up.done_at:
            record_follow_up(line.follow_up, result=note.strip() or _("ทำแล้ว"), by=by, now=now)
    audit.record("case.plan.progress", locked, by=by, detail={"number": plan.number, "lines": len(rows)})
    labels = dict(PlanProgress.State.choices)
    text = "\n".join(f"{row.line.what}: {labels[row.state]} {row.note}".strip() for row in rows)
    title = _("ความคืบหน้าของแผน %(day)s") % {"day": format_long(on)}
    add_entry(locked, Entry.Kind.FOLLOW_UP, title, text, by=by, now=now)
    return rows
