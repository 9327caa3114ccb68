"""The sending: one notice after another, each taken under a lock, each with an end that is written down.

Taking a notice and sending it are two steps, so that no lock is held while a mail server thinks. A worker that dies in
between leaves the notice as "sending"; after :data:`CLAIM` it is sent once more with the same Message-ID, and if that
comes to nothing known either it is given up and an administrator decides.
"""

import logging
import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.outbox.models import Outbox
from clinic_project.registry import registry
from clinic_project.verdicts import Verdict, hide

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
"""A mail server that has not answered by then never will (``EMAIL_TIMEOUT`` is seconds)."""
BACK_OFF = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1440, 1440))
MOST_LAPSES = 1
MOST_A_ROUND = 20


def verdict_on(notice: Outbox) -> Verdict:
    """Whether the person may still have the notice: signed in people only, and what its kind says."""
    kind = registry.notices.get(notice.kind)
    if kind is None:
        return hide(_("ระบบรุ่นนี้ไม่มีข้อความชนิดนี้แล้ว"))
    if not notice.recipient.is_active:
        return hide(_("บัญชีผู้รับปิดไปแล้ว"))
    return kind.may(notice.recipient, notice)


def take(now: datetime | None = None) -> Outbox | None:
    """Take the next notice that is due, past those another worker holds. None: nothing (more) to send now.

    A notice that may not go out any more is put aside with its reason and the next one is looked at.
    """
    now = now or timezone.now()
    while Outbox.objects.due(now).exists():
        with transaction.atomic():
            passes_locked = connection.features.has_select_for_update_skip_locked
            queue = Outbox.objects.select_for_update(of=("self",), skip_locked=passes_locked).due(now)
            notice: Outbox | None = queue.select_related("recipient").order_by("next_attempt_at", "pk").first()
            if notice is None:
                return None
            if _claim(notice, now):
                return notice
    return None


def _claim(notice: Outbox, now: datetime) -> bool:
    """Make the notice this worker's; False where it is not to be sent."""
    if notice.state == Outbox.State.SENDING:
        notice.lapses += 1
    verdict = verdict_on(notice)
    if notice.lapses > MOST_LAPSES:
        notice.state, notice.reason = Outbox.State.FAILED, _("การส่งหยุดกลางคันสองครั้ง ไม่แน่ใจว่าถึงผู้รับหรือไม่")
    elif not verdict:
        notice.state, notice.reason = Outbox.State.DROPPED, str(verdict.reason)[:200]
    else:
        notice.state, notice.next_attempt_at = Outbox.State.SENDING, now + CLAIM
        notice.attempts += 1
    notice.save()
    return notice.state == Outbox.State.SENDING


def message_of(notice: Outbox) -> EmailMessage:
    """The mail, the same at every try."""
    headers = {"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, notice.text, settings.DEFAULT_FROM_EMAIL, [notice.address], headers=headers)


def send(notice: Outbox, now: datetime | None = None) -> bool:
    """Send a notice that was taken and write down how it ended; True when it went out."""
    try:
        message_of(notice).send()
    except Exception as error:
        # Whatever a mail server, a resolver or a library raises: the notice stays, and comes again.
        logger.warning("notice %s was not sent: %s", notice.pk, type(error).__name__)
        _put_back(notice, error, now or timezone.now())
        return False
    _held(notice).update(state="sent", sent_at=now or timezone.now(), next_attempt_at=None, reason="")
    return True


def _held(notice: Outbox) -> Any:
    return Outbox.objects.filter(pk=notice.pk, state="sending", attempts=notice.attempts)


def _put_back(notice: Outbox, error: Exception, now: datetime) -> None:
    if isinstance(error, (smtplib.SMTPRecipientsRefused, ValueError)):
        _held(notice).update(state="failed", reason=_("เครื่องปลายทางไม่รับอีเมลนี้ ตรวจอีเมลในบัญชีผู้ใช้"))
    elif notice.attempts > len(BACK_OFF):
        _held(notice).update(state="failed", reason=_("ติดต่อเครื่องส่งอีเมลไม่ได้หลายวัน ตรวจการตั้งค่าแล้วลองใหม่"))
    else:
        later = now + BACK_OFF[notice.attempts - 1]
        _held(notice).update(state="waiting", next_attempt_at=later, reason=_("ติดต่อเครื่องส่งอีเมลไม่ได้ จะลองใหม่เอง"))


def send_due(*, most: int = MOST_A_ROUND) -> int:
    """Send what is due, at most ``most`` notices; says how many went out.

    A mail server that does not answer ends the round: the others would only wait for it too.
    """
    sent = 0
    for _nth in range(most):
        notice = take()
        if notice is None or not send(notice):
            break
        sent += 1
    return sent
