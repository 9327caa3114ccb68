"""What a merge must not take from a member nor give to anybody: scope, holds, consents, the readers' report."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import Case, Guarantor
from cases.services.guarantees import add_guarantor
from cases.services.money import add_debt
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, ClinicYear, User
from members.models import Consent, DataRequest, LegalHold, Member
from members.readers import events_about
from members.retention import due_on
from members.services.consents import answer_consent, withdraw_consent
from members.services.data_requests import move_request, record_request
from members.services.holds import lift_hold, place_hold
from members.services.members import receive_member
from members.services.merges import merge_members, undo_merge
from tests.factories_cases import COOPERATIVE, debt_fields, make_case
from tests.factories_members import make_member

pytestmark = pytest.mark.django_db


def two(clinic_code: str = "CMI") -> tuple[Member, Member]:
    """Two records of one person: the one that is kept, the one that goes."""
    return make_member(clinic_code), make_member(clinic_code, first_name="กัญญา")


def ask(member: Member, kind: str, by: Any) -> DataRequest:
    """A request of today about a member's data."""
    wish = {"kind": kind, "channel": "counter", "wish": "ขอตามสิทธิ", "received_on": timezone.localdate()}
    return record_request(member=member, by=by, **wish)


def answer(member: Member, purpose: str, said: str, by: Any, *, days_ago: int = 0) -> Consent:
    """What a member said to a use of their data."""
    day = timezone.localdate() - timedelta(days=days_ago)
    return answer_consent(member=member, purpose=purpose, answer=said, channel="spoken", given_on=day, by=by)


def receive(member: Member, by: Any) -> None:
    """Another clinic takes the member on by number and surname."""
    receive_member(number=member.number, last_name=member.last_name, clinic=by.clinic, by=by)


def test_a_head_who_received_a_foreign_member_neither_merges_nor_parts_them(cast: Any, client_as: Any) -> None:
    foreign, own = make_member("CMI", first_name="ตัวจริง"), make_member("PCT", first_name="ตัวปลอม")
    case = make_case(member=foreign, is_restricted=True)
    stranger = cast["head.pct"]
    receive(foreign, stranger)
    for pair in ((own, foreign), (foreign, own)):
        with pytest.raises(NotAllowed, match="คลินิกส่วนกลาง"):
            merge_members(*pair, take=[], by=stranger)
    page = client_as("head.pct").get(f"/members/{own.number}/merge/{foreign.number}/")
    assert page.status_code == 403
    assert "คำขอแก้ไขข้อมูล" in page.content.decode()
    assert "ตัวปลอม" not in client_as("officer.cmi").get(case.get_absolute_url()).content.decode()


def test_central_merges_and_parts_what_two_clinics_serve_once_they_asked(cast: Any) -> None:
    mine, other = make_member("CMI"), make_member("PCT", first_name="กัญญา")
    receive(other, cast["head.cmi"])
    with pytest.raises(NotAllowed):
        merge_members(mine, other, take=[], by=cast["head.cen"])
    for member in (mine, other):
        ask(member, "correction", cast["head.cmi"])
        member.refresh_from_db()
    with pytest.raises(NotAllowed):
        merge_members(mine, other, take=[], by=cast["officer.cen"])
    merge = merge_members(mine, other, take=[], by=cast["head.cen"])
    for username in ("head.cmi", "head.pct", "officer.cen", "admin"):
        with pytest.raises(NotAllowed):
            undo_merge(merge, by=cast[username])
    undo_merge(merge, by=cast["secretary.cen"])


def test_once_another_clinic_serves_the_member_the_undoing_is_central_s(cast: Any) -> None:
    kept, gone = two()
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    receive(kept, cast["head.pct"])
    for username in ("head.cmi", "head.pct"):
        with pytest.raises(NotAllowed, match="คลินิกส่วนกลาง"):
            undo_merge(merge, by=cast[username])


def test_who_leads_one_clinic_merges_nothing_of_another_where_they_only_work(cast: Any) -> None:
    kept, gone = two("PCT")
    year = ClinicYear.objects.get(clinic__code="PCT")
    Appointment.objects.create(
        user=cast["head.cmi"], clinic_year=year, role="officer", post="other", starts_on=timezone.localdate()
    )
    with pytest.raises(NotAllowed, match="หัวหน้าหรือเลขานุการ"):
        merge_members(kept, gone, take=[], by=User.objects.get(username="head.cmi"))


def test_nothing_begins_at_a_record_that_was_merged_away_in_the_meantime(cast: Any) -> None:
    kept, gone = two()
    seen_before = Member.objects.get(pk=gone.pk)
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    by, events = cast["officer.cmi"], Event.objects.count()
    with pytest.raises(ValidationError, match=kept.number):
        answer(seen_before, "story", "given", by)
    with pytest.raises(ValidationError, match=kept.number):
        ask(seen_before, "access", by)
    assert not Consent.objects.exists()
    assert not DataRequest.objects.exists()
    assert Event.objects.count() == events
    assert answer(kept, "story", "given", by).member_id == kept.pk


def erase(member: Member, cast: Any) -> None:
    """Central grants a member's wish to be erased."""
    taken_up = move_request(ask(member, "erasure", cast["head.cmi"]), "take_up", by=cast["head.cen"])
    move_request(taken_up, "fulfil", by=cast["head.cen"], answer="ลบให้แล้ว")


def test_both_holds_keep_a_merged_member_until_both_are_lifted(cast: Any, client_as: Any) -> None:
    kept, gone = two()
    by, today = cast["head.cmi"], timezone.localdate()
    mine = place_hold(member=kept, reason="คดีหมายเลขดำที่ ก", by=by)
    other = place_hold(member=gone, reason="คดีหมายเลขดำที่ ข", by=by)
    merge_members(kept, gone, take=[], by=by)
    erase(kept, cast)
    lift_hold(mine, reason="คดีถึงที่สุด", by=by)
    assert not due_on(today).things.get("erasure")
    client = client_as("head.cmi")
    assert "คดีหมายเลขดำที่ ข" in client.get(f"/members/{kept.number}/holds/").content.decode()
    assert client.post(f"/members/{kept.number}/holds/{other.pk}/lift/", {"reason": "คดีถึงที่สุด"}).status_code == 302
    assert [thing.member_id for thing in due_on(today).things["erasure"]] == [kept.pk]


def test_a_hold_on_a_case_follows_its_case_through_a_merge(cast: Any) -> None:
    kept, gone = two()
    by = cast["head.cmi"]
    case = make_case("closed", member=gone)
    place_hold(member=gone, reason="คดีหมายเลขดำที่ ก", by=by, case_reference=case.reference)
    merge = merge_members(kept, gone, take=[], by=by)
    late = timezone.localdate() + timedelta(days=3660)
    assert not due_on(late).things.get("case")
    undo_merge(merge, by=by)
    assert not due_on(late).things.get("case")
    lift_hold(LegalHold.objects.get(), reason="คดีถึงที่สุด", by=by)
    assert due_on(late).things.get("case")


def allows(member: Member, purpose: str = "story") -> bool:
    """Whether a member's consent is in force."""
    return Consent.objects.in_force(purpose).filter(member=member).exists()


@pytest.mark.parametrize("is_kept_the_one_who_allowed", [True, False])
@pytest.mark.parametrize("is_taken_back", [True, False])
def test_the_later_no_of_either_record_outlives_a_merge(
    cast: Any, is_kept_the_one_who_allowed: bool, is_taken_back: bool
) -> None:
    allowed, refused = two()
    by = cast["officer.cmi"]
    answer(allowed, "story", "given", by, days_ago=30)
    answer(allowed, "photo", "given", by, days_ago=30)
    if is_taken_back:
        withdraw_consent(answer(refused, "story", "given", by, days_ago=20), by=by)
    else:
        answer(refused, "story", "declined", by, days_ago=20)
    kept, gone = (allowed, refused) if is_kept_the_one_who_allowed else (refused, allowed)
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    assert not allows(kept)
    assert allows(kept, "photo")
    assert Event.objects.filter(kind="member.consent.withdrawn", actor=cast["head.cmi"]).count() == 1
    undo_merge(merge, by=cast["head.cmi"])
    assert not allows(allowed)
    assert allows(allowed, "photo")


def test_the_later_yes_of_either_record_stands_after_a_merge(cast: Any) -> None:
    kept, gone = two()
    by = cast["officer.cmi"]
    answer(kept, "story", "given", by, days_ago=30)
    answer(gone, "story", "declined", by, days_ago=20)
    last = answer(gone, "story", "given", by, days_ago=10)
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    assert Consent.objects.in_force("story").get(member=kept) == last


def test_what_was_taken_back_while_merged_is_not_revived_by_the_undoing(cast: Any) -> None:
    kept, gone = two()
    by = cast["officer.cmi"]
    for member in (kept, gone):
        for purpose in ("story", "photo"):
            answer(member, purpose, "given", by)
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    withdraw_consent(Consent.objects.in_force("story").get(member=kept), by=by)
    undo_merge(merge, by=cast["head.cmi"])
    assert not allows(kept)
    assert not allows(gone)
    assert allows(kept, "photo")
    assert allows(gone, "photo")


def test_the_readers_report_remembers_who_opened_the_record_that_was_merged(cast: Any, client_as: Any) -> None:
    kept, gone = two()
    reader = cast["officer2.cmi"]
    client_as(reader.username).get(gone.get_absolute_url())
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    assert reader in {event.actor for event in events_about(kept)}
    assert reader.full_name in client_as("secretary.cmi").get(f"/members/{kept.number}/readers/").content.decode()
    undo_merge(merge, by=cast["head.cmi"])
    assert reader not in {event.actor for event in events_about(kept)}
    assert reader in {event.actor for event in events_about(gone)}


def test_an_undoing_takes_no_member_from_central(cast: Any) -> None:
    kept, gone = two()
    by, central = cast["head.cmi"], cast["officer.cen"]
    ask(gone, "access", by)
    gone.refresh_from_db()
    case = make_case(member=kept)
    merge = merge_members(kept, gone, take=[], by=by)
    ask(kept, "access", by)
    Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    undo_merge(merge, by=by)
    assert set(Member.objects.visible_to(central)) == {kept, gone}
    assert Case.objects.visible_to(central).get().member == kept


def test_central_keeps_the_member_of_a_case_it_was_sent_while_the_records_were_one(cast: Any) -> None:
    kept, gone = two()
    by, central = cast["head.cmi"], cast["officer.cen"]
    case = make_case(member=gone)
    merge = merge_members(kept, gone, take=[], by=by)
    Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    undo_merge(merge, by=by)
    assert list(Member.objects.visible_to(central)) == [gone]


@pytest.mark.parametrize("is_debtor_kept", [True, False])
def test_a_merge_makes_nobody_guarantor_of_their_own_debt(cast: Any, is_debtor_kept: bool) -> None:
    debtor, guarantor = two()
    by = cast["officer.cmi"]
    own, other = (
        add_debt(make_case(member=member), by=by, **debt_fields("สอ.พช.", 1000, "6", 10, **COOPERATIVE))
        for member in (debtor, make_member("CMI", last_name="อื่น"))
    )
    row, elsewhere = (add_guarantor(debt, by=by, member=guarantor) for debt in (own, other))
    kept, gone = (debtor, guarantor) if is_debtor_kept else (guarantor, debtor)
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    assert not Guarantor.objects.filter(member=kept, debt__case__member=kept).exists()
    assert Guarantor.objects.get(pk=row.pk).member == gone
    assert Guarantor.objects.get(pk=elsewhere.pk).member == kept
    undo_merge(merge, by=cast["head.cmi"])
    assert {one.member for one in Guarantor.objects.filter(pk__in=(row.pk, elsewhere.pk))} == {guarantor}
    own.refresh_from_db()
    assert own.case.member == debtor


def test_who_may_not_merge_a_pair_is_told_why_in_the_list_and_led_nowhere(cast: Any, client_as: Any) -> None:
    own, foreign = make_member("PCT", phone="0800000007"), make_member("CMI", first_name="ตัวจริง", phone="0800000007")
    receive(foreign, cast["head.pct"])
    low, high = sorted((own, foreign), key=lambda member: member.pk)
    address = f"/members/{low.number}/merge/{high.number}/"
    page = client_as("head.pct").get("/members/duplicates/").content.decode()
    assert address not in page
    assert "ให้คลินิกส่วนกลางทำ" in page
    assert "คนเดียวกัน รวม" not in client_as("officer.pct").get("/members/duplicates/").content.decode()
    for member, is_open in ((own, True), (foreign, False)):
        client, find = client_as("head.pct"), f"/members/{member.number}/merge/"
        page = client.get(member.get_absolute_url()).content.decode()
        assert (find in page) is is_open
        assert ("ให้คลินิกส่วนกลางทำ" in page) is not is_open
        assert client.get(find).status_code == (200 if is_open else 403)
    asked = client_as("head.pct").post(f"/members/{own.number}/merge/", {"number": foreign.number})
    assert asked.status_code == 422
    assert "ให้คลินิกส่วนกลางทำ" in asked.content.decode()
    assert client_as("officer.pct").get(f"/members/{own.number}/merge/").status_code == 403


def test_once_another_clinic_serves_the_member_the_undoing_says_so(cast: Any, client_as: Any) -> None:
    kept, gone = two()
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    address = f"/members/{kept.number}/merges/{merge.pk}/undo/"
    assert address in client_as("head.cmi").get(kept.get_absolute_url()).content.decode()
    receive(kept, cast["head.pct"])
    page = client_as("head.cmi").get(kept.get_absolute_url()).content.decode()
    assert address not in page
    assert "ยกเลิกการรวม" in page
    assert "ให้คลินิกส่วนกลางทำ" in page


@pytest.mark.parametrize(("said", "words"), [("declined", "ไม่ยินยอมเมื่อ"), ("given", "ถอนเมื่อ")])
def test_the_preview_says_which_consent_a_merge_ends_or_lays_aside(
    cast: Any, client_as: Any, said: str, words: str
) -> None:
    kept, gone = two()
    by = cast["officer.cmi"]
    address = f"/members/{kept.number}/merge/{gone.number}/"
    client = client_as("head.cmi")
    answer(kept, "story", "given", by, days_ago=30)
    assert "ความยินยอมที่จะเปลี่ยน" not in client.get(address).content.decode()
    last = answer(gone, "story", said, by, days_ago=20)
    if said == "given":
        both = client.get(address).content.decode()
        assert "ยินยอมไว้ทั้งสองระเบียน" in both
        assert "จะสิ้นสุด" not in both
        withdraw_consent(last, by=by)
    page = client.get(address).content.decode()
    assert "จะสิ้นสุด" in page
    assert words in page
    assert allows(kept)
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    assert not allows(kept)


def test_the_undoing_says_which_consent_goes_back_and_which_ends(cast: Any, client_as: Any) -> None:
    kept, gone = two()
    by = cast["officer.cmi"]
    for member in (kept, gone):
        answer(member, "story", "given", by)
    answer(gone, "photo", "given", by)
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    address = f"/members/{kept.number}/merges/{merge.pk}/undo/"
    page = client_as("head.cmi").get(address).content.decode()
    assert "กลับไปอยู่กับระเบียนเดิม" in page
    assert "จะสิ้นสุด" not in page
    withdraw_consent(Consent.objects.in_force("story").get(member=kept), by=by)
    page = client_as("head.cmi").get(address).content.decode()
    assert page.count("จะสิ้นสุด") == 1
