"""The pilot year 2561 with three clinics, and builders of rows with the dates a test names."""

from collections.abc import Callable
from datetime import date, datetime, time
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, Response, Session, SessionActivity, SessionClientType
from clinics.models import Clinic, ClinicYear, ProgrammeYear, ServiceDay
from evaluations.indicators import Figures, compute
from evaluations.windows import window_of
from members.models import Member, MemberClinic
from referrals.models import AgendaItem, Measure, Meeting, Referral, Resolution

AFTER_ALL = date(2019, 1, 31)
_numbers = count(1)


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in Bangkok."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


class World:
    """The year and its rows. Every builder writes one row directly, so that a test can name any date or state."""

    def __init__(self, cast: dict[str, Any]) -> None:
        self.cast = cast
        self.year = ProgrammeYear.objects.create(
            buddhist_year=2561, title="โครงการนำร่องคลินิกสหกรณ์", service_start=date(2018, 6, 1),
            service_end=date(2018, 12, 31), confirm_due=date(2018, 6, 8), evaluation_start=date(2018, 12, 15),
            evaluation_end=date(2018, 12, 30), cutoff=date(2018, 12, 15),
        )  # fmt: skip
        ClinicYear.objects.bulk_create(
            ClinicYear(clinic=self.clinic(code), year=self.year, status="closed") for code in ("CEN", "CMI", "PCT")
        )

    def clinic(self, code: str) -> Clinic:
        return Clinic.objects.get(code=code)

    def officer(self, code: str) -> Any:
        return self.cast.get(f"officer.{code.lower()}") or self.cast["officer.cmi"]

    def member(self, code: str = "CMI") -> Member:
        member = Member.objects.create(number=f"{next(_numbers):06d}", first_name="กำพล", last_name="น้ำใจงาม")
        MemberClinic.objects.create(member=member, clinic=self.clinic(code), since=date(2018, 6, 1))
        return member

    def session(
        self, day: date, code: str = "CMI", mode: str = "walk_in", activities: tuple[str, ...] = ("product_education",),
        client_types: tuple[str, ...] = ("general",), **fields: Any,
    ) -> Session:  # fmt: skip
        values = {"minutes": 30, "participants": 1, "occasion": "training" if mode == "mobile" else "", **fields}
        session = Session.objects.create(
            reference=f"S{next(_numbers):08d}", clinic=self.clinic(code), year=self.year, served_on=day, mode=mode,
            officer=self.officer(code), **values,
        )  # fmt: skip
        SessionActivity.objects.bulk_create(SessionActivity(session=session, activity=one) for one in activities)
        SessionClientType.objects.bulk_create(
            SessionClientType(session=session, client_type=one) for one in client_types
        )
        return session

    def day(self, day: date, code: str = "CMI", state: str = "held", *, official: bool = True) -> ServiceDay:
        # In bulk, past the machine: what is counted is tested here, not how a day comes to be held.
        cancelled = {"cancelled_at": at(day), "cancel_reason": "เจ้าหน้าที่ลาป่วย"} if state == "cancelled" else {}
        row = ServiceDay(clinic=self.clinic(code), day=day, status=state, in_official_hours=official, **cancelled)
        return ServiceDay.objects.bulk_create([row])[0]

    def answer(self, day: date, overall: int, code: str = "CMI", kind: str = "member") -> Response:
        return Response.objects.create(
            clinic=self.clinic(code), year=self.year, answered_on=day, respondent_kind=kind, courtesy=5, clarity=4,
            usefulness=4, timeliness=3, overall=overall,
        )  # fmt: skip

    def case(
        self, opened: date, code: str = "CMI", status: str = "open", closed: date | None = None, outcome: str = "",
        **fields: Any,
    ) -> Case:  # fmt: skip
        by = self.officer(code)
        case = Case(
            reference=f"61-{code}-{next(_numbers):04d}", clinic=self.clinic(code), year=self.year,
            member=self.member(code),
            status="closed" if closed else status, subject="หนี้สินหลายทาง", opened_on=opened, opened_by=by, officer=by,
            outcome=(outcome or "advice") if closed else "", closed_at=at(closed) if closed else None,
            closed_by=by if closed else None, last_activity_at=at(opened), **fields,
        )  # fmt: skip
        return Case.objects.bulk_create([case])[0]

    def referral(
        self, sent: date, code: str = "CMI", status: str = "sent", route: str = "consult", case: Case | None = None,
        accepted: date | None = None, declined: date | None = None, **moments: date,
    ) -> Referral:  # fmt: skip
        by, central = self.officer(code), self.officer("CEN")
        fields: dict[str, Any] = {f"{name}_at": at(day, 11) for name, day in moments.items()}
        fields |= {f"{name}_by": by for name in moments if name in {"acknowledged", "implemented"}}
        if accepted:
            fields |= {"accepted_at": at(accepted, 11), "accepted_by": central}
        if declined:
            fields |= {"declined_at": at(declined, 11), "declined_by": central, "decline_code": "incomplete"}
        referral = Referral(
            reference=f"R{next(_numbers):06d}", case=case or self.case(sent, code, "referred"), status=status,
            route=route,
            question="ขอคำปรึกษา", created_by=by, sent_at=at(sent), sent_by=by, **fields,
        )  # fmt: skip
        return Referral.objects.bulk_create([referral])[0]

    def resolution(self, day: date, code: str = "CMI", result: str = "approved") -> Resolution:
        referral = self.referral(day, code, "in_review", "escalate", accepted=day)
        central = self.officer("CEN")
        measure = Measure.objects.create(
            referral=referral, kind="extend_term", rationale="ผ่อนไม่ไหว", proposed_by=central
        )
        meeting = Meeting.objects.create(
            reference=f"M61-{next(_numbers):05d}", planned_on=day, place="ห้องประชุม", quorum=3
        )
        item = AgendaItem.objects.create(meeting=meeting, order=1, measure=measure, title="มาตรการ")
        return Resolution.objects.create(
            item=item, result=result, text="เห็นชอบ", conditions="รายงานผล", proposed_by=central,
            recorded_by=self.cast["board.secretary"], recorded_at=at(day),
        )  # fmt: skip

    def figures(self, today: date = AFTER_ALL) -> Figures:
        return compute(window_of(self.year, today))


@pytest.fixture
def world(cast: dict[str, Any]) -> World:
    """An empty pilot year."""
    return World(cast)


@pytest.fixture
def full(world: World) -> World:
    """A year with something of everything, in three clinics."""
    for number, code in enumerate(("CEN", "CMI", "PCT")):
        for month in (6, 7, 8, 12):
            for day in range(2, 5 + number):
                world.session(date(2018, month, day), code, ("walk_in", "online", "media")[day % 3], participants=day)
            world.day(date(2018, month, 3), code)
            world.answer(date(2018, month, 4), 3 + number % 3, code, ("member", "staff")[month % 2])
        world.day(date(2018, 7, 17), code)
        world.case(date(2018, 6, 4), code, closed=date(2018, 9, 3))
        world.case(date(2018, 7, 4), code, closed=date(2018, 9, 3), outcome="withdrawn")
        world.case(date(2018, 8, 6), code, "in_progress")
        world.case(date(2018, 8, 7), code, "void")
        world.case(date(2018, 8, 8), code, "in_progress", is_restricted=True)
        world.referral(date(2018, 8, 6), code, "accepted", accepted=date(2018, 8, 7))
        world.referral(date(2018, 8, 6), code, "declined", declined=date(2018, 9, 7))
        world.resolution(date(2018, 9, 12), code)
    return world


Build = Callable[..., Any]
