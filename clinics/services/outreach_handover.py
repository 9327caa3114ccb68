"""Handing over a place in the teams of planned outreach (R4, R27)."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project import audit, workflow
from clinic_project.registry import HandoverRow, HandoverSource
from clinic_project.thai.dates import format_short
from clinics.models import OutreachPlan


def _ahead() -> Any:
    """Plans that are not over yet."""
    return OutreachPlan.objects.filter(status="planned", ends_on__gte=timezone.localdate())


def counts(user_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Outreach ahead by who goes and clinic."""
    found = _ahead().filter(team__in=user_ids).order_by().values_list("team", "clinic")
    return {(user, clinic): n for user, clinic, n in found.annotate(n=Count("pk"))}


def rows(user: Any, clinic: Any, reader: Any) -> list[HandoverRow]:
    """A person's outreach ahead in a clinic; plans are no secret inside it."""
    plans = _ahead().filter(team=user, clinic=clinic).order_by("starts_on", "id")
    return [HandoverRow(str(p.pk), p.title, format_short(p.starts_on), p.get_absolute_url()) for p in plans]


@transaction.atomic
def give(user: Any, clinic: Any, key: str, *, to: Any, by: Any) -> None:
    """Let ``to`` go in ``user``'s place (``key``: the plan's id)."""
    locked = workflow.lock(OutreachPlan.objects.get(pk=int(key), clinic=clinic))
    if not locked.team.filter(pk=user.pk).exists():
        return
    locked.team.remove(user)
    locked.team.add(to)
    detail = {"fields": ["team"], "from": user.username, "to": to.username}
    audit.record("outreach.changed", locked, by=by, reference=clinic.code, detail=detail)


SOURCE = HandoverSource("outreach", _("งานออกให้บริการที่จะถึง"), counts, rows, give)
