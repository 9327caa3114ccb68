"""The first step of every write on a case."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from cases.permissions import can_work
from clinic_project import workflow

FINISHED = _("เรื่องนี้สิ้นสุดแล้ว เปิดอีกครั้งก่อนจึงแก้ไขได้")


def lock_active(case: Case, by: Any) -> Case:
    """The row read again under a lock, for work a finished case no longer takes.

    Raises ``NotAllowed`` where the person may not work on it, ``ValidationError`` where it is closed or void.
    """
    locked = workflow.lock(case)
    can_work(by, locked).or_raise()
    if not locked.is_active:
        raise ValidationError(str(FINISHED))
    return locked
