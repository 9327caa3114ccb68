"""Whoever leaves a clinic leaves nothing without an owner: cases, follow-ups, referrals."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case, ConflictDeclaration, FollowUp
from clinic_project import drafts
from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, OutreachPlan, User
from clinics.services.handover import check_may_end, count_of, in_hand, leave
from referrals.models import Referral
from tests.factories_cases import make_case
from tests.factories_referrals import make_referral

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def seat(username: str) -> Appointment:
    """The appointment of somebody of the cast."""
    related = Appointment.objects.select_related("user", "clinic_year__clinic", "clinic_year__year")
    found: Appointment = related.get(user__username=username)
    return found


def page_of(appointment: Appointment) -> str:
    """Where somebody leaves."""
    place = appointment.clinic_year
    assert place is not None
    return f"/clinics/{place.clinic.code}/{place.year.buddhist_year}/staff/{appointment.pk}/leave/"


@pytest.fixture
def busy(cast: dict[str, User]) -> Appointment:
    """The officer of CMI with a case, a restricted case, a follow-up of each, and a draft of a referral."""
    officer = User.objects.get(username="officer.cmi")
    for case in (make_case("in_progress", officer=officer, by=officer), _restricted(officer)):
        FollowUp.objects.create(case=case, subject="โทรถาม", due_on=TODAY, officer=officer)
    draft = make_referral("draft")
    Referral.objects.filter(pk=draft.pk).update(created_by=officer)
    Case.objects.filter(pk=draft.case_id).update(officer=officer)
    return seat("officer.cmi")


def _restricted(officer: User) -> Case:
    return make_case("in_progress", is_restricted=True, officer=officer, by=officer)


def owners() -> set[str]:
    """Who has something in hand."""
    found = set(Case.objects.active().values_list("officer__username", flat=True))
    found |= set(FollowUp.objects.waiting().values_list("officer__username", flat=True))
    written = Referral.objects.filter(status="draft")
    return found | {row.writer.username if row.writer else row.created_by.username for row in written}


def go(appointment: Appointment, by: User, to: User | None, days: int = 0, **successors: User) -> int:
    """Leave after so many days, everything to one person but for what is named."""
    last = TODAY + timedelta(days=days)
    return leave(appointment, ends_on=last, reason="ย้าย", to=to, successors=successors, by=by)


def test_nothing_is_left_without_an_owner_and_each_thing_has_its_event(
    busy: Appointment, cast: dict[str, User]
) -> None:
    before = count_of(busy.user, busy.place.clinic_id)
    assert before == 6
    assert go(busy, cast["head.cmi"], cast["officer2.cmi"]) == before
    assert "officer.cmi" not in owners()
    assert count_of(busy.user, busy.place.clinic_id) == 0
    kinds = ("case.assign", "case.follow_up.handed", "referral.handed")
    assert [Event.objects.filter(kind=kind, actor=cast["head.cmi"]).count() for kind in kinds] == [3, 2, 1]
    assert Event.objects.get(kind="work.handed_over").detail == {"case": 3, "followup": 2, "draft": 1}
    busy.refresh_from_db()
    assert (busy.ends_on, busy.ended_reason, busy.ended_by) == (TODAY, "ย้าย", cast["head.cmi"])
    # Whoever takes a restricted case may read it, whoever gave it no longer can.
    restricted = Case.objects.get(is_restricted=True)
    assert set(restricted.assignments.values_list("user__username", flat=True)) == {"officer2.cmi"}


def test_ending_and_handing_over_is_one_thing(busy: Appointment, cast: dict[str, User]) -> None:
    rows = {part.source.code: part for part in in_hand(busy.user, busy.place.clinic, cast["head.cmi"])}
    first = rows["case"].field(rows["case"].rows[0])
    with pytest.raises(ValidationError, match="ยังมีงาน 5 รายการที่ไม่มีผู้รับมอบ"):
        go(busy, cast["head.cmi"], None, **{first: cast["officer2.cmi"]})
    busy.refresh_from_db()
    assert busy.ends_on is None
    assert Case.objects.filter(officer=busy.user).count() == 3
    assert not Event.objects.filter(kind__in=["appointment.ended", "work.handed_over"]).exists()


def test_who_declared_a_conflict_takes_nothing_and_the_refusal_tells_no_reason(
    busy: Appointment, cast: dict[str, User]
) -> None:
    secret = Case.objects.get(is_restricted=True)
    ConflictDeclaration.objects.create(
        case=secret, user=cast["officer2.cmi"], relation="relative", declared_by=busy.user
    )
    with pytest.raises(ValidationError) as refused:
        go(busy, cast["head.cmi"], cast["officer2.cmi"])
    words = " ".join(refused.value.messages)
    assert "รับรายการนี้ไม่ได้ เลือกผู้รับมอบคนอื่น" in words
    assert not any(told in words for told in ("ส่วนได้เสีย", "ญาติ", secret.reference, secret.subject))
    box, follow_up = f"case-{secret.pk}", f"followup-{secret.follow_ups.get().pk}"
    given = {box: cast["secretary.cmi"], follow_up: cast["secretary.cmi"]}
    go(busy, cast["head.cmi"], cast["officer2.cmi"], **given)
    assert Case.objects.get(pk=secret.pk).officer == cast["secretary.cmi"]


def test_the_head_hands_over_what_the_head_may_not_read(busy: Appointment, client_as: Any) -> None:
    secret = Case.objects.get(is_restricted=True)
    Case.objects.filter(pk=secret.pk).update(subject="ความลับของสมาชิก")
    head = client_as("head.cmi").get(page_of(busy)).content.decode()
    assert "ความลับของสมาชิก" not in head
    assert f"{secret.reference} · เรื่องปกปิด" in head
    assert "ความลับของสมาชิก" in client_as("secretary.cmi").get(page_of(busy)).content.decode()
    admin = client_as("admin").get(page_of(busy)).content.decode()
    assert secret.reference not in admin
    assert "ไม่แสดงรายละเอียด" in admin


def test_an_end_in_the_future_may_be_handed_over_later_and_the_head_is_reminded(
    busy: Appointment, cast: dict[str, User], client_as: Any
) -> None:
    assert go(busy, cast["head.cmi"], None, days=7) == 0
    assert "officer.cmi" in owners()
    home = client_as("head.cmi").get("/").content.decode()
    assert "ส่งมอบงานของ นางสาวชื่อofficer.cmi ทดสอบ" in home
    assert "ส่งมอบงานของ" not in client_as("officer2.cmi").get("/").content.decode()
    busy.refresh_from_db()
    go(busy, cast["head.cmi"], cast["officer2.cmi"], days=7)
    assert "ส่งมอบงานของ" not in client_as("head.cmi").get("/").content.decode()


def test_work_that_was_left_is_listed_for_central_and_handed_over_there(
    busy: Appointment, cast: dict[str, User], client_as: Any
) -> None:
    Appointment.objects.filter(pk=busy.pk).update(ends_on=TODAY - timedelta(days=1))
    page = client_as("officer.cen").get("/clinics/left/").content.decode()
    assert page_of(busy) in page
    assert client_as("head.cmi").get("/clinics/left/").status_code == 403
    assert "มีงานค้างของผู้ที่พ้นตำแหน่งแล้ว" in client_as("head.cen").get("/").content.decode()
    done = client_as("secretary.cen").post(page_of(busy), {"to": str(cast["officer2.cmi"].pk)})
    assert done.status_code == 302
    assert "officer.cmi" not in owners()
    assert "ไม่มีงานค้าง" in client_as("officer.cen").get("/clinics/left/").content.decode()


def test_whose_account_was_closed_is_listed_too(busy: Appointment, client_as: Any) -> None:
    User.objects.filter(pk=busy.user_id).update(is_active=False)
    assert page_of(busy) in client_as("admin").get("/clinics/left/").content.decode()


def test_who_stays_by_another_post_keeps_the_work(busy: Appointment, cast: dict[str, User]) -> None:
    Appointment.objects.create(
        user=busy.user, clinic_year=busy.clinic_year, role="officer", post="administration_head", starts_on=TODAY
    )
    assert go(busy, cast["head.cmi"], None) == 0
    assert "officer.cmi" in owners()


def test_any_other_way_to_end_is_refused_with_the_page(busy: Appointment, client_as: Any) -> None:
    with pytest.raises(ValidationError, match=page_of(busy)):
        check_may_end(busy, TODAY)
    browser, address = client_as("admin"), f"/admin/clinics/user/{busy.user_id}/change/"
    page = browser.get(address)
    form = page.context["inline_admin_formsets"][0].formset
    sent = {name: "" if value is None else value for name, value in page.context["adminform"].form.initial.items()}
    sent |= {"is_active": "on", "last_login_0": "", "last_login_1": ""}
    sent |= {f"{form.prefix}-{name}": str(value) for name, value in form.management_form.initial.items()}
    row = {name: "" if value is None else value for name, value in form.forms[0].initial.items()}
    sent |= {f"{form.prefix}-0-{name}": value for name, value in row.items()}
    start, end = busy.starts_on, TODAY
    for name, day in (("starts_on", start), ("ends_on", end)):
        box = f"{form.prefix}-0-{name}"
        sent |= {f"{box}_day": day.day, f"{box}_month": day.month, f"{box}_year": day.year + 543}
    sent |= {f"{form.prefix}-0-id": busy.pk, f"{form.prefix}-0-user": busy.user_id}
    answer = browser.post(address, {key: value for key, value in sent.items() if value is not False})
    assert "ยังมีงานในมือ" in answer.content.decode()
    busy.refresh_from_db()
    assert busy.ends_on is None


def test_unsaved_texts_are_told_of_and_stay_private(busy: Appointment, client_as: Any) -> None:
    ticket = drafts.Ticket(busy.user_id, "d" * 32, "/sessions/new/")
    drafts.keep(ticket, revision=0, form_key="", data={"advice": ["ข้อความส่วนตัวมาก"]})
    page = client_as("head.cmi").get(page_of(busy)).content.decode()
    assert "ร่างที่ยังไม่ได้บันทึก 1 ฉบับ" in page
    assert "ส่งมอบให้ผู้อื่นไม่ได้" in page
    assert "ข้อความส่วนตัวมาก" not in page
    Appointment.objects.filter(pk=busy.pk).update(ends_on=TODAY + timedelta(days=3))
    assert "บันทึกหรือทิ้งร่างก่อนพ้นตำแหน่ง" in client_as("officer.cmi").get("/").content.decode()


def test_what_central_handles_is_handed_over_at_central(cast: dict[str, User]) -> None:
    referral = make_referral("accepted")
    handler = referral.handler
    assert handler is not None
    go(seat(handler.username), cast["admin"], cast["secretary.cen"])
    referral = Referral.objects.get(pk=referral.pk)
    assert referral.handler == cast["secretary.cen"]
    assert Event.objects.filter(kind="referral.handed", subject_id=referral.pk).count() == 1


def test_who_may_end_whom(busy: Appointment, cast: dict[str, User]) -> None:
    for who in ("officer2.cmi", "head.pct", "edu.chair", "board.chair"):
        with pytest.raises(NotAllowed):
            go(busy, cast[who], cast["officer2.cmi"])
    with pytest.raises(NotAllowed, match="ส่วนกลางหรือผู้ดูแลระบบ"):
        go(seat("head.cmi"), cast["secretary.cmi"], cast["officer2.cmi"])
    with pytest.raises(ValidationError, match="ไม่ได้ปฏิบัติงานในคลินิกนี้"):
        go(busy, cast["head.cmi"], cast["officer.pct"])


def test_the_page_keeps_what_was_chosen_and_says_what_is_missing(busy: Appointment, client_as: Any) -> None:
    browser = client_as("head.cmi")
    day = {"ends_on": f"{TODAY.day}/{TODAY.month}/{TODAY.year + 543}"}
    page = browser.post(page_of(busy), {**day, "reason": "เกษียณอายุราชการ"})
    assert page.status_code == 422
    assert "ที่ไม่มีผู้รับมอบ เลือกผู้รับมอบให้ครบ" in page.content.decode()
    assert "เกษียณอายุราชการ" in page.content.decode()


def test_the_page_asks_as_often_with_one_case_as_with_three(cast: dict[str, User], client_as: Any) -> None:
    officer, counts = User.objects.get(username="officer.cmi"), []
    browser = client_as("head.cmi")
    for _round in range(2):
        for _more in range(len(counts) + 1):
            make_case("in_progress", officer=officer, by=officer)
        browser.get(page_of(seat("officer.cmi")))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(page_of(seat("officer.cmi")))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_place_in_an_outreach_team_is_handed_over(busy: Appointment, cast: dict[str, User]) -> None:
    plan = OutreachPlan.objects.create(
        clinic=busy.place.clinic, year=busy.place.year, starts_on=TODAY, ends_on=TODAY, occasion="training",
        title="อบรมสมาชิกใหม่", place="ศพช.จำลอง", expected=20, planned_by=busy.user, planned_at=timezone.now(),
    )  # fmt: skip
    plan.team.add(busy.user)
    go(busy, cast["head.cmi"], cast["officer2.cmi"])
    assert list(plan.team.values_list("username", flat=True)) == ["officer2.cmi"]
