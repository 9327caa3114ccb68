"""The list and the case's page: filters, paging, fixed numbers of queries, severity, follow-ups, tasks."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from cases.registrations import case_tasks, follow_up_tasks, waiting_count
from cases.services import cases, follow_ups
from clinic_project import paging
from clinic_project.registry import registry
from clinic_project.searching import find
from clinics.models import Clinic
from tests.cast import make_cast
from tests.factories_cases import a_member, make_case, with_example

TODAY = timezone.localdate()


def queries_of(client: Any, address: str) -> int:
    """How many queries one drawing takes, once the session has settled."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["officer.cmi", "head.cmi", "officer.cen"])
@pytest.mark.parametrize("query", ["", "?status=all&q=น้ำ&severity=normal", "?before=1"])
def test_the_list_takes_as_many_queries_for_three_as_for_one(client_as: Any, who: str, query: str) -> None:
    client = client_as(who)
    # The page before the first key begins after one case, so that it too shows one.
    for _number in range(1 + query.startswith("?before")):
        make_case()
    Case.objects.update(is_known_to_central=True)
    one = queries_of(client, f"/cases/{query}")
    for restricted in (False, True):
        case = make_case(is_restricted=restricted)
        Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    assert queries_of(client, f"/cases/{query}") == one


def test_the_case_page_takes_a_fixed_number_of_queries(client_as: Any, cast: dict[str, Any]) -> None:
    client, officer = client_as("officer.cmi"), cast["officer.cmi"]
    small, large = with_example(make_case()), with_example(make_case())
    plan = {"due_on": TODAY, "officer": officer, "by": officer}
    follow_ups.plan_follow_up(small, subject="หนึ่ง", **plan)
    for number in range(3):
        planned = follow_ups.plan_follow_up(large, subject=f"นัด {number}", **plan)
        follow_ups.record_follow_up(planned, result="แล้ว", by=cast["head.cmi"])
        cases.add_note(large, text=f"บันทึก {number}", by=officer)
        follow_ups.plan_follow_up(large, subject=f"อีก {number}", **plan)
    cases.declare_conflict(large, user=cast["officer2.cmi"], relation="relative", by=officer)
    cases.declare_conflict(small, user=cast["officer2.cmi"], relation="relative", by=officer)
    assert queries_of(client, f"/cases/{large.reference}/") == queries_of(client, f"/cases/{small.reference}/")


def test_the_default_list_is_what_is_not_concluded(client_as: Any) -> None:
    shown = {status: make_case(status).reference for status in ("open", "in_progress", "closed", "void")}
    page = client_as("officer.cmi").get("/cases/").content.decode()
    assert [status for status, reference in shown.items() if reference in page] == ["open", "in_progress"]
    everything = client_as("officer.cmi").get("/cases/?status=all").content.decode()
    assert all(reference in everything for reference in shown.values())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=เก่งกาจ", "b"), ("q=เกงกาจ", "b"), ("q=004321", "b"), ("q=๐๐๔๓๒๑", "b"), ("q=ถูกฟ้อง", "b"),
        ("severity=critical", "b"), ("status=on_hold", "b"), ("owner=member", "b"), ("severity=normal", "a"),
        ("q=ไม่มีใคร", ""), ("severity=x&status=y&owner=z&officer=zz&after=q&before=-1", "ab"), ("q=%00", "ab"),
        ("officer=999999", "ab"), ("after=99999999999999999999", "ab"),
    ],
)  # fmt: skip
def test_filters_find_and_junk_is_ignored(client_as: Any, cast: dict[str, Any], query: str, found: str) -> None:
    officer = cast["officer.cmi"]
    member = a_member(
        officer.clinic, officer, number="004321", prefix="จ่าสิบเอก", first_name="เก่งกาจ", last_name="แก้วกาญจน์"
    )
    named = {
        "a": make_case("open"),
        "b": make_case("on_hold", member=member, subject="ถูกฟ้องสองคดี", severity="critical"),
    }
    answer = client_as("officer.cmi").get(f"/cases/?{query}")
    if query == "q=%00":
        assert answer.status_code in {200, 400}
        return
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "".join(name for name, case in named.items() if f"/cases/{case.reference}/" in page) == found


def test_paging_goes_through_all_and_back(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    made = [make_case("open", opened_on=TODAY - timedelta(days=number // 2)).reference for number in range(8)]
    client, address, seen, pages = client_as("officer.cmi"), "/cases/", [], []
    while address:
        page = client.get(address).context["page"]
        pages.append([case.reference for case in page.rows])
        seen += pages[-1]
        back, address = page.prev_url, page.next_url
    assert sorted(seen) == sorted(made)
    assert len(set(seen)) == 8
    page = client.get(back).context["page"]
    assert [case.reference for case in page.rows] == pages[-2]
    assert page.next_url


@pytest.mark.parametrize(
    ("before", "after", "reason", "passes"),
    [
        ("normal", "critical", "", True), ("complex", "special", "", True), ("critical", "normal", "", False),
        ("special", "critical", " ", False), ("critical", "complex", "ศาลยกฟ้อง", True), ("normal", "huge", "x", False),
    ],
)  # fmt: skip
def test_raising_is_free_lowering_needs_a_reason(
    client_as: Any, before: str, after: str, reason: str, passes: bool
) -> None:
    case = make_case(severity=before)
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/severity/", {"severity": after, "reason": reason})
    case.refresh_from_db()
    assert (answer.status_code, case.severity) == ((302, after) if passes else (422, before))


def test_the_severity_page_shows_why_a_level_is_suggested(client_as: Any) -> None:
    case = with_example(make_case())
    page = client_as("officer.cmi").get(f"/cases/{case.reference}/severity/").content.decode()
    assert "ภาระหนี้ต่อรายได้ร้อยละ 81.10 ถึงเกณฑ์ร้อยละ 70.00" in page


def test_a_stated_fact_reaches_the_triage(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = {"subject": case.subject, "has_informal_threats": "on"}
    sent["seen"] = client.get(f"/cases/{case.reference}/edit/").context["edit"].seen
    assert client.post(f"/cases/{case.reference}/edit/", sent).status_code == 302
    assert "ถูกเจ้าหนี้นอกระบบข่มขู่" in client.get(f"/cases/{case.reference}/").content.decode()
    assert client.post(f"/cases/{case.reference}/edit/", {**sent, "subject": "ใหม่"}).status_code == 409


def test_a_note_keeps_lines_and_shows_no_markup(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    client.post(f"/cases/{case.reference}/note/", {"text": "บรรทัดหนึ่ง\nบรรทัดสอง <script>alert(1)</script>"})
    page = client.get(f"/cases/{case.reference}/").content.decode()
    assert "บรรทัดหนึ่ง\nบรรทัดสอง &lt;script&gt;" in page
    assert client.post(f"/cases/{case.reference}/note/", {"text": " \u200b "}).status_code == 422


def test_a_follow_up_is_planned_waits_and_is_recorded_once(client_as: Any, cast: dict[str, Any]) -> None:
    case, client, officer = make_case(), client_as("officer.cmi"), cast["officer.cmi"]
    sent = {"subject": "ผลเจรจา", "officer": officer.pk, "due_on": "23/5/2561"}
    assert client.post(f"/cases/{case.reference}/follow-ups/new/", sent).status_code == 422
    follow_ups.plan_follow_up(case, subject="ผลเจรจา", due_on=TODAY - timedelta(days=9), officer=officer, by=officer,
                              now=timezone.now() - timedelta(days=20))  # fmt: skip
    planned = case.follow_ups.get()
    tasks = list(follow_up_tasks(officer))
    assert [(task.reference, task.due) for task in tasks] == [(case.reference, planned.due_on)]
    assert tasks[0].working_days_left < 0
    assert waiting_count(officer) == 2
    page = client.get(f"/cases/{case.reference}/").content.decode()
    assert "เกินกำหนด" in page
    assert "บันทึกผลการติดตาม" in page
    address = f"/cases/{case.reference}/follow-ups/{planned.pk}/"
    assert client.post(address, {"result": ""}).status_code == 422
    assert client.post(address, {"result": "ธนาคารลดดอกเบี้ยให้"}).status_code == 302
    second = client_as("head.cmi").post(address, {"result": "ซ้ำ"})
    assert second.status_code == 422
    assert officer.full_name in second.content.decode()
    with pytest.raises(ValidationError):
        follow_ups.record_follow_up(planned, result="ซ้ำ", by=officer)
    assert not list(follow_up_tasks(officer))


def test_what_waits_for_me_is_in_my_charge(cast: dict[str, Any]) -> None:
    mine, _others = make_case("open"), make_case("open", officer=cast["officer2.cmi"])
    make_case("on_hold")
    assert [task.reference for task in case_tasks(cast["officer.cmi"])] == [mine.reference]
    assert not list(case_tasks(cast["board.secretary"]))


def test_a_case_is_found_by_number_and_by_name(cast: dict[str, Any]) -> None:
    case = make_case()
    for text in (case.reference, case.reference.lower(), "น้ำใจ", case.member.number):
        hits = find(cast["officer.cmi"], text).hits
        assert any(hit.url == case.get_absolute_url() for hit in hits)
        strange = find(cast["officer.pct"], text).hits
        assert all(hit.url != case.get_absolute_url() for hit in strange)


def test_one_primary_action_a_page(client_as: Any, cast: dict[str, Any]) -> None:
    for status in ("open", "in_progress", "on_hold", "follow_up", "closed", "void"):
        page = client_as("officer.cmi").get(make_case(status).get_absolute_url()).content.decode()
        assert page.count("btn btn-primary") <= 1


def test_the_next_visit_of_a_case_and_a_new_case_are_one_tap_away(client_as: Any) -> None:
    case = make_case("in_progress")
    page = client_as("officer.cmi").get(case.get_absolute_url()).content.decode()
    address = f"/sessions/new/?member={case.member.number}&amp;case="
    assert f'href="{address}{case.reference}"' in page
    page = client_as("officer.cmi").get(case.member.get_absolute_url()).content.decode()
    assert f'href="{address}new"' in page
    for chosen in (case.reference, "new"):
        form = client_as("officer.cmi").get(address.replace("&amp;", "&") + chosen).context["form"]
        assert form.person.member == case.member
        assert form["case"].value() == chosen


def test_room_under_the_floor_is_not_offered_where_the_purse_is_empty(client_as: Any) -> None:
    case = make_case("in_progress")
    with_example(case)
    figures = client_as("officer.cmi").get(case.get_absolute_url()).context["figures"]
    assert figures[-1].note == "เกณฑ์ให้กู้ได้ถึง 528,588.79 แต่เหลือใช้ติดลบ"


def test_a_panel_of_a_higher_app_stands_in_the_page(client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = {
        "template": "components/empty.html",
        "primary": {"label": "ส่งข้อมูลเพิ่ม", "url": "/x/"},
        "step_note": "รอคลินิก",
    }
    monkeypatch.setattr(registry, "case_panels", [lambda user, case: panel, lambda user, case: None])
    case = make_case()
    page = client_as("officer.cmi").get(case.get_absolute_url()).content.decode()
    assert 'href="/x/"' in page
    assert 'class="empty"' in page


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_numbers() -> None:
    """The number comes from a locked counter: nobody waits in vain, nobody gets another's."""
    people = make_cast()
    officer, clinic = people["officer.cmi"], Clinic.objects.get(code="CMI")
    members = [a_member(clinic, officer) for _number in range(50)]
    given: list[str] = []
    start = threading.Barrier(10)

    def work(share: list[Any]) -> None:
        start.wait()
        try:
            given.extend(cases.open_case(clinic=clinic, member=m, subject="หนี้", by=officer).reference for m in share)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(members[number::10],)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(int(reference.rsplit("-", 1)[1]) for reference in given)
    assert numbers == list(range(1, 51))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_moves_the_case() -> None:
    people = make_cast()
    case = make_case("open")
    answers: list[str] = []
    start = threading.Barrier(2)

    def work(who: str) -> None:
        start.wait()
        try:
            cases.move_case(case, "start", by=people[who])
            answers.append("moved")
        except Exception as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(who,)) for who in ("officer.cmi", "head.cmi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["StaleState", "moved"]


def test_deciding_what_it_was_taken_for_is_recorded(client_as: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    assert not case.is_severity_decided
    assert client.post(f"/cases/{case.reference}/severity/", {"severity": "normal", "reason": ""}).status_code == 302
    case.refresh_from_db()
    assert (case.severity, case.severity_decided_by) == ("normal", case.officer)
    entry = case.entries.get(kind="severity")
    assert entry.title == "ตัดสินระดับ: ปกติ"
    page = client.get(f"/cases/{case.reference}/").content.decode()
    assert "ตัดสินแล้ว" in page
    assert "ยังไม่ได้ตัดสิน" not in page
    # Saying the same once more adds nothing.
    client.post(f"/cases/{case.reference}/severity/", {"severity": "normal", "reason": ""})
    assert case.entries.filter(kind="severity").count() == 1


@pytest.mark.parametrize("severity", ["normal", "complex"])
def test_less_than_the_figures_suggest_needs_a_reason(client_as: Any, severity: str) -> None:
    case = with_example(make_case())
    client, address = client_as("officer.cmi"), f"/cases/{case.reference}/severity/"
    refused = client.post(address, {"severity": severity, "reason": ""})
    assert refused.status_code == 422
    assert "ต่ำกว่าที่ระบบแนะนำ (วิกฤติ) ต้องบอกเหตุผล" in refused.content.decode()
    assert client.post(address, {"severity": severity, "reason": "ถอนฟ้องแล้ว"}).status_code == 302
    case.refresh_from_db()
    assert (case.severity, case.severity_reason) == (severity, "ถอนฟ้องแล้ว")
