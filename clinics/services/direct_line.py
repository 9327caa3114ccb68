"""Writes on the direct line: begin, say, end (R16). The side that spoke last is never the one that is waited for."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.models import Counter
from clinics.models import Clinic, Conversation, ConversationMessage
from clinics.permissions.direct_line import can_talk, can_use_line


def _speaks_for_central(user: Any, conversation: Conversation) -> bool:
    """Whose side somebody is on who may have posts on both: the clinic's own first."""
    return bool(user.is_central and not user.works_at(conversation.clinic_id))


def _add(conversation: Conversation, *, text: str, by: Any, now: datetime) -> ConversationMessage:
    message: ConversationMessage = ConversationMessage.objects.create(
        conversation=conversation,
        text=text,
        at=now,
        by=by,
        is_central=_speaks_for_central(by, conversation),
    )
    audit.record("direct_line.message", conversation, by=by)
    return message


def _turn(conversation: Conversation, *, by: Any, now: datetime) -> Conversation:
    """Let the other side be waited for after somebody spoke."""
    is_central = _speaks_for_central(by, conversation)
    turns = {("waits_central", True): "answer", ("waits_clinic", False): "ask"}
    move = turns.get((conversation.status, is_central))
    changes = {"last_at": now}
    if move:
        return workflow.apply(conversation, move, by=by, changes={**changes, "waiting_since": now})
    # Somebody who says one thing more doesn't set the other side's clock back.
    conversation.last_at = now
    conversation.save(update_fields=["last_at"])
    return conversation


@transaction.atomic
def begin_conversation(
    *, clinic: Clinic, subject: str, text: str, by: Any, is_urgent: bool = False, now: datetime | None = None
) -> Conversation:
    """Begin a conversation between a clinic and central with its first message.

    A clinic begins with central, central with any other clinic. Raises ``NotAllowed`` for who is on neither side and
    ``ValidationError`` when central would talk to itself.
    """
    can_use_line(by).or_raise()
    if clinic.is_central:
        raise ValidationError({"clinic": _("คลินิกส่วนกลางคุยกับตัวเองไม่ได้ เลือกคลินิกที่ต้องการคุยด้วย")})
    now = now or timezone.now()
    year = f"{(timezone.localdate(now).year + 543) % 100:02d}"
    reference = f"L{year}-{clinic.code}-{Counter.next(f'direct_line.{year}.{clinic.code}'):03d}"
    conversation = Conversation(
        reference=reference,
        clinic=clinic,
        subject=subject,
        is_urgent=is_urgent,
        begun_at=now,
        begun_by=by,
        waiting_since=now,
        last_at=now,
    )
    can_talk(by, conversation).or_raise()
    conversation.save()
    audit.record("direct_line.begun", conversation, by=by)
    _add(conversation, text=text, by=by, now=now)
    return _turn(conversation, by=by, now=now)


@transaction.atomic
def say(conversation: Conversation, *, text: str, by: Any, now: datetime | None = None) -> Conversation:
    """Add a message; a conversation that was over goes on. Raises ``NotAllowed`` for who is on neither side."""
    locked = workflow.lock(conversation)
    can_talk(by, locked).or_raise()
    now = now or timezone.now()
    if locked.status == "closed":
        locked = workflow.apply(locked, "reopen", by=by, changes={"waiting_since": now})
    _add(locked, text=text, by=by, now=now)
    return _turn(locked, by=by, now=now)


@transaction.atomic
def end_conversation(conversation: Conversation, *, by: Any) -> Conversation:
    """Nothing more is asked. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(conversation, "close", by=by, changes={"waiting_since": None})
