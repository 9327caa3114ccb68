"""Two phones answer the same link at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from cases.models import Response, Survey
from cases.services.surveys import SCORES, SurveyUnavailable, answer_survey
from tests.factories_members import make_session


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_counts(cast: Any) -> None:
    token = make_session().survey.token
    together = Barrier(4)

    def answer(_number: int) -> str:
        try:
            together.wait(timeout=20)
            answer_survey(survey_token=token, scores=dict.fromkeys(SCORES, 5), respondent_kind="member", comment="")
        except SurveyUnavailable:
            return "closed"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(4) as phones:
        outcomes = sorted(phones.map(answer, range(4)))
    assert outcomes == ["closed", "closed", "closed", "kept"]
    assert Response.objects.count() == 1
    assert Survey.objects.get().is_used
