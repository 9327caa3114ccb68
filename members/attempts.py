"""A brake on guessing: number and name of members can't be tried by the hundred."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic_project.tries import Guess, tries_of

MOST_FAILURES = 15
WINDOW_SECONDS = 600


def _name(user: Any) -> str:
    return f"members.guess:{user.pk}"


def refuse_guessing(user: Any) -> None:
    """Raise ``ValidationError`` for a person who failed too often within the last ten minutes."""
    if tries_of(_name(user), seconds=WINDOW_SECONDS) >= MOST_FAILURES:
        raise ValidationError({"number": _("เลขกับชื่อไม่ตรงหลายครั้งเกินไป รอ 10 นาทีแล้วลองใหม่ โดยดูจากบัตรสมาชิก")})


def wrong_guess(message: Any, *, by: Any) -> Guess:
    """The refusal of a failed try, which counts (``clinic_project.tries``)."""
    return Guess(message, name=_name(by), seconds=WINDOW_SECONDS)
