"""Two records become one, and two again where that was wrong."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.sealing import digest, unseal
from members import merging
from members.models import DifferentPeople, FormerName, Member, Merge
from members.permissions import can_merge, can_undo_merge
from members.services.members import add_member
from members.services.merged_consents import end_refused_since, end_taken_back_while_merged
from members.services.names import former_text

NATIONAL_ID = "national_id"
KNOWN = "is_known_to_central"
CHOSEN = (
    "prefix", "first_name", "last_name", "kind", "birth_date", "unit", "position", "province", "phone",
    "phone_extension", "second_phone", "joined_on", "retirement_date",
    "share_capital", "deposits", "loans", "amounts_on",
)  # fmt: skip
"""Fields of which one value stays; the national ID, sealed in two columns, is one of them too."""


def _locked(*keys: int) -> dict[int, Member]:
    """The rows, locked in one order whoever asks."""
    rows = Member.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def _text(member: Member, name: str) -> str | None:
    field: Any = Member._meta.get_field(name)
    return None if getattr(member, name) is None else field.value_to_string(member)


def _put(member: Member, name: str, text: str | None) -> None:
    field: Any = Member._meta.get_field(name)
    setattr(member, name, None if text is None else field.to_python(text))


def _take_values(kept: Member, gone: Member, take: Collection[str]) -> dict[str, list[Any]]:
    """Put the chosen values into ``kept``; give back what stood there and what stands there now."""
    before: dict[str, list[Any]] = {}
    for name in CHOSEN:
        if name in take and getattr(kept, name) != getattr(gone, name):
            before[name] = [_text(kept, name), _text(gone, name)]
            setattr(kept, name, getattr(gone, name))
    if NATIONAL_ID in take:
        before["national_id_sealed"] = [kept.national_id_sealed, gone.national_id_sealed]
        kept.national_id_sealed, kept.national_id_digest = gone.national_id_sealed, None
        if gone.national_id:
            kept.national_id_digest = digest(gone.national_id)
    if gone.is_known_to_central and not kept.is_known_to_central:
        before[KNOWN] = ["False", "True"]
        kept.is_known_to_central = True
    return before


def _lead_over(kept: Member, gone: Member) -> dict[str, list[int]]:
    """Point every row of ``gone`` to ``kept``; give back which ones."""
    moved: dict[str, list[int]] = {}
    for label, field, how in merging.followers():
        barred = merging.barred(label, kept, gone)
        rows = field.model._base_manager.filter(**{field.name: gone}).exclude(barred).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        if how == merging.MOVE:
            rows.filter(pk__in=keys).update(**{field.name: kept})
        else:
            keys = [key for key in keys if _moved_alone(rows.filter(pk=key), field.name, kept)]
        if keys:
            moved[label] = keys
    return moved


def _lay_aside(kept: Member, gone: Member) -> dict[str, list[int]]:
    """Rows of ``kept`` in which ``gone`` stands on the other side lie with ``gone``; give back which ones."""
    aside: dict[str, list[int]] = {}
    for label, field, _how in merging.followers():
        rows = field.model._base_manager.filter(merging.barred(label, kept, gone), **{field.name: kept}).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            aside[label] = [
                key for key in keys if _moved_alone(field.model._base_manager.filter(pk=key), field.name, gone)
            ]
    return aside


def _moved_alone(row: Any, name: str, to: Member) -> bool:
    """Move a row unless that record has one of its kind."""
    try:
        with transaction.atomic():
            return bool(row.update(**{name: to}))
    except IntegrityError:
        return False


def _keep_other_name(kept: Member, gone: Member, before: dict[str, list[Any]], by: Any) -> int | None:
    """The name that doesn't stay becomes a former one, so that the search still finds it. Gives its key."""
    stood = {name: before[name][0] if name in before else getattr(kept, name) for name in ("first_name", "last_name")}
    now = (kept.first_name, kept.last_name)
    other = next(
        (
            pair
            for pair in ((stood["first_name"], stood["last_name"]), (gone.first_name, gone.last_name))
            if pair != now
        ),
        None,
    )
    if other is None:
        return None
    today = timezone.localdate()
    row = FormerName.objects.create(
        member=kept, first_name=other[0], last_name=other[1], until=today, reason=FormerName.Reason.MERGED,
        recorded_at=timezone.now(), recorded_by=by,
    )  # fmt: skip
    return int(row.pk)


@transaction.atomic
def merge_members(kept: Member, gone: Member, *, take: Collection[str], by: Any) -> Merge:
    """Make one record of two: rows of ``gone`` go over to ``kept``, which takes the values named in ``take``.

    ``gone`` stays as an empty record that nobody sees, for the undoing within ``MERGE_UNDO_DAYS`` days.
    """
    rows = _locked(kept.pk, gone.pk)
    kept, gone = rows[kept.pk], rows[gone.pk]
    if kept.merged_into_id or gone.merged_into_id:
        raise ValidationError(_("มีผู้รวมระเบียนนี้ไปแล้ว กลับไปดูรายชื่อใหม่"))
    # Under the lock: a clinic that receives one of the two meanwhile has its say.
    can_merge(by, kept, gone).or_raise()
    end_refused_since(kept, gone, by=by)
    aside = _lay_aside(kept, gone)
    moved = _lead_over(kept, gone)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    before = _take_values(kept, gone, take)
    created = _keep_other_name(kept, gone, before, by)
    kept.full_clean()
    kept.former_names_text = former_text(kept)
    kept.save()
    merge: Merge = Merge.objects.create(
        kept=kept, gone=gone, before=before, moved={"rows": moved, "created": created, "aside": aside},
        merged_at=timezone.now(), merged_by=by,
        undo_until=timezone.localdate() + timedelta(days=settings.MERGE_UNDO_DAYS),
    )  # fmt: skip
    detail = {"count": sum(map(len, moved.values())), "fields": sorted(before)}
    for subject in (kept, gone):
        audit.record("member.merged", subject, by=by, reference=kept.number, detail=detail)
    return merge


def _lead_back(here: Member, to: Member, moved: dict[str, list[int]]) -> None:
    """Point rows back to the record they came from; whom central knows by one of them meanwhile it goes on knowing."""
    fields = {label: field for label, field, _how in merging.followers()}
    for label, keys in moved.items():
        field = fields[label]
        rows = field.model._base_manager.filter(pk__in=keys)
        rows.filter(**{field.name: here}).update(**{field.name: to})
        if any(one.name == KNOWN for one in field.model._meta.concrete_fields):
            known = rows.filter(**{field.name: to, KNOWN: True}).exists()
            to.is_known_to_central = to.is_known_to_central or known


def _put_back(kept: Member, before: dict[str, list[Any]]) -> None:
    """Take back the values the merge brought; what somebody changed since stays.

    Central may have been sent a matter of the kept one meanwhile, so it goes on seeing them in any case.
    """
    for name, (old, new) in before.items():
        if name == KNOWN:
            continue
        if name == "national_id_sealed":
            if unseal(kept.national_id_sealed) == unseal(new):
                kept.national_id_sealed = old
                kept.national_id_digest = digest(unseal(old)) if old else None
        elif _text(kept, name) == new:
            _put(kept, name, old)


@transaction.atomic
def undo_merge(merge: Merge, *, by: Any) -> Member:
    """Make two records again. What was written to the kept one since stays with it; a consent taken back is none.

    Raises ``ValidationError`` after the last day for it, or when it was undone before.
    """
    locked: Merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    rows = _locked(locked.kept_id, locked.gone_id)
    can_undo_merge(by, locked).or_raise()
    if locked.undone_at or timezone.localdate() > locked.undo_until:
        raise ValidationError(_("การรวมนี้ยกเลิกไปแล้ว หรือเลยวันสุดท้ายที่ยกเลิกได้แล้ว"))
    kept, gone = rows[locked.kept_id], rows[locked.gone_id]
    _lead_back(kept, gone, locked.moved["rows"])
    _lead_back(gone, kept, locked.moved.get("aside", {}))
    end_taken_back_while_merged(kept, gone, locked.merged_at, by=by)
    FormerName.objects.filter(pk=locked.moved["created"], member=kept).delete()
    _put_back(kept, locked.before)
    if gone.national_id_digest and kept.national_id_digest == gone.national_id_digest:
        raise ValidationError(_("เลขประจำตัวประชาชนของสองระเบียนจะซ้ำกัน แก้ในระเบียนที่เก็บไว้ก่อน"))
    gone.merged_into = None
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save(update_fields=["undone_at", "undone_by"])
    for member in (kept, gone):
        # The kept one first: a national ID must not stand twice, not even for a moment. The other is still led to it.
        member.former_names_text = former_text(member, without=gone)
        member.save()
        audit.record("member.unmerged", member, by=by, reference=kept.number)
    return gone


@transaction.atomic
def tell_apart(first: Member, second: Member, *, by: Any) -> None:
    """Note that two who look alike are two people, so that they are offered no more."""
    can_merge(by, first, second, look_only=True).or_raise()
    low, high = sorted((first, second), key=lambda member: member.pk)
    _row, is_new = DifferentPeople.objects.get_or_create(
        first=low, second=high, defaults={"said_at": timezone.now(), "said_by": by}
    )
    if is_new:
        audit.record("member.told_apart", first, by=by, reference=first.number)


@transaction.atomic
def add_other_person(*, others: Collection[Member], by: Any, **fields: Any) -> Member:
    """Take a member on who looks like ``others`` and is none of them; the rest as in ``add_member``."""
    member = add_member(by=by, **fields)
    for other in others:
        if other.pk != member.pk:
            tell_apart(member, other, by=by)
    return member
