"""Who opened a member's data: events about the member and about what hangs from them; each, or by day and person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from clinic_project.audit import subject_type
from clinic_project.event_words import kind_words, role_words
from clinic_project.models import Event
from clinic_project.registry import registry
from clinics.models import Clinic, User
from members.models import Member


@dataclass(frozen=True)
class Reading:
    """One line of the report."""

    at: Any
    who: str
    role: str
    clinic: str
    what: str
    reference: str


def events_about(member: Member) -> QuerySet[Event]:
    """Every event of the member and of their services, cases and referrals, the newest first.

    What was done with records merged into the member's was done with the member's data.
    """
    records = [member.pk, *member.merged_from.values_list("pk", flat=True)]
    wanted = Q(subject_type=subject_type(member), subject_id__in=records)
    for source in registry.member_subjects:
        for kind, keys in source(member):
            wanted |= Q(subject_type=kind, subject_id__in=list(keys))
    return Event.objects.filter(wanted).select_related("actor").order_by("-id")


def readable_references(user: Any, member: Member) -> set[str]:
    """Numbers of the member's records that the person may read."""
    return {number for numbers in registry.member_references.values() for number in numbers(user, member)}


def clinic_names() -> dict[str, str]:
    """Clinics by the code that stands in an event, as a member knows them."""
    first = str(_("คลินิก"))
    rows = Clinic.objects.values_list("code", "name")
    return {code: name if name.startswith(first) else _("คลินิกสหกรณ์ %(name)s") % {"name": name} for code, name in rows}


def _deed(kind: str, about: str, page: str, reference: str, readable: set[str]) -> tuple[str, str]:
    """What was done, and with which record; of one that is not ``readable``, as a restricted case, only that it was."""
    is_readable = reference in readable
    if about != subject_type(Member) and not is_readable:
        return str(_("ดูหรือบันทึกข้อมูลของสมาชิก")), ""
    words, where = kind_words(kind), str(registry.reading_pages.get(page, ""))
    return f"{words} ({where})" if where else words, reference if is_readable else ""


def reading_of(event: Event, readable: set[str], clinics: Mapping[str, str]) -> Reading:
    """An event in words. An export by the administration stands under its own name."""
    page = event.detail.get("page", "")
    what, reference = _deed(event.kind, event.subject_type, page, event.subject_reference, readable)
    return Reading(
        at=event.at,
        who=event.actor.full_name if event.actor else str(_("ระบบ")),
        role=role_words(event.actor_role),
        clinic=clinics.get(event.actor_clinic, event.actor_clinic),
        what=what,
        reference=reference,
    )


@dataclass(frozen=True)
class Deed:
    """What was done with one record, and how often."""

    what: str
    reference: str
    times: int


@dataclass
class Person:
    """Who opened a member's data on a day, in which role, from when to when, and what they did."""

    who: str
    role: str
    clinic: str
    first: datetime
    last: datetime
    deeds: list[Deed] = field(default_factory=list)

    @property
    def times(self) -> int:
        """How often in all."""
        return sum(deed.times for deed in self.deeds)

    def add(self, deed: Deed, first: datetime, last: datetime) -> None:
        """Count one more thing they did."""
        at = next(
            (n for n, old in enumerate(self.deeds) if (old.what, old.reference) == (deed.what, deed.reference)), None
        )
        if at is None:
            self.deeds.append(deed)
        else:
            self.deeds[at] = replace(deed, times=self.deeds[at].times + deed.times)
        self.first, self.last = min(self.first, first), max(self.last, last)


@dataclass
class Day:
    """Who opened a member's data on one day."""

    day: date
    people: list[Person]

    @property
    def times(self) -> int:
        """How often in all."""
        return sum(person.times for person in self.people)


def days_of(events: QuerySet[Event], most: int, until: date | None = None) -> list[date]:
    """The newest days with events, up to ``until``."""
    dated = events.order_by().annotate(day=TruncDate("at"))
    if until is not None:
        dated = dated.filter(day__lte=until)
    return list(dated.values_list("day", flat=True).distinct().order_by("-day")[:most])


def by_day(events: QuerySet[Event], days: list[date], readable: set[str]) -> list[Day]:
    """The events of some days, newest first, counted by person and deed; a fixed number of queries."""
    rows = list(
        events.order_by()
        .annotate(day=TruncDate("at"), page=KT("detail__page"))
        .filter(day__in=days)
        .values("day", "actor", "actor_role", "actor_clinic", "kind", "page", "subject_type", "subject_reference")
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-day", "-times", "kind")
    )
    clinics = clinic_names()
    names = {user.pk: user.full_name for user in User.objects.filter(pk__in={row["actor"] for row in rows})}
    people: dict[tuple[date, Any, str, str], Person] = {}
    for row in rows:
        key = (row["day"], row["actor"], row["actor_role"], row["actor_clinic"])
        if key not in people:
            who = names.get(row["actor"], str(_("ระบบ")))
            clinic = clinics.get(row["actor_clinic"], row["actor_clinic"])
            people[key] = Person(who, role_words(row["actor_role"]), clinic, row["first"], row["last"])
        deed = _deed(row["kind"], row["subject_type"], row["page"] or "", row["subject_reference"], readable)
        people[key].add(Deed(*deed, row["times"]), row["first"], row["last"])
    found = [Day(day, [one for key, one in people.items() if key[0] == day]) for day in days]
    for day in found:
        day.people.sort(key=lambda one: one.last, reverse=True)
    return [day for day in found if day.people]
