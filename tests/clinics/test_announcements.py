"""Announcements: to whom, who has read, who has acknowledged which text (R17)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.outbox.models import Outbox
from clinic_project.searching import find
from clinic_project.verdicts import NotAllowed
from clinic_project.workflow import StaleState
from clinics.calendar import work_calendar
from clinics.models import Announcement, AnnouncementReceipt, Clinic, User
from clinics.receipts import people_missing
from clinics.registrations.announcements import may_be_reminded
from clinics.services import announcements as services
from tests.factories_library import make_announcement, make_version, person, picture, small_pdf

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


def unread(username: str) -> list[str]:
    user = person(username)
    return [row.title for row in Announcement.objects.visible_to(user).unread_by(user)]


@pytest.mark.parametrize(
    ("audience", "told"),
    [
        ("all_clinics", {"officer.cmi", "officer.pct", "officer.cen"}),
        ("chosen_clinics", {"officer.pct"}),
        ("committees", {"board.member1", "edu.member1"}),
        ("everybody", {"officer.cmi", "officer.pct", "officer.cen", "board.member1", "edu.member1"}),
    ],
)
def test_an_announcement_reaches_its_audience_alone(
    cast: dict[str, User], client_as: ClientAs, audience: str, told: set[str]
) -> None:
    made = make_announcement(audience=audience, clinics=[Clinic.objects.get(code="PCT")])
    for name in ("officer.cmi", "officer.pct", "officer.cen", "board.member1", "edu.member1"):
        assert bool(unread(name)) == (name in told), name
        may = name in told or name.endswith(".cen")
        assert client_as(name).get(made.get_absolute_url()).status_code == (200 if may else 404), name
    assert client_as("admin").get(made.get_absolute_url()).status_code == 200


def test_nobody_but_central_sees_a_draft_or_what_begins_later(cast: dict[str, User], client_as: ClientAs) -> None:
    draft = make_announcement(published=False)
    later = make_announcement(starts_on=timezone.localdate() + timedelta(days=3))
    for made in (draft, later):
        assert client_as("officer.cmi").get(made.get_absolute_url()).status_code == 404
        assert client_as("officer.cen").get(made.get_absolute_url()).status_code == 200
    assert unread("officer.cmi") == []


def test_publishing_gives_the_next_number_of_the_year(cast: dict[str, User]) -> None:
    year = timezone.localdate().year + 543
    assert [make_announcement().number for _nth in range(2)] == [f"1/{year}", f"2/{year}"]
    made = make_announcement()
    with pytest.raises(StaleState):
        services.publish_announcement(made, by=person("head.cen"))
    assert make_announcement().number == f"4/{year}"


def test_opening_is_the_receipt_and_the_badge_goes(client_as: ClientAs) -> None:
    made = make_announcement()
    officer = client_as("officer.cmi")
    home = officer.get("/").content.decode()
    assert "ประกาศที่ยังไม่ได้อ่าน" in home
    assert made.title in home
    officer.get(made.get_absolute_url())
    officer.get(made.get_absolute_url())
    assert Event.objects.filter(kind="announcement.read", actor__username="officer.cmi").count() == 1
    assert "ประกาศที่ยังไม่ได้อ่าน" not in officer.get("/").content.decode()
    assert unread("officer.cmi") == []
    assert unread("head.cmi") == [made.title]


def test_acknowledging_is_due_in_working_days_and_stands_among_the_tasks(client_as: ClientAs) -> None:
    made = make_announcement(needs_ack=True, ack_days=3)
    assert made.ack_due == work_calendar().add_working_days(timezone.localdate(), 3)
    officer = client_as("officer.cmi")
    assert f"รับทราบประกาศ: {made.title}" in officer.get("/").content.decode()
    page = officer.get(made.get_absolute_url())
    assert page.context["asks"] is True
    address = reverse("clinics:announcement_acknowledge", args=[made.pk])
    for _twice in range(2):
        assert officer.post(address, {"revision": "1"}).status_code == 302
    assert f"รับทราบประกาศ: {made.title}" not in officer.get("/").content.decode()
    assert Event.objects.filter(kind="announcement.acknowledged").count() == 1
    assert "คุณรับทราบแล้ว" in officer.get(made.get_absolute_url()).content.decode()


def test_a_changed_text_asks_everybody_again(client_as: ClientAs) -> None:
    made = make_announcement(needs_ack=True, ack_days=3)
    officer, by = client_as("officer.cmi"), person("head.cen")
    address = reverse("clinics:announcement_acknowledge", args=[made.pk])
    officer.post(address, {"revision": "1"})
    with pytest.raises(ValidationError, match="แก้ไขอะไร"):
        services.edit_announcement(made, by=by, text="ใหม่")
    changed = services.edit_announcement(made, by=by, text="ภายในวันศุกร์", change_note="เลื่อนกำหนด")
    assert (changed.revision, changed.number) == (2, made.number)
    assert unread("officer.cmi") == [made.title]
    # Somebody who still has the first text before their eyes is told so.
    answer = officer.post(address, {"revision": "1"})
    assert answer.status_code == 422
    assert "เพิ่งแก้ไข" in answer.content.decode()
    assert "ภายในวันศุกร์" in answer.content.decode()
    assert officer.post(address, {"revision": "2"}).status_code == 302
    page = officer.get(made.get_absolute_url()).content.decode()
    assert "เลื่อนกำหนด" in page
    assert [row.text for row in changed.revisions.all()] == ["ภายในวันศุกร์", made.text]


def test_what_is_over_or_withdrawn_asks_nobody(cast: dict[str, User], client_as: ClientAs) -> None:
    made = make_announcement(needs_ack=True, ack_days=3)
    over = make_announcement(title="จบแล้ว", ends_on=timezone.localdate())
    Announcement.objects.filter(pk=over.pk).update(starts_on="2018-01-01", ends_on="2018-02-01")
    services.withdraw_announcement(made, reason="ส่งผิดคลินิก", by=person("officer.cen"))
    assert unread("officer.cmi") == []
    user = person("officer.cmi")
    assert not Announcement.objects.visible_to(user).to_acknowledge(user)
    page = client_as("officer.cmi").get(made.get_absolute_url()).content.decode()
    assert "ประกาศนี้ถอนแล้ว" in page
    assert "ส่งผิดคลินิก" in page
    past = client_as("officer.cmi").get(reverse("clinics:announcement_list"), {"status": "past"})
    assert {row.title for row in past.context["page"].rows} == {made.title, "จบแล้ว"}
    with pytest.raises(ValidationError):
        services.acknowledge(made, revision=1, by=user)
    with pytest.raises(NotAllowed, match="ถอนแล้ว"):
        services.edit_announcement(made, by=person("head.cen"), text="x", change_note="x")


def test_central_sees_who_has_not_each_number_with_its_rows(client_as: ClientAs) -> None:
    made = make_announcement(needs_ack=True, ack_days=3)
    services.note_read(made, by=person("officer.cmi"))
    services.acknowledge(made, revision=1, by=person("head.cmi"))
    central = client_as("officer.cen")
    address = reverse("clinics:announcement_receipts", args=[made.pk])
    page = central.get(address)
    # Ten people in three clinics; who published it knows it.
    assert page.context["totals"] == [("waiting", 8), ("unread", 7), ("opened", 3), ("acknowledged", 2)]
    for place, _told, counts in page.context["rows"]:
        for name, count in counts:
            shown = central.get(address, {"clinic": place.code, "show": name})
            assert len(shown.context["people"]) == count
    assert {user.username for user in people_missing(made)} >= {"officer.cmi", "head.pct"}
    assert len(people_missing(made)) == 8
    assert client_as("head.cmi").get(address).status_code == 403
    figures = {figure["label"]: figure["value"] for figure in central.get(made.get_absolute_url()).context["figures"]}
    assert figures["ยังไม่รับทราบ"] == 8


@pytest.mark.parametrize("name", ["head.cmi", "board.secretary", "edu.chair", "admin"])
def test_only_central_announces(cast: dict[str, User], name: str) -> None:
    made, by = make_announcement(published=False), person(name)
    acts: list[Callable[[], Any]] = [
        lambda: services.draft_announcement(by=by, title="x", text="x", starts_on=timezone.localdate()),
        lambda: services.edit_announcement(made, by=by, text="x"),
        lambda: services.publish_announcement(made, by=by),
        lambda: services.withdraw_announcement(made, by=by, reason="x"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def sent(**changed: Any) -> dict[str, Any]:
    """What central sends to write an announcement."""
    day = timezone.localdate()
    given = {"title": "แจ้งวันหยุด", "text": "คลินิกปิดวันจันทร์", "level": "urgent", "audience": "all_clinics"}
    when = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year + 543}
    return {**given, **when, **changed}


def test_an_announcement_is_written_with_files_and_documents(client_as: ClientAs) -> None:
    version = make_version()
    central = client_as("head.cen")
    files = [SimpleUploadedFile(one.name, one.content) for one in (small_pdf("แบบฟอร์ม.pdf"), picture())]
    answer = central.post(
        reverse("clinics:announcement_new"),
        sent(uploads=files, documents=[version.document.pk], needs_ack="on", ack_days="๓"),
    )
    assert answer.status_code == 302
    made = Announcement.objects.get()
    assert (made.ack_days, made.files.count(), made.documents.get()) == (3, 2, version.document)
    assert central.post(reverse("clinics:announcement_move", args=[made.pk, "publish"])).status_code == 302
    officer = client_as("officer.cmi")
    page = officer.get(made.get_absolute_url()).content.decode()
    for words in ("แบบฟอร์ม.pdf", "แผ่นพับ.png", version.document.title):
        assert words in page
    attached = made.files.all()[0]
    assert officer.get(reverse("clinics:announcement_file", args=[made.pk, attached.pk])).status_code == 200
    assert (
        client_as("board.chair").get(reverse("clinics:announcement_file", args=[made.pk, attached.pk])).status_code
        == 404
    )
    assert made.title in officer.get(version.document.get_absolute_url()).content.decode()
    # Taken off again, and said what was changed.
    edit = reverse("clinics:announcement_edit", args=[made.pk])
    seen = central.get(edit).context["edit"].seen
    assert central.post(edit, sent(removed=[attached.pk], seen=seen)).status_code == 422
    assert central.post(edit, sent(removed=[attached.pk], seen=seen, change_note="เอาแบบฟอร์มออก")).status_code == 302
    made.refresh_from_db()
    assert (made.files.count(), made.revision, made.needs_ack) == (1, 2, False)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "กรอกข้อความ"),
        ({"audience": "chosen_clinics"}, "เลือกคลินิก"),
        ({"needs_ack": "on"}, "กรอกจำนวนวันทำการ"),
        ({"needs_ack": "on", "ack_days": "ศูนย์"}, "ตัวเลข"),
        ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2561"}, "วันสิ้นสุดต้องไม่ก่อน"),
        ({"uploads": [SimpleUploadedFile("a.exe", b"MZ")]}, "a.exe"),
    ],
)
def test_bad_input_is_refused_in_thai_and_nothing_is_saved(
    client_as: ClientAs, changed: dict[str, Any], words: str
) -> None:
    answer = client_as("head.cen").post(reverse("clinics:announcement_new"), sent(**changed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Announcement.objects.exists()


def test_the_database_keeps_texts_pairs_and_order(cast: dict[str, User]) -> None:
    made = make_announcement(needs_ack=True, ack_days=2)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_announcementrevision SET text = 'x'")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM clinics_announcementrevision")
    for change in (
        "ends_on = '2001-01-01'",
        "ack_days = NULL",
        "ack_days = 0",
        "needs_ack = NOT needs_ack",
        "published_at = NULL",
        "number = ''",
        "status = 'draft'",
        "status = 'withdrawn'",
        "withdrawn_at = published_at",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE clinics_announcement SET {change} WHERE id = %s", [made.pk])
    receipt = AnnouncementReceipt.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clinics_announcementreceipt SET acknowledged_at = '2001-01-01' WHERE id = %s", [receipt.pk]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnouncementReceipt.objects.create(
            announcement=made, revision=1, user=receipt.user, opened_at=receipt.opened_at
        )


def test_announcements_are_found_by_their_words(cast: dict[str, User]) -> None:
    made = make_announcement()
    assert find(person("officer.pct"), "แผนวันให บริการ").hits[0].url == made.get_absolute_url()
    assert find(person("officer.pct"), made.number).exact[0].url == made.get_absolute_url()
    assert not find(person("edu.chair"), "แผนวันให้บริการ").hits


def test_the_badge_is_one_question_and_lists_ask_no_more_for_three(client_as: ClientAs) -> None:
    officer = client_as("officer.cmi")
    addresses = [reverse("clinics:announcement_list"), "/"]
    counts = []
    for more in (1, 2):
        for _nth in range(more):
            make_announcement(needs_ack=True, ack_days=3)
        for address in addresses:
            officer.get(address)
        with CaptureQueriesContext(connection) as queries:
            for address in addresses:
                officer.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_two_who_change_one_announcement_see_both_texts(client_as: ClientAs) -> None:
    made = make_announcement(published=False, audience="chosen_clinics", clinics=[Clinic.objects.get(code="CMI")])
    central = client_as("head.cen")
    edit = reverse("clinics:announcement_edit", args=[made.pk])
    seen = central.get(edit).context["edit"].seen
    pct = Clinic.objects.get(code="PCT")
    services.edit_announcement(
        made, by=person("officer.cen"), audience="chosen_clinics", clinics=[pct], text="ของคนแรก"
    )
    answer = central.post(edit, sent(audience="all_clinics", seen=seen))
    assert answer.status_code == 409
    for words in ("ของคนแรก", "คลินิกปิดวันจันทร์", "คลินิก PCT"):
        assert words in answer.content.decode()


def test_who_has_not_acknowledged_is_reminded_once_a_day(client_as: ClientAs) -> None:
    made = make_announcement(needs_ack=True, ack_days=3)
    services.acknowledge(made, revision=1, by=person("head.cmi"))
    central, address = client_as("officer.cen"), reverse("clinics:announcement_remind", args=[made.pk])
    assert central.post(address).status_code == 302
    told = set(Outbox.objects.values_list("recipient__username", flat=True))
    # Of ten: not who published, who acknowledged, nor who reminds.
    assert len(told) == 7
    assert not told & {"head.cmi", "head.cen", "officer.cen"}
    again = central.post(address)
    assert again.status_code == 422
    assert "เตือนได้วันละครั้ง" in again.content.decode()
    notice = Outbox.objects.get(recipient__username="officer.cmi")
    assert made.title not in notice.text
    assert may_be_reminded(person("officer.cmi"), notice)
    services.acknowledge(made, revision=1, by=person("officer.cmi"))
    assert not may_be_reminded(person("officer.cmi"), notice)
    services.withdraw_announcement(made, reason="เลิก", by=person("head.cen"))
    assert central.post(address).status_code == 403
    assert client_as("head.cmi").post(address).status_code == 403
