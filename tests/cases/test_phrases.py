"""Phrases of advice: who keeps which, and what is refused."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import AdvicePhrase, Session
from cases.services.phrases import MOST_PHRASES, remove_phrase, save_phrase
from clinic_project.models import Event
from clinics.models import Clinic
from tests.cases.test_session_form import text_of

pytestmark = pytest.mark.django_db

LIST, NEW = "/sessions/phrases/", "/sessions/phrases/new/"
FIELDS = {"title": "นัดใหม่", "text": "นัดพบอีกครั้งเดือนหน้า", "activity": "", "order": "10", "is_active": "on"}


def test_every_installation_begins_with_phrases() -> None:
    phrases = list(AdvicePhrase.objects.all())
    assert len(phrases) >= 12
    assert {phrase.clinic_id for phrase in phrases} == {None}
    assert {phrase.activity for phrase in phrases} <= {"", *Session.Activity.values}
    assert all(len(phrase.text) > len(phrase.title) for phrase in phrases)


@pytest.mark.parametrize("username", ["head.cmi", "secretary.cmi", "officer.cmi"])
def test_a_clinics_staff_keep_their_own(client_as: Any, username: str) -> None:
    client = client_as(username)
    assert client.post(NEW, FIELDS)["Location"] == LIST
    phrase = AdvicePhrase.objects.get(clinic__code="CMI")
    assert client.post(phrase.get_absolute_url(), {**FIELDS, "title": "นัดเดือนหน้า"}).status_code == 302
    phrase.refresh_from_db()
    assert (phrase.title, phrase.order, phrase.is_active) == ("นัดเดือนหน้า", 10, True)
    assert "นัดเดือนหน้า" in text_of(client.get("/sessions/new/"))
    assert client.post(f"{phrase.get_absolute_url()}remove/").status_code == 302
    assert not AdvicePhrase.objects.filter(clinic__code="CMI").exists()
    kinds = Event.objects.filter(subject_type="cases.advicephrase").values_list("kind", flat=True)
    assert sorted(kinds) == ["phrase.removed", "phrase.saved", "phrase.saved"]


def test_shared_phrases_are_centrals(client_as: Any, cast: Any) -> None:
    shared = AdvicePhrase.objects.filter(clinic=None).first()
    assert shared is not None
    clinic, central = client_as("head.cmi"), client_as("officer.cen")
    assert clinic.get(shared.get_absolute_url()).status_code == 403
    with pytest.raises(PermissionDenied):
        save_phrase(phrase=shared, title="x", text="y", by=cast["head.cmi"])
    with pytest.raises(PermissionDenied):
        remove_phrase(shared, by=cast["head.cmi"])
    # A clinic that says "shared" means nothing by it.
    assert clinic.post(NEW, {**FIELDS, "is_shared": "on"}).status_code == 302
    assert AdvicePhrase.objects.get(title="นัดใหม่").clinic == Clinic.objects.get(code="CMI")
    assert central.post(NEW, {**FIELDS, "title": "ถึงทุกแห่ง", "is_shared": "on"}).status_code == 302
    assert AdvicePhrase.objects.get(title="ถึงทุกแห่ง").clinic is None
    assert "ถึงทุกแห่ง" in text_of(client_as("officer.pct").get("/sessions/new/"))


def test_another_clinics_phrases_are_not_there(client_as: Any, cast: Any) -> None:
    phrase = save_phrase(clinic=Clinic.objects.get(code="CMI"), title="ของเชียงใหม่", text="ลับ", by=cast["head.cmi"])
    other = client_as("head.pct")
    assert other.get(phrase.get_absolute_url()).status_code == 404
    assert other.post(f"{phrase.get_absolute_url()}remove/").status_code == 404
    assert "ของเชียงใหม่" not in text_of(other.get(LIST))
    with pytest.raises(PermissionDenied):
        save_phrase(phrase=phrase, title="x", text="y", by=cast["head.pct"])


@pytest.mark.parametrize(
    "changes",
    [{"title": ""}, {"title": "ก" * 41}, {"text": "\u200b"}, {"text": "ก" * 1001}, {"activity": "x"}, {"order": "0"}],
)
def test_what_makes_no_button_is_refused(client_as: Any, changes: dict[str, str]) -> None:
    assert client_as("officer.cmi").post(NEW, {**FIELDS, **changes}).status_code == 422
    assert not AdvicePhrase.objects.filter(clinic__code="CMI").exists()


def test_no_two_buttons_of_one_name_and_an_end_to_the_list(cast: Any) -> None:
    clinic, by = Clinic.objects.get(code="CMI"), cast["officer.cmi"]
    for number in range(MOST_PHRASES):
        save_phrase(clinic=clinic, title=f"ข้อความ {number}", text="ข้อความ", by=by)
    with pytest.raises(ValidationError, match="ครบ 40"):
        save_phrase(clinic=clinic, title="อีกหนึ่ง", text="ข้อความ", by=by)
    phrase = AdvicePhrase.objects.get(title="ข้อความ 1")
    with pytest.raises(ValidationError) as refused:
        save_phrase(phrase=phrase, title="ข้อความ 2", text="ข้อความ", by=by)
    assert "title" in refused.value.message_dict


def test_the_page_asks_a_fixed_number_of_queries(client_as: Any, cast: Any) -> None:
    clinic, client = Clinic.objects.get(code="CMI"), client_as("officer.cmi")

    client.get(LIST)
    counts = []
    for number in range(3):
        save_phrase(clinic=clinic, title=f"ข้อความ {number}", text="ข้อความ", by=cast["officer.cmi"])
        if number != 1:
            with CaptureQueriesContext(connection) as asked:
                client.get(LIST)
            counts.append(len(asked))
    assert counts[0] == counts[1]
