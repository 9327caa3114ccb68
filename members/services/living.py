"""The record something new is written to: still a record of its own at the moment of writing, not one merged away."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.models import Member


def lock_living(member: Member) -> Member:
    """The member's row, locked until the transaction ends, for whoever begins something about them.

    A page may have been drawn before somebody merged the record into another, or before its data were taken out after
    their time; raises ``ValidationError`` then.
    """
    # The other record is asked for afterwards: joined, PostgreSQL would give it as it stood before the lock was had.
    locked: Member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if locked.merged_into is not None:
        text = _("ระเบียนนี้รวมเข้ากับสมาชิกเลขที่ %(number)s แล้ว โหลดหน้าใหม่แล้วทำที่ระเบียนนั้น")
        raise ValidationError(text % {"number": locked.merged_into.number})
    if locked.is_taken_out:
        raise ValidationError(_("ข้อมูลของสมาชิกรายนี้ลบไปแล้วตามกำหนด บันทึกเพิ่มไม่ได้"))
    return locked
