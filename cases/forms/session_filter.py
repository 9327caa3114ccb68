"""Filters of the session list; what can't be read is ignored."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Session
from cases.querysets import SessionQuerySet
from clinic_project.thai.dates import month_name

MONTHS_BACK = 24


def _months(today: date) -> list[tuple[str, str]]:
    """The months one may choose, newest first: value ``2561-10``, shown ตุลาคม 2561."""
    counted = [today.year * 12 + today.month - 1 - back for back in range(MONTHS_BACK)]
    return [(f"{n // 12 + 543}-{n % 12 + 1:02d}", f"{month_name(n % 12 + 1)} {n // 12 + 543}") for n in counted]


class SessionFilter(forms.Form):
    """Mode, activity and month."""

    mode = forms.ChoiceField(label=_("มาทางไหน"), required=False, choices=[("", _("ทุกทาง")), *Session.Mode.choices])
    activity = forms.ChoiceField(
        label=_("กิจกรรม"), required=False, choices=[("", _("ทุกกิจกรรม")), *Session.Activity.choices]
    )
    month = forms.ChoiceField(label=_("เดือน"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [("", _("ทุกเดือน")), *_months(timezone.localdate())]  # type: ignore[attr-defined]
        self.is_valid()
        # Junk in a shared address is no error of the person who follows it.
        self.errors.clear()
        for field in self.fields.values():
            # Nothing in a filter must be filled; saying so at each would only be noise.
            field.required = True
            field.widget.is_required = False

    def codes(self) -> dict[str, str]:
        """The filters in force, for the read log."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, sessions: SessionQuerySet) -> SessionQuerySet:
        """Keep the sessions that were asked for."""
        given = self.codes()
        if "mode" in given:
            sessions = sessions.filter(mode=given["mode"])
        if "activity" in given:
            sessions = sessions.filter(activities__activity=given["activity"])
        if "month" in given:
            year, month = (int(part) for part in given["month"].split("-"))
            start = date(year - 543, month, 1)
            end = date(year - 543 + month // 12, month % 12 + 1, 1)
            sessions = sessions.filter(served_on__gte=start, served_on__lt=end)
        return sessions
