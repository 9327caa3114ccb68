"""The direct line between a clinic and central: whose turn it is, and the clock (R16, R32)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinic_project.models import AppendOnlyError
from clinic_project.thai.workdays import WorkCalendar
from clinic_project.verdicts import NotAllowed
from clinics.line_clock import due_of, hours_now, working_days_left
from clinics.models import Clinic, Conversation
from clinics.services.direct_line import begin_conversation, end_conversation, say
from tests.cast import make_year

pytestmark = pytest.mark.django_db
CALENDAR = WorkCalendar()


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def begun(cast: dict[str, Any], who: str = "officer.cmi", code: str = "CMI", **rest: Any) -> Conversation:
    clinic = Clinic.objects.get(code=code)
    return begin_conversation(clinic=clinic, subject="ขอคู่มือ", text="ขอฉบับล่าสุด", by=cast[who], **rest)


def test_whoever_spoke_last_is_not_waited_for(cast: dict[str, Any]) -> None:
    conversation = begun(cast)
    assert conversation.status == "waits_central"
    conversation = say(conversation, text="ส่งให้แล้ว", by=cast["officer.cen"])
    assert conversation.status == "waits_clinic"
    conversation = say(conversation, text="ขอบคุณ มีคำถามเพิ่ม", by=cast["head.cmi"])
    assert conversation.status == "waits_central"
    assert [m.is_central for m in conversation.messages.all()] == [False, True, False]


def test_central_begins_and_the_clinic_is_waited_for(cast: dict[str, Any]) -> None:
    conversation = begun(cast, "head.cen")
    assert conversation.status == "waits_clinic"
    assert list(Conversation.objects.waiting_for(cast["officer.cmi"])) == [conversation]
    assert list(Conversation.objects.waiting_for(cast["officer.cen"])) == []


def test_saying_one_thing_more_does_not_set_the_clock_back(cast: dict[str, Any]) -> None:
    conversation = begun(cast, now=moment("2018-07-02T09:00"))
    conversation = say(conversation, text="ลืมบอกว่าด่วน", by=cast["officer.cmi"], now=moment("2018-07-05T09:00"))
    assert conversation.waiting_since == moment("2018-07-02T09:00")
    assert conversation.last_at == moment("2018-07-05T09:00")


def test_an_ended_conversation_goes_on_when_somebody_writes(cast: dict[str, Any]) -> None:
    conversation = end_conversation(begun(cast), by=cast["officer.cen"])
    assert (conversation.status, conversation.waiting_since) == ("closed", None)
    assert say(conversation, text="ขอถามต่อ", by=cast["officer.cmi"]).status == "waits_central"
    ended = end_conversation(conversation, by=cast["officer.cmi"])
    assert say(ended, text="แจ้งเพิ่มเติม", by=cast["head.cen"]).status == "waits_clinic"


def test_only_the_two_sides_talk(cast: dict[str, Any]) -> None:
    conversation = begun(cast)
    for who in ("officer.pct", "edu.chair", "board.chair", "admin"):
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            say(conversation, text="x", by=cast[who])
    with pytest.raises(NotAllowed):
        begun(cast, "officer.pct", "CMI")
    with pytest.raises(ValidationError, match="คุยกับตัวเองไม่ได้"):
        begun(cast, "head.cen", "CEN")
    assert Conversation.objects.count() == 1


def test_what_was_said_stays_as_it_was_said(cast: dict[str, Any]) -> None:
    message = begun(cast).messages.get()
    message.text = "อย่างอื่น"
    with pytest.raises(AppendOnlyError):
        message.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_conversationmessage SET text = 'x'")


def test_an_open_conversation_always_knows_since_when_it_waits(cast: dict[str, Any]) -> None:
    begun(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_conversation SET waiting_since = NULL")


@pytest.mark.parametrize(
    ("since", "is_urgent", "due"),
    [
        ("2018-07-02T09:00", False, date(2018, 7, 3)),
        # Thursday before the long holiday of 27-30 July 2561.
        ("2018-07-26T16:00", False, date(2018, 7, 31)),
        ("2018-07-28T10:00", True, date(2018, 7, 31)),
        ("2018-07-02T09:00", True, date(2018, 7, 2)),
    ],
)
def test_an_answer_is_due_in_working_days(since: str, is_urgent: bool, due: date) -> None:
    assert due_of(moment(since), is_urgent=is_urgent, days=1, calendar=CALENDAR) == due


def test_a_deadline_that_passed_over_a_weekend_is_over(cast: dict[str, Any]) -> None:
    conversation = begun(cast, is_urgent=True, now=moment("2018-07-06T09:00"))
    ask = {"days": 1, "calendar": CALENDAR}
    assert working_days_left(conversation, today=date(2018, 7, 6), **ask) == 0
    assert working_days_left(conversation, today=date(2018, 7, 7), **ask) == -1
    assert working_days_left(conversation, today=date(2018, 7, 9), **ask) == -1


@pytest.mark.parametrize(
    ("at", "is_open", "words"),
    [
        ("2018-07-02T09:00", True, "อยู่ในเวลาทำการ"),
        ("2018-07-02T08:00", False, "เปิดวันนี้"),
        ("2018-07-02T16:30", False, "เปิดอีกครั้งวันอังคาร"),
        ("2018-07-06T17:00", False, "เปิดอีกครั้งวันจันทร์"),
        ("2018-07-27T10:00", False, "วันนี้วันอาสาฬหบูชา เปิดอีกครั้งวันอังคาร"),
    ],
)
def test_hours_are_told_in_words(at: str, is_open: bool, words: str) -> None:
    opens, closes = Clinic(opens_at="08:30").opens_at, Clinic().closes_at
    opens, closes = (datetime.strptime(text, "%H:%M").time() for text in (opens, closes))  # noqa: DTZ007
    hours = hours_now(opens, closes, moment(at), CALENDAR)
    assert (hours.is_open, hours.words) == (is_open, words)


def test_a_conversation_is_begun_and_answered_on_its_pages(client_as: Callable[[str], Client]) -> None:
    clinic = client_as("officer.cmi")
    page = clinic.get("/direct-line/new/")
    assert "คลินิก CEN" in page.content.decode()
    sent = {"clinic": Clinic.objects.get(code="CMI").pk, "subject": "ขอคู่มือ", "text": "ขอฉบับล่าสุด"}
    answer = clinic.post("/direct-line/new/", sent)
    reference = Conversation.objects.get().reference
    assert answer["Location"] == f"/direct-line/{reference}/"
    assert reference.startswith(f"L{make_year().short}-CMI-")
    refused = client_as("officer.cmi").post("/direct-line/new/", {**sent, "clinic": Clinic.objects.get(code="PCT").pk})
    assert refused.status_code == 422
    assert "ขอฉบับล่าสุด" in refused.content.decode()
    central = client_as("officer.cen")
    assert "ตอบสายตรง: ขอคู่มือ" in central.get("/").content.decode()
    assert central.post(f"/direct-line/{reference}/", {"text": "ส่งแล้ว"}).status_code == 302
    assert central.post(f"/direct-line/{reference}/", {"text": " "}).status_code == 422
    assert "ส่งแล้ว" in clinic.get(f"/direct-line/{reference}/").content.decode()


def test_the_list_asks_as_much_for_one_as_for_three(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    client = client_as("officer.cen")
    client.get("/direct-line/")
    counts = []
    for more in (1, 2):
        for _time in range(more):
            begun(cast)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/direct-line/")
        counts.append(len(queries))
    assert page.content.decode().count("ขอคู่มือ") == 3
    assert counts[0] == counts[1]
    waiting = client.get("/direct-line/?status=mine")
    assert waiting.content.decode().count("ขอคู่มือ") == Conversation.objects.waiting_for(cast["officer.cen"]).count()
