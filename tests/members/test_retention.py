"""What was kept long enough goes for good: the member is found nowhere, and the totals stay."""

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from cases.models import Case, Debt, Entry, Session
from cases.services.cases import add_note, move_case
from clinic_project import audit, drafts
from clinic_project.erasing import opened
from clinic_project.files.models import StoredFile
from clinic_project.issuing import issue_document
from clinic_project.models import Draft, Event, IssuedDocument
from clinic_project.verdicts import NotAllowed
from clinics.models import Clinic, ProgrammeYear
from evaluations.indicators import compute
from evaluations.windows import window_of
from members.models import LegalHold, Member, RetentionRule
from members.retention import NOBODY, due_on, last_day
from members.services.anonymise import anonymise_due, anonymise_members
from members.services.consents import give_consent
from members.services.data_requests import move_request, record_request
from members.services.holds import lift_hold, place_hold
from members.services.members import reveal_national_id
from members.views import keeping
from referrals.services.referrals import send_message
from tests.factories_cases import make_case, with_example
from tests.factories_members import make_member, make_session
from tests.factories_referrals import make_referral
from tests.pictures import checked

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NAME, SURNAME, NUMBER, NATIONAL_ID, PHONE = "ณัฏฐ์", "ฎีกาธรรมคานารี", "777123", "1999000000017", "0800000099"


def canary(**more: Any) -> Member:
    """A member whose name and numbers stand nowhere else."""
    facts = {"number": NUMBER, "first_name": NAME, "last_name": SURNAME, "national_id": NATIONAL_ID, "phone": PHONE}
    return make_member(**{**facts, **more})


def every_text() -> str:
    """Every text column of every table, and the bytes of kept papers and stored files."""
    found = []
    for model in apps.get_models():
        kinds = (models.CharField, models.TextField, models.JSONField)
        names = [field.attname for field in model._meta.concrete_fields if isinstance(field, kinds)]
        if names and not model._meta.proxy:
            found += [
                str(part) if not isinstance(part, (dict, list)) else json.dumps(part, ensure_ascii=False)
                for row in models.QuerySet(model).values_list(*names)
                for part in row
            ]
    return "\n".join(found)


def grow_old(member: Member, years: int = 11) -> None:
    """Let a member's cases and services lie in the past."""
    past = timezone.now() - timedelta(days=366 * years)
    models.QuerySet(Case).filter(member=member).update(last_activity_at=past)
    Case.objects.filter(member=member, closed_at__isnull=False).update(closed_at=past)
    Session.objects.filter(member=member).update(served_on=past.date())


def full_life(cast: dict[str, Any]) -> tuple[Member, Case]:
    """A member with everything: services, a case with debts and talk, a referral, a consent, papers, drafts."""
    member, by = canary(), cast["officer.cmi"]
    told = f"{NAME} {SURNAME} เลข {NUMBER} โทร {PHONE}"
    make_session(member=member, advice=f"คุยกับ {told}")
    case = with_example(make_case("in_progress", member=member, subject=f"หนี้ของ {told}"))
    add_note(case, text=f"บันทึกของ {told}", by=by)
    make_case("in_progress", subject=f"คล้ายเรื่องของ {NAME} {SURNAME}")
    give_consent(
        member=member, purpose="health", channel="paper", given_on=TODAY, by=by, paper=checked(f"{SURNAME}.jpg")
    )
    reveal_national_id(member=member, reason=f"ตรวจบัตรของ {SURNAME}", by=by)
    issue_document(kind="x", serial="X-1", title=f"ของ {told}", subject=case, content=b"%PDF-1.7 x", by=by)
    ticket = drafts.Ticket(by.pk, "e" * 32, f"/cases/{case.reference}/note/")
    drafts.keep(ticket, revision=0, form_key="", data={"text": [told]})
    audit.record("case.list", case, by=by, reference=NUMBER, detail={"reason": told})
    return member, case


def assert_found_nowhere() -> None:
    text = every_text()
    for needle in (SURNAME, NUMBER, NATIONAL_ID, PHONE):
        assert not [line for line in text.splitlines() if needle in line]


def test_an_erased_member_is_found_nowhere_and_the_totals_stay(cast: dict[str, Any]) -> None:
    member, case = full_life(cast)
    year = ProgrammeYear.objects.get(buddhist_year=TODAY.year + 543)
    before = compute(window_of(year, TODAY))
    debts = sorted(case.debts.values_list("balance", flat=True))
    events = Event.objects.count()
    paper = StoredFile.objects.get()
    with transaction.atomic(), opened():
        anonymise_members({member.pk}, by=cast["admin"])
    assert_found_nowhere()
    assert compute(window_of(year, TODAY)) == before
    assert sorted(Debt.objects.filter(case=case).values_list("balance", flat=True)) == debts
    assert Event.objects.count() == events + 1
    assert IssuedDocument.objects.get(serial="X-1").content in (b"", memoryview(b""))
    assert not Draft.objects.exists()
    paper.refresh_from_db()
    assert (paper.name, paper.size) == ("(ลบแล้ว)", 0)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_entry SET title = 'x'")


def test_a_case_goes_ten_years_after_closing_and_its_member_stays(cast: dict[str, Any]) -> None:
    member = canary()
    old = make_case("closed", member=member, subject=f"หนี้ของ {SURNAME}")
    grow_old(member)
    young = make_case("closed", member=member)
    assert due_on(TODAY).counts.get("case") == 1
    anonymise_due(by=cast["admin"])
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.member.number, young.member.pk) == (NOBODY, member.pk)
    assert SURNAME not in old.subject
    assert not Entry.objects.filter(case=old, text__contains=SURNAME).exists()
    assert Member.objects.get(pk=member.pk).last_name == SURNAME
    assert due_on(TODAY).counts == {}


def test_general_advice_goes_after_two_years_and_a_case_does_not(cast: dict[str, Any]) -> None:
    session = make_session(advice="คุยเรื่องออม")
    case = make_case("closed", member=session.member)
    grow_old(session.member, years=3)
    due = anonymise_due(by=cast["admin"])
    assert due.counts == {"advice": 1}
    session.refresh_from_db()
    case.refresh_from_db()
    assert (session.advice, session.member and session.member.number) == ("(ลบแล้ว)", NOBODY)
    assert case.member.number != NOBODY


def test_the_rules_are_data_with_their_day(cast: dict[str, Any]) -> None:
    session = make_session()
    grow_old(session.member, years=3)
    RetentionRule.objects.create(kind="advice", years=5, starts_on=TODAY, source="มติ 1/2569")
    assert due_on(TODAY).counts == {}
    assert due_on(TODAY - timedelta(days=1)).counts == {"advice": 1}
    assert last_day(date(2028, 2, 29), 2) == date(2026, 2, 28)


def test_a_hold_keeps_it_until_it_is_lifted(cast: dict[str, Any]) -> None:
    member, by = canary(), cast["secretary.cmi"]
    case = make_case("closed", member=member)
    grow_old(member)
    with pytest.raises(NotAllowed):
        place_hold(member=member, reason="อยู่ระหว่างคดี", by=cast["officer.cmi"])
    with pytest.raises(ValidationError, match="เขียนเหตุผล"):
        place_hold(member=member, reason="", by=by)
    hold = place_hold(member=member, reason="อยู่ระหว่างคดี", case_reference=case.reference, by=by)
    with pytest.raises(ValidationError, match="ระงับการลบไว้แล้ว"):
        place_hold(member=member, reason="อยู่ระหว่างคดี", case_reference=case.reference, by=by)
    assert due_on(TODAY).reasons == {"มีคำสั่งระงับการลบ": 1}
    assert anonymise_due(by=cast["admin"]).counts == {}
    lift_hold(hold, reason="คดีถึงที่สุด", by=by)
    with pytest.raises(ValidationError, match="ยกเลิกการระงับไปแล้ว"):
        lift_hold(LegalHold.objects.get(), reason="คดีถึงที่สุด", by=by)
    assert anonymise_due(by=cast["admin"]).counts == {"case": 1}


def test_a_granted_erasure_takes_the_member_unless_a_case_is_open(cast: dict[str, Any], client_as: Any) -> None:
    member, by = canary(), cast["officer.cmi"]
    asked = {"kind": "erasure", "channel": "counter", "wish": f"ลบข้อมูลของ {SURNAME}", "received_on": TODAY}
    request = record_request(member=member, by=by, **asked)
    assert due_on(TODAY).counts == {}
    move_request(request, "fulfil", answer="จะลบในรอบถัดไป", by=cast["head.cen"])
    case = make_case("open", member=member)
    assert due_on(TODAY).reasons == {"มีเรื่องที่ยังไม่ยุติ": 1}
    page, register = request.get_absolute_url(), "/members/data-requests/"
    shown = client_as("officer.cmi").get(page).content.decode()
    for told in ("ยังไม่ได้ลบข้อมูลของสมาชิก", "มีเรื่องที่ยังไม่ยุติ · จนกว่าเรื่องนั้นจะยุติ", "ให้ลบแล้ว รอลบ"):
        assert told in shown
    assert "ให้ลบแล้ว รอลบ" in client_as("officer.cmi").get(register).content.decode()
    move_case(case, "close_with_advice", by=by, outcome="advice", outcome_summary="แนะนำแล้ว")
    assert "จนถึงการลบครั้งถัดไป" in client_as("officer.cmi").get(page).content.decode()
    assert anonymise_due(by=cast["admin"]).counts == {"erasure": 1}
    assert_found_nowhere()
    assert "ยังไม่ได้ลบ" not in client_as("officer.cmi").get(page).content.decode()
    assert due_on(TODAY).counts == {}


def test_a_former_member_goes_when_nothing_else_is_held(cast: dict[str, Any]) -> None:
    left = TODAY - timedelta(days=366 * 11)
    canary(kind="former", retirement_date=left)
    busy = make_member(kind="former", retirement_date=left)
    make_session(member=busy)
    assert anonymise_due(by=cast["admin"]).counts == {"former": 1}
    assert_found_nowhere()
    assert Member.objects.get(pk=busy.pk).first_name != ""


def test_names_that_others_bear_stay_theirs(cast: dict[str, Any]) -> None:
    twin = make_member(first_name=NAME, last_name=SURNAME)
    member = canary()
    note = make_session(member=twin, advice=f"{NAME} {SURNAME} และเลข 1{NUMBER}5")
    with transaction.atomic(), opened():
        anonymise_members({member.pk}, by=cast["admin"])
    note.refresh_from_db()
    twin.refresh_from_db()
    assert (twin.last_name, note.advice) == (SURNAME, f"{NAME} {SURNAME} และเลข 1{NUMBER}5")


def test_the_direct_line_of_a_referral_forgets_too(cast: dict[str, Any]) -> None:
    referral = make_referral("sent")
    send_message(referral, text=f"ถามเรื่อง {SURNAME}", by=cast["officer.cmi"])
    with transaction.atomic(), opened():
        anonymise_members({referral.case.member_id}, by=cast["admin"])
    assert SURNAME not in every_text()


def test_the_command_only_looks_or_names_who_does_it(cast: dict[str, Any]) -> None:
    session = make_session()
    grow_old(session.member, years=3)
    out = io.StringIO()
    call_command("anonymise", dry_run=True, stdout=out)
    assert out.getvalue().splitlines() == ["advice: 1", f"advice {session.reference} {_day_of(session)}"]
    with pytest.raises(CommandError):
        call_command("anonymise", by="head.cmi")
    call_command("anonymise", by="admin", stdout=out)
    assert out.getvalue().splitlines()[-1] == "advice: 1"
    assert due_on(TODAY).counts == {}


def _day_of(session: Session) -> str:
    session.refresh_from_db()
    return session.served_on.isoformat()


def test_the_page_shows_and_the_run_asks_the_password(cast: dict[str, Any]) -> None:
    session = make_session()
    grow_old(session.member, years=3)
    admin = cast["admin"]
    admin.set_password("a-long-password-2561")
    admin.save()
    client = Client()
    client.force_login(admin)
    page = client.get("/members/retention/").content.decode()
    assert session.reference in page
    assert session.member.last_name not in page
    assert client.post("/members/retention/run/", {"password": "wrong"}).status_code == 422
    assert due_on(TODAY).counts == {"advice": 1}
    done = client.post("/members/retention/run/", {"password": "a-long-password-2561"}, follow=True)
    assert "การให้คำแนะนำที่ลบ" in done.content.decode()
    assert due_on(TODAY).counts == {}
    with pytest.raises(NotAllowed):
        anonymise_due(by=cast["head.cen"])


def test_nobody_is_served_by_no_clinic(cast: dict[str, Any]) -> None:
    session = make_session()
    grow_old(session.member, years=3)
    anonymise_due(by=cast["admin"])
    for who in ("head.cmi", "head.cen"):
        assert not Member.objects.visible_to(cast[who]).filter(number=NOBODY).exists()
    assert Clinic.objects.get(code="CMI").member_links.count() == 1


def test_the_list_of_holds_is_read_only_where_it_is_drawn(
    client_as: Callable[[str], Client], cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/members/{canary().number}/holds/"
    client, read = client_as("head.cmi"), []
    monkeypatch.setattr(keeping, "_shown_holds", lambda user, member: read.append(member) or [])
    assert client.post(address, {"reason": "คดีหมายเลขดำที่ 1"}).status_code == 302
    assert not read
    assert client.post(address, {"reason": ""}).status_code == 422
    assert len(read) == 1


def test_a_hold_says_who_placed_and_who_lifted_it(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    member, by = canary(), cast["head.cmi"]
    hold = place_hold(member=member, reason="คดีหมายเลขดำที่ 1", by=by)
    client, address = client_as("secretary.cmi"), f"/members/{member.number}/holds/"
    lift = client.get(f"{address}{hold.pk}/lift/").content.decode()
    for told in (by.full_name, "คดีหมายเลขดำที่ 1", "ทุกอย่างของสมาชิก"):
        assert told in lift
    lift_hold(hold, reason="คดีถึงที่สุด", by=cast["head.cen"])
    page = client.get(address).content.decode()
    assert cast["head.cen"].full_name in page
    assert client.get(f"{address}{hold.pk + 1}/lift/").status_code == 404
