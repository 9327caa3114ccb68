"""What the session form does for the clerk: suggestions, last time's choices, phrases, defaults, the next visitor."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from cases.models import AdvicePhrase, Session
from cases.services.cases import open_case
from clinic_project.drafts import typed_data
from clinic_project.models import Event
from clinics.models import Clinic
from tests.cases.test_session_form import NEW, ROUTINE, filled, text_of
from tests.factories_members import make_member, make_session, officer_of

pytestmark = pytest.mark.django_db

SUGGEST = "/sessions/suggest/"
SWAP = {"HX-Request": "true", "HX-Target": "who"}


@pytest.mark.parametrize("typed", ["กำพ", "004321", "๐๐๔๓", "0800000011", "3100600445635", "3-1006-00445-63-5"])
def test_a_member_is_suggested_by_anything_they_are_known_by(client_as: Any, typed: str) -> None:
    make_member(
        number="004321", first_name="กำพล", last_name="น้ำใจงาม", phone="0800000011", national_id="3100600445635"
    )
    make_member(number="007777", first_name="อภิญญา", last_name="ณ อยุธยาจำลอง")
    shown = text_of(client_as("officer.cmi").post(SUGGEST, {"find": typed}))
    assert 'data-number="004321"' in shown
    assert "007777" not in shown
    assert Event.objects.filter(kind="member.search", detail={"count": 1}).exists()


@pytest.mark.parametrize(
    "typed", ["3100600445634", "310060044563", "00445635", "1999000000017", "ก", "", "%", "\u200b"]
)
def test_a_national_id_counts_only_whole_and_a_letter_finds_nobody(client_as: Any, typed: str) -> None:
    make_member(number="004321", first_name="กำพล", national_id="3100600445635")
    assert "data-number" not in text_of(client_as("officer.cmi").post(SUGGEST, {"find": typed}))
    assert not Event.objects.filter(kind="member.search").exists()


def test_another_clinics_members_are_never_suggested(client_as: Any) -> None:
    make_member("PCT", number="009001", first_name="พิจิตร", last_name="จำลอง", national_id="3100600445635")
    client = client_as("officer.cmi")
    missing = text_of(client.post(SUGGEST, {"find": "999999"}))
    for typed in ("009001", "พิจิตร", "3100600445635", "สมพิจิตร"):
        assert text_of(client.post(SUGGEST, {"find": typed})) == missing


def test_suggesting_is_no_address_and_only_for_who_serves(client_as: Any) -> None:
    assert client_as("officer.cmi").get(f"{SUGGEST}?find=กำพล").status_code == 405
    assert client_as("board.member1").post(SUGGEST, {"find": "กำพล"}).status_code == 403


def test_a_national_id_does_not_stay_on_the_page(client_as: Any) -> None:
    make_member(number="004321", national_id="3100600445635")
    response = client_as("officer.cmi").post(NEW, filled(find="3100600445635", do="find"))
    assert response.context["form"].person.member.number == "004321"
    assert "3100600445635" not in text_of(response)


def test_a_pick_swaps_who_and_case_and_nothing_else(client_as: Any) -> None:
    member = make_member(number="004321")
    case = open_case(clinic=Clinic.objects.get(code="CMI"), member=member, subject="หนี้บัตร", by=officer_of("CMI"))
    data = filled(find="กัญ", member="004321", do="pick", case="new", subject="หนี้ใหม่")
    response = client_as("officer.cmi").post(NEW, data, headers=SWAP)
    shown = text_of(response)
    assert response.status_code == 200
    assert "<html" not in shown
    assert 'id="chosen"' in shown
    assert case.reference in shown
    assert 'value="หนี้ใหม่"' in shown
    assert "id_advice" not in shown
    assert Event.objects.filter(kind="member.read", subject_id=member.pk).count() == 1


def test_last_times_choices_come_by_one_press_only(client_as: Any) -> None:
    member = make_member(number="004321")
    case = open_case(clinic=Clinic.objects.get(code="CMI"), member=member, subject="หนี้บัตร", by=officer_of("CMI"))
    make_session(member=member, case=case, activities=["investment_advice"], client_types=["general", "being_sued"])
    client = client_as("officer.cmi")
    empty = {"activities": None, "client_types": None, "find": "004321", "case": ""}
    before = client.post(NEW, filled(**empty, do="find")).context["form"]
    assert not before["activities"].value()
    assert not before["case"].value()
    after = client.post(NEW, filled(**empty, do="same")).context["form"]
    assert after["activities"].value() == ["investment_advice"]
    assert after["client_types"].value() == ["general", "being_sued"]
    assert after["case"].value() == case.reference
    assert after["advice"].value() == ROUTINE["advice"]
    # It adds to what was ticked, and a case chosen by hand stays.
    both = client.post(NEW, filled(find="004321", case="new", do="same")).context["form"]
    assert both["activities"].value() == ["financial_problem_advice", "investment_advice"]
    assert both["case"].value() == "new"
    assert Session.objects.count() == 1


def test_a_first_visit_has_no_last_time(client_as: Any) -> None:
    make_member(number="004321")
    shown = client_as("officer.cmi").post(NEW, filled(find="004321", do="same"))
    assert 'value="same"' not in text_of(shown)
    assert shown.status_code == 200


def test_the_phrase_pressed_is_put_under_what_is_written(client_as: Any) -> None:
    phrase = AdvicePhrase.objects.create(title="นัดใหม่", text="นัดพบอีกครั้งเดือนหน้า")
    client = client_as("officer.cmi")
    for written, expected in (("พูดคุยแล้ว \n", f"พูดคุยแล้ว\n{phrase.text}"), ("", phrase.text)):
        form = client.post(NEW, filled(advice=written, do=f"phrase:{phrase.pk}")).context["form"]
        assert form["advice"].value() == expected
        assert not form.errors
    assert not Session.objects.exists()


def test_phrases_of_elsewhere_or_put_away_are_not_offered(client_as: Any) -> None:
    AdvicePhrase.objects.all().delete()
    pct = AdvicePhrase.objects.create(clinic=Clinic.objects.get(code="PCT"), title="ของพิจิตร", text="ลับของพิจิตร")
    away = AdvicePhrase.objects.create(title="เก่า", text="เลิกใช้แล้ว", is_active=False)
    client = client_as("officer.cmi")
    assert not client.get(NEW).context["form"].phrases
    for phrase in (pct, away):
        form = client.post(NEW, filled(do=f"phrase:{phrase.pk}")).context["form"]
        assert form["advice"].value() == ROUTINE["advice"]
    for junk in ("phrase:", "phrase:x", "phrase:-1", f"phrase:{'9' * 500}"):
        assert client.post(NEW, filled(do=junk)).status_code == 200


def test_phrases_that_fit_what_was_done_come_first(client_as: Any) -> None:
    AdvicePhrase.objects.all().delete()
    for order, (title, activity) in enumerate([("ก", "product_education"), ("ข", ""), ("ค", "investment_advice")]):
        AdvicePhrase.objects.create(title=title, text=title, activity=activity, order=order)
    client = client_as("officer.cmi")
    assert [one.title for one in client.get(NEW).context["form"].phrases] == ["ข", "ก", "ค"]
    drawn = client.post(NEW, filled(activities=["investment_advice"], do="find")).context["form"]
    assert [one.title for one in drawn.phrases] == ["ค", "ข", "ก"]


def test_open_a_case_unfolds_its_part_and_saves_nothing(client_as: Any) -> None:
    make_member(number="004321")
    form = client_as("officer.cmi").post(NEW, filled(find="004321", do="open_case")).context["form"]
    assert form["case"].value() == "new"
    assert not form.errors
    assert not Session.objects.exists()


def test_minutes_begin_with_the_persons_usual_time(client_as: Any) -> None:
    client = client_as("officer.cmi")
    assert client.get(NEW).context["form"]["minutes"].value() == 30
    for minutes in (10, 15, 90):
        make_session(minutes=minutes)
    # Somebody else's visits say nothing of mine.
    make_session(minutes=200, by=officer_of("CMI").__class__.objects.get(username="head.cmi"))
    assert client.get(NEW).context["form"]["minutes"].value() == 15


def test_who_was_saved_is_said_beside_the_next_form(client_as: Any) -> None:
    make_member(number="004321", first_name="กำพล", last_name="น้ำใจงาม")
    client = client_as("officer.cmi")
    response = client.post(NEW, filled(find="004321", do="save_next"))
    session = Session.objects.get()
    shown = text_of(client.get(response["Location"]))
    assert "กำพล น้ำใจงาม" in shown
    assert f"/sessions/{session.reference}/slip.pdf" in shown
    assert "<svg" in shown
    assert Event.objects.filter(kind="session.read", subject_id=session.pk).exists()
    # The address tells nothing to whom the visit isn't theirs.
    for username in ("head.cmi", "officer.pct"):
        assert "กำพล" not in text_of(client_as(username).get(f"{NEW}?saved={session.reference}")).split("stack")[0]


def test_a_pile_of_yesterdays_slips_keeps_its_day(client_as: Any) -> None:
    make_member(number="004321")
    day = timezone.localdate() - timedelta(days=1)
    when = {"served_on_day": day.day, "served_on_month": day.month, "served_on_year": day.year + 543}
    client = client_as("officer.cmi")
    response = client.post(NEW, filled(find="004321", do="save_next", in_official_hours=None, **when))
    form = client.get(response["Location"]).context["form"]
    assert form["served_on"].value() == day
    assert form["in_official_hours"].value() is False


def test_a_second_visit_of_the_day_is_mentioned_not_refused(client_as: Any) -> None:
    member = make_member(number="004321")
    first = make_session(member=member)
    client = client_as("officer.cmi")
    looked = text_of(client.post(NEW, filled(find="004321", do="find")))
    assert "วันเดียวกันนี้มีบันทึกของสมาชิกรายนี้แล้ว" in looked
    assert first.reference in looked
    page = client.post(NEW, filled(find="004321"), follow=True)
    assert Session.objects.count() == 2
    assert "ตรวจว่าไม่ได้บันทึกซ้ำ" in text_of(page)
    assert first.get_absolute_url() in text_of(page)
    other_way = client.post(NEW, filled(find="004321", mode="online"), follow=True)
    assert "ตรวจว่าไม่ได้บันทึกซ้ำ" not in text_of(other_way)


def test_a_visit_of_another_day_is_no_repetition(client_as: Any) -> None:
    member = make_member(number="004321")
    make_session(member=member, served_on=timezone.localdate() - timedelta(days=1))
    looked = text_of(client_as("officer.cmi").post(NEW, filled(find="004321", do="find")))
    assert "วันเดียวกันนี้" not in looked


def test_a_draft_of_the_form_keeps_no_national_id() -> None:
    post = QueryDict(mutable=True)
    post.setlist("find", ["3-1006-00445-63-5"])
    post.setlist("advice", ["เลขบัญชี 3100600445635"])
    assert typed_data(post) == {"advice": ["เลขบัญชี 3100600445635"]}
    post["find"] = "กำพล"
    assert typed_data(post)["find"] == ["กำพล"]
