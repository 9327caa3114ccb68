"""The demo data: every state there is, the same at every run, in an empty trial database only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from cases.models import BreakGlass, Case, Debt, FollowUp, Response, Session
from cases.services.figures import position_of
from clinic_project.models import Event, IssuedDocument
from clinics.calendar import work_calendar
from clinics.models import Appointment, Clinic, ClinicYear, ServiceDay, User
from clinics.posts import day_in, vacancies
from clinics.services import appoint
from evaluations.demo import loader
from evaluations.demo.names import TEST_PEOPLE
from evaluations.demo.scene import Scene
from evaluations.demo.visits import set_service_days
from evaluations.models import Evaluation
from members.models import Member
from members.services.members import add_member
from referrals.models import Measure, Meeting, Referral, Resolution
from tests.pictures import pdf

SCALE = 0.05
BANGKOK = ZoneInfo("Asia/Bangkok")
# A Monday afternoon in the season, and a morning in the first days of a year.
AFTERNOON = datetime(2026, 11, 23, 15, 30, tzinfo=BANGKOK)
NEW_YEAR = datetime(2027, 1, 4, 9, 15, tzinfo=BANGKOK)
CODES = ("cen", "cmi", "pct", "rbr", "cbi", "snk", "srn", "ret", "nrt", "ska", "sri", "sti", "ubn", "ryg", "trg")


class Silent:
    """A bar nobody looks at."""

    def update(self, n: int = 1) -> None:
        """Nothing."""


@contextmanager
def silence(title: str, total: int) -> Iterator[Silent]:
    yield Silent()


def load(end: datetime) -> None:
    loader.load(progress=silence, scale=SCALE, end=end)


def digest() -> dict[str, Any]:
    """Names and figures, without anything that is meant to differ (tokens, keys)."""
    return {
        "people": list(User.objects.order_by("username").values_list("username", "prefix", "first_name", "last_name")),
        "members": list(Member.objects.order_by("number").values_list("number", "prefix", "first_name", "last_name")),
        "cases": list(
            Case.objects.order_by("reference")
            .annotate(owed=Sum("debts__balance"))
            .values_list("reference", "status", "outcome", "severity", "opened_on", "member__number", "owed")
        ),
        "sessions": list(
            Session.objects.order_by("reference").values_list("reference", "mode", "served_on", "minutes")
        ),
        "referrals": list(Referral.objects.order_by("reference").values_list("reference", "status", "sent_at")),
        "meetings": list(Meeting.objects.order_by("reference").values_list("reference", "number", "status")),
        "answers": list(
            Response.objects.order_by("clinic__code", "answered_on", "id").values_list("clinic__code", "overall")
        ),
        "events": Event.objects.count(),
    }


@contextmanager
def rolled_back() -> Iterator[None]:
    """Leave no row behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The demo at a small scale, papers rendered, for all tests of this file, with its digest."""
    with django_db_blocker.unblock(), rolled_back():
        load(AFTERNOON)
        yield digest()


@contextmanager
def cheap_papers() -> Iterator[None]:
    """Papers that cost nothing; the ones of ``demo`` are real."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clinic_project.pdf.documents.render_pdf", lambda *args, **kwargs: pdf())
        yield


@pytest.mark.parametrize("model", [Case, Referral, Measure, Meeting])
def test_every_state_of_every_machine_occurs(demo: dict[str, Any], model: Any) -> None:
    # A referral is handed back in the step that decides it, so it never rests in "decided".
    passing = {"decided"} if model is Referral else set()
    assert set(model.objects.values_list("status", flat=True)) == set(model.machine.states) - passing


def test_every_way_it_can_end_occurs(demo: dict[str, Any]) -> None:
    closed = Case.objects.filter(status="closed")
    assert set(closed.values_list("outcome", flat=True)) == set(Case.Outcome.values)
    assert set(Resolution.objects.values_list("result", flat=True)) == set(Resolution.Result.values)
    assert set(Session.objects.values_list("mode", flat=True)) == set(Session.Mode.values)
    activities = set(Session.objects.values_list("activities__activity", flat=True))
    client_types = set(Session.objects.exclude(member=None).values_list("client_types__client_type", flat=True))
    assert activities == set(Session.Activity.values)
    assert client_types == set(Session.ClientType.values)


def test_clinics_are_fully_staffed(demo: dict[str, Any]) -> None:
    accounts = set(User.objects.values_list("username", flat=True))
    assert {f"{role}.{code}" for role in ("head", "secretary", "officer") for code in CODES} <= accounts
    assert {f"board.member{n}" for n in range(1, 6)} | {f"edu.member{n}" for n in range(1, 4)} <= accounts
    assert {"board.chair", "board.secretary", "edu.chair", "edu.secretary", "admin"} <= accounts
    assert 105 <= len(accounts) <= 120
    for year in (2561, 2569):
        for row in ClinicYear.objects.filter(year__buddhist_year=year):
            staff = row.appointments.in_force(day_in(row, timezone.localdate(AFTERNOON)))
            # Where somebody acts the post is vacant, and not left alone.
            assert [post for post in vacancies(row, staff) if not post.acting] == [], row


def test_appointments_of_the_pilot_year_have_ended(demo: dict[str, Any]) -> None:
    today = timezone.localdate(AFTERNOON)
    assert not Appointment.objects.in_force(today).filter(clinic_year__year__buddhist_year=2561).exists()
    head = User.objects.get(username="head.cmi")
    assert [seat.clinic_year.year.buddhist_year for seat in head.appointments.in_force(today)] == [2569]


def test_one_password_opens_every_account(demo: dict[str, Any], settings: Any) -> None:
    assert len(set(User.objects.values_list("password", flat=True))) == 1
    assert User.objects.get(username="officer.trg").check_password(settings.DEMO_PASSWORD)


def test_the_test_people_are_there(demo: dict[str, Any]) -> None:
    known = set(Member.objects.values_list("prefix", "first_name", "last_name"))
    assert set(TEST_PEOPLE) <= known
    assert Member.objects.filter(last_name="").count() == 1
    assert len(known) == Member.objects.count()


def test_the_counselling_example_is_a_case_of_chiang_mai(demo: dict[str, Any]) -> None:
    case = Case.objects.get(member__number="004321")
    position = position_of(case)
    assert case.clinic.code == "CMI"
    assert position.net_take_home == Decimal("17485.00")
    assert (position.net_ratio, position.debt_service_ratio) == (Decimal("45.42"), Decimal("81.10"))
    assert position.residual == Decimal(-10765)
    measure = Measure.objects.get(referral__case=case)
    assert (measure.proposed_instalment, measure.figures_after["net_take_home"]) == (Decimal(3650), "13835.00")


def test_the_pilot_year_is_over(demo: dict[str, Any]) -> None:
    assert set(Case.objects.filter(year__buddhist_year=2561).values_list("status", flat=True)) == {"closed", "void"}
    assert set(Meeting.objects.filter(reference__startswith="M61-").values_list("status", flat=True)) == {
        "closed",
        "cancelled",
    }
    assert set(ClinicYear.objects.filter(year__buddhist_year=2561).values_list("status", flat=True)) == {"closed"}
    evaluation = Evaluation.objects.get()
    assert (evaluation.year.buddhist_year, evaluation.issued_by.username) == (2561, "edu.secretary")
    assert timezone.localdate(evaluation.issued_at).year == 2018


def test_meeting_numbers_follow_the_committee_s_year(demo: dict[str, Any]) -> None:
    numbers = Meeting.objects.filter(reference__startswith="M61-").exclude(number="").order_by("planned_on")
    # Meeting 5/2561 was in May, before the first one here.
    assert list(numbers.values_list("number", flat=True)) == ["7/2561", "9/2561", "10/2561", "11/2561"]


def test_numbers_run_by_clinic_and_year_in_the_order_of_days(demo: dict[str, Any]) -> None:
    for code in ("CMI", "TRG"):
        for short in ("61", "69"):
            found = list(Case.objects.filter(reference__startswith=f"{short}-{code}-").order_by("reference"))
            assert [case.reference[-4:] for case in found] == [f"{n:04d}" for n in range(1, len(found) + 1)]
            assert [case.opened_on for case in found] == sorted(case.opened_on for case in found)


def test_nothing_lies_after_today(demo: dict[str, Any]) -> None:
    today = timezone.localdate(AFTERNOON)
    for rows, field in ((Case, "opened_on"), (Session, "served_on"), (Response, "answered_on")):
        assert not rows.objects.filter(**{f"{field}__gt": today}).exists(), field  # type: ignore[attr-defined]
    assert not ServiceDay.objects.filter(day__gt=today, status="held").exists()
    late = Event.objects.exclude(kind=loader.MARK).filter(at__gt=AFTERNOON)
    assert not late.exists()


def test_what_happened_in_the_pilot_year_carries_its_time(demo: dict[str, Any]) -> None:
    """The clock is played too: events, entries and papers of 2561 don't claim to be of today."""
    cases = Case.objects.filter(year__buddhist_year=2561)
    assert {at.year for at in cases.values_list("entries__at", flat=True)} == {2018}
    assert {at.year for at in cases.values_list("last_activity_at", flat=True)} == {2018}
    moves = Event.objects.filter(subject_type="cases.case", subject_id__in=cases.values("pk"))
    assert {event.at.year for event in moves} == {2018}
    papers = IssuedDocument.objects.filter(kind="minutes", serial__startswith="MIN-61")
    assert {paper.issued_at.year for paper in papers} == {2018}
    assert timezone.now() - Event.objects.filter(kind=loader.MARK).get().at < timedelta(hours=1)


def test_walk_ins_come_on_working_days_only(demo: dict[str, Any]) -> None:
    calendar = work_calendar()
    days = set(Session.objects.filter(mode="walk_in").values_list("served_on", flat=True))
    assert days
    assert [day for day in days if not calendar.is_working_day(day)] == []


def test_some_clinics_fall_short_of_two_walk_in_days_a_month(demo: dict[str, Any]) -> None:
    scene = Scene(rng=Random(1), end=AFTERNOON)
    scene.clinics = list(Clinic.objects.all())
    set_service_days(scene)

    def fewest(code: str) -> int:
        months = [(day.year, day.month) for day in scene.service_days[code] if day.year == 2018]
        return min(months.count((2018, month)) for month in range(7, 13))

    assert fewest("CMI") >= 2
    assert fewest("RBR") == 0
    assert fewest("TRG") == 1


def test_follow_ups_are_done_due_and_overdue(demo: dict[str, Any]) -> None:
    today = timezone.localdate(AFTERNOON)
    open_ones = FollowUp.objects.filter(done_at=None)
    assert FollowUp.objects.exclude(done_at=None).exists()
    assert open_ones.filter(due_on__lt=today).exists()
    assert open_ones.filter(due_on__gte=today).exists()
    assert not FollowUp.objects.filter(done_at=None, case__status="closed").exists()


def test_debts_are_one_to_six_a_case_and_some_are_in_trouble(demo: dict[str, Any]) -> None:
    counts = set(Debt.objects.order_by().values("case").annotate(n=Count("id")).values_list("n", flat=True))
    assert counts <= set(range(1, 7))
    assert Debt.objects.exclude(stage="normal").exists()
    assert not Debt.objects.filter(stage__in=["sued", "judgment", "execution"], lawsuits=None).exists()


def test_who_proposed_never_recorded_the_decision(demo: dict[str, Any]) -> None:
    assert Resolution.objects.exists()
    assert not Resolution.objects.filter(recorded_by=F("proposed_by")).exists()


def test_papers_are_issued_and_intact(demo: dict[str, Any]) -> None:
    kinds = dict(IssuedDocument.objects.order_by().values_list("kind").annotate(n=Count("id")))
    closed = Meeting.objects.filter(status="closed").count()
    assert kinds["minutes"] == closed == 5
    assert kinds["excerpt"] == Resolution.objects.filter(item__meeting__status="closed").count()
    for paper in IssuedDocument.objects.all():
        assert paper.is_intact()
        assert bytes(paper.content[:5]) == b"%PDF-"


def test_the_database_finds_nothing_broken(demo: dict[str, Any]) -> None:
    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for model in (Case, Referral, Measure, Meeting, Member, FollowUp, Debt, Appointment):
        for row in model.objects.all():
            row.clean_fields(exclude=["password"])


def test_the_clock_is_the_real_one_again(demo: dict[str, Any]) -> None:
    assert timezone.now.__module__ == "django.utils.timezone"


def test_a_second_run_says_so_and_changes_nothing(demo: dict[str, Any]) -> None:
    out = StringIO()
    before = Event.objects.count()
    call_command("load_demo", stdout=out)
    assert "มีข้อมูลตัวอย่างอยู่แล้ว" in out.getvalue()
    assert Event.objects.count() == before


def test_there_are_cases_enough(demo: dict[str, Any]) -> None:
    assert len(demo["cases"]) > 50


@pytest.mark.django_db
@pytest.mark.slow
def test_two_runs_give_the_same() -> None:
    found = []
    for _run in range(2):
        with rolled_back(), cheap_papers():
            load(AFTERNOON)
            found.append(digest())
    for name in found[0]:
        assert found[0][name] == found[1][name], name


@pytest.mark.django_db
@pytest.mark.slow
def test_early_in_a_year_the_season_began_in_the_one_before() -> None:
    with cheap_papers():
        load(NEW_YEAR)
    today = timezone.localdate(NEW_YEAR)
    years = set(Session.objects.values_list("year__buddhist_year", flat=True))
    assert years == {2561, 2569}
    # In the morning nothing has happened yet, and the days before were holidays.
    assert Session.objects.order_by("-served_on").first().served_on < today
    for model in (Case, Measure, Meeting):
        assert set(model.objects.values_list("status", flat=True)) == set(model.machine.states)
    assert [seat.clinic_year.year.buddhist_year for seat in _seats("head.cmi", today)] == [2570]


def _seats(username: str, day: Any) -> Any:
    return User.objects.get(username=username).appointments.in_force(day)


@pytest.mark.django_db
def test_a_run_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("killed")

    # Accounts and appointments are written by then.
    monkeypatch.setattr(loader, "set_service_days", broken)
    with pytest.raises(RuntimeError, match="killed"):
        load(AFTERNOON)
    assert (User.objects.count(), Member.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert timezone.now.__module__ == "django.utils.timezone"


def test_it_refuses_in_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="โหมดใช้งานจริง"):
        call_command("load_demo")


def test_it_refuses_to_mix_with_other_data(cast: dict[str, Any]) -> None:
    clinic = Clinic.objects.get(code="CMI")
    names = {"prefix": "นาย", "first_name": "กำพล", "last_name": "น้ำใจงาม"}
    add_member(clinic=clinic, number="000042", by=cast["officer.cmi"], **names)
    with pytest.raises(CommandError, match="มีข้อมูลอื่นอยู่แล้ว"):
        call_command("load_demo")


@pytest.mark.django_db
def test_it_prints_the_accounts_unless_asked_not_to(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "load", lambda **kwargs: None)
    out, quiet = StringIO(), StringIO()
    call_command("load_demo", stdout=out)
    call_command("load_demo", "--no-accounts", stdout=quiet)
    assert settings.DEMO_PASSWORD in out.getvalue()
    assert "board.secretary" in out.getvalue()
    assert quiet.getvalue() == ""


@pytest.mark.django_db
@pytest.mark.parametrize("scale", ["0", "-1", "2", "nan"])
def test_it_refuses_an_impossible_scale(scale: str) -> None:
    with pytest.raises(CommandError, match="--scale"):
        call_command("load_demo", "--scale", scale)


def test_break_glass_stands_with_its_reason(demo: dict[str, Any]) -> None:
    assert all(glass.reason and glass.case.is_restricted for glass in BreakGlass.objects.select_related("case"))


def test_appointing_a_second_head_is_still_refused(demo: dict[str, Any]) -> None:
    row = ClinicYear.objects.get(clinic__code="CMI", year__buddhist_year=2569)
    someone = User.objects.get(username="officer2.cmi")
    with pytest.raises(Exception, match="มีหัวหน้าคลินิกอยู่แล้ว"):
        appoint(user=someone, role="head", post="agent", clinic_year=row, starts_on=row.year.service_start, by=None)
