"""What members hang into the frame."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project import audit
from clinic_project.registry import Hit, NavEntry, registry
from members.models import Member
from members.search import find_members


def _serves(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _search(user: Any, text: str) -> Iterator[Hit]:
    """Members within the person's scope; who is about to be shown is logged first (R48)."""
    if not user.is_clinic_staff:
        return
    found = find_members(Member.objects.visible_to(user), text)
    if not found.members:
        return
    audit.record("member.search", user.clinic, by=user, detail={"count": len(found.members), "searched": True})
    group = _("สมาชิก (อาจหมายถึง)") if found.note else _("สมาชิก")
    for member in found.members:
        detail = " · ".join(part for part in (member.number, member.unit) if part)
        yield Hit(group, member.full_name, detail, member.get_absolute_url())


def register() -> None:
    """Menu entry and search."""
    registry.nav.append(NavEntry(30, _("สมาชิก"), "members:list", _serves, icon="member"))
    registry.searches.append(_search)
