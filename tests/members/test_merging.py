"""Records of one person: found on entry and in the list, merged whole, undone whole, told apart for good."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.models import Session
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from members import merging
from members.duplicates import Traits, alike, pairs
from members.models import DifferentPeople, FormerName, Member, MemberClinic, Merge, Payroll
from members.search import find_members
from members.services.consents import give_consent
from members.services.merges import CHOSEN, merge_members, tell_apart, undo_merge
from tests.factories_cases import make_case
from tests.factories_members import make_member, make_session

pytestmark = pytest.mark.django_db
ID = "3100600445635"
BORN = date(1978, 5, 23)


def two(**more: Any) -> tuple[Member, Member]:
    """Two records of one person at one clinic."""
    kept = make_member(number="004321", first_name="สมชัย", last_name="แก้วกาญจน์", birth_date=BORN, phone="0800000001")
    gone = make_member(
        number="104322", first_name="สมไชย", last_name="แก้วกาญจน์", birth_date=BORN, unit="กองคลัง", **more
    )
    return kept, gone


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"number": "0004321"}, "ศูนย์นำหน้า"),
        ({"national_id": ID}, "เลขประจำตัวประชาชนเดียวกัน"),
        ({"phone": "0800000002"}, "โทรศัพท์เดียวกัน"),
        ({"second_phone": "0800000001"}, "โทรศัพท์เดียวกัน"),
        ({"first_name": "สมไชย", "last_name": "เก่งดี", "birth_date": BORN}, "ออกเสียงคล้ายกัน"),
        ({"first_name": "สมไชย", "last_name": "เก่งดี"}, "ออกเสียงเหมือนกัน"),
    ],
)
def test_whoever_may_be_the_same_is_found_with_the_reason_and_within_scope(cast: Any, typed: Any, reason: str) -> None:
    member = make_member(
        number="004321", first_name="สมชัย", last_name="เก่งดี", birth_date=BORN, phone="0800000001",
        second_phone="0800000002", national_id=ID,
    )  # fmt: skip
    found = alike(Member.objects.visible_to(cast["officer.cmi"]), Traits.typed(typed))
    assert [one.member for one in found] == [member]
    assert reason in " ".join(found[0].reasons)
    assert alike(Member.objects.visible_to(cast["officer.pct"]), Traits.typed(typed)) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"number": "014321"},
        {"first_name": "สมชัย"},
        {"first_name": "สมชัย", "last_name": "เก่งดี", "birth_date": date(1970, 1, 1)},
        {"birth_date": BORN},
        {},
    ],
)
def test_half_a_name_or_a_birth_date_alone_is_no_reason(cast: Any, typed: Any) -> None:
    make_member(number="004321", first_name="สมชัย", last_name="เก่งดี", birth_date=BORN, phone="")
    assert alike(Member.objects.visible_to(cast["officer.cmi"]), Traits.typed(typed)) == []


def test_on_entry_the_page_warns_once_and_another_person_is_told_apart(client_as: Any) -> None:
    known = make_member(number="004321", phone="0800000001")
    client = client_as("officer.cmi")
    data = {
        "number": "005555", "first_name": "เอื้ออารี", "last_name": "อิ่มเอม", "phone": "0800000001",
        "share_capital": "0", "deposits": "0",
    }  # fmt: skip
    warned = client.post("/members/new/", data)
    page = warned.content.decode()
    assert warned.status_code == 422
    assert "โทรศัพท์เดียวกัน" in page
    assert "คนละคน บันทึก" in page
    assert 'value="เอื้ออารี"' in page
    assert Event.objects.filter(kind="member.search", detail__duplicates=True).count() == 1
    # A number that was not shown says nothing.
    assert client.post("/members/new/", {**data, "another": "009999"}).status_code == 422
    assert client.post("/members/new/", {**data, "another": known.number}).status_code == 302
    assert DifferentPeople.objects.count() == 1
    assert "004321" not in client.get("/members/duplicates/").content.decode()


def test_merging_leads_every_row_over_and_undoing_leads_it_back(cast: Any) -> None:
    kept, gone = two(national_id=ID, phone="0800000009")
    by, asked = cast["secretary.cen"], cast["secretary.cmi"]
    Member.objects.filter(pk__in=(kept.pk, gone.pk)).update(is_known_to_central=True)
    case = make_case("open", member=gone)
    session = make_session(member=gone)
    link = MemberClinic.objects.create(member=gone, clinic=cast["officer.pct"].clinic, since=BORN)
    given = {"purpose": "story", "channel": "spoken", "given_on": timezone.localdate(), "by": asked}
    mine, other = give_consent(member=kept, **given), give_consent(member=gone, **given)
    payroll = Payroll.objects.create(member=gone, month=date(2018, 6, 1), imported_at=timezone.now())

    merge = merge_members(kept, gone, take=["unit", "national_id"], by=by)
    kept.refresh_from_db()
    assert (kept.unit, kept.national_id, kept.phone) == ("กองคลัง", ID, "0800000001")
    for row in (case, session, link, payroll):
        row.refresh_from_db()
        assert row.member_id == kept.pk
    other.refresh_from_db()
    assert (mine.member_id, other.member_id) == (kept.pk, gone.pk)
    scope = Member.objects.visible_to(by)
    assert list(scope) == [kept]
    for text in ("104322", "สมไชย", "สมชัย"):
        assert find_members(scope, text).members == [kept]
    assert Member.objects.visible_to(cast["officer.pct"]).get() == kept
    assert Event.objects.filter(kind="member.merged").count() == 2
    assert ID not in str(merge.before)

    kept.position = "พัฒนาการอำเภอ"
    kept.save()
    assert undo_merge(merge, by=by).pk == gone.pk
    kept.refresh_from_db()
    assert (kept.unit, kept.national_id, kept.position) == ("", "", "พัฒนาการอำเภอ")
    for row in (case, session, link, payroll):
        row.refresh_from_db()
        assert row.member_id == gone.pk
    assert Member.objects.get(pk=gone.pk).national_id == ID
    assert set(Member.objects.visible_to(by)) == {kept, gone}
    for text in (gone.number, "สมไชย"):
        assert gone in find_members(scope, text).members
        assert kept not in find_members(scope, text).members
    assert not FormerName.objects.exists()
    with pytest.raises(ValidationError, match="ยกเลิกไปแล้ว"):
        undo_merge(merge, by=by)


def test_the_days_for_undoing_end(cast: Any, settings: Any) -> None:
    kept, gone = two()
    merge = merge_members(kept, gone, take=[], by=cast["head.cmi"])
    assert merge.undo_until == timezone.localdate() + timedelta(days=30)
    Merge.objects.filter(pk=merge.pk).update(undo_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="เลยวันสุดท้าย"):
        undo_merge(merge, by=cast["head.cmi"])


def test_a_chain_of_merges_is_undone_from_its_end(cast: Any) -> None:
    by = cast["head.cmi"]
    first, second = two()
    third = make_member(number="204323", last_name="สาม")
    make_session(member=first)
    earlier = merge_members(second, first, take=[], by=by)
    later = merge_members(third, second, take=[], by=by)
    assert Session.objects.get().member_id == third.pk
    with pytest.raises(NotAllowed):
        undo_merge(earlier, by=by)
    undo_merge(later, by=by)
    undo_merge(earlier, by=by)
    assert Session.objects.get().member_id == first.pk


@pytest.mark.parametrize("username", ["officer.cmi", "head.pct", "head.cen", "admin", "board.chair"])
def test_only_a_head_or_secretary_who_sees_both_merges(cast: Any, username: str) -> None:
    kept, gone = two()
    with pytest.raises(NotAllowed):
        merge_members(kept, gone, take=[], by=cast[username])
    elsewhere = make_member("PCT", number="009009")
    with pytest.raises(NotAllowed):
        merge_members(kept, elsewhere, take=[], by=cast["head.cmi"])
    with pytest.raises(NotAllowed):
        merge_members(kept, kept, take=[], by=cast["head.cmi"])


def test_what_is_merged_is_not_merged_again(cast: Any) -> None:
    kept, gone = two()
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    for pair in ((kept, gone), (gone, kept)):
        with pytest.raises((ValidationError, NotAllowed)):
            merge_members(*pair, take=[], by=cast["head.cmi"])
    # Whoever comes with the old card is served under the record that was kept.
    assert make_member(number="104322", first_name="สมไชย", last_name="แก้วกาญจน์").pk == kept.pk


def test_every_foreign_key_to_a_member_says_how_it_follows() -> None:
    assert merging.unknown() == [], "call members.merging.follow(label, how) in your app's registrations"
    assert {"cases.case.member", "members.consent.member"} <= {label for label, _field, _how in merging.followers()}
    asked = {field.name for field in Member._meta.fields if field.editable} - {"id", "number"}
    assert asked == set(CHOSEN), "a new field of a member stands in CHOSEN"


def test_a_foreign_key_nobody_told_of_stops_a_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(merging._known, "cases.session.member")
    assert merging.unknown() == ["cases.session.member"]
    with pytest.raises(RuntimeError, match=r"cases\.session\.member"):
        merging.followers()


def test_the_list_gives_pairs_with_reasons_and_forgets_those_told_apart(cast: Any) -> None:
    kept, gone = two(second_phone="")
    office = [make_member(number=f"30000{n}", phone="021438144") for n in range(5)]
    scope = Member.objects.visible_to(cast["officer.cmi"])
    found = pairs(scope)
    assert [(pair.first, pair.second) for pair in found] == [(kept, gone)]
    assert "ออกเสียงคล้าย" in found[0].reasons[0]
    assert office[0].pk not in {pair.first.pk for pair in found}
    tell_apart(gone, kept, by=cast["officer.cmi"])
    assert pairs(scope) == []


def test_members_who_shared_an_id_from_before_stand_in_the_list(cast: Any) -> None:
    kept = make_member(number="004321", national_id=ID)
    other = make_member(number="104322")
    Member.objects.filter(pk=other.pk).update(national_id_sealed=kept.national_id_sealed)
    assert pairs(Member.objects.visible_to(cast["officer.cmi"]))[0].reasons == ["เลขประจำตัวประชาชนเดียวกัน"]


def test_the_list_costs_the_same_for_one_and_three(
    client_as: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as("head.cmi")
    two(phone="0800000001")
    client.get("/members/duplicates/")
    with CaptureQueriesContext(connection) as one:
        client.get("/members/duplicates/")
    for n in range(2):
        for m in range(2):
            make_member(number=f"{n}0{m}0101", phone=f"080000002{n}")
    with django_assert_num_queries(len(one)):
        page = client.get("/members/duplicates/").content.decode()
    assert page.count("โทรศัพท์เดียวกัน") == 3


def test_the_pages_lead_from_the_list_to_the_undoing(client_as: Any) -> None:
    two(national_id=ID)
    client = client_as("secretary.cmi")
    found = client.post("/members/004321/merge/", {"number": "104322"})
    assert found["Location"] == "/members/004321/merge/104322/"
    assert client.post("/members/004321/merge/", {"number": "999999"}).status_code == 422
    page = client.get(found["Location"]).content.decode()
    assert ID not in page
    assert "กองคลัง" in page
    assert "คลินิกที่ดูแล <span" not in page
    assert [count for _name, count in client.get(found["Location"]).context["follows"]] == [1]
    assert client.post(found["Location"], {}).status_code == 422
    chosen = dict.fromkeys(("take_first_name", "take_phone"), "kept") | {
        "take_unit": "gone",
        "take_national_id": "gone",
    }
    assert client.post(found["Location"], chosen)["Location"] == "/members/004321/"
    assert client.get("/members/104322/")["Location"] == "/members/004321/"
    merge = Merge.objects.get()
    assert f"/members/004321/merges/{merge.pk}/undo/" in client.get("/members/004321/").content.decode()
    assert client.get("/members/004321/merge/104322/").status_code == 404
    assert client.post(f"/members/004321/merges/{merge.pk}/undo/", {})["Location"] == "/members/104322/"
    assert client_as("officer.cmi").get("/members/004321/merge/104322/").status_code == 403


def test_the_database_keeps_a_record_from_two_merges(cast: Any) -> None:
    kept, gone = two()
    merge_members(kept, gone, take=[], by=cast["head.cmi"])
    given = {"merged_at": timezone.now(), "merged_by": cast["head.cmi"], "undo_until": timezone.localdate()}
    for broken in ({"kept": kept, "gone": gone}, {"kept": kept, "gone": kept}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Merge.objects.create(**given, **broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=kept.pk).update(merged_into=kept)
    with pytest.raises(IntegrityError), transaction.atomic():
        DifferentPeople.objects.create(first=gone, second=kept, said_at=timezone.now(), said_by=cast["head.cmi"])
