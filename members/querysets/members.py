"""Scope and named reads of members."""

from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, Subquery

from clinic_project.scoping import ScopedQuerySet
from clinic_project.sealing import digests
from clinic_project.thai.text import search_key

SHORTEST_INSIDE = 3
"""From so many letters on a text is looked for inside words too; a shorter one where a name or number begins."""
FEW = 500
"""Up to so many found are gathered by the text's index and then put in order; more are met soon by walking in order."""
FEW_OF_SHORT = 100
"""The same for a text too short for inside words, which so many have that gathering more costs more than the walk."""


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
        serving = MemberClinic.objects.filter(member=OuterRef("pk"), clinic_id__in=user.clinic_ids)
        if user.is_central:
            # Asked of each member found. PostgreSQL would read all whom central serves before it answers to EXISTS.
            return living.alias(serving=Subquery(serving.order_by().values("pk")[:1])).filter(
                Q(is_known_to_central=True) | Q(serving__isnull=False)
            )
        return living.filter(Exists(serving))

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

    def served_by(self, *clinics: Any) -> Self:
        """Members one of the clinics serves; central also sees others, whom it doesn't serve."""
        from members.models import MemberClinic  # the two files of this app name each other

        return self.filter(Exists(MemberClinic.objects.filter(member=OuterRef("pk"), clinic__in=clinics)))

    def sounding_like(self, sound: str) -> Self:
        """Members with a first or last name that sounds like this (a key of ``thai.text.sound_key``)."""
        return self.filter(sound_key__contains=sound)

    def for_list(self) -> Self:
        """Order by name in dictionary order, by stored key."""
        return self.order_by("sort_key", "number")

    def first_in_order(self, most: int, few: int = FEW) -> list[Any]:
        """The first ``most`` by name in dictionary order, whether the text searched for is a common one or a rare one.

        Asked in one go, PostgreSQL takes many a rare text for a common one and walks through everybody in order.
        """
        gathered = list(self.order_by().values_list("pk", flat=True)[: few + 1])
        found = self if len(gathered) > few else self.filter(pk__in=gathered)
        return list(found.for_list()[:most]) if gathered else []

    def first_matching(self, text: str, most: int) -> list[Any]:
        """The first ``most`` whom a text matches, by name in dictionary order."""
        is_short = len(search_key(text)) < SHORTEST_INSIDE
        return self.matching(text).first_in_order(most, FEW_OF_SHORT if is_short else FEW)
