"""Writes about members: taking them on, receiving them from another clinic, mending their record, showing their ID."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project import audit
from clinic_project.thai.text import normalise
from clinic_project.verdicts import NotAllowed
from members.attempts import refuse_guessing, wrong_guess
from members.models import NATIONAL_ID_TAKEN, FormerName, Member, MemberClinic
from members.permissions import can_serve

EDITABLE = frozenset(
    {
        "prefix",
        "first_name",
        "last_name",
        "national_id",
        "birth_date",
        "unit",
        "position",
        "phone",
        "phone_extension",
        "kind",
        "province",
        "second_phone",
        "retirement_date",
        "share_capital",
        "deposits",
        "loans",
        "amounts_on",
        "joined_on",
    }
)
NUMBER_TAKEN = _("เลขสมาชิกนี้มีอยู่แล้วในชื่ออื่น ตรวจเลขและชื่อกับบัตรสมาชิกอีกครั้ง")
TOO_MANY_IDS = _("กรอกเลขประจำตัวประชาชนที่ใช้ไม่ได้หลายครั้งเกินไป รอ 10 นาทีแล้วลองใหม่ โดยดูจากบัตรประชาชน")
NOT_MATCHED = _("เลขสมาชิกกับนามสกุลไม่ตรงกับทะเบียน ตรวจกับบัตรสมาชิกอีกครั้ง หรือเพิ่มเป็นสมาชิกใหม่")


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """Only what a person may set; a misspelt field is our fault, not the person's."""
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not a member's field: {sorted(unknown)}")
    return fields


def _link(member: Member, clinic: Any, *, by: Any, on: date | None) -> bool:
    """Let the clinic serve the member; say whether that is new."""
    since = on or timezone.localdate()
    _row, is_new = MemberClinic.objects.get_or_create(
        member=member, clinic=clinic, defaults={"since": since, "added_by": by}
    )
    return is_new


def _by_number(number: str) -> Member | None:
    """The member of a number, locked; of a number whose record was merged into another one, that other one."""
    member: Member | None = Member.objects.select_for_update(of=("self",)).filter(number=number).first()
    if member is not None and member.merged_into_id:
        return Member.objects.select_for_update(of=("self",)).get(pk=member.merged_into_id)
    return member


def _is_name_of(member: Member, first_name: str, last_name: str) -> bool:
    """Whether the name is the member's, or was."""
    if (member.first_name, member.last_name) == (first_name, last_name):
        return True
    return FormerName.objects.filter(member=member, first_name=first_name, last_name=last_name).exists()


def refuse_known_id(national_id: str, *, by: Any, but: Member | None = None) -> None:
    """Raise ``ValidationError`` for a national ID another member has; it doesn't say who, and counts as a guess."""
    if not national_id:
        return
    others = Member.objects.filter(merged_into__isnull=True).with_national_id(national_id)
    if others.exclude(pk=but.pk if but else None).exists():
        raise wrong_guess({"national_id": NATIONAL_ID_TAKEN}, by=by)


def _refuse_guessing_ids(national_id: str, by: Any) -> None:
    """The brake on guessing where only a national ID is typed: the error belongs to that field."""
    if not national_id:
        return
    try:
        refuse_guessing(by)
    except ValidationError as error:
        raise ValidationError({"national_id": TOO_MANY_IDS}) from error


@transaction.atomic
def add_member(
    *,
    clinic: Any,
    number: str,
    prefix: str,
    first_name: str,
    last_name: str,
    by: Any,
    on: date | None = None,
    **fields: Any,
) -> Member:
    """Take a member on at a clinic, or link the one who already stands in the register under that number and name.

    ``on`` is the day the clinic began to serve the member (today). Raises ``ValidationError`` at ``number`` when it
    belongs to somebody of another name; the message doesn't tell whose it is.
    """
    can_serve(by, clinic).or_raise()
    refuse_guessing(by)
    names = {"prefix": prefix, "first_name": first_name, "last_name": last_name}
    member = _by_number(number)
    if member is None:
        refuse_known_id(fields.get("national_id", ""), by=by)
        member = Member(number=number, **names, **_known(fields))
        member.full_clean()
        member.save()
        audit.record("member.added", member, by=by, detail={"clinic": clinic.code})
    elif not _is_name_of(member, normalise(first_name), normalise(last_name)):
        raise wrong_guess({"number": NUMBER_TAKEN}, by=by)
    if _link(member, clinic, by=by, on=on):
        audit.record("member.linked", member, by=by, detail={"clinic": clinic.code})
    return member


def _is_surname_of(member: Member | None, last_name: str) -> bool:
    """A member of a single-word name has that word asked instead; an old card still bears a former surname.

    For nobody it asks the database as much as for somebody, so that the time tells nothing either.
    """
    former = list(FormerName.objects.filter(member_id=member.pk if member else 0))
    names = [member, *former] if member else former
    return normalise(last_name) in {name.last_name or name.first_name for name in names}


@transaction.atomic
def receive_member(*, number: str, last_name: str, clinic: Any, by: Any) -> Member:
    """Serve a member of another clinic, who may choose any clinic (R47).

    Number and surname must match. Otherwise the error is the same whether the number exists or not, so that nobody
    learns the register by trying.
    """
    can_serve(by, clinic).or_raise()
    refuse_guessing(by)
    member = _by_number(number)
    is_right = _is_surname_of(member, last_name)
    if member is None or not is_right:
        raise wrong_guess({"number": NOT_MATCHED}, by=by)
    if _link(member, clinic, by=by, on=None):
        audit.record("member.received", member, by=by, detail={"clinic": clinic.code})
    return member


def _refuse_unseen(member: Member, by: Any) -> None:
    if not Member.objects.visible_to(by).filter(pk=member.pk).exists():
        raise NotAllowed(str(_("สมาชิกรายนี้ไม่อยู่ในความดูแลของคลินิกของคุณ")))


@transaction.atomic
def update_member(member: Member, *, by: Any, **fields: Any) -> Member:
    """Mend a member's record. The event names the fields that changed, never their values."""
    _refuse_unseen(member, by)
    _refuse_guessing_ids(fields.get("national_id", ""), by)
    locked: Member = Member.objects.select_for_update().get(pk=member.pk)
    before = {name: getattr(locked, name) for name in EDITABLE}
    refuse_known_id(fields.get("national_id", ""), by=by, but=locked)
    for name, value in _known(fields).items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    changed = sorted(name for name, value in before.items() if getattr(locked, name) != value)
    if changed:
        audit.record("member.changed", locked, by=by, detail={"fields": changed})
    return locked


@transaction.atomic
def reveal_national_id(*, member: Member, reason: str, by: Any) -> str:
    """Give the whole national ID, for a written reason that is logged first (quality.md, safety 3)."""
    _refuse_unseen(member, by)
    reason = normalise(reason)
    if len(reason) < 5:
        raise ValidationError({"reason": _("เขียนเหตุผลที่ต้องดูเลขประจำตัวประชาชน อย่างน้อย 5 ตัวอักษร")})
    audit.record("member.national_id", member, by=by, detail={"reason": reason[:300]})
    return member.national_id
