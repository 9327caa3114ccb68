"""What has been kept long enough: the rules of a day, what is due by them, and what is held back."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.registry import Ended, registry
from members.models import DataRequest, LegalHold, Member, RetentionRule
from members.models.member import NOBODY

YEARS = {"case": 10, "advice": 2, "former": 10}
"""Years things are kept where the cooperative has set none (domain.md section 6)."""
ERASURE = "erasure"


def rules_on(day: date) -> dict[str, int]:
    """Years by kind."""
    return {**YEARS, **RetentionRule.objects.in_force(day)}


def last_day(today: date, years: int) -> date:
    """What ended on this day or before has been kept the years."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


@dataclass
class Due:
    """What a run would take out: by kind; and what it leaves, with the reason."""

    things: dict[str, list[Ended]] = field(default_factory=dict)
    held: list[tuple[Ended, str]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {kind: len(found) for kind, found in self.things.items() if found}

    @property
    def reasons(self) -> dict[str, int]:
        """How many are held back, by reason."""
        return dict(Counter(reason for _thing, reason in self.held))


def _gone_members(last: date) -> list[Ended]:
    """Members who left by a day and of whom nothing else is held."""
    left = Member.objects.filter(kind=Member.Kind.FORMER, retirement_date__lte=last, merged_into__isnull=True)
    busy = {pk for source in registry.member_subjects for pk in _with_anything(source, left)}
    return [
        Ended(member, f"#{member.pk}", member.pk, member.retirement_date)
        for member in left.order_by("pk")
        if member.pk not in busy and member.retirement_date
    ]


def _with_anything(source: Any, members: Any) -> set[int]:
    return {member.pk for member in members if any(list(keys) for _kind, keys in source(member))}


def _erasures() -> list[Ended]:
    """Members whose request to be erased was granted, and who are still there."""
    granted = DataRequest.objects.filter(kind=DataRequest.Kind.ERASURE, status="fulfilled").select_related("member")
    found = {row.member_id: row for row in granted.exclude(member__number__startswith=f"{NOBODY}-")}
    return [Ended(row.member, row.reference, row.member_id, row.received_on) for row in found.values()]


@dataclass(frozen=True)
class Waiting:
    """What a granted erasure waits for, and until when."""

    why: str
    until: str


def erasure_waits(request: DataRequest) -> list[Waiting]:
    """What keeps a granted request to be erased from being done; with nothing in its way, the next taking out."""
    if not request.waits_to_be_erased:
        return []
    member, found = request.member, []
    if LegalHold.objects.standing().of(member).exists():
        found.append(Waiting(_("มีคำสั่งระงับการลบ"), _("จนกว่าหัวหน้าหรือเลขานุการคลินิกที่ระงับจะยกเลิกคำสั่ง")))
    reasons = [str(why) for source in registry.member_obstacles if (why := source(member))]
    found += [Waiting(why, _("จนกว่าเรื่องนั้นจะยุติ")) for why in reasons]
    return found or [Waiting(_("รอผู้ดูแลระบบสั่งลบข้อมูลที่พ้นกำหนด"), _("จนถึงการลบครั้งถัดไป ไม่มีเหตุอื่นให้รอแล้ว"))]


def _holds() -> set[tuple[int, str]]:
    """Whom and which case the standing holds keep; a hold on a record merged away keeps what it was merged into."""
    standing = LegalHold.objects.standing()
    found = standing.values_list("member_id", "member__merged_into_id", "case_reference")
    return {(kept or member, reference) for member, kept, reference in found}


def due_on(today: date) -> Due:
    """Everything that is due on a day, the held apart."""
    rules, due = rules_on(today), Due()
    holds = _holds()
    found = {kind: list(source(last_day(today, rules[kind]))) for kind, source in registry.ended.items()}
    found["former"] = _gone_members(last_day(today, rules["former"]))
    found[ERASURE] = _erasures()
    for kind, things in found.items():
        for thing in things:
            reason = _reason_to_keep(kind, thing, holds)
            if reason:
                due.held.append((thing, reason))
            else:
                due.things.setdefault(kind, []).append(thing)
    return due


def _reason_to_keep(kind: str, thing: Ended, holds: set[tuple[int, str]]) -> str:
    if (thing.member_id, "") in holds or (thing.member_id, thing.reference) in holds:
        return _("มีคำสั่งระงับการลบ")
    if kind not in {"former", ERASURE}:
        return ""
    if any(member == thing.member_id for member, _reference in holds):
        return _("มีคำสั่งระงับการลบ")
    return next((str(why) for source in registry.member_obstacles if (why := source(thing.record))), "")
