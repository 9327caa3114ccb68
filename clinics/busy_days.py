"""What a clinic already has on a day: service days in its calendar, and what else binds its people."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.registry import registry
from clinics.models import Clinic, OrientationSession, OutreachPlan, ServiceDay


def taken_on(clinic: Clinic, first: date, last: date) -> dict[date, str]:
    """Days with a service day of the clinic, whatever its state, each with words."""
    rows = ServiceDay.objects.filter(clinic=clinic).between(first, last)
    return {row.day: str(row.status_label) for row in rows}


def busy_on(clinic: Clinic, first: date, last: date) -> dict[date, list[str]]:
    """What else the clinic's people have on each day, as texts. One query a source."""
    found: dict[date, list[str]] = defaultdict(list)
    for source in registry.busy_days:
        for day, words, _url in source(clinic, first, last):
            found[day].append(str(words))
    return found


def outreach_days(clinic: Any, first: date, last: date) -> Iterator[tuple[date, str, str]]:
    """Days on which the clinic goes out (R27)."""
    rows = OutreachPlan.objects.filter(clinic=clinic).exclude(status="cancelled").between(first, last)
    for row in rows:
        words = _("ออกให้บริการ: %(title)s") % {"title": row.title}
        for day in row.days():
            if first <= day <= last:
                yield day, words, row.get_absolute_url()


def orientation_days(clinic: Any, first: date, last: date) -> Iterator[tuple[date, str, str]]:
    """Days of orientation still to come to, of the years the clinic takes part in (R14)."""
    rows = OrientationSession.objects.filter(
        status="planned", day__range=(first, last), year__clinic_years__clinic=clinic
    )
    for row in rows.select_related("year"):
        yield row.day, _("ปฐมนิเทศ: %(title)s") % {"title": row.title}, row.get_absolute_url()
