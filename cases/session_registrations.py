"""What services given hang into the frame; called when the app is ready."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.session_parts import NEW_CASE
from cases.models import Case, Session
from cases.visit_days import outreach_session_url, visits_on
from clinic_project.registry import Hit, NavEntry, Results, registry
from clinic_project.searching import padded, reference_key, results_of
from clinic_project.thai.dates import format_short
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


def search(user: Any, text: str, most: int) -> Results | None:
    """Services given, by number or member."""
    if not user.is_clinic_staff:
        return None
    number = padded(reference_key(text), 5)

    def hit(session: Session) -> Hit:
        who = session.member.full_name if session.member else _("กลุ่ม %(n)d คน") % {"n": session.participants}
        detail = f"{format_short(session.served_on)} · {session.get_mode_display()} · {session.officer.full_name}"
        title = f"{session.reference} · {who}"
        return Hit(title, detail, session.get_absolute_url(), is_exact=session.reference == number)

    found = Session.objects.visible_to(user).matching(text).select_related("member", "officer")
    return results_of(_("การให้บริการ"), found.order_by("-served_on", "-id"), hit, most, shows_members=True)


def register() -> None:
    """The menu entry that is used most, search, and what a member's page shows of visits and cases."""
    label, section = gettext_lazy("บันทึก"), "/sessions/"
    registry.visit_counts.append(visits_on)
    registry.visit_links.append(outreach_session_url)
    registry.nav.append(NavEntry(15, label, "cases:session_new", _serves, icon="session", section=section, key="n"))
    registry.searches.append((30, search))
    registry.lists.add("cases:session_list")
    registry.places |= {
        "cases:session_new": gettext_lazy("บันทึกการให้บริการ"),
        "cases:session_detail": gettext_lazy("การให้บริการ"),
    }
    registry.member_panels.append(member_panel)
