"""A brake on guessing: number and name of members can't be tried by the hundred.

The count stands in the cache, so that a transaction that is undone doesn't undo it."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_FAILURES = 15
WINDOW_SECONDS = 600


def _key(user: Any) -> str:
    return f"members.receive:{user.pk}"


def refuse_guessing(user: Any) -> None:
    """Raise ``ValidationError`` for a person who failed too often within the last ten minutes."""
    if int(cache.get(_key(user), 0)) >= MOST_FAILURES:
        raise ValidationError({"number": _("เลขกับชื่อไม่ตรงหลายครั้งเกินไป รอ 10 นาทีแล้วลองใหม่ โดยดูจากบัตรสมาชิก")})


def note_failure(user: Any) -> None:
    """Count a failed try."""
    key = _key(user)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        cache.set(key, 1, WINDOW_SECONDS)
