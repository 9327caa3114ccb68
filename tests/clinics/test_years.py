"""A programme year set up from another one: the plan, doing it, taking it back, changing its rules."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project import audit
from clinic_project.models import Event
from clinic_project.registry import YearPart, registry
from clinic_project.verdicts import NotAllowed
from clinics import services
from clinics.models import Clinic, ClinicYear, Milestone, ProgrammeYear, ServiceDay, User
from clinics.services.programme import save_resolution
from clinics.services.stages import select_clinic
from clinics.services.year_plans import RULES, budget_difference
from clinics.services.years import undo_obstacles
from tests.cast import make_year
from tests.factories_members import make_session

pytestmark = pytest.mark.django_db


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (ProgrammeYear, ClinicYear, Milestone, Event))


def set_up(source: ProgrammeYear, **how: Any) -> ProgrammeYear:
    return services.set_up_year(buddhist_year=source.buddhist_year + 1, copy_from=source, by=None, **how)


def test_the_plan_writes_nothing_and_names_everything(pilot: ProgrammeYear) -> None:
    before = counts()
    plan = services.plan_year(buddhist_year=2562, copy_from=pilot)
    assert counts() == before
    assert plan.title == "โครงการนำร่องคลินิกสหกรณ์ พ.ศ. 2562"
    assert {line.name: line.day for line in plan.dates} == {
        "service_start": date(2019, 6, 1),
        "service_end": date(2019, 12, 31),
        "confirm_due": date(2019, 6, 8),
        "evaluation_start": date(2019, 12, 15),
        "evaluation_end": date(2019, 12, 30),
        "cutoff": date(2019, 12, 15),
    }
    assert len(plan.clinics) == 15
    assert [line.clinic.code for line in plan.clinics if line.status == "selected"] == ["STI", "UBN", "RYG", "TRG"]
    assert plan.arithmetic == "15 × 5,000.00 + 75,000.00 = 150,000.00"
    assert len(plan.milestones) == 8
    assert not plan.conflicts


def test_the_plan_warns_of_a_deadline_on_a_saturday(pilot: ProgrammeYear) -> None:
    plan = services.plan_year(buddhist_year=2562, copy_from=pilot)
    assert any("8 มิถุนายน 2562" in words and "วันเสาร์" in words for words in plan.warnings)


def test_what_is_made_is_what_was_planned(pilot: ProgrammeYear) -> None:
    changes = {"confirm_due": date(2019, 6, 10), "budget_central": 80_000, "budget_total": 155_000}
    plan = services.plan_year(buddhist_year=2562, copy_from=pilot, changes=changes)
    year = set_up(pilot, changes=changes)
    assert {name: getattr(year, name) for name in plan.values} == plan.values
    assert all(getattr(year, name) == getattr(pilot, name) for name in RULES)
    made = year.clinic_years.order_by("clinic__number")
    assert [(row.clinic_id, row.status, row.unit_name) for row in made] == [
        (line.clinic.pk, line.status, line.unit_name) for line in plan.clinics
    ]
    steps = [(row.title, row.starts_on, row.ends_on, row.timing) for row in year.milestones.all()]
    assert steps == [(row.title, row.starts_on, row.ends_on, row.timing) for row in plan.milestones]
    confirmation = year.milestones.get(kind="confirmation")
    assert confirmation.starts_on == confirmation.ends_on == date(2019, 6, 10)
    assert not year.milestones.filter(done_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("year", "words"), [(2561, "มีปีโครงการ 2561 แล้ว"), (2559, "ต้องอยู่หลังปี 2561"), (2600, "ตั้งล่วงหน้าได้ไม่เกินปี")]
)
def test_an_impossible_year_is_refused(pilot: ProgrammeYear, year: int, words: str) -> None:
    before = counts()
    with pytest.raises(ValidationError, match=words):
        services.set_up_year(buddhist_year=year, copy_from=pilot, by=None)
    assert counts() == before


@pytest.mark.parametrize(
    ("field", "day", "words"),
    [
        ("service_end", date(2019, 5, 1), "วันสิ้นสุดการให้บริการต้องไม่ก่อนวันเริ่ม"),
        ("service_start", date(2018, 6, 1), "ต้องเป็นวันในปี พ.ศ. 2562"),
        ("evaluation_end", date(2019, 12, 1), "วันสิ้นสุดการประเมินต้องไม่ก่อนวันเริ่ม"),
        ("cutoff", date(2019, 5, 1), "วันตัดยอดต้องไม่ก่อนวันเริ่มให้บริการ"),
    ],
)
def test_impossible_dates_are_refused_at_their_field(pilot: ProgrammeYear, field: str, day: date, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        set_up(pilot, changes={field: day})
    assert words in str(refused.value.message_dict[field])
    assert not ProgrammeYear.objects.filter(buddhist_year=2562).exists()


def test_a_part_of_another_app_is_planned_and_copied(pilot: ProgrammeYear, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[Any] = []
    part = YearPart("เกณฑ์การเปิด", lambda source: ["แจ้งยืนยันแล้ว"], lambda *, year, **how: copied.append(year))
    monkeypatch.setattr(registry, "year_parts", [part])
    plan = services.plan_year(buddhist_year=2562, copy_from=pilot)
    assert plan.parts == [("เกณฑ์การเปิด", ["แจ้งยืนยันแล้ว"])]
    assert not copied
    assert copied == [set_up(pilot)]


def test_undo_takes_everything_back_and_the_events_stay(pilot: ProgrammeYear) -> None:
    before = counts()[:3]
    year = set_up(pilot)
    services.undo_year(year, by=None)
    assert counts()[:3] == before
    kinds = (
        Event.objects.filter(subject_reference="2562", kind__startswith="year.")
        .order_by("id")
        .values_list("kind", flat=True)
    )
    assert list(kinds) == ["year.set_up", "year.undone"]
    assert set_up(pilot).buddhist_year == 2562


def _appoint(year: ProgrammeYear, cast: dict[str, Any]) -> None:
    seat = {
        "clinic_year": year.clinic_years.get(clinic__code="CMI"),
        "role": "officer",
        "post": "member_representative",
    }
    services.appoint(user=cast["officer.cmi"], by=None, starts_on=year.service_start, **seat)


def _plan_a_day(year: ProgrammeYear, cast: dict[str, Any]) -> None:
    ServiceDay.objects.create(clinic=Clinic.objects.get(code="CMI"), day=year.service_start)


def _edit(year: ProgrammeYear, cast: dict[str, Any]) -> None:
    services.update_year(year, by=cast["head.cen"], walk_in_days=3)


def _resolve(year: ProgrammeYear, cast: dict[str, Any]) -> None:
    save_resolution(year, by=cast["admin"], body="ที่ประชุมใหญ่", subject="อนุมัติ")


def _select(year: ProgrammeYear, cast: dict[str, Any]) -> None:
    select_clinic(year.clinic_years.get(clinic__code="CMI"), by=cast["edu.secretary"])


@pytest.mark.parametrize("act", [_appoint, _plan_a_day, _edit, _resolve, _select])
def test_undo_ends_with_the_first_thing_done_in_the_year(
    cast: dict[str, Any], act: Callable[[ProgrammeYear, dict[str, Any]], None]
) -> None:
    year = set_up(make_year())
    assert undo_obstacles(year) == []
    act(year, cast)
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        services.undo_year(year, by=cast["head.cen"])
    assert year.clinic_years.count() == 3


def test_a_session_stands_in_the_way(cast: dict[str, Any]) -> None:
    year = make_year()
    audit.record("year.set_up", year, by=None, reference=str(year))
    before = undo_obstacles(year)
    make_session()
    assert [words for words in undo_obstacles(year) if words not in before] != []


def test_what_an_app_registered_stands_in_the_way(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "year_obstacles", [lambda year: "มีการให้บริการแล้ว 2 ครั้ง", lambda year: None])
    assert undo_obstacles(set_up(make_year())) == ["มีการให้บริการแล้ว 2 ครั้ง"]


def test_a_year_that_was_not_set_up_here_is_not_undone(cast: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="ไม่ได้ตั้งจากปีก่อน"):
        services.undo_year(make_year(), by=cast["admin"])


@pytest.mark.parametrize("who", ["officer.cen", "secretary.cen", "head.cmi", "edu.chair", "board.chair"])
def test_only_administrators_and_centrals_head_set_up_edit_and_undo(cast: dict[str, Any], who: str) -> None:
    year, by = make_year(), cast[who]
    with pytest.raises(NotAllowed, match=r"[ก-๙]"):
        services.set_up_year(buddhist_year=year.buddhist_year + 1, copy_from=year, by=by)
    with pytest.raises(NotAllowed):
        services.update_year(year, by=by, walk_in_days=3)
    with pytest.raises(NotAllowed):
        services.undo_year(year, by=by)


def test_rules_are_changed_with_their_event_and_the_calendar_follows(cast: dict[str, Any], pilot: Any) -> None:
    due = date(2018, 6, 15)
    services.update_year(pilot, by=cast["admin"], confirm_due=due, walk_in_days=2)
    assert pilot.milestones.get(kind="confirmation").ends_on == due
    assert Event.objects.get(kind="year.edited").detail == {"fields": ["confirm_due"]}
    services.update_year(pilot, by=cast["admin"], walk_in_days=2)
    assert Event.objects.filter(kind="year.edited").count() == 1, "nothing changed, nothing noted"


def test_a_budget_that_does_not_add_up_is_told_in_words(pilot: ProgrammeYear) -> None:
    sums = {"budget_total": pilot.budget_total, "budget_clinic": pilot.budget_clinic, "budget_central": 70_000}
    assert budget_difference(sums, 15).startswith("งบประมาณทั้งหมดมากกว่าผลรวมอยู่ 5,000.00 บาท")
    sums["budget_central"] = 80_000
    assert "น้อยกว่าผลรวมอยู่ 5,000.00 บาท" in budget_difference(sums, 15)
    sums["budget_central"] = 75_000
    assert not budget_difference(sums, 15)


def test_the_command_shows_then_does_then_takes_back(pilot: ProgrammeYear) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("set_up_year", *words, stdout=out)
        return out.getvalue()

    said = run("2562", "--from", "2561")
    assert "8 มิถุนายน 2562" in said
    assert "จ.เชียงใหม่ (CMI): เสนอชื่อ" in said
    assert "จ.ตรัง (TRG): ได้รับคัดเลือก" in said
    assert "--do" in said
    assert not ProgrammeYear.objects.filter(buddhist_year=2562).exists()
    run("2562", "--do")
    assert ProgrammeYear.objects.get(buddhist_year=2562).clinic_years.count() == 15
    with pytest.raises(CommandError, match="มีปีโครงการ 2562 แล้ว"):
        run("2562", "--do")
    run("2562", "--undo")
    assert not ProgrammeYear.objects.filter(buddhist_year=2562).exists()
    with pytest.raises(CommandError, match="ไม่มีปีโครงการ 2562"):
        run("2562", "--undo")
    with pytest.raises(CommandError, match="ยกเลิกไม่ได้"):
        run("2561", "--undo")


# ---- pages ------------------------------------------------------------------------------------------------------


def sent(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the page's form would send untouched, with some boxes changed."""
    page = client.get(url).context
    form, edit = page["form"], page.get("edit")
    data: dict[str, Any] = {"seen": edit.seen} if edit else {}
    for bound in form:
        value = bound.value()
        if isinstance(value, date):
            day = {"day": value.day, "month": value.month, "year": value.year + 543}
            data |= {f"{bound.html_name}_{part}": number for part, number in day.items()}
        else:
            data[bound.html_name] = "" if value is None else value
    return data | changes


def test_the_page_shows_the_plan_and_then_does_it(client_as: Callable[[str], Client], pilot: Any) -> None:
    client, url = client_as("admin"), reverse("clinics:year_new")
    asked = f"{url}?source=2561&year=2562"
    page = client.get(asked).content.decode()
    assert "15 × 5,000.00 + 75,000.00 = 150,000.00" in page
    assert page.count("ได้รับคัดเลือก") == 4
    data = sent(client, asked, budget_central="๗๐,๐๐๐", confirm_due_day="10")
    seen = client.post(url, data | {"preview": "1"})
    assert seen.status_code == 200
    assert "งบประมาณทั้งหมดมากกว่าผลรวมอยู่ 5,000.00 บาท" in seen.content.decode()
    assert not ProgrammeYear.objects.filter(buddhist_year=2562).exists()
    done = client.post(url, data)
    assert done["Location"] == reverse("clinics:year_detail", args=[2562])
    year = ProgrammeYear.objects.get(buddhist_year=2562)
    assert (year.budget_central, year.confirm_due) == (70_000, date(2019, 6, 10))


def test_a_year_that_exists_is_refused_on_the_page_and_the_text_stays(
    client_as: Callable[[str], Client], pilot: Any
) -> None:
    client, url = client_as("admin"), reverse("clinics:year_new")
    set_up(pilot)
    data = sent(client, f"{url}?source=2561&year=2562", title="โครงการทดลอง")
    answer = client.post(url, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "มีปีโครงการ 2562 แล้ว" in page
    assert "โครงการทดลอง" in page


def test_a_wrong_date_on_the_edit_page_is_said_at_its_field(client_as: Callable[[str], Client], pilot: Any) -> None:
    client, url = client_as("admin"), reverse("clinics:year_edit", args=[2561])
    answer = client.post(url, sent(client, url, cutoff_year="2565", dsr_complex="90"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ต้องเรียงจากน้อยไปมาก" in page
    answer = client.post(url, sent(client, url, cutoff_year="2565"))
    assert "วันตัดยอดต้องไม่เกินปี พ.ศ. 2562" in answer.content.decode()
    assert client.post(url, sent(client, url, walk_in_days="๓")).status_code == 302
    assert ProgrammeYear.objects.get(buddhist_year=2561).walk_in_days == 3


def test_two_people_who_change_the_same_rule_see_both_texts(client_as: Callable[[str], Client], pilot: Any) -> None:
    url = reverse("clinics:year_edit", args=[2561])
    client = client_as("admin")
    data = sent(client, url, walk_in_days="4")
    services.update_year(pilot, by=_admin(), walk_in_days=3)
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert ProgrammeYear.objects.get(pk=pilot.pk).walk_in_days == 3


def _admin() -> Any:
    return User.objects.get(username="admin")


def test_the_list_asks_the_same_for_one_year_and_for_three(client_as: Callable[[str], Client]) -> None:
    client, url = client_as("officer.pct"), reverse("clinics:year_list")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    queries()
    one = queries()
    set_up(set_up(make_year()))
    assert ProgrammeYear.objects.count() == 3
    assert queries() == one


def test_the_hub_asks_the_same_for_one_row_and_for_three(client_as: Callable[[str], Client]) -> None:
    year = make_year()
    client, url = client_as("head.cen"), reverse("clinics:year_detail", args=[year.buddhist_year])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    def add(number: int) -> None:
        year.milestones.create(title=f"ขั้นตอน {number}", starts_on=year.service_start, ends_on=year.service_end)
        year.resolutions.create(body="ที่ประชุมใหญ่", subject=f"เรื่อง {number}")

    add(1)
    queries()
    one = queries()
    add(2)
    add(3)
    assert queries() == one


def test_undo_on_the_page_says_why_it_is_too_late(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    year = set_up(make_year())
    _plan_a_day(year, cast)
    url = reverse("clinics:year_undo", args=[year.buddhist_year])
    page = client_as("admin").get(url).content.decode()
    assert "มีวันให้บริการของปีนี้แล้ว 1 วัน" in page
    assert client_as("admin").post(url).status_code == 422
    ServiceDay.objects.all().delete()
    assert client_as("admin").post(url)["Location"] == reverse("clinics:year_list")


def test_late_steps_are_told_on_centrals_home_only(client_as: Callable[[str], Client]) -> None:
    year, today = make_year(), timezone.localdate()
    gone = today - timedelta(days=1)
    if gone.year != today.year:
        gone = today
    year.milestones.create(title="อบรมเจ้าหน้าที่", starts_on=gone, ends_on=gone)
    words = "ปฏิทินของปีเลยกำหนด 1 ขั้นตอน"
    assert (words in client_as("officer.cen").get("/").content.decode()) == (gone < today)
    assert words not in client_as("head.cmi").get("/").content.decode()
