"""Posts beyond the yearly appointments: chosen secretaries, orders, somebody acting, somebody leaving."""

from datetime import date, timedelta

from cases.models import Case
from cases.services.cases import assign_officer
from cases.services.follow_ups import plan_follow_up, record_follow_up
from clinics.documents.appointment_order import Words, usual_grounds
from clinics.models import Appointment, ClinicYear, Post, ProgrammeYear, Role, User
from clinics.services.accounts import appoint_new_person
from clinics.services.appointments import act
from clinics.services.handover import leave
from clinics.services.orders import issue_order, usual_signer
from clinics.services.secretary import Choosing, choose_secretary
from evaluations.demo.scene import PILOT, PILOT_ENDS, Scene, Story

# Whose order (คส.02) is issued, and where somebody acts for the head for a while.
ORDERED = ("CMI", "STI")
ACTING = "PCT"
ACTING_DAYS = 14
ARRIVES = date(2018, 8, 20)
NEWCOMER = {"prefix": "นาย", "first_name": "วรวุฒิ", "last_name": "ทองประกาย", "phone": "0800000098"}


def settle_posts(scene: Scene, year: ProgrammeYear) -> None:
    """The representatives of every clinic choose their secretary; some orders are issued; one secretary acts."""
    for row in year.clinic_years.select_related("clinic", "year").order_by("clinic__number"):
        _choose(scene, row)
        if row.clinic.code in ORDERED:
            _order(scene, row)
        if row.clinic.code == ACTING:
            _act(scene, row)


def _first_day(scene: Scene, row: ClinicYear) -> date:
    return max(scene.day, date(row.year.gregorian_year, 1, 1))


def _choose(scene: Scene, row: ClinicYear) -> None:
    """All but one vote for the secretary; in every fifth clinic they simply agree."""
    starts_on = _first_day(scene, row)
    seats = list(row.appointments.representatives().in_force(starts_on).select_related("user").order_by("order"))
    chosen = next(seat for seat in seats if seat.role == Role.CLINIC_SECRETARY)
    people = [seat.user_id for seat in seats]
    votes = {chosen.user_id: len(people) - 1, next(p for p in people if p != chosen.user_id): 1}
    is_vote = row.clinic.number % 5 != 0
    choosing = Choosing(
        chosen_on=scene.day,
        method="vote" if is_vote else "agreement",
        took_part=frozenset(people),
        votes=votes if is_vote else {},
    )
    head = scene.staff[row.clinic.code].head
    choose_secretary(row, chosen=chosen, choosing=choosing, starts_on=starts_on, by=head)


def _order(scene: Scene, row: ClinicYear) -> None:
    words = Words(
        ordered_on=scene.day,
        effective_on=_first_day(scene, row),
        grounds=usual_grounds(row),
        signer_name=usual_signer(),
        signer_position="ประธานกรรมการดำเนินการ",
    )
    issue_order(row, words=words, digits="thai", by=scene.staff["CEN"].head)


def _act(scene: Scene, row: ClinicYear) -> None:
    """The head is away for two weeks; the secretary acts."""
    staff, starts_on = scene.staff[row.clinic.code], _first_day(scene, row) + timedelta(days=30)
    held = row.appointments.get(user=staff.head)
    term = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=ACTING_DAYS), "reason": "หัวหน้าคลินิกลาอุปสมบท"}
    act(clinic_year=row, held=held, role=Role.HEAD, post=Post.AGENT, user=staff.secretary, by=staff.head, **term)


def departure(scene: Scene) -> Story:
    """In the pilot year an officer comes, takes over a case, and is moved elsewhere the next day.

    On the first day from ``ARRIVES`` on with a case to take over; in a very small demo there may be none.
    """
    case = None
    for day in scene.working_days(ARRIVES, PILOT_ENDS):
        yield scene.at(day, 9)
        case = Case.objects.filter(status="in_progress", is_restricted=False).exclude(clinic__kind="central").first()
        if case is not None:
            break
    if case is None:
        return
    arrives, leaves = scene.day, scene.days_ahead(1)
    head, officer = scene.staff[case.clinic.code].head, User.objects.get(pk=case.officer_id)
    row = ClinicYear.objects.select_related("clinic", "year").get(clinic=case.clinic, year=scene.years[PILOT])
    account = {**NEWCOMER, "username": f"officer9.{case.clinic.code.lower()}"}
    made, _password = appoint_new_person(
        clinic_year=row, account=account, by=head, role=Role.OFFICER, post=Post.MEMBER_REPRESENTATIVE, starts_on=arrives
    )
    # In the demo one password opens every account.
    User.objects.filter(pk=made.user_id).update(password=head.password)
    case = assign_officer(case, officer=User.objects.get(pk=made.user_id), by=head)
    yield scene.at(leaves, 14)
    planned = None
    if Case.objects.active().filter(pk=case.pk).exists():
        planned = plan_follow_up(case, subject="ผลการเจรจากับเจ้าหนี้", due_on=leaves, officer=made.user, by=head)
    yield scene.at(leaves, 15)
    going = Appointment.objects.get(pk=made.pk)
    leave(going, ends_on=leaves, reason="ย้ายไปปฏิบัติราชการจังหวัดอื่น", to=officer, successors={}, by=head)
    yield scene.at(leaves, 15, 30)
    # Only this one: the case's own story goes on with those it planned.
    if planned is not None:
        record_follow_up(planned, result="เจ้าหนี้ยินยอมลดดอกเบี้ยและขยายเวลาผ่อนชำระ", by=officer)
