"""A member's name changes: the old one stays known, with the day it ended and why."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.thai.text import normalise
from members.models import FormerName, Member
from members.permissions import can_serve_member


def former_text(member: Member, *, without: Member | None = None) -> str:
    """Former names, and numbers of records merged into this one, as the search finds them in the member's keys.

    ``without``: a record that is about to be one of its own again.
    """
    names = FormerName.objects.filter(member=member).values_list("first_name", "last_name")
    merged = Member.objects.filter(merged_into=member).exclude(pk=without.pk if without else None)
    numbers = merged.values_list("number", flat=True)
    return " ".join([*(f"{first} {last}".strip() for first, last in names), *numbers])[:400]


def imported_name(member: Member, old: tuple[str, str, str], *, by: Any) -> FormerName:
    """The name a table put another in place of, not stored yet; the member, not stored either, is found by it.

    ``old``: prefix, first and last name.
    """
    prefix, first, last = old
    known = f"{member.former_names_text} {first} {last}".split()
    member.former_names_text = " ".join(dict.fromkeys(known))[:400]
    row = FormerName(member=member, prefix=prefix, first_name=first, last_name=last, until=timezone.localdate())
    row.reason, row.recorded_at, row.recorded_by = FormerName.Reason.IMPORTED, timezone.now(), by
    return row


@transaction.atomic
def rename_member(
    member: Member, *, prefix: str, first_name: str, last_name: str, until: date, reason: str, by: Any
) -> Member:
    """Give a member a new name; the one until now becomes a former name, used until ``until``.

    Raises ``ValidationError`` for the same name, and for a day to come.
    """
    can_serve_member(by, member).or_raise()
    locked: Member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    old = {"prefix": locked.prefix, "first_name": locked.first_name, "last_name": locked.last_name}
    new = {"prefix": normalise(prefix), "first_name": normalise(first_name), "last_name": normalise(last_name)}
    if old == new:
        raise ValidationError({"first_name": _("ชื่อใหม่เหมือนชื่อเดิม แก้คำนำหน้า ชื่อ หรือนามสกุล")})
    if until > timezone.localdate():
        raise ValidationError({"until": _("วันสุดท้ายที่ใช้ชื่อเดิมต้องไม่หลังวันนี้")})
    FormerName.objects.create(
        member=locked, **old, until=until, reason=reason, recorded_at=timezone.now(), recorded_by=by
    )
    for name, value in new.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.former_names_text = former_text(locked)
    locked.save()
    audit.record("member.renamed", locked, by=by, detail={"reason": reason})
    return locked
