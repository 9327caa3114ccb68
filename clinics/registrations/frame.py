"""What clinics hang into the frame."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import Hit, NavEntry, Results, registry
from clinic_project.searching import results_of
from clinic_project.thai.text import normalise
from clinics.models import ClinicYear


def _sees_clinics(user: Any) -> bool:
    return bool(user.is_clinic_staff or user.is_education or user.is_staff)


def _administers(user: Any) -> bool:
    return bool(user.is_staff)


def search(user: Any, text: str, most: int) -> Results | None:
    """Clinics by name or code, as far as the person may open them: the newest year of each name first."""
    if not _sees_clinics(user):
        return None
    plain = normalise(text)

    def hit(clinic_year: ClinicYear) -> Hit:
        clinic, year = clinic_year.clinic, clinic_year.year.buddhist_year
        detail = _("ปี %(year)s · %(stage)s") % {"year": year, "stage": clinic_year.status_label}
        return Hit(f"{clinic.name} ({clinic.code})", detail, reverse("clinics:detail", args=[clinic.code, year]))

    named = Q(clinic__name__contains=plain) | Q(clinic__code=plain.upper())
    found = ClinicYear.objects.visible_to(user).filter(named).select_related("clinic", "year")
    return results_of(_("คลินิก"), found.order_by("-year__buddhist_year", "clinic__number"), hit, most)


def register() -> None:
    """Menu entries: the clinics, and the administration for administrators; search."""
    label = gettext_lazy("คลินิก")
    registry.nav.append(NavEntry(70, label, "clinics:list", _sees_clinics, icon="clinic", key="g l"))
    registry.nav.append(NavEntry(90, gettext_lazy("ผู้ดูแลระบบ"), "admin:index", _administers, icon="settings", key="g a"))
    registry.searches.append((80, search))
    registry.lists.add("clinics:list")
    registry.places |= {"clinics:detail": label, "clinics:edit": gettext_lazy("แก้ไขข้อมูลคลินิก")}
