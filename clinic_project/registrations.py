"""What the foundation itself hangs into the frame: the forms a person began and has not recorded."""

from typing import Any

from django.utils.translation import gettext_lazy

from clinic_project.draft_readings import PAGE
from clinic_project.models import Draft
from clinic_project.registry import HomePanel, registry

MOST_SHOWN = 3


def drafts_panel(user: Any) -> dict[str, Any] | None:
    """The newest drafts of a person; no panel when there are none."""
    drafts = list(Draft.objects.visible_to(user)[:MOST_SHOWN])
    return {"drafts": drafts} if drafts else None


def register() -> None:
    """The panel of drafts, for everybody."""
    registry.reading_pages[PAGE] = gettext_lazy("ร่างที่ยังไม่ได้บันทึก")
    registry.panels.append(HomePanel(5, "drafts/panel.html", drafts_panel, lambda user: True))
