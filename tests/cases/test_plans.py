"""The plan agreed with a member: versions, follow-ups, progress, and the sheet to take home."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases import plan_documents
from cases.models import Case, FollowUp, Plan
from cases.services.plans import record_progress
from cases.services.take_home import issue_take_home
from clinic_project.models import Event
from clinic_project.thai.dates import format_long
from clinic_project.verdicts import NotAllowed
from tests.factories_cases import make_case, with_example
from tests.factories_plan import agree, compare, make_planned_case
from tests.factories_referrals import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: dict[str, Any]) -> Case:
    return with_example(make_case("in_progress"))


def waiting(case: Case) -> list[str]:
    return [row.subject for row in FollowUp.objects.filter(case=case, done_at__isnull=True).order_by("due_on")]


def test_days_of_the_plan_become_follow_ups(case: Case) -> None:
    plan = agree(case)
    assert waiting(case) == ["นำสลิปเงินเดือน 3 เดือนมาให้", "ยื่นคำขอรวมหนี้", "พบสมาชิกตามนัด ดูความคืบหน้าของแผน"]
    assert [bool(line.follow_up) for line in plan.lines.all()] == [True, True, False]
    assert Event.objects.filter(kind="case.plan", detail__lines=3).exists()


def test_a_new_version_keeps_what_stays_and_closes_what_is_gone(case: Case) -> None:
    first = agree(case)
    kept = first.lines.all()[0]
    second = agree(case, lines=[{"what": kept.what, "who": kept.who, "due_on": kept.due_on}])
    assert second.number == 2
    assert second.lines.get().follow_up == kept.follow_up
    assert waiting(case) == [kept.what, "พบสมาชิกตามนัด ดูความคืบหน้าของแผน"]
    assert FollowUp.objects.get(case=case, subject="ยื่นคำขอรวมหนี้").result == "แผนฉบับที่ 2 แทน"


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"lines": [{"what": " ", "who": "member", "due_on": None}]},
        {"lines": [{"what": "ก", "who": "member", "due_on": None}] * 9},
        {"lines": [{"what": "ก", "who": "bank", "due_on": None}]},
        {"agreed_on": timezone.localdate() + timedelta(days=1)},
        {"next_visit": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_a_plan_without_sense_is_refused_and_nothing_is_kept(case: Case, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        agree(case, **wrong)
    assert not Plan.objects.exists()
    assert not waiting(case)


def test_a_way_out_of_another_case_is_refused(case: Case) -> None:
    other = compare(with_example(make_case("in_progress"))).options.all()[0]
    with pytest.raises(ValidationError):
        agree(case, way_out=other)


def test_what_is_done_closes_its_follow_up(case: Case) -> None:
    plan = agree(case)
    done, late, _free = plan.lines.all()
    states = {done.pk: ("done", "ส่งแล้ว"), late.pk: ("partly", "รอหัวหน้าลงนาม"), 0: ("done", "")}
    record_progress(plan, states=states, on=timezone.localdate(), by=case.officer)
    done.follow_up.refresh_from_db()
    assert done.follow_up.result == "ส่งแล้ว"
    assert waiting(case) == [late.what, "พบสมาชิกตามนัด ดูความคืบหน้าของแผน"]
    assert [row.get_state_display() for row in late.progress.all()] == ["ทำบางส่วน"]


def test_progress_is_refused_without_a_word_on_a_wrong_day_and_on_an_old_version(case: Case) -> None:
    plan, today = agree(case), timezone.localdate()
    line = plan.lines.all()[0].pk
    for states, on in (
        ({}, today),
        ({line: ("perhaps", "")}, today),
        ({line: ("done", "")}, today + timedelta(days=1)),
        ({line: ("done", "")}, today - timedelta(days=1)),
    ):
        with pytest.raises(ValidationError, match=r"[ก-๙]"):
            record_progress(plan, states=states, on=on, by=case.officer)
    agree(case)
    with pytest.raises(ValidationError, match="ฉบับใหม่"):
        record_progress(plan, states={line: ("done", "")}, on=today, by=case.officer)


def test_only_who_works_on_the_case_makes_plans(case: Case) -> None:
    stranger = person("officer.pct")
    with pytest.raises(NotAllowed):
        agree(case, by=stranger)
    plan = agree(case)
    with pytest.raises(NotAllowed):
        record_progress(plan, states={}, on=timezone.localdate(), by=stranger)
    with pytest.raises(NotAllowed):
        issue_take_home(plan, by=stranger)


def test_the_database_holds_what_a_plan_needs(case: Case) -> None:
    agree(case)
    agree(case)
    for attack in (
        "UPDATE cases_plan SET number = 1",
        "UPDATE cases_plan SET next_visit = '2000-01-01'",
        "UPDATE cases_planline SET what = ''",
        'UPDATE cases_planline SET "order" = 1',
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_the_form_begins_with_the_chosen_way_and_leads_to_the_plan(client_as: Any, case: Case) -> None:
    way = compare(case).options.get(order=3)
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/plan/new/?way="
    page = client.get(f"{address}{way.pk}").content.decode()
    for words in (
        "เป็นเงินกู้สหกรณ์ ดอกเบี้ยร้อยละ 6.25 ผ่อนเดือนละ 3,650 บาท 120 งวด",
        "ผ่อน สอ.พช. สามัญ เดือนละ ",
        "วันเริ่มงวดแรก",
    ):
        assert words in page
    answer = client.post(f"{address}{way.pk}", {"what_0": "หยุดใช้บัตร", "who_0": "member", "agreed_on": "28/11/2569"})
    assert answer.status_code == 302, answer.context["form"].errors
    plan = Plan.objects.get(case=case)
    assert plan.way_out == way
    shown = client.get(f"/cases/{case.reference}/").content.decode()
    assert "หยุดใช้บัตร" in shown
    for text in ("9" * 30, "x", "๑"):
        assert client.get(f"{address}{text}").status_code == 200


def test_a_plan_without_a_way_offers_those_compared_last(client_as: Any, case: Case) -> None:
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/plan/new/"
    assert f"/cases/{case.reference}/ways-out/" in client.get(address).content.decode()
    compare(case)
    last = list(compare(case).options.all())
    assert list(client.get(address).context["offered"]) == last
    page = client.get(address).content.decode()
    assert f'href="?way={last[0].pk}"' in page
    assert last[0].steps[0] in page
    assert client.get(f"{address}?way={last[0].pk}").context["offered"] == []


def test_another_way_takes_the_place_of_the_steps_of_the_first(client_as: Any, case: Case) -> None:
    first, second = compare(case).options.filter(order__in=(1, 2))
    own = {"what": "หยุดใช้บัตร", "who": "member", "due_on": None}
    steps = [{"what": step, "who": "member", "due_on": None} for step in first.steps]
    agree(case, lines=[*steps, own], way_out=first)
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/plan/new/"
    form = client.get(f"{address}?way={second.pk}").context["form"]
    assert [line[0].value() for line in form.line_fields()][:3] == [*second.steps, "หยุดใช้บัตร", None]
    form = client.get(address).context["form"]
    assert [line[0].value() for line in form.line_fields()][:3] == [*first.steps, "หยุดใช้บัตร", None]


def test_lines_that_find_no_room_are_named(client_as: Any, case: Case) -> None:
    agree(case, lines=[{"what": f"เรื่องที่ {n}", "who": "member", "due_on": None} for n in range(8)])
    way = compare(case).options.get(order=3)
    answer = client_as("officer.cmi").get(f"/cases/{case.reference}/plan/new/?way={way.pk}")
    assert [line["what"] for line in answer.context["left_over"]] == ["เรื่องที่ 6", "เรื่องที่ 7"]
    assert "<li>เรื่องที่ 7</li>" in answer.content.decode()


def test_a_day_without_a_deed_is_pointed_out(client_as: Any, case: Case) -> None:
    sent = {"what_0": "หยุดใช้บัตร", "due_on_1": "1/1/2580", "agreed_on": "28/11/2569"}
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/plan/new/", sent)
    assert answer.status_code == 422
    assert "กรอกสิ่งที่จะทำของวันที่นี้" in answer.content.decode()


def test_progress_is_said_on_its_page(client_as: Any, case: Case) -> None:
    agree(case)
    today = timezone.localdate()
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/plan/1/progress/"
    day = f"{today.day}/{today.month}/{today.year + 543}"
    assert client.post(address, {"on": day}).status_code == 422
    sent = {"on": day, "state_0": "not", "note_0": "รอสิ้นเดือน"}
    assert client.post(address, sent).status_code == 302
    assert "รอสิ้นเดือน" in client.get(f"/cases/{case.reference}/").content.decode()


def test_the_session_form_shows_the_plan_before_the_visit(client_as: Any, case: Case) -> None:
    agree(case)
    page = client_as("officer.cmi").get(f"/sessions/new/?member={case.member.number}").content.decode()
    assert "ยื่นคำขอรวมหนี้" in page
    assert f"/cases/{case.reference}/plan/1/progress/" in page


def test_the_plans_page_costs_the_same_with_one_version_and_with_three(client_as: Any, case: Case) -> None:
    client, counts = client_as("officer.cmi"), []
    agree(case)
    client.get(f"/cases/{case.reference}/plan/1/")
    for more in (0, 2):
        for _time in range(more):
            agree(case)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{case.reference}/plan/1/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_asking_for_the_sheet_shows_the_plan_and_is_a_reading(client_as: Any, case: Case) -> None:
    agree(case)
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/plan/1/take-home/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"digits": "ไม่มี"}).status_code == 422
    read = Event.objects.filter(kind="case.read", subject_id=case.pk, detail__page="plan_take_home")
    assert read.count() == 2


def test_the_sheet_is_issued_kept_and_read_by_who_may_read_the_case(client_as: Any, cast: dict[str, Any]) -> None:
    case = make_planned_case()
    client = client_as("officer.cmi")
    assert client.post(f"/cases/{case.reference}/plan/1/take-home/", {"digits": "arabic"}).status_code == 302
    paper = reverse("document", args=[f"HOME-{case.reference}-1"])
    assert paper in client.get(f"/cases/{case.reference}/plan/1/").content.decode()
    assert client.get(paper).status_code == 200
    assert client_as("officer.pct").get(paper).status_code == 404
    assert Event.objects.filter(kind="document.issued.take_home").exists()
    assert Event.objects.filter(kind="case.plan.taken_home").exists()
    plan = Plan.objects.get(case=case)
    assert issue_take_home(plan, by=case.officer).serial == f"HOME-{case.reference}-2"


@pytest.mark.parametrize(("digits", "amount"), [("arabic", "34,060.00"), ("thai", "๓๔,๐๖๐.๐๐")])
def test_the_sheet_says_in_plain_words_what_was_agreed(
    cast: dict[str, Any], read: Callable[[bytes], str], digits: Any, amount: str
) -> None:
    case = make_planned_case()
    plan = Plan.objects.with_lines().select_related("case__member", "case__clinic", "case__officer").get(case=case)
    content = plan_documents.render(plan, digits=digits)
    text = read(content)
    for words in ("แผนของฉัน", "นำสลิปเงินเดือน", "ยื่นคำขอรวมหนี้", "หยุดใช้บัตรเครดิต", case.member.last_name, amount):
        assert words in text, words
    visit = format_long(plan.next_visit)
    assert "พบกันครั้งหน้า" in text
    if digits == "arabic":
        assert visit in text
        assert case.reference in text
    for hidden in ("DSR", "ภาระหนี้ต่อรายได้", "วิกฤติ", "ต้นทุน", case.member.number):
        assert hidden not in text
    assert len(PdfReader(BytesIO(content)).pages) == 1


def test_the_longest_sheet_is_still_one_page(case: Case) -> None:
    line = {"what": "นำสลิปเงินเดือนและใบแจ้งหนี้ของเจ้าหนี้ทุกรายมาให้คลินิก" * 2, "who": "member", "due_on": None}
    agree(case, lines=[line] * 8, way_out=compare(case).options.get(order=1), note="โทรหาคลินิกก่อนตกลงกับเจ้าหนี้ " * 4)
    plan = Plan.objects.with_lines().select_related("case__member", "case__clinic", "case__officer").get(case=case)
    assert len(PdfReader(BytesIO(plan_documents.render(plan))).pages) == 1
