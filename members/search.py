"""Finding a member at the counter: by number, name or phone, also mistyped; and what to offer when nobody is found."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clinic_project.thai.text import keyboard_guess, search_key, sound_key, split_prefix
from members.models import Member
from members.querysets import MemberQuerySet

MOST_FOUND = 10
LONGEST_TEXT = 100
JOINED_TITLES = ("นางสาว", "นาง", "นาย")


@dataclass(frozen=True)
class Found:
    """What a search gave. ``note`` tells when it is a guess; a guess is offered, never taken by itself."""

    members: list[Member] = field(default_factory=list)
    is_exact: bool = False
    has_more: bool = False
    note: str = ""

    @property
    def only(self) -> Member | None:
        """The one member meant beyond doubt, or None."""
        return self.members[0] if len(self.members) == 1 and not self.note else None


def _some(rows: list[Member], most: int, note: str = "") -> Found | None:
    return Found(rows[:most], has_more=len(rows) > most, note=note) if rows else None


def _spellings(text: str) -> Iterator[str]:
    """As typed, then without a title. นายิกา is a name, so a title joined to the name comes off last."""
    yield text
    plain = split_prefix(text)[1]
    if plain != text:
        yield plain
    title = next((title for title in JOINED_TITLES if text.startswith(title)), "")
    if title:
        yield text.removeprefix(title)


def _turned(text: str) -> str:
    """The name with its last word first, as who reads from a list with surnames in front types it; else nothing."""
    *before, last = split_prefix(text)[1].split() or [""]
    return " ".join([last, *before]) if before else ""


def _as_typed(scope: MemberQuerySet, text: str, most: int) -> Found | None:
    spellings = [*_spellings(text), *(_spellings(turned) if (turned := _turned(text)) else ())]
    tries = (_some(scope.first_matching(spelling, most + 1), most) for spelling in spellings)
    return next((found for found in tries if found), None)


def _guessed(scope: MemberQuerySet, text: str, most: int) -> Found | None:
    """Typed with the wrong keyboard, or spelt as it sounds (thai-text.md, search)."""
    guess = keyboard_guess(text)
    if guess:
        note = _("ไม่พบ “%(text)s” แต่ถ้าแป้นพิมพ์เป็นภาษาไทยจะเป็น “%(guess)s”") % {"text": text, "guess": guess}
        found = _some(scope.first_matching(guess, most + 1), most, note)
        if found:
            return found
    sound = sound_key(split_prefix(guess or text)[1])
    if not sound:
        return None
    note = _("ไม่พบชื่อที่สะกดว่า “%(text)s” รายชื่อนี้ออกเสียงคล้ายกัน") % {"text": guess or text}
    return _some(scope.sounding_like(sound).first_in_order(most + 1), most, note)


def find_members(scope: MemberQuerySet, text: str, *, most: int = MOST_FOUND) -> Found:
    """Look for a member within a scope. An exact number gives that one; else up to ``most``, with a note on guesses."""
    text = text.strip()[:LONGEST_TEXT]
    key = search_key(text)
    if not key:
        return Found()
    exact = scope.filter(number=key).first() if key.isascii() and key.isdigit() else None
    if exact is not None:
        return Found([exact], is_exact=True)
    return _as_typed(scope, text, most) or _guessed(scope, text, most) or Found()
