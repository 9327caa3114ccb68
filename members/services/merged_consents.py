"""Consents of two records that become one, or two again: a no that somebody said stays a no on either side.

Nothing here makes a consent valid again. One that a merge ended stays ended after the undoing, and the member is asked.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clinic_project import audit
from members.models import Consent, Member


def _yes_said(consent: Consent) -> tuple[date, datetime]:
    return consent.given_on, consent.recorded_at


def _no_said(consent: Consent) -> tuple[date, datetime] | None:
    """When the member said no: by not allowing it, or by taking it back."""
    if consent.withdrawn_at:
        return timezone.localdate(consent.withdrawn_at), consent.withdrawn_at
    return None if consent.answer == Consent.Answer.GIVEN else _yes_said(consent)


def _of_both(kept: Member, gone: Member) -> list[Consent]:
    rows = Consent.objects.select_for_update(of=("self",)).filter(member__in=(kept.pk, gone.pk))
    return list(rows.select_related("member").order_by("pk"))


def _end(consent: Consent, by: Any) -> None:
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("member.consent.withdrawn", consent.member, by=by, detail={"purpose": consent.purpose})


@transaction.atomic
def end_refused_since(kept: Member, gone: Member, *, by: Any) -> None:
    """Before the rows go over: what one record allows and the other refused or took back later is allowed no more."""
    rows = _of_both(kept, gone)
    refusals = [(row.purpose, said) for row in rows if (said := _no_said(row))]
    for consent in rows:
        yes = _yes_said(consent)
        if consent.is_in_force and any(purpose == consent.purpose and no > yes for purpose, no in refusals):
            _end(consent, by)


@transaction.atomic
def end_taken_back_while_merged(kept: Member, gone: Member, since: datetime, *, by: Any) -> None:
    """After an undoing: what was taken back of the one record since the merge is no longer allowed by the other one."""
    rows = _of_both(kept, gone)
    ended = {row.purpose for row in rows if row.withdrawn_at and row.withdrawn_at >= since}
    for consent in rows:
        if consent.member_id == gone.pk and consent.is_in_force and consent.purpose in ended:
            _end(consent, by)
