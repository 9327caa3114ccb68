"""Who holds which post: one at a time, fitting its role, appointed by whom, for how long, and by what order."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from clinic_project.audit import events_of
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, ClinicYear, User
from clinics.services import accounts, appoint
from clinics.services.appointments import act, end_seat, extend
from clinics.services.stages import close_clinic
from tests.cast import make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def clinic_year(code: str = "CMI") -> ClinicYear:
    """The clinic's current year."""
    found: ClinicYear = ClinicYear.objects.select_related("clinic", "year").get(clinic__code=code)
    return found


def seat(username: str) -> Appointment:
    """The one appointment of somebody of the cast."""
    found: Appointment = Appointment.objects.select_related("user", "clinic_year__clinic", "clinic_year__year").get(
        user__username=username
    )
    return found


def attack(statement: str, *values: Any) -> None:
    """The database must refuse the statement."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


INSERT = (
    'INSERT INTO clinics_appointment (user_id, clinic_year_id, committee, role, post, post_title, "order",'
    " is_acting, starts_on, ends_on, reason, order_number, ended_reason)"
    " VALUES (%s, %s, %s, %s, %s, '', 9, %s, %s, %s, '', '', '')"
)


def row(
    user: User, role: str, post: str, *, acting: bool = False, start: str = "2018-06-01", end: Any = None
) -> list[Any]:
    """The values of a row for ``INSERT``, in CMI's year."""
    return [user.pk, clinic_year().pk, "", role, post, acting, start, end]


@pytest.mark.parametrize(
    ("role", "post"), [("head", "agent"), ("secretary", "member_representative"), ("officer", "finance")]
)
@pytest.mark.parametrize("acting", [False, True])
def test_nobody_shares_a_single_post_in_time(cast: dict[str, User], role: str, post: str, acting: bool) -> None:
    other = make_user("other")
    if acting:
        with connection.cursor() as cursor:
            cursor.execute(
                INSERT, row(cast["officer2.cmi"], role, post, acting=True, start="2018-01-01", end="2018-12-31")
            )
        attack(INSERT, *row(other, role, post, acting=True, start="2018-12-31"))
    else:
        Appointment.objects.filter(clinic_year=clinic_year(), role=role, post=post).update(ends_on="2099-12-31")
        attack(INSERT, *row(other, role, post, start="2099-12-31"))
    day = "2019-01-01" if acting else "2100-01-01"
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row(other, role, post, acting=acting, start=day))


def test_an_update_may_not_overlap_either(cast: dict[str, User]) -> None:
    head = seat("head.cmi")
    Appointment.objects.filter(pk=head.pk).update(ends_on=TODAY)
    other = make_user("other")
    with connection.cursor() as cursor:
        cursor.execute(INSERT, row(other, "head", "agent", start=(TODAY + timedelta(days=1)).isoformat()))
    attack("UPDATE clinics_appointment SET ends_on = NULL WHERE id = %s", head.pk)
    attack("UPDATE clinics_appointment SET starts_on = %s WHERE user_id = %s", TODAY, other.pk)


def test_one_person_holds_one_post_once(cast: dict[str, User]) -> None:
    attack(INSERT, *row(cast["officer.cmi"], "officer", "finance", acting=True))
    attack(INSERT, *row(cast["officer2.cmi"], "officer", "other"))


@pytest.mark.parametrize(
    ("role", "post"),
    [
        ("officer", "agent"),
        ("head", "finance"),
        ("secretary", "administration_head"),
        ("head", "member_representative"),
    ],
)
def test_a_role_fits_its_post(cast: dict[str, User], role: str, post: str) -> None:
    attack(INSERT, *row(make_user("other"), role, post))


@pytest.mark.parametrize("role", ["chair", "committee_secretary"])
def test_a_committee_has_one_chair_and_one_secretary_at_a_time(cast: dict[str, User], role: str) -> None:
    values = row(make_user("other"), role, "other")
    values[1:3] = [None, "board"]
    attack(INSERT, *values)
    values = row(cast["board.member1"], "member", "other")
    values[1:3] = [None, "board"]
    attack(INSERT, *values)


def test_acting_and_ending_are_written_whole(cast: dict[str, User]) -> None:
    pk, head = seat("officer.cmi").pk, seat("head.cmi").pk
    attack("UPDATE clinics_appointment SET acting_for_id = %s WHERE id = %s", head, pk)
    attack("UPDATE clinics_appointment SET ended_reason = 'x' WHERE id = %s", pk)
    attack("UPDATE clinics_appointment SET ended_by_id = %s WHERE id = %s", cast["admin"].pk, pk)


def test_the_refusal_says_who_holds_the_post_and_until_when(cast: dict[str, User]) -> None:
    Appointment.objects.filter(pk=seat("head.cmi").pk).update(ends_on=TODAY + timedelta(days=3))
    with pytest.raises(ValidationError, match=r"ชื่อhead\.cmi.*บันทึกวันพ้นตำแหน่งของคนเดิมก่อน"):
        appoint(
            user=make_user("new"),
            role="head",
            post="agent",
            starts_on=TODAY,
            clinic_year=clinic_year(),
            by=cast["admin"],
        )


WHO_APPOINTS = [
    ("admin", "head", True), ("officer.cen", "head", True),
    ("secretary.cmi", "head", False), ("head.cmi", "head", False),
    ("head.cmi", "officer", True), ("secretary.cmi", "officer", True), ("officer.cmi", "officer", False),
    ("officer.cen", "officer", True), ("head.pct", "officer", False), ("edu.chair", "officer", False),
]  # fmt: skip


@pytest.mark.parametrize(("who", "role", "may"), WHO_APPOINTS)
def test_heads_are_appointed_from_above(cast: dict[str, User], who: str, role: str, may: bool) -> None:
    Appointment.objects.filter(user=cast["head.cmi"]).update(ends_on=TODAY)
    post = {"head": "agent", "officer": "administration_head"}[role]
    term = {"role": role, "post": post, "starts_on": TODAY + timedelta(days=1), "clinic_year": clinic_year()}
    if may:
        made = appoint(user=make_user("new"), by=cast[who], **term)
        assert events_of(made).get().kind == "appointment.made"
    else:
        with pytest.raises(NotAllowed, match=r"[ก-๙]"):
            appoint(user=make_user("new"), by=cast[who], **term)


def test_centrals_own_head_is_appointed_by_administrators(cast: dict[str, User]) -> None:
    Appointment.objects.filter(user=cast["head.cen"]).update(ends_on=TODAY)
    term = {"role": "head", "post": "agent", "starts_on": TODAY + timedelta(days=1), "clinic_year": clinic_year("CEN")}
    with pytest.raises(NotAllowed):
        appoint(user=make_user("new"), by=cast["secretary.cen"], **term)
    appoint(user=make_user("new"), by=cast["admin"], **term)


def test_nobody_appoints_themselves(cast: dict[str, User]) -> None:
    term = {"role": "officer", "post": "administration_head", "starts_on": TODAY, "clinic_year": clinic_year()}
    with pytest.raises(ValidationError, match="แต่งตั้งตนเองไม่ได้"):
        appoint(user=cast["head.cmi"], by=cast["head.cmi"], **term)


def test_free_posts_are_centrals_own(cast: dict[str, User]) -> None:
    term = {"role": "officer", "post": "other", "post_title": "นักวิชาการ", "starts_on": TODAY, "by": cast["admin"]}
    with pytest.raises(ValidationError, match="เลือกตำแหน่งตามแบบ"):
        appoint(user=make_user("new"), clinic_year=clinic_year(), **term)
    appoint(user=make_user("new"), clinic_year=clinic_year("CEN"), **term)


def test_a_closed_year_takes_no_more_appointments(cast: dict[str, User]) -> None:
    close_clinic(clinic_year(), by=cast["head.cen"])
    term = {"role": "officer", "post": "administration_head", "starts_on": TODAY, "clinic_year": clinic_year()}
    with pytest.raises(NotAllowed, match="ปิดแล้ว"):
        appoint(user=make_user("new"), by=cast["admin"], **term)


def test_a_secretary_beside_other_representatives_is_chosen_not_appointed(cast: dict[str, User]) -> None:
    Appointment.objects.filter(user=cast["secretary.cmi"]).update(role="officer")
    with pytest.raises(ValidationError, match="คัดเลือกเลขานุการกันเอง"):
        appoint(
            user=make_user("new"), role="secretary", post="member_representative", starts_on=TODAY,
            clinic_year=clinic_year(), by=cast["head.cmi"],
        )  # fmt: skip


def test_who_acts_has_the_rights_for_that_period_only(cast: dict[str, User]) -> None:
    term = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=5)}
    made = act(
        clinic_year=clinic_year(), held=seat("head.cmi"), role="head", post="agent",
        user=cast["secretary.cmi"], by=cast["head.cmi"], **term,
    )  # fmt: skip
    assert made.is_acting
    assert made.acting_for == seat("head.cmi")
    clinic = clinic_year().clinic_id
    assert User.objects.get(username="secretary.cmi").is_head_of(clinic)
    Appointment.objects.filter(pk=made.pk).update(
        starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1)
    )
    assert not User.objects.get(username="secretary.cmi").is_head_of(clinic)


def test_who_acts_for_somebody_has_an_end_and_works_there(cast: dict[str, User]) -> None:
    asked = {
        "clinic_year": clinic_year(),
        "held": seat("head.cmi"),
        "role": "head",
        "post": "agent",
        "starts_on": TODAY,
    }
    with pytest.raises(ValidationError, match="วันสุดท้ายที่รักษาการแทน"):
        act(user=cast["secretary.cmi"], by=cast["admin"], **asked)
    with pytest.raises(ValidationError, match="ปฏิบัติงานในคลินิกนี้"):
        act(user=cast["officer.pct"], by=cast["admin"], ends_on=TODAY, **asked)
    with pytest.raises(ValidationError, match="ดำรงตำแหน่งนี้อยู่แล้ว"):
        act(user=cast["head.cmi"], by=cast["admin"], ends_on=TODAY, **asked)


def test_an_appointment_is_extended_forward_only(cast: dict[str, User]) -> None:
    own = seat("officer.cmi")
    Appointment.objects.filter(pk=own.pk).update(ends_on=TODAY + timedelta(days=5))
    with pytest.raises(ValidationError, match="หลังวันสิ้นสุดเดิม"):
        extend(own, ends_on=TODAY + timedelta(days=4), by=cast["head.cmi"])
    done = extend(own, ends_on=TODAY + timedelta(days=9), by=cast["head.cmi"], order_number="7/2569")
    assert (done.ends_on, done.order_number) == (TODAY + timedelta(days=9), "7/2569")
    with pytest.raises(NotAllowed):
        extend(seat("head.cmi"), ends_on=None, by=cast["head.cmi"])


def test_a_new_account_gets_a_password_that_has_to_be_changed(cast: dict[str, User], client: Any) -> None:
    facts = {"username": "officer5.cmi", "prefix": "นางสาว", "first_name": "เอื้ออารี", "last_name": "อิ่มเอม", "phone": ""}
    made, password = accounts.appoint_new_person(
        clinic_year=clinic_year(), account=facts, by=cast["head.cmi"],
        role="officer", post="administration_head", starts_on=TODAY,
    )  # fmt: skip
    client.post("/login/", {"username": "officer5.cmi", "password": password})
    assert client.get("/").headers["Location"] == "/password/"
    sent = {"old_password": password, "new_password1": "นกยูงสีเขียวสามตัว", "new_password2": "นกยูงสีเขียวสามตัว"}
    assert client.post("/password/", sent).status_code == 302
    assert client.get("/").status_code == 200
    with pytest.raises(ValidationError, match="เคยเข้าใช้"):
        accounts.renew_first_password(made, by=cast["head.cmi"])


def test_a_taken_user_name_is_told_at_its_box_and_nothing_is_saved(cast: dict[str, User]) -> None:
    facts = {"username": "officer.cmi", "prefix": "", "first_name": "เอื้ออารี", "last_name": "อิ่มเอม", "phone": ""}
    before = Appointment.objects.count()
    with pytest.raises(ValidationError, match="มีผู้ใช้แล้ว") as refused:
        accounts.appoint_new_person(
            clinic_year=clinic_year(), account=facts, by=cast["head.cmi"],
            role="officer", post="administration_head", starts_on=TODAY,
        )  # fmt: skip
    assert list(refused.value.error_dict) == ["username"]
    assert Appointment.objects.count() == before


def test_a_seat_ends_with_its_reason(cast: dict[str, User]) -> None:
    own = seat("board.member1")
    with pytest.raises(NotAllowed):
        end_seat(own, ends_on=TODAY, reason="ลาออก", by=cast["board.secretary"])
    with pytest.raises(ValidationError, match="กรอกเหตุ"):
        end_seat(own, ends_on=TODAY, reason=" ", by=cast["admin"])
    done = end_seat(own, ends_on=TODAY, reason="ลาออก", by=cast["admin"])
    assert (done.ended_by, done.ended_reason) == (cast["admin"], "ลาออก")
    with pytest.raises(ValidationError, match="ส่งมอบงาน"):
        end_seat(seat("officer.cmi"), ends_on=TODAY, reason="ลาออก", by=cast["admin"])


def test_dates_outside_the_year_are_refused_by_the_page(client_as: Any) -> None:
    make_user("new")
    address = f"/clinics/CMI/{TODAY.year + 543}/staff/appoint/?person=new"
    sent = {"duty": "administration_head", "starts_on": f"1/1/{TODAY.year + 544}"}
    page = client_as("head.cmi").post(address, sent)
    assert page.status_code == 422
    assert "ต้องไม่หลังวันที่" in page.content.decode()
