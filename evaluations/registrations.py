"""What evaluations hang into the frame."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.models import IssuedDocument
from clinic_project.registry import HomePanel, NavEntry, registry
from evaluations.models import Evaluation
from evaluations.panels import clinic_panel, programme_panel
from evaluations.permissions import can_see_figures
from evaluations.services import KIND


def _sees(user: Any) -> bool:
    return bool(can_see_figures(user))


def _is_clinic_staff(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def _is_education(user: Any) -> bool:
    return bool(user.is_education)


def may_read_report(user: Any, document: IssuedDocument) -> bool:
    """An issued report is read by whoever may see the evaluation it was issued from."""
    return bool(Evaluation.objects.visible_to(user).filter(pk=document.subject_id).exists())


def register() -> None:
    """The menu entry, the home panels and the reader of issued reports."""
    registry.nav.append(NavEntry(60, _("ผลงาน"), "evaluations:index", _sees, icon="result"))
    panel = "evaluations/_panel.html"
    registry.panels.append(HomePanel(10, panel, clinic_panel, _is_clinic_staff))
    registry.panels.append(HomePanel(20, panel, programme_panel, _is_education))
    registry.document_readers[KIND] = may_read_report
