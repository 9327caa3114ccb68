"""Who may do what with members. Each predicate answers with a Thai reason; scope (404) comes before it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, hide


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
