"""What services given hang into the frame; called when the app is ready."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cases.forms.session_parts import NEW_CASE
from cases.models import Case, Session
from clinic_project.registry import NavEntry, registry
from members.models import Member

MOST_VISITS = 20
MOST_CASES = 20


def _serves(user: Any) -> bool:
    return bool(user.is_clinic_staff)


def member_panel(user: Any, member: Member) -> dict[str, Any]:
    """Visits and cases of a member, as far as this person may read them.

    A restricted case the person may only know of is left out: beside the member's name even its existence would tell
    whose it is (domain.md, section 3).
    """
    visits = Session.objects.visible_to(user).filter(member=member).for_list()
    cases = Case.objects.visible_to(user).filter(member=member).order_by("-opened_on", "-id")
    address = f"{reverse('cases:session_new')}?{urlencode({'member': member.number})}"
    # A case is opened with the service it began with, so its address is the same page with that part unfolded.
    return {
        "template": "cases/member_panel.html",
        "visits": list(visits[:MOST_VISITS]),
        "cases": list(cases[:MOST_CASES]),
        "open_case_url": f"{address}&case={NEW_CASE}",
        "primary": {"label": _("บันทึกการให้บริการ"), "url": address},
    }


def register() -> None:
    """The menu entry that is used most, and what a member's page shows of visits and cases."""
    registry.nav.append(NavEntry(15, _("บันทึก"), "cases:session_new", _serves, icon="session"))
    registry.member_panels.append(member_panel)
