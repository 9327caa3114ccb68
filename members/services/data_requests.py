"""Recording and answering a member's request about their data (domain.md section 6)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.models import Counter
from clinic_project.thai.text import normalise
from clinics.models import Clinic
from members.models import DataRequest, Member
from members.models.data_request import ANSWER_WITHIN
from members.permissions import can_serve_member
from members.services.living import lock_living

SHORTEST = 5


def _recording_clinic(member: Member, by: Any) -> Any:
    """The clinic that serves the member and where the person works: somebody may have two posts. Else their first."""
    links = member.clinic_links.filter(clinic__in=by.clinic_ids).select_related("clinic")
    serving: list[Clinic] = [link.clinic for link in links]
    return by.clinic if by.clinic in serving or not serving else serving[0]


@transaction.atomic
def record_request(*, member: Member, kind: str, channel: str, wish: str, received_on: date, by: Any) -> DataRequest:
    """Record what a member asks for; it is due 30 calendar days later, and central, which decides, sees the member.

    Raises ``ValidationError`` for a day to come, an empty wish, or a record that was merged into another one.
    """
    member = lock_living(member)
    can_serve_member(by, member).or_raise()
    wish = normalise(wish)
    if len(wish) < SHORTEST:
        raise ValidationError({"wish": _("เขียนว่าสมาชิกขออะไร")})
    if received_on > timezone.localdate():
        raise ValidationError({"received_on": _("วันที่รับคำขอต้องไม่หลังวันนี้")})
    year = (received_on.year + 543) % 100
    number = Counter.next(f"data_request.{year}")
    request: DataRequest = DataRequest.objects.create(
        reference=f"DSR-{year:02d}-{number:04d}",
        member=member,
        clinic=_recording_clinic(member, by),
        kind=kind,
        channel=channel,
        wish=wish,
        received_on=received_on,
        due_on=received_on + ANSWER_WITHIN,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    Member.objects.filter(pk=member.pk).update(is_known_to_central=True)
    audit.record("data_request.recorded", request, by=by, detail={"kind": kind})
    return request


@transaction.atomic
def move_request(asked: DataRequest, move: str, *, by: Any, answer: str = "") -> DataRequest:
    """Make a move of the request's machine. An end needs the answer, or the reason when it is refused."""
    if move == "take_up":
        return workflow.apply(asked, move, by=by)
    answer = normalise(answer)
    if move != "withdraw" and len(answer) < SHORTEST:
        text = _("เขียนเหตุผลที่ปฏิเสธ") if move == "refuse" else _("เขียนว่าตอบหรือทำอะไรให้สมาชิกแล้ว")
        raise ValidationError({"answer": text})
    changes = {"answer": answer, "decided_at": timezone.now(), "decided_by": by}
    return workflow.apply(asked, move, by=by, changes=changes)
