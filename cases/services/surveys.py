"""Answering a satisfaction survey (R41)."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Response, Survey

SCORES = ("courtesy", "clarity", "usefulness", "timeliness", "overall")


class SurveyUnavailable(Exception):
    """The link is wrong, used or too old; which of the three is never told."""


def open_survey(token: str, *, on: date | None = None, lock: bool = False) -> Survey:
    """Find the survey a token opens today. Raises :class:`SurveyUnavailable` for anything else."""
    surveys = Survey.objects.select_for_update(of=("self",)) if lock else Survey.objects.all()
    day = on or timezone.localdate()
    found = surveys.select_related("clinic").filter(token=token, is_used=False, expires_on__gte=day).first()
    if found is None:
        raise SurveyUnavailable
    return found


@transaction.atomic
def answer_survey(
    *, survey_token: str, scores: Mapping[str, int], respondent_kind: str, comment: str, on: date | None = None
) -> None:
    """Keep one answer and use the link up.

    ``scores`` holds the five of :data:`SCORES`, 1 (น้อยที่สุด) to 5 (มากที่สุด); ``on`` is the day (today). The answer
    keeps clinic, year and day only, and no event is written: a line in the log with its time would tie the answer to
    the visit. The survey's row is locked, so of two answers sent at once one counts.
    """
    survey = open_survey(survey_token, on=on, lock=True)
    missing = {name: _("เลือกคะแนน 1 ถึง 5") for name in SCORES if scores.get(name) not in range(1, 6)}
    if missing:
        raise ValidationError(missing)
    Response.objects.create(
        clinic_id=survey.clinic_id,
        year_id=survey.year_id,
        answered_on=on or timezone.localdate(),
        respondent_kind=respondent_kind,
        comment=comment,
        **{name: scores[name] for name in SCORES},
    )
    survey.is_used = True
    survey.save(update_fields=["is_used"])
