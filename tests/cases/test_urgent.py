"""Somebody may harm themselves: the form stops before anything is kept; what was said stands in no event."""

import re
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Entry, Session
from cases.urgent import has_sign
from clinic_project.models import Draft, Event
from tests.factories_cases import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: dict[str, Any]) -> Case:
    return make_case("in_progress")


@pytest.mark.parametrize("text", ["บอกว่าอยาก ตาย", "เคยคิดฆ่าตัวตายปีก่อน", "พูดว่าไม่อยากมีชีวิตอยู่", "จะทำร้าย ตัวเอง"])
def test_signs_are_found_however_they_are_spaced(text: str) -> None:
    assert has_sign("นัดเดือนหน้า", text)


@pytest.mark.parametrize("text", ["", "หนี้ตายตัวทุกเดือน", "บิดาเสียชีวิต", "ปิดหนี้ให้จบ", "ค่าผูกพัน"])
def test_ordinary_words_are_no_signs(text: str) -> None:
    assert not has_sign(text)


def test_a_note_with_a_sign_stops_and_goes_on_when_a_person_is_there(client_as: Any, case: Case) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/note/"
    before = Entry.objects.filter(case=case).count()
    page = client.post(address, {"text": "สมาชิกพูดว่าอยากตาย"}).content.decode()
    assert "1323" in page
    assert "อย่าปล่อยให้สมาชิกอยู่คนเดียว" in page
    assert Entry.objects.filter(case=case).count() == before
    event = Event.objects.get(kind="urgent.shown")
    assert "อยากตาย" not in str(event.detail)
    assert client.post(address, {"text": "สมาชิกพูดว่าอยากตาย", "urgent_seen": "on"}).status_code == 302
    assert Entry.objects.filter(case=case).count() == before + 1


@pytest.mark.parametrize("page", ["note", "edit"])
def test_every_form_of_a_case_stops(client_as: Any, case: Case, page: str) -> None:
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/{page}/", {"text": "คิดสั้น", "cause": "คิดสั้น"})
    assert answer.status_code == 200
    assert "1323" in answer.content.decode()


def test_the_session_form_has_a_button_that_keeps_what_was_typed(client_as: Any, cast: dict[str, Any]) -> None:
    client = client_as("officer.cmi")
    page = client.post("/sessions/new/", {"advice": "คุยเรื่องหนี้บัตร", "who": "known", "do": "urgent"}).content.decode()
    assert "1323" in page
    assert 'value="คุยเรื่องหนี้บัตร"' in page
    assert not Session.objects.exists()
    back = client.post("/sessions/new/", {"advice": "คุยเรื่องหนี้บัตร", "who": "known", "do": "back", "urgent_seen": "on"})
    assert "คุยเรื่องหนี้บัตร" in back.content.decode()
    assert not Session.objects.exists()


def test_a_session_with_a_sign_stops(client_as: Any, cast: dict[str, Any]) -> None:
    answer = client_as("officer.cmi").post("/sessions/new/", {"advice": "บอกว่าจะกินยาตาย", "do": "save"})
    assert "1323" in answer.content.decode()
    assert Event.objects.filter(kind="urgent.shown").count() == 1


def test_the_notice_of_a_case_is_opened_from_its_page(client_as: Any, case: Case) -> None:
    client = client_as("officer.cmi")
    assert f"/cases/{case.reference}/urgent/" in client.get(f"/cases/{case.reference}/").content.decode()
    assert "1323" in client.get(f"/cases/{case.reference}/urgent/").content.decode()
    assert Event.objects.filter(kind="urgent.shown").count() == 1


def _boxes(page: str, holding: str) -> dict[str, str]:
    """The hidden boxes of the form that holds a text."""
    form = next(part for part in page.split("<form")[1:] if holding in part)
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form.split("</form>")[0])
    read = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in read if name}


def _stop_and_go_on(client: Client, page: str, action: str, typed: dict[str, str]) -> Any:
    """Send a form with a sign in it, then what the notice sends on once somebody is there."""
    boxes = _boxes(client.get(page).content.decode(), 'name="draft"')
    notice = client.post(action, {**boxes, **typed}).content.decode()
    assert "1323" in notice
    assert Draft.objects.count() == 1
    return client.post(action, {**_boxes(notice, 'name="urgent_seen"'), "do": typed.get("do", "")})


@pytest.mark.parametrize("page", ["", "note/", "edit/"])
def test_what_was_recorded_after_the_notice_is_no_draft(client_as: Any, case: Case, page: str) -> None:
    address, form = f"/cases/{case.reference}/", page or "note/"
    typed = {"text": "สมาชิกพูดว่าอยากตาย", "subject": "หนี้หลายทาง", "cause": "สมาชิกพูดว่าอยากตาย"}
    answer = _stop_and_go_on(client_as("officer.cmi"), address + page, address + form, typed)
    assert answer.status_code == 302
    assert not Draft.objects.exists()


def test_a_page_open_twice_keeps_the_other_text(client_as: Any, case: Case) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/note/"
    first = client.get(address).content.decode()
    boxes = _boxes(first, 'name="draft"')
    client.post("/drafts/keep/", {**boxes, "form_key": "0" * 32, "text": "ข้อความของอีกแท็บ"})
    notice = client.post(address, {**boxes, "text": "อยากตาย"}).content.decode()
    assert client.post(address, _boxes(notice, 'name="urgent_seen"')).status_code == 302
    assert [draft.data["text"] for draft in Draft.objects.all()] == [["ข้อความของอีกแท็บ"]]


def test_a_late_copy_of_the_browser_brings_no_draft_back(client_as: Any, case: Case) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/note/"
    boxes = _boxes(client.get(address).content.decode(), 'name="draft"')
    notice = client.post(address, {**boxes, "text": "อยากตาย"}).content.decode()
    client.post(address, _boxes(notice, 'name="urgent_seen"'))
    client.post("/drafts/keep/", {**boxes, "text": "อยากตาย"}, headers={"HX-Request": "true"})
    assert not Draft.objects.exists()
