"""Closing: minutes, excerpts and the return of each referral stand or fall together."""

from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Entry
from clinic_project.issuing import documents_of
from clinic_project.models import Counter, Event, IssuedDocument
from clinic_project.pdf.documents import PdfError
from clinic_project.verdicts import NotAllowed
from referrals.models import Measure, Meeting, Referral
from referrals.services import measures, meetings, referrals
from referrals.services.papers import newest_excerpt
from tests.factories_meetings import close, first_item, items_of, make_meeting, resolve
from tests.factories_referrals import make_measure, make_referral, person

pytestmark = pytest.mark.usefixtures("cast", "paper")
YEAR = f"{(timezone.localdate().year + 543) % 100:02d}"


def referral_of(meeting: Meeting) -> Referral:
    item = first_item(meeting)
    assert item.measure is not None
    return Referral.objects.get(pk=item.measure.referral_id)


@pytest.mark.parametrize("result", ["approved", "approved_as_amended", "rejected"])
def test_a_settled_referral_goes_back_with_its_case(result: str) -> None:
    meeting = make_meeting("closed", results=[result])
    referral = referral_of(meeting)
    assert (referral.status, referral.case.status, referral.case.action_owner) == ("returned", "in_progress", "clinic")
    line = Entry.objects.filter(case=referral.case, kind="resolution").first()
    assert line is not None
    assert meeting.number in line.title
    assert [paper.serial for paper in documents_of(meeting, "minutes")] == [f"MIN-{YEAR}-1"]
    assert newest_excerpt(referral).serial == f"EX-{YEAR}-1"  # type: ignore[union-attr]


def test_a_deferred_referral_stays_and_the_clinic_is_told() -> None:
    meeting = make_meeting("closed", results=["deferred"])
    referral = referral_of(meeting)
    assert (referral.status, referral.case.status) == ("in_review", "referred")
    line = Entry.objects.filter(case=referral.case, kind="resolution").first()
    assert line is not None
    assert "เลื่อนการพิจารณา" in line.title


def test_a_referral_waits_for_the_last_of_its_measures() -> None:
    referral = make_referral("in_review")
    rows = [make_measure("submitted", referral=referral), make_measure("submitted", referral=referral)]
    meeting = make_meeting("closed", measures=rows, results=["approved", "deferred"])
    assert referral_of(meeting).status == "in_review"
    assert IssuedDocument.objects.filter(kind="excerpt").count() == 1  # one a case
    second = make_meeting("closed", measures=[Measure.objects.get(pk=rows[1].pk)])
    assert referral_of(second).status == "returned"
    in_force = IssuedDocument.objects.filter(kind="excerpt", superseded_by__isnull=True)
    assert in_force.count() == 2  # each meeting's notice stands


@pytest.mark.parametrize("broken", ["minutes", "first excerpt", "second excerpt"])
def test_a_paper_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    meeting = make_meeting("held", measures=2, results=["approved", "rejected"])
    fail_at = ["minutes", "first excerpt", "second excerpt"].index(broken)
    calls: list[str] = []

    def render(html: str, *, title: str, timeout: float = 30, **options: Any) -> bytes:
        calls.append(title)
        if len(calls) > fail_at:
            raise PdfError("เครื่องพิมพ์เอกสารหยุดทำงาน")
        return b"%PDF"

    monkeypatch.setattr("clinic_project.pdf.documents.render_pdf", render)
    before = (
        Event.objects.count(),
        Entry.objects.count(),
        IssuedDocument.objects.count(),
        sorted(Counter.objects.values_list("series", "value")),
    )
    with pytest.raises(ValidationError) as refused:
        close(meeting)
    assert "ยังไม่ปิดการประชุม" in str(refused.value)
    assert "เครื่องพิมพ์เอกสารหยุดทำงาน" in str(refused.value)
    after = (
        Event.objects.count(),
        Entry.objects.count(),
        IssuedDocument.objects.count(),
        sorted(Counter.objects.values_list("series", "value")),
    )
    assert before == after
    assert Meeting.objects.get(pk=meeting.pk).status == "held"
    assert {Referral.objects.get(pk=i.measure.referral_id).status for i in items_of(meeting) if i.measure} == {
        "in_review"
    }
    assert set(
        Case.objects.filter(referrals__measures__agenda_items__meeting=meeting).values_list("status", flat=True)
    ) == {"referred"}


def test_the_page_says_that_a_paper_failed(monkeypatch: pytest.MonkeyPatch, client_as: Any) -> None:
    meeting = make_meeting("held", results=["approved"])

    def render(html: str, *, title: str, timeout: float = 30, **options: Any) -> bytes:
        raise PdfError("เครื่องพิมพ์เอกสารหยุดทำงาน")

    monkeypatch.setattr("clinic_project.pdf.documents.render_pdf", render)
    page = reverse("referrals:meeting_move", args=[meeting.reference, "close"])
    answer = client_as("board.secretary").post(page, {"ended_at": "16.00"})
    assert answer.status_code == 422
    assert "ยังไม่ปิดการประชุม" in answer.content.decode()
    assert 'value="16.00"' in answer.content.decode()


def test_an_undecided_item_keeps_the_meeting_open() -> None:
    meeting = make_meeting("held", measures=2, results=["approved"])
    with pytest.raises(NotAllowed):
        close(meeting)
    assert not IssuedDocument.objects.filter(kind="minutes").exists()


@pytest.mark.parametrize("ended", [time(9, 30), time(8, 0)])
def test_a_meeting_ends_after_it_began(ended: time) -> None:
    with pytest.raises(ValidationError) as refused:
        close(make_meeting("held", results=["approved"]), ended_at=ended)
    assert list(refused.value.message_dict) == ["ended_at"]


def test_an_open_question_to_the_clinic_keeps_the_meeting_open() -> None:
    meeting = make_meeting("held", results=["approved"])
    referral = referral_of(meeting)
    referrals.request_info(referral, question="ขอหมายศาล", by=person("officer.cen"))
    with pytest.raises(ValidationError) as refused:
        close(meeting)
    assert referral.case.reference in str(refused.value)
    referrals.answer_info(referral_of(meeting), answer="แนบแล้ว", by=person("officer.cmi"))
    assert close(meeting).status == "closed"


def test_closing_again_issues_new_minutes_and_only_changed_notices() -> None:
    meeting = make_meeting("closed", measures=2)
    first, second = items_of(meeting)
    meeting = meetings.reopen_meeting(meeting, reason="มติข้อ 1 ผิด", by=person("board.secretary"))
    meetings.undo_resolution(first, reason="ผิดเรื่อง", by=person("board.secretary"))
    resolve(items_of(meeting)[0], "rejected")
    told = Entry.objects.filter(kind="resolution").count()
    meeting = close(meeting)
    minutes = list(documents_of(meeting, "minutes"))
    assert [paper.serial for paper in minutes] == [f"MIN-{YEAR}-2", f"MIN-{YEAR}-1"]
    assert minutes[1].superseded_by == minutes[0]
    assert minutes[0].superseded_by is None
    assert [len(documents_of(item, "excerpt")) for item in (first, second)] == [2, 1]
    assert Entry.objects.filter(kind="resolution").count() == told + 1
    assert {r.status for r in Referral.objects.all()} == {"returned"}


def test_closing_again_without_a_change_keeps_the_notices() -> None:
    meeting = meetings.reopen_meeting(make_meeting("closed"), reason="แก้การมาประชุม", by=person("board.secretary"))
    close(meeting)
    assert IssuedDocument.objects.filter(kind="excerpt").count() == 1
    assert IssuedDocument.objects.filter(kind="minutes").count() == 2


def test_the_loop_goes_on_at_the_clinic() -> None:
    meeting = make_meeting("closed")
    referral = referrals.acknowledge(referral_of(meeting), by=person("head.cmi"))
    measure = Measure.objects.get()
    measures.implement_measure(measure, on=timezone.localdate(), by=person("officer.cmi"))
    done = referrals.implement_referral(referral, note="ทำสัญญาใหม่แล้ว", by=person("officer.cmi"))
    assert done.status == "implemented"
    meeting = meetings.reopen_meeting(meeting, reason="มติผิด", by=person("board.secretary"))
    with pytest.raises(Exception) as refused:
        meetings.undo_resolution(first_item(meeting), reason="มติผิด", by=person("board.secretary"))
    assert type(refused.value).__name__ == "StaleState"


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("head.cmi", 200), ("officer.cmi", 200), ("officer.cen", 200), ("board.secretary", 200),
        ("board.member1", 403), ("board.chair", 403), ("head.pct", 404), ("edu.chair", 404), ("admin", 404),
    ],
)  # fmt: skip
def test_who_reads_the_notice(client_as: Any, username: str, status: int) -> None:
    meeting = make_meeting("closed")
    referral, client = referral_of(meeting), client_as(username)
    answer = client.get(reverse("referrals:excerpt", args=[referral.reference]))
    assert answer.status_code == status
    serial = newest_excerpt(referral).serial  # type: ignore[union-attr]
    stored = client.get(reverse("document", args=[serial]))
    assert stored.status_code == (200 if status == 200 else 404)
    if status == 200:
        assert answer.content == stored.content == bytes(IssuedDocument.objects.get(serial=serial).content)


@pytest.mark.parametrize(
    ("username", "status"), [("board.member1", 200), ("officer.cen", 200), ("head.cmi", 404), ("edu.chair", 404)]
)
def test_who_reads_agenda_and_minutes_as_issued(client_as: Any, username: str, status: int) -> None:
    meeting = make_meeting("closed")
    for kind in ["agenda", "minutes"]:
        paper = documents_of(meeting, kind)[0]
        answer = client_as(username).get(reverse("document", args=[paper.serial]))
        page = client_as(username).get(reverse(f"referrals:meeting_{kind}", args=[meeting.reference]))
        assert (answer.status_code, page.status_code) == (status, status)
        if status == 200:
            assert page.content == answer.content == bytes(IssuedDocument.objects.get(pk=paper.pk).content)


def test_there_is_no_notice_before_a_resolution(client_as: Any) -> None:
    referral = referral_of(make_meeting("held"))
    assert client_as("head.cmi").get(reverse("referrals:excerpt", args=[referral.reference])).status_code == 404
    assert (
        client_as("board.member1")
        .get(reverse("referrals:meeting_minutes", args=[make_meeting().reference]))
        .status_code
        == 404
    )


def test_a_draft_that_can_not_be_drawn_says_why(monkeypatch: pytest.MonkeyPatch, client_as: Any) -> None:
    meeting = make_meeting("held")

    def render(html: str, *, title: str, timeout: float = 30, **options: Any) -> bytes:
        raise PdfError("เครื่องพิมพ์เอกสารหยุดทำงาน")

    monkeypatch.setattr("clinic_project.pdf.documents.render_pdf", render)
    answer = client_as("board.member1").get(reverse("referrals:meeting_minutes", args=[meeting.reference]), follow=True)
    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert "เครื่องพิมพ์เอกสารหยุดทำงาน" in answer.content.decode()
