"""What of this app a person who leaves a clinic has in hand."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import HandoverRow, HandoverSource, registry
from clinics.models import Clinic
from referrals.models import Referral
from referrals.services.handover import IN_HAND, hand_over_draft, hand_over_handling


def _drafts() -> Any:
    return Referral.objects.filter(status="draft").annotate(owner=Coalesce("writer", "created_by")).order_by("id")


def draft_counts(user_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Drafts of referrals by who writes them and clinic."""
    found = _drafts().filter(owner__in=user_ids).order_by().values_list("owner", "case__clinic")
    return {(user, clinic): n for user, clinic, n in found.annotate(n=Count("pk"))}


def handling_counts(user_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Referrals at central by who handles them; they are the central clinic's work."""
    found = Referral.objects.filter(status__in=IN_HAND, handler__in=user_ids).order_by()
    counts = dict(found.values_list("handler").annotate(n=Count("pk")))
    central = Clinic.objects.filter(kind="central").values_list("pk", flat=True).first() if counts else None
    return {(user, central): n for user, n in counts.items() if central is not None}


def _rows(found: Any, reader: Any) -> list[HandoverRow]:
    """Rows of referrals; of what the reader may not know only that there is one."""
    referrals = list(found.select_related("case"))
    known = set(
        Referral.objects.visible_to(reader).filter(pk__in=[row.pk for row in referrals]).values_list("pk", flat=True)
    )
    hidden = _("การส่งต่อของคลินิก (ไม่แสดงรายละเอียด)")
    return [
        HandoverRow(
            key=str(row.pk),
            title=f"{row.reference} · {row.case.subject}" if row.pk in known else hidden,
            detail=row.status_label if row.pk in known else "",
            url=row.get_absolute_url() if row.pk in known else "",
        )
        for row in referrals
    ]


def draft_rows(user: Any, clinic: Any, reader: Any) -> list[HandoverRow]:
    """A person's drafts in a clinic."""
    return _rows(_drafts().filter(owner=user.pk, case__clinic=clinic), reader)


def handling_rows(user: Any, clinic: Any, reader: Any) -> list[HandoverRow]:
    """What a person handles at central; nothing in another clinic."""
    if not clinic.is_central:
        return []
    return _rows(Referral.objects.filter(status__in=IN_HAND, handler=user).order_by("sent_at", "id"), reader)


def register() -> None:
    """Called once, when the apps are ready."""
    registry.handovers += [
        HandoverSource("draft", gettext_lazy("ร่างการส่งต่อ"), draft_counts, draft_rows, hand_over_draft),
        HandoverSource(
            "handling", gettext_lazy("เรื่องส่งต่อที่ส่วนกลางรับไว้"), handling_counts, handling_rows, hand_over_handling
        ),
    ]
    registry.event_kinds["referral.handed"] = gettext_lazy("มอบเรื่องส่งต่อให้ผู้อื่น")
