"""Append-only events. Written in the transaction of the change, or before a member's data is shown."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.utils import timezone

from clinic_project.models import Event


class Actor(Protocol):
    """Who acts: the signed-in person with the role and clinic held right now."""

    pk: Any

    def audit_role(self) -> str:
        """Role code at this moment."""

    def audit_clinic(self) -> str:
        """Clinic code at this moment."""


def subject_type(subject: models.Model | type[models.Model]) -> str:
    """Name a model in events and documents, for example ``cases.case``."""
    return subject._meta.label_lower


def _event(
    kind: str, subject: models.Model, by: Any, detail: Mapping[str, Any] | None = None, reference: str = ""
) -> dict[str, Any]:
    return {
        "at": timezone.now(),
        "actor": by,
        "actor_role": by.audit_role() if by else "",
        "actor_clinic": by.audit_clinic() if by else "",
        "kind": kind,
        "subject_type": subject_type(subject),
        "subject_id": subject.pk,
        "subject_reference": reference or str(getattr(subject, "reference", "") or ""),
        "detail": dict(detail or {}),
    }


def record(
    kind: str, subject: models.Model, *, by: Any, detail: Mapping[str, Any] | None = None, reference: str = ""
) -> Event:
    """Write one event.

    ``detail`` holds codes, counts and dates, never the member's values. ``by`` is a user, or None
    for the system and for the public. Raises whatever the database raises: a change that can't be
    recorded must not happen (quality.md, safety 3).
    """
    return Event.objects.create(**_event(kind, subject, by, detail, reference))


def record_readings(subjects: Iterable[models.Model], *, by: Any, page: str, kind: str = "member.read") -> None:
    """Write that each of these was shown beside what the page is about; one query, none for nobody."""
    rows = [Event(**_event(kind, subject, by, {"page": page})) for subject in subjects]
    if rows:
        Event.objects.bulk_create(rows)


def events_of(subject: models.Model) -> models.QuerySet[Event]:
    """Events of one record, newest first, with their actors."""
    return Event.objects.filter(subject_type=subject_type(subject), subject_id=subject.pk).select_related("actor")


def moves_since(model: type[models.Model], since: datetime, *, but: Any) -> models.QuerySet[Event]:
    """Moves of records of one kind after a moment, newest first, without those one person made."""
    others = models.Q(actor__isnull=True) | ~models.Q(actor=but)
    moves = Event.objects.filter(others, subject_type=subject_type(model), kind__contains=".move.", at__gt=since)
    return moves.select_related("actor").order_by("-at", "-id")
