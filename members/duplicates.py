"""Who may be the same person: by number, national ID, phone, or a name that sounds alike with the same birth date.
Where no birth date is asked for, as at the counter, first and last name together.

Nobody is merged by this: a person looks and decides. A scope is given; whoever is outside it is never found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.sealing import digest, digests
from clinic_project.thai.text import sound_key
from members.models import DifferentPeople, Member, number_key
from members.querysets import MemberQuerySet

MOST_ALIKE = 10
MOST_PAIRS = 100
LARGEST_GROUP = 4
"""More members than that with one phone number share an office, not a person."""


@dataclass(frozen=True)
class Traits:
    """What is compared of a person."""

    number: str = ""
    national_id: str = ""
    phones: tuple[str, ...] = ()
    sound: str = ""
    birth_date: date | None = None

    @classmethod
    def typed(cls, data: dict[str, Any]) -> "Traits":
        """Of what a form asked for."""
        name = f"{data.get('first_name', '')} {data.get('last_name', '')}"
        phones = tuple(phone for phone in (data.get("phone"), data.get("second_phone")) if phone)
        return cls(
            data.get("number", ""), data.get("national_id", ""), phones, sound_key(name), data.get("birth_date") or None
        )

    def condition(self) -> Q:
        """Rows that share at least one of them."""
        found = Q(pk__in=[])
        if self.number:
            found |= Q(number_key=number_key(self.number))
        if self.national_id:
            found |= Q(national_id_digest__in=digests(self.national_id))
        if self.phones:
            found |= Q(phone__in=self.phones) | Q(second_phone__in=self.phones)
        if self.birth_date and self.sound:
            found |= Q(birth_date=self.birth_date, sound_key__contains=self.sound)
        elif self.is_full_name:
            found |= Q(sound_key__contains=self.sound)
        return found

    def reasons(self, member: Member) -> list[str]:
        """Why the member may be this person, in Thai."""
        found = []
        if self.number and member.number_key == number_key(self.number):
            found.append(_("เลขสมาชิกต่างกันเพียงศูนย์นำหน้าหรือขีด"))
        if self.national_id and member.national_id_digest in digests(self.national_id):
            found.append(_("เลขประจำตัวประชาชนเดียวกัน"))
        if {member.phone, member.second_phone} & set(self.phones):
            found.append(_("โทรศัพท์เดียวกัน"))
        if self.birth_date and member.birth_date == self.birth_date and self.sound and self.sound in member.sound_key:
            found.append(_("ชื่อออกเสียงคล้ายกันและเกิดวันเดียวกัน"))
        elif not self.birth_date and self.is_full_name and self.sound in member.sound_key:
            found.append(_("ชื่อและนามสกุลออกเสียงเหมือนกัน"))
        return found

    @property
    def is_full_name(self) -> bool:
        """Whether a first and a last name were given."""
        return " " in self.sound


@dataclass(frozen=True)
class Alike:
    """A member who may be the person meant, and why."""

    member: Member
    reasons: list[str]


@dataclass
class Pair:
    """Two members who may be one."""

    first: Member
    second: Member
    reasons: list[str] = field(default_factory=list)


def alike(scope: MemberQuerySet, traits: Traits) -> list[Alike]:
    """Members in the scope who may be the person, those with the most reasons first. Not the holder of the number."""
    rows = scope.filter(traits.condition()).exclude(number=traits.number).order_by("sort_key", "number")[:MOST_ALIKE]
    return sorted((Alike(row, traits.reasons(row)) for row in rows), key=lambda found: -len(found.reasons))


def _numbers_like(number: str) -> set[str]:
    """Numbers of the register, of whichever clinic, that differ by zeros or hyphens only; none for a number in it."""
    if not number or Member.objects.filter(number=number).exists():
        return set()
    like = Member.objects.filter(merged_into__isnull=True, number_key=number_key(number))
    return set(like.values_list("number", flat=True)[:MOST_ALIKE])


def ask_about_alike(user: Any, form: Any, person: dict[str, Any]) -> None:
    """Show members who may be the ``person`` a valid form takes on, once; the showing is logged before (R48).

    ``form``: one with ``AlikePart``. Whoever was shown and passed over is another person.
    """
    found = alike(Member.objects.visible_to(user), Traits.typed(person))
    numbers = {one.member.number for one in found}
    likely = _numbers_like(person.get("number", "")) - numbers
    if not numbers | likely <= form.others():
        audit.record("member.search", user.clinic, by=user, detail={"count": len(found), "duplicates": True})
        form.show_alike(found, likely=sorted(likely))


def _groups(scope: MemberQuerySet, columns: tuple[str, ...], given: Q) -> Iterator[list[int]]:
    """Keys of members who share the columns."""
    rows = scope.filter(given).order_by().values(*columns).annotate(n=Count("pk")).filter(n__gt=1, n__lte=LARGEST_GROUP)
    shared = {tuple(row[column] for column in columns) for row in rows.order_by(*columns)[:MOST_PAIRS]}
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    wanted = {f"{columns[0]}__in": {values[0] for values in shared}}
    for pk, *values in scope.filter(given, **wanted).order_by("pk").values_list("pk", *columns):
        if tuple(values) in shared:
            found[tuple(values)].append(pk)
    yield from found.values()


def _shared_ids(scope: MemberQuerySet) -> Iterator[list[int]]:
    """Members who shared a national ID before it had to be alone: few, so that they can be opened."""
    late = scope.filter(national_id_digest__isnull=True).exclude(national_id_sealed="")
    by_digest = {digest(member.national_id): member.pk for member in late.order_by("pk")[:MOST_PAIRS]}
    for pk, found in (
        scope.filter(national_id_digest__in=by_digest).order_by("pk").values_list("pk", "national_id_digest")
    ):
        yield sorted((pk, by_digest[found]))


def _candidates(scope: MemberQuerySet) -> dict[tuple[int, int], list[str]]:
    sources = (
        (_("เลขสมาชิกต่างกันเพียงศูนย์นำหน้าหรือขีด"), _groups(scope, ("number_key",), ~Q(number_key=""))),
        (_("เลขประจำตัวประชาชนเดียวกัน"), _shared_ids(scope)),
        (
            _("ชื่อออกเสียงคล้ายกันและเกิดวันเดียวกัน"),
            _groups(scope, ("birth_date", "sound_key"), Q(birth_date__isnull=False) & ~Q(sound_key="")),
        ),
        (_("โทรศัพท์เดียวกัน"), _groups(scope, ("phone",), ~Q(phone=""))),
    )
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for reason, groups in sources:
        for group in groups:
            for pair in combinations(group, 2):
                found[pair].append(reason)
    return found


def _told_apart(keys: Iterable[int]) -> set[tuple[int, int]]:
    rows = DifferentPeople.objects.filter(first__in=list(keys))
    return set(rows.values_list("first_id", "second_id"))


def pairs(scope: MemberQuerySet) -> list[Pair]:
    """Pairs in the scope that somebody should look at, those with the most reasons first; a fixed number of queries."""
    found = _candidates(scope)
    for known in _told_apart({first for first, _second in found}):
        found.pop(known, None)
    best = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_PAIRS]
    members = scope.in_bulk({pk for pair, _reasons in best for pk in pair})
    return [Pair(members[first], members[second], reasons) for (first, second), reasons in best]
