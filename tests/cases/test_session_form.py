"""The session form in the browser's terms: what is sent, what comes back, what is stored."""

from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, ConflictDeclaration, Session, Survey
from cases.services.cases import open_case
from clinic_project.models import Event
from clinics.models import Clinic, ServiceDay
from members.models import DifferentPeople, Member, MemberClinic
from tests.factories_members import make_member, make_session, officer_of

pytestmark = pytest.mark.django_db

NEW = "/sessions/new/"
ROUTINE = {
    "who": "known",
    "mode": "walk_in",
    "activities": ["financial_problem_advice"],
    "client_types": ["multiple_debts"],
    "advice": "แนะนำให้รวมหนี้บัตรสองใบ น้ำใจงาม",
    "minutes": "๓๐",
    "participants": "1",
    "in_official_hours": "on",
    "do": "save",
}


def filled(**changes: Any) -> dict[str, Any]:
    """A routine visit of today, with changes; None takes a field out."""
    today = timezone.localdate()
    day = {"served_on_day": today.day, "served_on_month": today.month, "served_on_year": today.year + 543}
    return {name: value for name, value in {**ROUTINE, **day, **changes}.items() if value is not None}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_routine_visit_takes_one_page_and_six_acts(client_as: Any) -> None:
    """Acts: the number, one activity, one client type, the advice, the minutes, save. The page presets the rest."""
    member = make_member(number="004321")
    client = client_as("officer.cmi")
    page = client.get(NEW)
    preset = page.context["form"]
    acts = ["find", "activities", "client_types", "advice", "minutes"]
    given_by_page = {name: preset[name].value() for name in ("who", "mode", "participants", "served_on")}
    assert given_by_page == {"who": "known", "mode": "walk_in", "participants": 1, "served_on": timezone.localdate()}
    assert len(acts) + 1 == 6
    response = client.post(NEW, filled(find="๐๐๔๓๒๑"))
    session = Session.objects.get()
    assert response["Location"] == session.get_absolute_url()
    assert (session.member, session.minutes, session.advice) == (member, 30, "แนะนำให้รวมหนี้บัตรสองใบ น้ำใจงาม")
    assert session.reference.endswith("-CMI-00001")
    assert ServiceDay.objects.get(clinic=session.clinic).status == "held"
    shown = text_of(client.get(session.get_absolute_url()))
    assert "<svg" in shown
    assert Survey.objects.get().token in shown
    assert "style=" not in shown


def test_finding_by_name_keeps_everything_and_saves_nothing(client_as: Any) -> None:
    make_member(number="004321", first_name="กำพล", last_name="น้ำใจงาม", unit="สพอ.แม่ริม")
    make_member(number="004322", first_name="กำธร", last_name="ใจดี")
    response = client_as("officer.cmi").post(NEW, filled(find="กำ", do="find", minutes="abc"))
    assert response.status_code == 200
    shown = text_of(response)
    assert 'value="004321"' in shown
    assert "สพอ.แม่ริม" in shown
    assert ROUTINE["advice"] in shown
    assert 'value="abc"' in shown
    assert "error-summary" not in shown
    assert not Session.objects.exists()
    chosen = client_as("officer.cmi").post(NEW, filled(find="กำ", member="004322", do="pick"))
    assert chosen.context["form"].person.member.number == "004322"


def test_a_name_at_saving_is_shown_before_it_counts(client_as: Any) -> None:
    make_member(number="004321", first_name="กำพล", last_name="น้ำใจงาม")
    response = client_as("officer.cmi").post(NEW, filled(find="กำพล"))
    assert response.status_code == 422
    assert "เลือกสมาชิกจากรายชื่อที่พบ" in text_of(response)
    assert client_as("officer.cmi").post(NEW, filled(find="กำพล", member="004321")).status_code == 302


def test_another_clinics_member_is_not_found(client_as: Any) -> None:
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="ฎีกาธรรม")
    client = client_as("officer.cmi")
    for typed in ({"find": "009001"}, {"find": "พิจิตร"}, {"find": "", "member": "009001"}):
        response = client.post(NEW, filled(**typed))
        assert response.status_code == 422
        assert "ฎีกาธรรม" not in text_of(response)
    assert not Session.objects.exists()


def test_a_new_member_is_taken_on_in_the_same_form(client_as: Any) -> None:
    new = {
        "who": "new",
        "new_number": "๐๐๕๐๐๑",
        "new_prefix": "นาย",
        "new_first_name": "อับดุลเลาะ",
        "new_last_name": "หะยีทดสอบ",
    }
    assert client_as("officer.cmi").post(NEW, filled(**new, new_phone="080-000-0011")).status_code == 302
    member = Member.objects.get(number="005001")
    assert member.phone == "0800000011"
    assert Session.objects.get().member == member
    # Nothing of it stays when the rest is wrong.
    wrong = {**new, "new_number": "005002", "served_on_year": "2400"}
    assert client_as("officer.cmi").post(NEW, filled(**wrong)).status_code == 422
    assert not Member.objects.filter(number="005002").exists()


def test_a_number_of_somebody_else_is_an_error_at_its_field(client_as: Any) -> None:
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="จำลอง")
    new = {"who": "new", "new_number": "009001", "new_first_name": "คนอื่น", "new_last_name": "ใหม่"}
    response = client_as("officer.cmi").post(NEW, filled(**new))
    assert response.status_code == 422
    assert "new_number" in response.context["form"].errors
    assert "จำลอง" not in text_of(response)


@pytest.mark.parametrize(
    ("number", "surname", "status"), [("009001", "จำลอง", 302), ("009001", "ผิด", 422), ("009999", "จำลอง", 422)]
)
def test_a_member_of_another_clinic_is_received_by_number_and_surname(
    client_as: Any, number: str, surname: str, status: int
) -> None:
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="จำลอง")
    data = filled(who="other", other_number=number, other_last_name=surname)
    response = client_as("officer.cmi").post(NEW, data)
    assert response.status_code == status
    assert MemberClinic.objects.filter(clinic__code="CMI").exists() == (status == 302)
    if status == 422:
        assert str(response.context["form"].errors["other_number"][0]).startswith("เลขสมาชิกกับนามสกุลไม่ตรง")


def test_a_group_needs_no_member_but_another_mode(client_as: Any) -> None:
    client = client_as("officer.cmi")
    group = {"who": "group", "participants": "45", "client_types": None, "advice": ""}
    assert client.post(NEW, filled(**group)).status_code == 422
    talk = {**group, "mode": "mobile", "activities": ["product_education"]}
    refused = client.post(NEW, filled(**talk))
    assert "occasion" in refused.context["form"].errors
    assert client.post(NEW, filled(**talk, occasion="training", occasion_detail="อบรมผู้นำ")).status_code == 302
    session = Session.objects.get()
    assert (session.member, session.participants, session.occasion) == (None, 45, "training")
    assert not ServiceDay.objects.exists()


def test_an_occasion_left_over_outside_mobile_service_is_dropped(client_as: Any) -> None:
    make_member(number="004321")
    assert client_as("officer.cmi").post(NEW, filled(find="004321", occasion="seminar")).status_code == 302
    assert Session.objects.get().occasion == ""


def test_a_case_is_opened_in_the_same_form(client_as: Any, cast: Any) -> None:
    make_member(number="004321")
    conflict = {f"conflict_{cast['head.cmi'].pk}": "superior"}
    data = filled(find="004321", case="new", subject="หนี้บัตรหลายใบ", wish="รวมหนี้", is_restricted="on", **conflict)
    assert client_as("officer.cmi").post(NEW, data).status_code == 302
    case = Case.objects.get()
    assert (case.subject, case.wish, case.is_restricted, case.officer) == (
        "หนี้บัตรหลายใบ",
        "รวมหนี้",
        True,
        cast["officer.cmi"],
    )
    assert ConflictDeclaration.objects.get().user == cast["head.cmi"]
    assert Session.objects.get().case == case
    assert case.entries.filter(kind="session").count() == 1
    # The head neither reads the session of a restricted case nor finds it in the list.
    head = client_as("head.cmi")
    assert head.get(Session.objects.get().get_absolute_url()).status_code == 404
    assert Session.objects.get().reference not in text_of(head.get("/sessions/"))


def test_opening_a_case_needs_a_subject_and_nobody_too_near(client_as: Any, cast: Any) -> None:
    make_member(number="004321")
    own = {f"conflict_{cast['officer.cmi'].pk}": "relative"}
    response = client_as("officer.cmi").post(NEW, filled(find="004321", case="new", **own))
    assert response.status_code == 422
    assert {"subject", next(iter(own))} <= set(response.context["form"].errors)
    assert not Case.objects.exists()


def test_a_visit_hangs_on_an_open_case_of_that_member_only(client_as: Any) -> None:
    mine, other = make_member(number="004321"), make_member(number="004322")
    clinic, officer = Clinic.objects.get(code="CMI"), officer_of("CMI")
    case = open_case(clinic=clinic, member=mine, subject="หนี้", by=officer)
    foreign = open_case(clinic=clinic, member=other, subject="หนี้", by=officer)
    client = client_as("officer.cmi")
    assert client.post(NEW, filled(find="004321", case=foreign.reference)).status_code == 422
    assert client.post(NEW, filled(find="004321", case=case.reference)).status_code == 302
    assert Session.objects.get().case == case


def test_sending_twice_logs_once(client_as: Any) -> None:
    make_member(number="004321")
    client, data = client_as("officer.cmi"), filled(find="004321", form_key="a" * 32)
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Session.objects.count() == 1


def test_looking_somebody_up_does_not_use_the_key_up(client_as: Any) -> None:
    make_member(number="004321")
    client, key = client_as("officer.cmi"), "b" * 32
    client.post(NEW, filled(find="004321", do="find", form_key=key))
    assert client.post(NEW, filled(find="004321", form_key=key)).status_code == 302
    assert Session.objects.count() == 1


def test_save_and_next_keeps_what_the_next_has_in_common(client_as: Any) -> None:
    make_member(number="004321")
    data = filled(find="004321", do="save_next", mode="mobile", occasion="field", occasion_detail="ตลาดนัด")
    response = client_as("officer.cmi").post(NEW, data)
    page = client_as("officer.cmi").get(response["Location"])
    form = page.context["form"]
    assert (form["mode"].value(), form["occasion"].value(), form["occasion_detail"].value()) == (
        "mobile",
        "field",
        "ตลาดนัด",
    )
    assert form.person is None


def test_whom_the_form_shows_is_logged_first(client_as: Any) -> None:
    member = make_member(number="004321", first_name="กำพล")
    client = client_as("officer.cmi")
    client.post(NEW, filled(find="004321", do="find"))
    assert Event.objects.filter(kind="member.read", subject_id=member.pk).count() == 1
    make_member(number="004322", first_name="กำพล", last_name="อื่น")
    client.post(NEW, filled(find="กำพล", do="find"))
    found = Event.objects.filter(kind="member.search").latest("pk")
    assert found.detail == {"count": 2}


@pytest.mark.parametrize("username", ["board.member1", "edu.member1", "admin"])
def test_who_serves_nobody_is_told_so(client_as: Any, username: str) -> None:
    response = client_as(username).get(NEW)
    assert response.status_code == 403
    assert "เจ้าหน้าที่คลินิก" in text_of(response)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"advice": "ก\x00ข"}, 400),
        ({"find": "\u200b\ufeff"}, 422),
        ({"advice": "\u200b\u200b"}, 422),
        ({"advice": "ก" * 30_000}, 422),
        ({"minutes": "NaN"}, 422),
        ({"minutes": "1e400"}, 422),
        ({"minutes": "0"}, 422),
        ({"minutes": "601"}, 422),
        ({"participants": "-1"}, 422),
        ({"mode": "teleport"}, 422),
        ({"activities": ["x"]}, 422),
        ({"case": "69-PCT-0001"}, 422),
        ({"who": "nobody"}, 422),
        ({"served_on_year": "2999"}, 422),
        ({"member": "9" * 500}, 422),
    ],
)
def test_junk_gets_a_thai_answer(client_as: Any, changes: dict[str, Any], status: int) -> None:
    make_member(number="004321")
    response = client_as("officer.cmi").post(NEW, filled(**{"find": "004321", **changes}))
    assert response.status_code == status
    assert not Session.objects.exists()


def test_a_flood_of_text_is_refused_before_it_is_read(client_as: Any) -> None:
    response = client_as("officer.cmi").post(NEW, filled(find="004321", advice="ก" * 3_500_000))
    assert response.status_code == 413


def test_the_day_of_a_walk_in_is_held_once(client_as: Any) -> None:
    for number in ("004321", "004322"):
        make_member(number=number)
        assert client_as("officer.cmi").post(NEW, filled(find=number)).status_code == 302
    assert ServiceDay.objects.count() == 1


def test_the_member_of_the_address_stands_ready(client_as: Any) -> None:
    make_session(member=make_member(number="004321"))
    form = client_as("officer.cmi").get(f"{NEW}?member=004321").context["form"]
    assert (form.person.next_visit, form.person.member.number) == (2, "004321")


NEW_PERSON = {
    "who": "new",
    "new_number": "004999",
    "new_first_name": "กำพล",
    "new_last_name": "น้ำใจงาม",
    "new_phone": "0800000011",
}


def test_a_new_member_who_looks_alike_is_shown_once_before_it_is_saved(client_as: Any) -> None:
    known = make_member(number="004321", first_name="กัมพล", last_name="น้ำใจงาม", phone="0800000011")
    make_member("PCT", number="009001", phone="0800000011")
    client = client_as("officer.cmi")
    asked = client.post(NEW, filled(**NEW_PERSON))
    assert asked.status_code == 422
    assert [one.member for one in asked.context["form"].alike] == [known]
    assert "โทรศัพท์เดียวกัน" in text_of(asked)
    assert Member.objects.count() == 2
    assert Event.objects.filter(kind="member.search", detail__duplicates=True).count() == 1
    # The one who is meant is taken over, and what was typed stays.
    taken = client.post(NEW, filled(**NEW_PERSON, do="is:004321"))
    assert taken.context["form"].person.member == known
    assert ROUTINE["advice"] in text_of(taken)
    # Sent again, they are two people, and nobody is asked about them any more.
    again = client.post(NEW, filled(**NEW_PERSON, another=asked.context["form"]["another"].value()))
    assert again.status_code == 302
    new = Member.objects.get(number="004999")
    assert Session.objects.get().member == new
    assert DifferentPeople.objects.get().first_id == known.pk


def test_no_stranger_is_taken_for_the_new_member(client_as: Any) -> None:
    """The button's name is a member's number like any that is typed: whoever is out of scope is not found."""
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="ฎีกาธรรม")
    taken = client_as("officer.cmi").post(NEW, filled(**NEW_PERSON, do="is:009001"))
    assert taken.context["form"].person is None
    assert "ฎีกาธรรม" not in text_of(taken)
