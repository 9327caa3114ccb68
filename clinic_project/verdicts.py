"""The answer of a permission: yes, or no with a Thai reason a page can show."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """The move is refused to this person; the message is the Thai reason."""


@dataclass(frozen=True)
class Verdict:
    """``allowed``; when not, ``reason`` in Thai, and whether the page shows the button disabled at all."""

    allowed: bool
    reason: Any = ""
    shown: bool = True

    def __bool__(self) -> bool:
        return self.allowed

    def or_raise(self) -> None:
        """Raise :class:`NotAllowed` with the reason unless allowed."""
        if not self.allowed:
            raise NotAllowed(str(self.reason))


ALLOW = Verdict(True)


def deny(reason: Any) -> Verdict:
    """Refuse, and let the page show the button disabled with this Thai reason."""
    return Verdict(False, reason)


def hide(reason: Any) -> Verdict:
    """Refuse, and let the page leave the button out: this role never does this."""
    return Verdict(False, reason, shown=False)
