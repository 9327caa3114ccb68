"""What clinics hang into the frame."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.registry import NavEntry, registry


def _sees_clinics(user: Any) -> bool:
    return bool(user.is_clinic_staff or user.is_education or user.is_staff)


def _administers(user: Any) -> bool:
    return bool(user.is_staff)


def register() -> None:
    """Menu entries: the clinics, and the administration for administrators."""
    registry.nav.append(NavEntry(70, _("คลินิก"), "clinics:list", _sees_clinics, icon="clinic"))
    registry.nav.append(NavEntry(90, _("ผู้ดูแลระบบ"), "admin:index", _administers, icon="settings"))
