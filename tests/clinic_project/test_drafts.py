"""Drafts: what is typed is kept before anything can refuse it, seen by its writer only, and gone once recorded."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Entry
from clinic_project import drafts
from clinic_project.models import Draft
from tests.factories_cases import make_case

TEXT = "นัดคุยกับเจ้าหนี้วันศุกร์ แล้วโทรบอกสมาชิก"


@pytest.fixture
def case(cast: dict[str, Any]) -> Any:
    """A case of CMI under work."""
    return make_case(status="in_progress")


def note_url(case: Any) -> str:
    return reverse("cases:note", args=[case.reference])


def hidden(page: str) -> dict[str, str]:
    """The hidden boxes of the form that has a draft control."""
    form = next(part for part in page.split("<form")[1:] if "data-draft" in part)
    names = ("csrfmiddlewaretoken", "form_key", "draft", "draft_revision")
    found = {}
    for name in names:
        box = re.search(rf'<input type="hidden"\s+name="{name}"\s+value="([^"]*)"', form)
        if box:
            found[name] = box.group(1)
    return found


def open_note(client: Client, url: str) -> dict[str, str]:
    return hidden(client.get(url).content.decode())


@pytest.mark.django_db
def test_kept_by_button_and_filled_again(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    answer = client.post(reverse("draft_keep"), {**boxes, "text": TEXT})
    draft = Draft.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{note_url(case)}?draft={draft.key}"
    page = client.get(answer["Location"]).content.decode()
    assert TEXT in page
    assert "ตรวจอีกครั้ง" not in page
    assert hidden(page)["draft"].split(":")[0] == boxes["draft"].split(":")[0]
    assert hidden(page)["draft_revision"] == "1"


@pytest.mark.django_db
def test_a_page_that_sends_twice_at_once_loses_neither(
    client_as: Any, case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    first = drafts._found
    sent = {**boxes, "text": TEXT}

    def meanwhile(*asked: Any) -> Draft:
        """The other sending makes the draft after this one saw that there is none."""
        row = first(*asked)
        monkeypatch.setattr(drafts, "_found", first)
        client.post(reverse("draft_keep"), {**boxes, "text": TEXT[:5]})
        return row

    monkeypatch.setattr(drafts, "_found", meanwhile)
    assert client.post(reverse("draft_keep"), sent).status_code == 302
    assert Draft.objects.get().data["text"] == [TEXT]


@pytest.mark.django_db
def test_recorded_leaves_no_draft(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    client.post(reverse("draft_keep"), {**boxes, "text": TEXT[:10]})
    assert client.post(note_url(case), {**boxes, "text": TEXT}).status_code == 302
    assert not Draft.objects.exists()
    assert Entry.objects.filter(text=TEXT).count() == 1


@pytest.mark.django_db
def test_late_keeping_of_a_page_that_was_recorded_leaves_no_draft(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    client.post(note_url(case), {**boxes, "text": TEXT})
    answer = client.post(reverse("draft_keep"), {**boxes, "text": TEXT}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_kept_when_the_form_is_refused(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    answer = client.post(note_url(case), {**boxes, "text": "   "})
    assert answer.status_code == 422
    assert Draft.objects.get().data["text"] == ["   "]
    # The page that came back writes on in the same draft.
    again = hidden(answer.content.decode())
    client.post(note_url(case), {**again, "text": TEXT})
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_kept_after_log_out_and_back_after_log_in(client_as: Any, case: Any, cast: dict[str, Any]) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    client.logout()
    answer = client.post(note_url(case), {**boxes, "text": TEXT})
    draft = Draft.objects.get(owner=cast["officer.cmi"])
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")
    assert draft.key in answer["Location"]
    client.force_login(cast["officer.cmi"])
    assert TEXT in client.get(draft.resume_url).content.decode()
    assert not Entry.objects.filter(text=TEXT).exists()


@pytest.mark.django_db
def test_kept_when_the_token_is_refused(cast: dict[str, Any], case: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["officer.cmi"])
    boxes = open_note(client, note_url(case))
    answer = client.post(note_url(case), {**boxes, "csrfmiddlewaretoken": "x", "text": TEXT})
    assert answer.status_code == 419
    assert Draft.objects.get().data["text"] == [TEXT]
    assert Draft.objects.get().resume_url in answer.content.decode()


@pytest.mark.django_db
def test_two_pages_never_overwrite_each_other(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    client.post(reverse("draft_keep"), {**boxes, "text": "แรก"})
    resumed = Draft.objects.get().resume_url
    one, two = open_note(client, resumed), open_note(client, resumed)
    client.post(reverse("draft_keep"), {**one, "text": "แรก จากแท็บหนึ่ง"})
    client.post(reverse("draft_keep"), {**two, "text": "แรก จากแท็บสอง"})
    assert {draft.data["text"][0] for draft in Draft.objects.all()} == {"แรก จากแท็บหนึ่ง", "แรก จากแท็บสอง"}
    # The page drawn afresh offers both.
    assert client.get(note_url(case)).content.decode().count("พิมพ์ต่อจากร่างนี้") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["head.cmi", "officer2.cmi", "admin"])
def test_nobody_else_sees_a_draft(client_as: Any, case: Any, other: str) -> None:
    client = client_as("officer.cmi")
    client.post(reverse("draft_keep"), {**open_note(client, note_url(case)), "text": TEXT})
    draft, stranger = Draft.objects.get(), client_as(other)
    assert TEXT not in stranger.get(draft.resume_url).content.decode()
    assert TEXT not in stranger.get(reverse("drafts")).content.decode()
    assert stranger.get(reverse("draft", args=[draft.key])).status_code == 404
    assert stranger.post(reverse("draft_drop", args=[draft.key])).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.django_db
def test_a_forged_or_strange_ticket_keeps_nothing(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    last = "B" if boxes["draft"].endswith("A") else "A"
    for ticket in ("", "x", boxes["draft"][:-1] + last, boxes["draft"] + "a"):
        assert client.post(reverse("draft_keep"), {**boxes, "draft": ticket, "text": TEXT}).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_an_address_that_is_none_keeps_the_draft_all_the_same(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    said = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[bad"}
    answer = client.post(reverse("draft_keep"), {**boxes, "text": TEXT}, **said)
    assert answer.status_code == 200
    assert "HX-Replace-Url" not in answer
    assert Draft.objects.get().data["text"] == [TEXT]


@pytest.mark.django_db
def test_keys_passwords_and_identity_are_never_kept(client_as: Any, case: Any) -> None:
    client = client_as("officer.cmi")
    boxes = open_note(client, note_url(case))
    secret = {"national_id": "1234567890121", "new_password1": "ลับมาก", "do": "save"}
    client.post(reverse("draft_keep"), {**boxes, **secret, "text": TEXT})
    assert Draft.objects.get().data == {"text": [TEXT]}


@pytest.mark.django_db
def test_expired_drafts_are_gone(client_as: Any, case: Any, capsys: Any) -> None:
    client = client_as("officer.cmi")
    client.post(reverse("draft_keep"), {**open_note(client, note_url(case)), "text": TEXT})
    Draft.objects.update(updated_at=timezone.now() - drafts.lifetime() - timedelta(minutes=1))
    draft = Draft.objects.get()
    assert TEXT not in client.get(draft.resume_url).content.decode()
    assert client.get(reverse("draft", args=[draft.key])).status_code == 404
    call_command("expire_drafts")
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_drafts_have_a_ceiling_that_drops_the_oldest(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
    for number in range(5):
        ticket = drafts.Ticket(cast["officer.cmi"].pk, f"{number:032x}", "/cases/")
        drafts.keep(ticket, revision=0, form_key="", data={"text": [str(number)]})
    assert [draft.data["text"] for draft in Draft.objects.order_by("pk")] == [["2"], ["3"], ["4"]]


@pytest.mark.django_db
def test_my_drafts_take_as_many_queries_for_three_as_for_one(client_as: Any, cast: dict[str, Any]) -> None:
    client, counts = client_as("officer.cmi"), []
    for number in range(3):
        ticket = drafts.Ticket(cast["officer.cmi"].pk, f"{number:032x}", "/sessions/new/")
        drafts.keep(ticket, revision=0, form_key="", data={"advice": [TEXT]})
        client.get(reverse("drafts"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("drafts")).content.decode()
        counts.append(len(queries))
        assert page.count(TEXT) == number + 1
    assert counts[0] == counts[2]
    assert "บันทึกการให้บริการ" in page
