"""Writing notices, and what the people who look after them do."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.addresses import absolute, base
from clinic_project.outbox.models import Outbox
from clinic_project.registry import registry
from clinic_project.verdicts import deny

KEEP = timedelta(days=180)


@transaction.atomic
def post(*, to: Any, kind: str, path: str, by: Any, about: models.Model | None = None) -> Outbox:
    """Tell a person that something waits for them in the system; call inside the transaction of the deed.

    ``kind`` is a key of ``registry.notices``; its words are all the mail says of the matter. Nobody can put a name, an
    amount or a sentence of a message into a mail: there is no place for one. ``path`` is the page of ours where it is
    read, ``about`` the record whose rights are asked again when it is sent. A person without an e-mail address, or a
    system without a mail server, finds it on the home page instead. Raises ``ValueError`` for an unknown kind.
    """
    known = registry.notices.get(kind)
    if known is None or not path.startswith("/"):
        raise ValueError(f"{kind} {path}: no such notice")
    now, address = timezone.now(), to.email if settings.MAIL_IS_ON else ""
    return Outbox.objects.create(
        recipient=to,
        address=address,
        kind=kind,
        subject=_("มีข้อความใหม่ในระบบคลินิกสหกรณ์: %(words)s") % {"words": known.words},
        text=_text(known.words, path),
        path=path,
        about_type=audit.subject_type(about) if about else "",
        about_id=about.pk if about else None,
        message_id=f"<{secrets.token_hex(16)}@{base().rpartition('/')[2].partition(':')[0]}>",
        state=Outbox.State.WAITING if address else Outbox.State.SHOWN,
        next_attempt_at=now if address else None,
        created_at=now,
        created_by=by,
    )


def _text(words: Any, path: str) -> str:
    return _(
        "มีข้อความใหม่ในระบบคลินิกสหกรณ์ เรื่อง%(words)s\n\n"
        "เปิดอ่านได้ที่ (ต้องเข้าสู่ระบบก่อน)\n%(link)s\n\n"
        "อีเมลฉบับนี้ระบบส่งให้เอง ไม่ต้องตอบกลับ"
    ) % {"words": words, "link": absolute(path)}


def note_seen(notice: Outbox) -> None:
    """The person has opened it; home need not say it any more."""
    Outbox.objects.filter(pk=notice.pk, seen_at__isnull=True).update(seen_at=timezone.now())


@transaction.atomic
def retry_notice(notice: Outbox, *, by: Any) -> Outbox:
    """Put a notice that failed back into the queue, with the person's address of today.

    Raises ``NotAllowed`` unless ``by`` is an administrator, ``ValidationError`` when it is not a failed one or the
    person has no address.
    """
    if not by.is_staff:
        deny(_("ผู้ดูแลระบบเป็นผู้สั่งส่งใหม่")).or_raise()
    locked: Outbox = Outbox.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if locked.state != Outbox.State.FAILED:
        raise ValidationError(_("ข้อความนี้ไม่ได้ค้างอยู่แล้ว เปิดรายการใหม่เพื่อดูสถานะล่าสุด"))
    if not locked.recipient.email:
        raise ValidationError(_("ผู้รับไม่มีอีเมลในบัญชีผู้ใช้ เพิ่มอีเมลก่อนแล้วลองใหม่"))
    locked.address, locked.state, locked.next_attempt_at = locked.recipient.email, Outbox.State.WAITING, timezone.now()
    locked.attempts, locked.lapses, locked.reason = 0, 0, ""
    locked.save()
    audit.record("outbox.retried", locked, by=by, reference=locked.kind)
    return locked


def drop_old() -> int:
    """Forget notices that ended long ago; says how many. The worker does it every hour."""
    over = Outbox.objects.exclude(state__in=("waiting", "sending", "failed"))
    gone, _rows = over.filter(created_at__lt=timezone.now() - KEEP).delete()
    return gone
