"""What the register hangs into the frame."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import FormSubject, Hit, NavEntry, Results, registry
from clinic_project.searching import MOST_COUNTED
from clinic_project.thai.text import search_key
from members.models import DataRequest, Member
from members.search import find_members


def _serves(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _hit(member: Member, key: str) -> Hit:
    detail = " · ".join(part for part in (member.number, member.unit) if part)
    return Hit(member.full_name, detail, member.get_absolute_url(), is_exact=member.number == key)


def search(user: Any, text: str, most: int) -> Results | None:
    """Members within the person's scope by name, number or phone; failing that, those that sound alike."""
    if not user.is_clinic_staff:
        return None
    scope = Member.objects.visible_to(user)
    found = find_members(scope, text, most=most)
    if not found.members:
        return None
    total = len(found.members)
    if found.has_more and not found.note:
        total = scope.matching(text).order_by()[: MOST_COUNTED + 1].count()
    key = search_key(text)
    return Results(
        _("สมาชิก (อาจหมายถึง)") if found.note else _("สมาชิก"),
        [_hit(member, key) for member in found.members],
        max(total, len(found.members)),
        more_url=f"{reverse('members:list')}?{urlencode({'q': text})}" if found.has_more else "",
        note=found.note,
        shows_members=True,
    )


def _records(user: Any) -> bool:
    return bool(user.is_clinic_staff or user.is_staff)


def _written_about(user: Any, numbers: Collection[str]) -> dict[str, Member]:
    """Members by their own number, or by that of their request about their data."""
    asked = DataRequest.objects.visible_to(user).filter(reference__in=numbers).select_related("member")
    found = {row.reference: row.member for row in asked}
    return found | {member.number: member for member in Member.objects.visible_to(user).filter(number__in=numbers)}


def register() -> None:
    """Menu entry, search, the list whose filters are kept, the pages worth returning to."""
    registry.form_names |= {
        "members:new": _("เพิ่มสมาชิก"),
        "members:receive": _("รับสมาชิกจากคลินิกอื่น"),
        "members:edit": _("แก้ข้อมูลสมาชิก"),
        "members:rename": _("เปลี่ยนชื่อสมาชิก"),
    }
    registry.form_subjects["members"] = FormSubject(_written_about, "member.read", _records)
    registry.event_kinds["member.renamed"] = gettext_lazy("เปลี่ยนชื่อสมาชิก")
    entry = NavEntry(30, gettext_lazy("สมาชิก"), "members:list", _serves, icon="member", key="g m")
    registry.nav.append(entry)
    registry.searches.append((10, search))
    registry.lists.add("members:list")
    registry.places |= {"members:detail": gettext_lazy("สมาชิก"), "members:edit": gettext_lazy("แก้ไขสมาชิก")}
