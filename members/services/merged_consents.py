"""Consents of two records that become one, or two again: a no that somebody said stays a no on either side.

Nothing here makes a consent valid again. One that a merge ended stays ended after the undoing, and the member is asked.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic_project import audit
from members.models import Consent, Member, Merge


def _yes_said(consent: Consent) -> tuple[date, datetime]:
    return consent.given_on, consent.recorded_at


def _no_said(consent: Consent) -> tuple[date, datetime] | None:
    """When the member said no: by not allowing it, or by taking it back."""
    if consent.withdrawn_at:
        return consent.withdrawn_on or timezone.localdate(consent.withdrawn_at), consent.withdrawn_at
    return None if consent.answer == Consent.Answer.GIVEN else _yes_said(consent)


def _of_both(kept: Member, gone: Member, *, lock: bool = False) -> list[Consent]:
    rows = Consent.objects.filter(member__in=(kept.pk, gone.pk))
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return list(rows.select_related("member").order_by("pk"))


@dataclass(frozen=True)
class Ended:
    """A consent in force that ends: by which later no of the member, said on which day."""

    consent: Consent
    refusal: Consent
    refused_on: date


@dataclass(frozen=True)
class Aside:
    """Two consents in force to the same purpose: the one that stays, and the one that lies with the empty record."""

    stays: Consent
    lies: Consent


def _refused_since(rows: Iterable[Consent]) -> list[Ended]:
    """Consents in force of which a later no is known, each with the newest one."""
    rows = list(rows)
    refusals = sorted(((said, row.pk, row) for row in rows if (said := _no_said(row))), reverse=True)
    found = []
    for consent in rows:
        yes = _yes_said(consent)
        for no, _pk, refusal in refusals:
            if consent.is_in_force and refusal.purpose == consent.purpose and no > yes:
                found.append(Ended(consent, refusal, no[0]))
                break
    return found


def ended_by_merging(kept: Member, gone: Member) -> tuple[list[Ended], list[Aside]]:
    """What a merge would do to consents, for who decides about it: those that end, those that lie aside."""
    rows = _of_both(kept, gone)
    ended = _refused_since(rows)
    over = {one.consent.pk for one in ended}
    allowed = [row for row in rows if row.is_in_force and row.pk not in over]
    stays = {row.purpose: row for row in allowed if row.member_id == kept.pk}
    return ended, [
        Aside(stays[row.purpose], row) for row in allowed if row.member_id == gone.pk and row.purpose in stays
    ]


def _taken_back_since(rows: Collection[Consent], of_gone: Collection[int], since: datetime) -> list[Consent]:
    """Consents of the record that becomes its own again, taken back of the one record since the merge."""
    purposes = {row.purpose for row in rows if row.withdrawn_at and row.withdrawn_at >= since}
    return [row for row in rows if row.pk in of_gone and row.is_in_force and row.purpose in purposes]


def parted_by_undoing(merge: Merge) -> tuple[list[Consent], list[Consent]]:
    """What an undoing would do to consents: those that go back to the other record, and which of them end."""
    rows = _of_both(merge.kept, merge.gone)
    moved = merge.moved["rows"].get("members.consent.member", [])
    own = {row.pk for row in rows if row.pk in moved or row.member_id == merge.gone_id}
    back = [row for row in rows if row.pk in own and row.is_in_force]
    return back, _taken_back_since(rows, own, merge.merged_at)


def _end(consent: Consent, by: Any) -> None:
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("member.consent.withdrawn", consent.member, by=by, detail={"purpose": consent.purpose})


@transaction.atomic
def end_refused_since(kept: Member, gone: Member, *, by: Any) -> None:
    """Before the rows go over: what one record allows and the other refused or took back later is allowed no more."""
    for one in _refused_since(_of_both(kept, gone, lock=True)):
        _end(one.consent, by)


@transaction.atomic
def end_taken_back_while_merged(kept: Member, gone: Member, since: datetime, *, by: Any) -> None:
    """After an undoing: what was taken back of the one record since the merge is no longer allowed by the other one."""
    rows = _of_both(kept, gone, lock=True)
    for consent in _taken_back_since(rows, {row.pk for row in rows if row.member_id == gone.pk}, since):
        _end(consent, by)
