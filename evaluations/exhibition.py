"""What the exhibition shows: the year's figures as frozen where they are, the papers, and how far each clinic is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from clinics.models import Appointment
from evaluations.indicators import Figures, compute
from evaluations.models import Evaluation, Poster
from evaluations.poster_documents import PosterPaper, Sheet, poster_of, sheet_of
from evaluations.services import frozen_figures
from evaluations.windows import window_of


def figures_shown(year: Any) -> Figures:
    """The newest frozen figures of a year; the live ones before there are any."""
    frozen = Evaluation.objects.filter(year=year).select_related("year").order_by("-version").first()
    return frozen_figures(frozen) if frozen else compute(window_of(year))


def paper_for(clinic_year: Any, poster: Poster | None, figures: Figures, *, qr: Any = "") -> PosterPaper:
    """A clinic's poster, with the people who worked there (R43). ``qr``: the way to the clinic's opening days."""
    seats = Appointment.objects.filter(clinic_year=clinic_year).select_related("user").order_by("order", "pk")
    # Who held two posts one after the other is named once.
    team = list({seat.user_id: seat for seat in seats}.values())
    return poster_of(clinic_year, poster, figures, team=team, qr=qr)


def sheet_for(year: Any) -> Sheet:
    """The sheet of all clinics of a year."""
    rows = Poster.objects.filter(clinic_year__year=year).values_list("clinic_year__clinic__code", "headline")
    return sheet_of(year, figures_shown(year), dict(rows))


@dataclass(frozen=True)
class Row:
    """How far one clinic's poster is."""

    clinic_year: Any
    poster: Poster | None
    missing: list[str]

    @property
    def is_ready(self) -> bool:
        """Declared ready, and its story may still be told."""
        return bool(self.poster and self.poster.ready_at and not self.missing)


def missing_of(poster: Poster | None) -> list[str]:
    """What a poster lacks, in words; pictures and a story are no must."""
    if poster is None or not poster.headline:
        return [_("ยังไม่ได้เขียนพาดหัว")]
    found = []
    if poster.story and not poster.tells_story:
        found.append(_("สมาชิกถอนความยินยอม เรื่องเล่าจึงไม่แสดง"))
    return found


def exhibition_rows(clinic_years: Iterable[Any], posters: Iterable[Poster]) -> list[Row]:
    """One row a clinic, in the programme's order."""
    known = {poster.clinic_year_id: poster for poster in posters}
    return [Row(row, known.get(row.pk), missing_of(known.get(row.pk))) for row in clinic_years]
