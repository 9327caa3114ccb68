"""Scope and named reads of members."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from clinic_project.scoping import ScopedQuerySet
from clinic_project.sealing import digests
from clinic_project.thai.text import search_key

SHORTEST_INSIDE = 3
"""From so many letters on a text is looked for inside words too; a shorter one where a name or number begins."""


class MemberQuerySet(ScopedQuerySet):
    """Members of the cooperative, as far as a clinic serves them."""

    def visible_to(self, user: Any) -> Self:
        """Members served by the person's clinics, and for central those with a case sent to central.

        Committees and administrators see no member (design.md, roles).
        """
        from members.models import MemberClinic  # the two files of this app name each other

        if not user.is_clinic_staff:
            return self.none()
        living = self.filter(merged_into__isnull=True)
        served = Exists(MemberClinic.objects.filter(member=OuterRef("pk"), clinic_id__in=user.clinic_ids))
        if user.is_central:
            return living.filter(served | Q(is_known_to_central=True))
        return living.filter(served)

    def matching(self, text: str) -> Self:
        """Members whose number, name or phone holds the text, tones and spaces set aside (R48: log what is shown)."""
        key = search_key(text)
        if not key:
            return self.none()
        # Two letters have no trigram, but the beginning of a word has.
        return self.filter(search_key__contains=key if len(key) >= SHORTEST_INSIDE else f" {key}")

    def with_national_id(self, digits: str) -> Self:
        """Whoever has exactly this national ID, under any of the keys in use."""
        return self.filter(national_id_digest__in=digests(digits))

    def served_by(self, clinic: Any) -> Self:
        """Members the clinic serves; central also sees others, whom it doesn't serve."""
        from members.models import MemberClinic  # the two files of this app name each other

        return self.filter(Exists(MemberClinic.objects.filter(member=OuterRef("pk"), clinic=clinic)))

    def sounding_like(self, sound: str) -> Self:
        """Members with a first or last name that sounds like this (a key of ``thai.text.sound_key``)."""
        return self.filter(sound_key__contains=sound)

    def for_list(self) -> Self:
        """Order by name in dictionary order, by stored key."""
        return self.order_by("sort_key", "number")
