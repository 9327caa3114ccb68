"""What referrals hold about a member: for their request to see it, and for who opened their data."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from clinic_project.audit import subject_type
from clinic_project.person_tree import papers_of, table_of
from clinic_project.registry import HeldTable, registry
from referrals.models import AgendaItem, Measure, Referral

FIELD_WORDS = {
    "referrals.referral": gettext_lazy("การส่งต่อ"),
    "referrals.created_at": gettext_lazy("บันทึกเมื่อ"),
    "referrals.sent_by": gettext_lazy("ผู้ส่ง"),
    "referrals.accepted_by": gettext_lazy("ผู้รับเรื่อง"),
    "referrals.declined_at": gettext_lazy("ไม่รับเรื่องเมื่อ"),
    "referrals.declined_by": gettext_lazy("ผู้ไม่รับเรื่อง"),
    "referrals.acknowledged_by": gettext_lazy("ผู้รับทราบ"),
    "referrals.implemented_by": gettext_lazy("ผู้ดำเนินการ"),
    "referrals.submitted_by": gettext_lazy("ผู้เสนอ"),
}


def held(user: Any, member: Any) -> Iterator[HeldTable]:
    """Referrals and measures within the person's scope; the committee's votes are not about the member."""
    referrals = list(Referral.objects.visible_to(user).filter(case__member=member).values_list("pk", flat=True))
    measures = Measure.objects.visible_to(user).filter(referral__in=referrals).values_list("pk", flat=True)
    yield table_of(Referral, referrals)
    yield table_of(Measure, list(measures))
    decided = AgendaItem.objects.filter(measure__in=measures).values_list("pk", flat=True)
    yield papers_of({Referral: set(referrals), Measure: set(measures), AgendaItem: set(decided)})


def subjects(member: Any) -> Iterable[tuple[str, Iterable[int]]]:
    """Every referral and measure of the member."""
    referrals = Referral.objects.filter(case__member=member).values_list("pk", flat=True)
    measures = Measure.objects.filter(referral__case__member=member).values_list("pk", flat=True)
    return [(subject_type(Referral), referrals), (subject_type(Measure), measures)]


def references(user: Any, member: Any) -> Iterable[str]:
    """Numbers of the member's referrals that the person may read."""
    return Referral.objects.visible_to(user).filter(case__member=member).values_list("reference", flat=True)


def register() -> None:
    """Both, and what of a meeting belongs to one measure."""
    registry.held_tables.append(held)
    registry.field_words |= FIELD_WORDS
    registry.member_subjects.append(subjects)
    registry.member_references["referral"] = references
    registry.owned_relations |= {"referrals.resolution.item", "referrals.interest.item", "referrals.vote.item"}
