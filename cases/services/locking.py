"""The first step of every write on a case, and the guard against overwriting what somebody else just saved."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import Case
from cases.permissions import can_work
from clinic_project import audit, workflow
from clinic_project.workflow import StaleState


class EditedMeanwhile(StaleState):
    """Somebody saved the same thing since the page was drawn. ``record`` is the case, ``last`` its last event."""

    def __init__(self, case: Case) -> None:
        RuntimeError.__init__(self, f"{case} was edited meanwhile")
        self.record = case
        self.last = audit.events_of(case).first()


def fingerprint(values: Iterable[Any]) -> str:
    """A short mark of stored values, to see whether they changed between drawing a form and saving it."""
    return hashlib.sha256(repr([str(value) for value in values]).encode()).hexdigest()[:24]


def lock_active(case: Case, by: Any) -> Case:
    """The row read again under a lock, for work a finished case no longer takes.

    Raises ``NotAllowed`` where the person may not work on it, ``ValidationError`` where it is closed or void.
    """
    locked = workflow.lock(case)
    can_work(by, locked).or_raise()
    if not locked.is_active:
        raise ValidationError(_("เรื่องนี้สิ้นสุดแล้ว เปิดอีกครั้งก่อนจึงแก้ไขได้"))
    return locked


def refuse_stale(case: Case, seen: str | None, now: str) -> None:
    """Raise :class:`EditedMeanwhile` when the form was drawn from other values than are stored now.

    ``seen`` None: the caller drew no form (an import, another service).
    """
    if seen is not None and seen != now:
        raise EditedMeanwhile(case)
