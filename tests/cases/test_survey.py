"""The satisfaction survey: public, once a link, anonymous."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cases.models import Response, Survey
from cases.services.surveys import SCORES, SurveyUnavailable, answer_survey
from clinic_project.models import Event, IdempotencyKey
from tests.factories_members import make_session

pytestmark = pytest.mark.django_db

ANSWER = {**dict.fromkeys(SCORES, "4"), "overall": "5", "respondent_kind": "member", "comment": "เจ้าหน้าที่ใจดี"}


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def link(cast: Any) -> str:
    """Address of a fresh survey."""
    return str(make_session().survey.get_absolute_url())


def test_a_stranger_answers_without_log_in(link: str) -> None:
    public = Client()
    page = public.get(link)
    shown = page.content.decode()
    assert page.status_code == 200
    assert "มากที่สุด" in shown
    assert "น้อยที่สุด" in shown
    assert "no-store" in page["Cache-Control"]
    response = public.post(link, ANSWER)
    assert response.status_code == 302
    assert response["Location"] == "/survey/done/"
    stored = Response.objects.get()
    assert (stored.courtesy, stored.overall, stored.comment) == (4, 5, "เจ้าหน้าที่ใจดี")
    assert public.get("/survey/done/").status_code == 200


def test_bad_used_and_expired_links_look_the_same(link: str, cast: Any) -> None:
    public = Client()
    public.post(link, ANSWER)
    expired = make_session(clinic_code="PCT").survey
    Survey.objects.filter(pk=expired.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    answers = [public.get(link), public.get(expired.get_absolute_url()), public.get("/survey/no-such-token/")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    posted = [public.post(address, ANSWER) for address in (link, expired.get_absolute_url(), "/survey/x/")]
    assert {answer.status_code for answer in posted} == {404}
    assert Response.objects.count() == 1


def test_the_service_refuses_a_second_answer(link: str) -> None:
    given = {"scores": dict.fromkeys(SCORES, 5), "respondent_kind": "member", "comment": ""}
    token = Survey.objects.get().token
    answer_survey(survey_token=token, **given)
    with pytest.raises(SurveyUnavailable):
        answer_survey(survey_token=token, **given)
    assert Response.objects.count() == 1


def test_an_answer_leads_back_to_nobody(link: str) -> None:
    events = Event.objects.count()
    Client().post(link, {**ANSWER, "form_key": "c" * 32})
    names = {field.name for field in Response._meta.get_fields()}
    assert not names & {"session", "survey", "member", "officer", "created_at", "answered_at"}
    assert Event.objects.count() == events
    assert {field.name for field in Survey._meta.get_fields()} & {"used_at", "response", "answered_on"} == set()
    assert list(IdempotencyKey.objects.values_list("location", flat=True)) == ["/survey/done/"]


@pytest.mark.parametrize("score", ["0", "6", "", "NaN", "๕x", "5.5"])
def test_a_score_outside_1_to_5_is_refused_and_the_rest_kept(link: str, score: str) -> None:
    response = Client().post(link, {**ANSWER, "clarity": score})
    assert response.status_code == 422
    assert "เจ้าหน้าที่ใจดี" in response.content.decode()
    assert not Response.objects.exists()
    assert not Survey.objects.get().is_used


def test_a_long_comment_is_a_thai_sentence_not_a_crash(link: str) -> None:
    response = Client().post(link, {**ANSWER, "comment": "ก" * 5000})
    assert response.status_code == 422
    assert "ยาวเกินไป" in response.content.decode()


def test_one_address_cannot_try_links_without_end(link: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_project.public_pages.MOST_REQUESTS", 3)
    public = Client(REMOTE_ADDR="198.51.100.7")
    assert [public.get("/survey/x/").status_code for _try in range(5)] == [404, 404, 404, 429, 429]
    assert Client(REMOTE_ADDR="198.51.100.8").get(link).status_code == 200


def test_tokens_are_long_and_differ(cast: Any) -> None:
    tokens = {make_session().survey.token for _number in range(5)}
    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 32
