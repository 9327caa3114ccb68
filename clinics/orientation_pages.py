"""What the pages of the orientation show, made ready for their templates (R14)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clinics.models import ClinicYear, OrientationSession, ProgrammeYear
from clinics.orientation import POST_WORDS, ClinicStand, Person, posts_needed, stands
from clinics.permissions.orientation import can_attend, can_lead_orientation

SHOWS = ("all", "came", "missing")


def people_url(year: ProgrammeYear, show: str, clinic: str = "") -> str:
    """The people behind a number."""
    query = {"show": show, **({"clinic": clinic} if clinic else {})}
    return f"{reverse('clinics:orientation_people', args=[year.buddhist_year])}?{urlencode(query)}"


def overview(year: ProgrammeYear, user: Any, found: Sequence[ClinicStand]) -> dict[str, Any]:
    """Figures, a row a clinic, and what central may do. Every number opens its rows."""
    rows = [_row(year, stand) for stand in found]
    invited = sum(len(stand.people) for stand in found)
    came = sum(len(stand.came) for stand in found)
    words = {"all": _("ผู้ได้รับเชิญ"), "came": _("เข้าร่วมแล้ว"), "missing": _("ยังไม่เข้าร่วม")}
    numbers = {"all": invited, "came": came, "missing": invited - came}
    figures = [{"label": words[show], "value": numbers[show], "url": people_url(year, show)} for show in SHOWS]
    ready = [stand for stand in found if stand.waits_for_note]
    return {
        "year": year,
        "figures": figures,
        "rows": rows,
        "posts": [POST_WORDS[post] for post in posts_needed(year)],
        "lead": bool(can_lead_orientation(user)),
        "ready": ready,
    }


def _row(year: ProgrammeYear, stand: ClinicStand) -> dict[str, Any]:
    code = stand.clinic_year.clinic.code
    numbers = {"all": len(stand.people), "came": len(stand.came), "missing": len(stand.missing)}
    return {
        "clinic_year": stand.clinic_year,
        "cells": [{"value": numbers[show], "url": people_url(year, show, code)} for show in SHOWS],
        "lacking": stand.lacking_posts,
        "is_oriented": stand.clinic_year.status in {"oriented", "open", "closed"},
        "waits": stand.waits_for_note,
    }


def people_page(year: ProgrammeYear, rows: Iterable[ClinicYear], show: str, clinic: str) -> dict[str, Any]:
    """The people of one clinic or of all, as the chosen number counts them."""
    clinic_years = list(rows)
    chosen = next((row for row in clinic_years if row.clinic.code == clinic), None)
    found = stands([chosen] if chosen else clinic_years, year)
    code = chosen.clinic.code if chosen else ""
    labels = {"all": _("ทุกคน"), "came": _("เข้าร่วมแล้ว"), "missing": _("ยังไม่เข้าร่วม")}
    filters = [
        {
            "label": labels[name],
            "url": people_url(year, name, code),
            "current": name == show,
            "count": sum(len(_chosen(stand, name)) for stand in found),
        }
        for name in SHOWS
    ]
    people = [(stand.clinic_year, person) for stand in found for person in _chosen(stand, show)]
    return {"people": people, "filters": filters, "chosen": chosen, "all_url": people_url(year, show)}


def _chosen(stand: ClinicStand, show: str) -> list[Person]:
    return {"all": stand.people, "came": stand.came, "missing": stand.missing}[show]


def session_page(session: OrientationSession, user: Any) -> dict[str, Any]:
    """A session with the buttons this person has."""
    args = [session.year.buddhist_year, session.pk]
    lead = can_lead_orientation(user, session)
    buttons = OrientationSession.machine.buttons(
        user, session, lambda name: reverse("clinics:orientation_move", args=[*args, name])
    )
    return {
        "session": session,
        "year": session.year,
        "lead": bool(lead),
        "tick": can_attend(user, session),
        "buttons": buttons,
        "can_withdraw": bool(lead) and session.status != "cancelled",
    }
