"""Who may do what with members. Each predicate answers with a Thai reason; scope (404) comes before it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide
from members.leading import leads_a_clinic, leads_central, led_clinics


def can_serve(user: Any, clinic: Any) -> Verdict:
    """Serve members in the clinic's name: whoever holds a post there today."""
    if not user.works_at(clinic.pk):
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกนี้ทำได้"))
    return ALLOW


def can_serve_somewhere(user: Any) -> Verdict:
    """Serve members at all: staff of any clinic."""
    if not user.is_clinic_staff:
        return hide(_("หน้านี้สำหรับเจ้าหน้าที่คลินิก"))
    return ALLOW


def can_serve_member(user: Any, member: Any) -> Verdict:
    """Record what a member says: staff of a clinic that serves them."""
    from members.models import Member  # the two files of this app name each other

    if not Member.objects.visible_to(user).filter(pk=member.pk).exists():
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกที่ดูแลสมาชิกทำได้"))
    return ALLOW


def can_import(user: Any) -> Verdict:
    """Bring tables of the whole membership in: administrators, and the head and secretary of the central clinic."""
    if user.is_staff or leads_central(user):
        return ALLOW
    return hide(_("การนำเข้าทะเบียนเป็นหน้าที่ของผู้ดูแลระบบ หัวหน้าและเลขานุการคลินิกส่วนกลาง"))


def can_export(user: Any) -> Verdict:
    """Take the clinic's own members out as a table: its head and secretary."""
    return ALLOW if leads_a_clinic(user) else hide(_("การส่งออกทะเบียนเป็นหน้าที่ของหัวหน้าและเลขานุการคลินิก"))


def _serving(records: Iterable[int]) -> set[tuple[int, int]]:
    """Which clinics serve the records: pairs of record and clinic."""
    from members.models import MemberClinic  # the two files of this app name each other

    return set(MemberClinic.objects.filter(member__in=records).values_list("member_id", "clinic_id"))


def _join_or_part(user: Any, serving: set[tuple[int, int]], living: Sequence[int]) -> Verdict:
    """Central's head or secretary; or who leads a clinic that serves all ``living``, and leads every one of theirs.

    Receiving a foreign member by number and surname is no leave to write into the record of the clinic they came from.
    """
    if leads_central(user):
        return ALLOW
    led = set(led_clinics(user))
    if not led:
        return hide(_("การรวมระเบียนและยกเลิกการรวมเป็นหน้าที่ของหัวหน้าหรือเลขานุการคลินิกที่ดูแลระเบียนนั้น"))
    if not any({(pk, clinic) for pk in living} <= serving for clinic in led):
        return deny(_("การรวมระเบียนและยกเลิกการรวมเป็นหน้าที่ของหัวหน้าหรือเลขานุการคลินิกที่ดูแลระเบียนนั้น"))
    if {clinic for _pk, clinic in serving} - led:
        return deny(_("มีคลินิกอื่นดูแลสมาชิกนี้ด้วย ให้คลินิกส่วนกลางทำ โดยบันทึกคำขอแก้ไขข้อมูลของสมาชิกส่งไป"))
    return ALLOW


def can_merge(user: Any, kept: Any, gone: Any, *, look_only: bool = False) -> Verdict:
    """Merge two records within one's scope: who leads the clinic of both, and central where others serve them too.

    ``look_only``: say that they are two people, which any of the clinic's staff may.
    """
    from members.models import Member  # the two files of this app name each other

    both = (kept.pk, gone.pk)
    if Member.objects.visible_to(user).filter(pk__in=both).count() != 2:
        return hide(_("รวมได้เมื่อคลินิกของคุณดูแลสมาชิกทั้งสองระเบียน"))
    return ALLOW if look_only else _join_or_part(user, _serving(both), both)


def can_merge_each(user: Any, pairs: Sequence[tuple[Any, Any]]) -> list[Verdict]:
    """``can_merge`` of many pairs of members within the person's scope, in one query."""
    serving = _serving({member.pk for pair in pairs for member in pair})
    found = []
    for pair in pairs:
        both = tuple(member.pk for member in pair)
        found.append(_join_or_part(user, {link for link in serving if link[0] in both}, both))
    return found


def can_begin_merge(user: Any, member: Any) -> Verdict:
    """Look for another record of a member within one's scope: where this is refused, no merge of theirs is allowed."""
    return _join_or_part(user, _serving((member.pk,)), (member.pk,))


def can_undo_merge(user: Any, merge: Any) -> Verdict:
    """Undo a merge: as for merging, by whom the kept record is served; links of both records are looked at."""
    from members.models import Member  # the two files of this app name each other

    if not Member.objects.visible_to(user).filter(pk=merge.kept_id).exists():
        return hide(_("เฉพาะเจ้าหน้าที่ของคลินิกที่ดูแลสมาชิกทำได้"))
    return _join_or_part(user, _serving((merge.kept_id, merge.gone_id)), (merge.kept_id,))
