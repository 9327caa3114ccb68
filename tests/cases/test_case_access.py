"""Who sees a case: own clinic, restricted cases, break-glass, central (domain.md section 3)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cases.models import BreakGlass, Case
from cases.registrations import break_glass_tasks
from cases.services import cases
from clinic_project.models import AppendOnlyError, Event
from clinic_project.searching import find
from clinics.models import User
from tests.factories_cases import a_member, make_case

REASON = "ผู้บังคับบัญชาขอทราบเหตุเร่งด่วน"
SECRET = {"is_restricted": True, "subject": "ถูกข่มขู่ทวงหนี้", "severity": "critical"}


@pytest.fixture
def secret(cast: dict[str, Any]) -> Case:
    """A restricted case in the charge of officer.cmi."""
    member = a_member(cast["officer.cmi"].clinic, cast["officer.cmi"], first_name="เอื้ออารี", last_name="อิ่มเอม")
    return make_case("in_progress", member=member, **SECRET)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("officer.cmi", 200), ("head.cmi", 200), ("secretary.cmi", 200), ("officer2.cmi", 200),
        ("officer.pct", 404), ("head.pct", 404), ("officer.cen", 404), ("head.cen", 404),
        ("board.secretary", 404), ("edu.chair", 404), ("admin", 404),
    ],
)  # fmt: skip
def test_a_case_is_its_own_clinics(client_as: Any, who: str, expected: int) -> None:
    case = make_case()
    client = client_as(who)
    assert client.get(f"/cases/{case.reference}/").status_code == expected
    assert client.get("/cases/69-CMI-9999/").status_code == 404
    if expected == 404:
        for page in ("edit", "note", "severity", "assign", "conflict", "household", "debts/new", "follow-ups/new"):
            assert client.get(f"/cases/{case.reference}/{page}/").status_code == 404


def test_central_sees_what_was_sent_to_it_and_does_not_work_on_it(client_as: Any) -> None:
    case = make_case("in_progress", **SECRET)
    Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    client = client_as("officer.cen")
    assert client.get(f"/cases/{case.reference}/").status_code == 200
    assert case.reference in client.get("/cases/").content.decode()
    assert client.post(f"/cases/{case.reference}/note/", {"text": "x"}).status_code == 403
    assert client.post(f"/cases/{case.reference}/move/hold/", {}).status_code == 403
    with pytest.raises(PermissionDenied):
        cases.add_note(case, text="x", by=case.officer.__class__.objects.get(username="officer.cen"))


@pytest.mark.parametrize(
    ("who", "expected"), [("officer.cmi", 200), ("secretary.cmi", 200), ("officer2.cmi", 404), ("officer.cen", 404)]
)
def test_a_restricted_case_is_its_officers_and_the_secretarys(
    client_as: Any, secret: Case, who: str, expected: int
) -> None:
    client = client_as(who)
    assert client.get(f"/cases/{secret.reference}/").status_code == expected
    assert (secret.member.first_name in client.get("/cases/").content.decode()) is (expected == 200)
    hits = find(client_user(client), "อิ่มเอม").hits
    assert any(secret.reference in str(hit.title) for hit in hits) is (expected == 200)


def client_user(client: Any) -> Any:
    """Who a test browser is signed in as."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_the_head_sees_that_it_exists_and_nothing_more(client_as: Any, secret: Case) -> None:
    client = client_as("head.cmi")
    for address in ("/cases/", f"/cases/{secret.reference}/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert secret.reference in page
        assert "กำลังให้คำปรึกษา" in page
        for hidden in (secret.member.first_name, secret.member.number, secret.subject, "วิกฤติ</span>"):
            assert hidden not in page
    assert client.get(f"/cases/{secret.reference}/household/").status_code == 404
    with pytest.raises(PermissionDenied):
        cases.add_note(secret, text="x", by=client_user(client))


@pytest.mark.parametrize(
    "query", ["q=เอื้ออารี", "q=ข่มขู่", "severity=critical", "owner=clinic", "officer={officer}", "q={number}"]
)
def test_filters_tell_nothing_about_a_masked_row(client_as: Any, secret: Case, query: str) -> None:
    """A filter on what is hidden must not answer by letting the row in or out."""
    address = "/cases/?" + query.format(officer=secret.officer_id, number=secret.member.number)
    assert f"/cases/{secret.reference}/" not in client_as("head.cmi").get(address).content.decode()
    assert f"/cases/{secret.reference}/" in client_as("officer.cmi").get(address).content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "สั้นไป", " ก ข ค  "])
def test_breaking_the_glass_needs_a_written_reason(client_as: Any, secret: Case, reason: str) -> None:
    answer = client_as("head.cmi").post(f"/cases/{secret.reference}/break-glass/", {"reason": reason})
    assert answer.status_code == 422
    assert not BreakGlass.objects.exists()


def test_breaking_the_glass_opens_reading_for_a_day_and_is_shown(
    client_as: Any, secret: Case, cast: dict[str, Any]
) -> None:
    head = client_as("head.cmi")
    answer = head.post(f"/cases/{secret.reference}/break-glass/", {"reason": REASON})
    assert answer.status_code == 302
    assert secret.member.first_name in head.get(f"/cases/{secret.reference}/").content.decode()
    entry = secret.entries.first()
    assert (entry.kind, entry.text, entry.by) == ("access", REASON, cast["head.cmi"])
    assert Event.objects.filter(kind="case.break_glass", subject_id=secret.pk).count() == 1
    assert head.post(f"/cases/{secret.reference}/note/", {"text": "อ่านแล้ว"}).status_code == 403
    for who in ("secretary.cmi", "officer.cen"):
        assert [task.reference for task in break_glass_tasks(cast[who])] == [secret.reference]
        assert REASON in client_as(who).get("/cases/break-glass/").content.decode()
    for who in ("officer.cmi", "head.cmi", "secretary.pct"):
        assert not list(break_glass_tasks(cast[who]))
        page = client_as(who).get("/cases/break-glass/")
        assert page.status_code == 404 or REASON not in page.content.decode()


def test_the_glass_closes_after_a_day(client_as: Any, secret: Case, cast: dict[str, Any]) -> None:
    yesterday = timezone.now() - timedelta(hours=24, seconds=1)
    cases.break_glass(secret, reason=REASON, by=cast["head.cmi"], now=yesterday)
    assert secret.member.first_name not in client_as("head.cmi").get(f"/cases/{secret.reference}/").content.decode()


def test_asking_for_the_glass_is_no_reading(client_as: Any, secret: Case) -> None:
    head, address = client_as("head.cmi"), f"/cases/{secret.reference}/break-glass/"
    assert head.get(address).status_code == 200
    assert head.post(address, {"reason": "สั้น"}).status_code == 422
    assert head.post(address, {"reason": REASON}).status_code == 302
    assert not Event.objects.filter(kind="case.read", subject_id=secret.pk).exists()
    head.get(f"/cases/{secret.reference}/")
    assert Event.objects.filter(kind="case.read", subject_id=secret.pk).count() == 1


def test_a_void_case_names_its_restricted_twin_to_nobody_who_may_not_read_it(client_as: Any, secret: Case) -> None:
    case = make_case("open", member=secret.member)
    told = {"reason": "เปิดซ้ำ", "duplicate_of": secret.reference}
    assert client_as("officer.cmi").post(f"/cases/{case.reference}/move/void/", told).status_code == 302
    assert Case.objects.get(pk=case.pk).duplicate_of == secret
    assert Event.objects.get(kind="case.move.void", subject_id=case.pk).detail["duplicate_of"] == secret.reference
    for who in ("officer2.cmi", "head.cmi"):
        page = client_as(who).get(f"/cases/{case.reference}/").content.decode()
        assert "เปิดซ้ำ" in page
        assert secret.reference not in page
        assert "ซ้ำกับเรื่อง" not in page
    assert secret.reference in client_as("secretary.cmi").get(f"/cases/{case.reference}/").content.decode()


def test_the_twin_of_a_void_case_is_named_where_it_is_open(client_as: Any, cast: dict[str, Any]) -> None:
    twin = make_case()
    case = make_case("open", member=twin.member)
    cases.move_case(case, "void", by=cast["officer.cmi"], reason="เปิดซ้ำ", duplicate_of=twin)
    page = client_as("officer2.cmi").get(f"/cases/{case.reference}/").content.decode()
    assert page.count(twin.get_absolute_url()) >= 1
    assert f"ซ้ำกับเรื่อง {twin.reference}" in page


@pytest.mark.parametrize(("who", "expected"), [("officer2.cmi", 404), ("head.pct", 404), ("officer.cmi", 403)])
def test_only_the_head_breaks_the_glass(client_as: Any, secret: Case, who: str, expected: int) -> None:
    answer = client_as(who).post(f"/cases/{secret.reference}/break-glass/", {"reason": REASON})
    assert answer.status_code == expected
    assert not BreakGlass.objects.exists()


def test_a_broken_glass_stays_on_record(secret: Case, cast: dict[str, Any]) -> None:
    glass = cases.break_glass(secret, reason=REASON, by=cast["head.cmi"])
    with pytest.raises(AppendOnlyError):
        glass.delete()
    with pytest.raises(AppendOnlyError):
        BreakGlass.objects.all().delete()


def test_reassigning_takes_a_restricted_case_from_the_officer_before(secret: Case, cast: dict[str, Any]) -> None:
    cases.assign_officer(secret, officer=cast["officer2.cmi"], by=cast["secretary.cmi"])
    assert Case.objects.visible_to(cast["officer2.cmi"]).filter(pk=secret.pk).exists()
    assert not Case.objects.visible_to(cast["officer.cmi"]).filter(pk=secret.pk).exists()
    cases.assign_officer(secret, officer=cast["officer.cmi"], by=cast["officer2.cmi"], keep_previous=True)
    assert Case.objects.visible_to(cast["officer2.cmi"]).filter(pk=secret.pk).exists()


@pytest.mark.parametrize("relation", ["relative", "guarantor", "creditor", "superior"])
def test_who_stands_too_near_is_never_put_in_charge(cast: dict[str, Any], relation: str) -> None:
    officer, near = cast["officer.cmi"], cast["officer2.cmi"]
    member = a_member(officer.clinic, officer)
    with pytest.raises(ValidationError) as refused:
        make_case("open", member=member, officer=near, conflicts=[(near, relation)])
    assert "officer" in refused.value.message_dict
    case = make_case("in_progress", conflicts=[(near, relation)])
    with pytest.raises(ValidationError):
        cases.assign_officer(case, officer=near, by=officer)
    with pytest.raises(PermissionDenied):
        cases.add_note(case, text="x", by=near)


def test_the_one_in_charge_hands_over_when_declaring(client_as: Any, cast: dict[str, Any]) -> None:
    case = make_case("in_progress")
    client, near = client_as("officer.cmi"), cast["officer.cmi"]
    sent = {"user": near.pk, "relation": "relative"}
    assert client.post(f"/cases/{case.reference}/conflict/", sent).status_code == 422
    sent["officer"] = cast["officer2.cmi"].pk
    assert client.post(f"/cases/{case.reference}/conflict/", sent).status_code == 302
    case.refresh_from_db()
    assert case.officer == cast["officer2.cmi"]
    assert client.post(f"/cases/{case.reference}/note/", {"text": "x"}).status_code == 403


def test_staff_of_another_clinic_can_neither_be_chosen_nor_open_a_case(client_as: Any, cast: dict[str, Any]) -> None:
    case = make_case("in_progress")
    sent = {"officer": cast["officer.pct"].pk}
    assert client_as("head.cmi").post(f"/cases/{case.reference}/assign/", sent).status_code == 422
    with pytest.raises(ValidationError):
        cases.assign_officer(case, officer=cast["officer.pct"], by=cast["head.cmi"])
    with pytest.raises(PermissionDenied):
        make_case("open", by=cast["officer.pct"], member=case.member)
    with pytest.raises(ValidationError):
        make_case("open", clinic_code="PCT", member=case.member)


def test_reading_is_logged_before_it_is_shown(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case()
    client_as("officer.cmi").get(f"/cases/{case.reference}/")
    assert Event.objects.filter(kind="case.read", subject_id=case.pk).count() == 1
    client_as("officer.cmi").get("/cases/?q=น้ำใจงาม")
    listed = Event.objects.filter(kind="case.list").get()
    assert listed.detail == {"rows": 1, "filters": ["q"]}
    monkeypatch.setattr("clinic_project.audit.record", None)
    with pytest.raises(TypeError):
        client_as("officer.cmi").get(f"/cases/{case.reference}/")
