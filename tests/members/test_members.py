"""Members: rules of the services, scope of the pages, what is logged, and how they are found."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from clinic_project.models import Event
from clinic_project.tries import Guess, Tries, count_guess
from clinic_project.verdicts import NotAllowed
from clinics.models import Clinic
from members.attempts import WINDOW_SECONDS
from members.models import Member, MemberClinic
from members.search import find_members
from members.services.members import add_member, receive_member, reveal_national_id, update_member
from tests.factories_members import make_member, make_session, officer_of

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_same_number_and_name_links_instead_of_doubling(cast: Any) -> None:
    first = make_member("CMI", number="004321", first_name="กำพล", last_name="น้ำใจงาม")
    # The same name with its vowel and tone typed in another order is the same name.
    again = make_member("PCT", number="004321", first_name="กําพล", last_name="นํ้าใจงาม")
    assert again.pk == first.pk
    assert set(MemberClinic.objects.values_list("clinic__code", flat=True)) == {"CMI", "PCT"}
    with pytest.raises(ValidationError) as refused:
        make_member("PCT", number="004321", first_name="คนอื่น", last_name="น้ำใจงาม")
    assert "number" in refused.value.error_dict
    assert "กำพล" not in str(refused.value)


def test_staff_of_another_clinic_take_nobody_on(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        make_member("CMI", by=cast["officer.pct"])


@pytest.mark.parametrize("number", ["12", "12345678901", "๐๐๔๓๒๑", "4321\n", "12a4", "1.23457E+12"])
def test_a_number_is_4_to_10_arabic_digits(cast: Any, number: str) -> None:
    with pytest.raises(ValidationError):
        make_member(number=number)


def test_receiving_says_the_same_for_a_wrong_number_and_a_wrong_surname(cast: Any) -> None:
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="จำลอง")
    clinic, officer = Clinic.objects.get(code="CMI"), officer_of("CMI")
    messages = set()
    for number, surname in (("009001", "ผิด"), ("009999", "จำลอง")):
        with pytest.raises(ValidationError) as refused:
            receive_member(number=number, last_name=surname, clinic=clinic, by=officer)
        messages.add(str(refused.value))
    assert len(messages) == 1
    assert receive_member(number="009001", last_name="จำลอง", clinic=clinic, by=officer).first_name == "พิจิตร"
    assert Event.objects.filter(kind="member.received").count() == 1


def test_a_member_without_surname_is_received_by_the_one_name(cast: Any) -> None:
    make_member("PCT", number="009001", first_name="สมพร", last_name="")
    clinic = Clinic.objects.get(code="CMI")
    assert receive_member(number="009001", last_name="สมพร", clinic=clinic, by=officer_of("CMI"))


def test_guessing_is_braked(cast: Any) -> None:
    make_member("PCT", number="009001", last_name="จำลอง")
    clinic, officer = Clinic.objects.get(code="CMI"), officer_of("CMI")
    for _try in range(15):
        with pytest.raises(Guess) as wrong:
            receive_member(number="009001", last_name="ผิด", clinic=clinic, by=officer)
        count_guess(wrong.value)
    with pytest.raises(ValidationError):
        receive_member(number="009001", last_name="จำลอง", clinic=clinic, by=officer)
    assert receive_member(number="009001", last_name="จำลอง", clinic=clinic, by=cast["head.cmi"])
    Tries.objects.update(since=timezone.now() - timedelta(seconds=WINDOW_SECONDS + 1))
    assert receive_member(number="009001", last_name="จำลอง", clinic=clinic, by=officer)


def test_a_change_names_the_fields_never_the_values(cast: Any) -> None:
    member = make_member(phone="0800000001")
    update_member(member, by=cast["officer.cmi"], phone="0800000002", unit=member.unit)
    assert Event.objects.get(kind="member.changed").detail == {"fields": ["phone"]}
    with pytest.raises(NotAllowed):
        update_member(member, by=cast["officer.pct"], phone="1")


def test_the_national_id_is_shown_for_a_logged_reason_only(client_as: Any, cast: Any) -> None:
    member = make_member(number="004321", national_id="3100600445635")
    client = client_as("officer.cmi")
    for address in ("/members/", "/members/004321/", "/members/004321/edit/", "/members/?q=004321"):
        assert "3100600445635" not in text_of(client.get(address))
    assert client.post("/members/004321/national-id/", {"reason": "x"}).status_code == 422
    assert not Event.objects.filter(kind="member.national_id").exists()
    shown = client.post("/members/004321/national-id/", {"reason": "ทำหนังสือกู้"})
    assert "3100600445635" in text_of(shown)
    assert shown["Cache-Control"] == "no-store, private"
    assert Event.objects.get(kind="member.national_id").detail == {"reason": "ทำหนังสือกู้"}
    with pytest.raises(NotAllowed):
        reveal_national_id(member=member, reason="อยากรู้เฉย ๆ", by=cast["officer.pct"])


PAGES = ("/members/004321/", "/members/004321/edit/", "/members/004321/national-id/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("username", ["officer.pct", "head.cen", "board.chair", "edu.chair", "admin"])
def test_out_of_scope_answers_like_missing(client_as: Any, address: str, username: str) -> None:
    make_member(number="004321", national_id="3100600445635")
    client = client_as(username)
    assert client.get(address).status_code == 404
    assert client.get(address.replace("004321", "999999")).status_code == 404


@pytest.mark.parametrize("username", ["board.chair", "edu.chair", "admin"])
@pytest.mark.parametrize("address", ["/members/", "/members/new/", "/members/receive/"])
def test_who_serves_nobody_has_no_register(client_as: Any, username: str, address: str) -> None:
    assert client_as(username).get(address).status_code == 403


def test_reading_is_logged_before_the_page(client_as: Any) -> None:
    member = make_member(number="004321")
    client_as("officer.cmi").get("/members/004321/")
    event = Event.objects.get(kind="member.read")
    assert (event.subject_id, event.actor_role, event.actor_clinic) == (member.pk, "officer", "CMI")


def test_what_cannot_be_logged_is_not_shown(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_member(number="004321", first_name="กำพล")

    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("clinic_project.audit.record", broken)
    client = client_as("officer.cmi")
    client.raise_request_exception = False
    for address in ("/members/004321/", "/members/", "/members/?q=กำพล", "/sessions/new/?member=004321"):
        response = client.get(address)
        assert response.status_code == 500
        assert "กำพล" not in text_of(response)


def test_an_edit_over_somebody_elses_shows_both(client_as: Any, cast: Any) -> None:
    member = make_member(number="004321", unit="สพอ.ฝาง")
    client = client_as("officer.cmi")
    page = client.get("/members/004321/edit/")
    seen = page.context["edit"].seen
    update_member(member, by=cast["head.cmi"], unit="สพอ.แม่ริม")
    data = {"first_name": "กัญญาณัฐ", "last_name": "ใหม่", "unit": "สพอ.สารภี", "share_capital": "0", "deposits": "0"}
    response = client.post("/members/004321/edit/", {**data, "seen": seen})
    assert response.status_code == 409
    assert "สพอ.แม่ริม" in text_of(response)
    assert 'value="สพอ.สารภี"' in text_of(response)
    again = {**data, "seen": response.context["seen"]}
    assert client.post("/members/004321/edit/", again).status_code == 302
    member.refresh_from_db()
    assert (member.unit, member.last_name) == ("สพอ.สารภี", "ใหม่")


def test_a_new_member_by_the_page(client_as: Any) -> None:
    data = {"number": "๐๐๔๓๒๑", "first_name": "เอื้ออารี", "last_name": "อิ่มเอม", "share_capital": "๑,๕๐๐", "deposits": "0"}
    client = client_as("officer.cmi")
    bad = client.post("/members/new/", {**data, "national_id": "3100600445634"})
    assert bad.status_code == 422
    assert 'value="๐๐๔๓๒๑"' in text_of(bad)
    response = client.post("/members/new/", {**data, "national_id": "3-1006-00445-63-5"})
    assert response["Location"] == "/members/004321/"
    member = Member.objects.get()
    assert (member.national_id, member.share_capital) == ("3100600445635", 1500)


@pytest.mark.parametrize("typed", ["เก่งดี สมชัย", "เก่งดี นายสมชัย", "เกงดี  สมชัย"])
def test_a_member_is_found_by_the_surname_first(cast: Any, typed: str) -> None:
    make_member(number="004321", prefix="นาย", first_name="สมชัย", last_name="เก่งดี")
    make_member(number="004322", prefix="นาย", first_name="สมชัย", last_name="เก่งกล้า")
    result = find_members(Member.objects.visible_to(cast["officer.cmi"]), typed)
    assert [member.number for member in result.members] == ["004321"]
    assert not result.note


def test_a_number_that_lost_its_zeros_is_told_once_whichever_clinic_has_the_member(client_as: Any) -> None:
    make_member("PCT", number="004321")
    client, typed = client_as("officer.cmi"), {"number": "๔๓๒๑", "first_name": "ก้อย", "share_capital": 0, "deposits": 0}
    answer = client.post("/members/new/", typed)
    assert answer.status_code == 422
    assert "แต่มีเลข 004321 ศูนย์นำหน้าอาจหายไป" in answer.content.decode()
    again = client.post("/members/new/", {**typed, "another": answer.context["form"]["another"].value()})
    assert again.status_code == 302
    assert Member.objects.get(number="4321").first_name == "ก้อย"


@pytest.mark.parametrize(
    ("typed", "found", "is_guess"),
    [
        ("004321", "สมชัย", False),
        ("๐๐๔๓๒๑", "สมชัย", False),
        ("4321", "สมชัย", False),
        ("080-000-0012", "สมชัย", False),
        ("สมชัย", "สมชัย", False),
        ("นายสมชัย", "สมชัย", False),
        ("นาย สมชัย เก่งดี", "สมชัย", False),
        ("เกงดี", "สมชัย", False),
        ("l,=yp", "สมชัย", True),
        ("สมไชย", "สมชัย", True),
        ("ไม่มีใคร", None, False),
        ("\u200b", None, False),
        ("%", None, False),
        ("_", None, False),
    ],
)
def test_how_a_member_is_found(cast: Any, typed: str, found: str | None, is_guess: bool) -> None:
    make_member(number="004321", prefix="นาย", first_name="สมชัย", last_name="เก่งดี", phone="0800000012")
    make_member("PCT", number="009001", first_name="สมชัย", last_name="คลินิกอื่น")
    result = find_members(Member.objects.visible_to(cast["officer.cmi"]), typed)
    assert [member.first_name for member in result.members] == ([found] if found else [])
    assert bool(result.note) == is_guess
    assert (result.only is None) == (is_guess or not found)


@pytest.mark.parametrize("few", [0, 2, 500])
def test_whom_many_share_a_name_with_are_found_in_the_same_order(
    cast: Any, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("members.querysets.members.FEW_OF_SHORT", few)
    for number, last_name in (("009101", "ฮวด"), ("009102", "เก่ง"), ("009103", "ไชย"), ("009104", "กล้า")):
        make_member(number=number, first_name="สมชัย", last_name=last_name)
    make_member("PCT", number="009105", first_name="สมชัย", last_name="กก")
    result = find_members(Member.objects.visible_to(cast["officer.cmi"]), "สม", most=3)
    assert [member.last_name for member in result.members] == ["กล้า", "เก่ง", "ไชย"]
    assert result.has_more


def test_the_global_search_stays_in_scope(client_as: Any) -> None:
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="ฎีกาธรรม")
    assert "ฎีกาธรรม" not in text_of(client_as("officer.cmi").get("/search/?q=พิจิตร"))
    assert "ฎีกาธรรม" in text_of(client_as("officer.pct").get("/search/?q=พิจิตร"))


@pytest.mark.parametrize("address", ["/members/", "/sessions/", "/members/?q=กัญญา"])
def test_lists_cost_the_same_for_one_and_three(
    client_as: Any, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_session()
    client = client_as("officer.cmi")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for _number in range(2):
        make_session()
    with django_assert_num_queries(len(one)):
        client.get(address)
    assert len(one) <= 12


def test_pages_follow_each_other_without_gap_or_repeat(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ไกร", "กมล", "เก่ง", "แก้ว", "กาญจนา"):
        make_member(first_name=name, last_name="")
    from clinic_project import paging

    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    client, address, names = client_as("officer.cmi"), "/members/", []
    while address:
        page = client.get(address).context["page"]
        names += [member.first_name for member in page.rows]
        address = page.next_url
    assert names == ["กมล", "กาญจนา", "เก่ง", "แก้ว", "ไกร"]


@pytest.mark.parametrize(
    "query", ["after=x", "after=๑", "after=" + "9" * 40, "after=-1", "q=" + "ก" * 900, "month=99", "mode=x"]
)
@pytest.mark.parametrize("address", ["/members/", "/sessions/"])
def test_junk_in_the_address_is_ignored(client_as: Any, address: str, query: str) -> None:
    make_session()
    response = client_as("officer.cmi").get(f"{address}?{query}")
    assert response.status_code == 200
    assert len(response.context["page"].rows) == 1


def test_central_sees_a_member_it_was_told_of(client_as: Any) -> None:
    member = make_member(number="004321")
    assert client_as("officer.cen").get("/members/004321/").status_code == 404
    Member.objects.filter(pk=member.pk).update(is_known_to_central=True)
    assert client_as("officer.cen").get("/members/004321/").status_code == 200


def test_adding_through_the_service_refuses_a_misspelt_field(cast: Any) -> None:
    with pytest.raises(TypeError):
        add_member(
            clinic=Clinic.objects.get(code="CMI"), number="004321", prefix="", first_name="ก", last_name="",
            by=officer_of("CMI"), fone="1",
        )  # fmt: skip
