"""Who opened a member's data: the events about the member and about what hangs from them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clinic_project.audit import subject_type
from clinic_project.event_words import kind_words, role_words
from clinic_project.models import Event
from clinic_project.registry import registry
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


def reading_of(event: Event, readable: set[str]) -> Reading:
    """An event in words; of a record that is not ``readable``, as a restricted case of another clinic, only that.

    An export by the administration stands under its own name.
    """
    is_shown = not event.subject_reference or event.subject_reference in readable
    page = str(registry.reading_pages.get(event.detail.get("page", ""), "")) if is_shown else ""
    what = kind_words(event.kind)
    return Reading(
        at=event.at,
        who=event.actor.full_name if event.actor else str(_("ระบบ")),
        role=role_words(event.actor_role),
        clinic=event.actor_clinic,
        what=f"{what} ({page})" if page else what,
        reference=event.subject_reference if is_shown else "",
    )
