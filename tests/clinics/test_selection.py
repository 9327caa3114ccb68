"""One unit a group: who volunteers, votes, decides, and what the database refuses (R12)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from clinic_project.models import Event
from clinics.models import Candidate, Clinic, ClinicYear, SelectionVote, UnfilledGroup
from clinics.services import selecting, selection
from clinics.services.selecting import NewClinic
from tests.clinics.test_constraints import attack
from tests.factories_letters import this_year
from tests.factories_referrals import person
from tests.factories_selection import resolve, volunteer, vote

pytestmark = pytest.mark.django_db
Cast = dict[str, Any]
THAI = r"[ก-๙]"


# ---- volunteering ----


def test_a_unit_volunteers_once_a_year_however_it_is_spelt(cast: Cast) -> None:
    volunteer()
    with pytest.raises(ValidationError, match="สมัครไว้แล้วในกลุ่ม 4"):
        volunteer(group=5, unit="สำนักงาน พัฒนาชุมชน จังหวัดราชบุรี")
    assert Candidate.objects.count() == 1


def test_a_unit_that_withdrew_may_volunteer_again(cast: Cast) -> None:
    selection.withdraw_candidate(volunteer(), reason="ขอทบทวน", by=person("head.cen"))
    assert volunteer().status == "volunteered"


def test_a_clinic_volunteers_its_own_unit_in_its_own_group(cast: Cast) -> None:
    clinic = Clinic.objects.get(code="CMI")
    assert volunteer(2, "หน่วยงาน ก", by="secretary.cmi", clinic=clinic).clinic == clinic
    with pytest.raises(PermissionDenied):
        volunteer(4, by="secretary.cmi", clinic=clinic)
    with pytest.raises(PermissionDenied):
        volunteer(2, "หน่วยงาน ข", by="officer.cmi", clinic=clinic)
    with pytest.raises(ValidationError, match="คลินิกของตน"):
        volunteer(2, "หน่วยงาน ค", by="head.cmi")
    with pytest.raises(ValidationError, match="กลุ่มนี้"):
        volunteer(4, "หน่วยงาน ง", clinic=clinic)


def test_what_was_recorded_is_corrected_until_it_is_decided(cast: Cast, client_as: Any) -> None:
    candidate = volunteer()
    page = reverse("clinics:candidate_edit", args=[this_year().buddhist_year, 4, candidate.pk])
    form = client_as("officer.cen").get(page).context["edit"]
    sent = {
        "unit_name": candidate.unit_name,
        "reasons": "สมาชิกขอให้เปิด",
        "volunteered_on": "1/6/2561",
        "seen": form.seen,
    }
    assert client_as("officer.cen").post(page, sent).status_code == 302
    assert Candidate.objects.get().reasons == "สมาชิกขอให้เปิด"
    resolve(candidate)
    assert client_as("officer.cen").get(page).status_code == 409


# ---- votes ----


def test_a_member_has_one_vote_that_moves_until_the_decision(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    vote(first, "edu.member1")
    vote(second, "edu.member1")
    assert [row.candidate for row in SelectionVote.objects.all()] == [second]
    resolve(first)
    with pytest.raises(ValidationError, match="คัดเลือก"):
        vote(second, "edu.chair")


@pytest.mark.parametrize("username", ["head.cen", "board.chair", "head.cmi", "admin"])
def test_only_the_education_committee_votes_and_decides(cast: Cast, username: str) -> None:
    candidate = volunteer()
    with pytest.raises(PermissionDenied):
        vote(candidate, username)
    with pytest.raises(PermissionDenied):
        resolve(candidate, by=username)


def test_a_member_may_not_decide_alone(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        resolve(volunteer(), by="edu.member1")


def test_by_vote_the_unit_with_the_most_is_selected(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    with pytest.raises(ValidationError, match="ยังไม่มีกรรมการลงคะแนน"):
        resolve(first, method="vote")
    vote(first, "edu.member1", "edu.chair")
    vote(second, "edu.secretary")
    with pytest.raises(ValidationError, match="ไม่ได้คะแนนมากที่สุด"):
        resolve(second, method="vote")
    assert resolve(first, method="vote").status == "selected"
    second.refresh_from_db()
    assert second.status == "not_selected"


def test_between_equals_the_committee_says_why(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    vote(first, "edu.member1")
    vote(second, "edu.secretary")
    with pytest.raises(ValidationError, match="เท่ากัน"):
        resolve(first, method="vote")
    assert resolve(first, method="vote", reason="มีสมาชิกมากกว่า").reason == "มีสมาชิกมากกว่า"


def test_a_vote_for_who_withdrew_does_not_count(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    vote(first, "edu.member1", "edu.chair")
    vote(second, "edu.secretary")
    selection.withdraw_candidate(first, reason="ไม่พร้อม", by=person("head.cen"))
    assert resolve(second, method="vote").status == "selected"


# ---- the decision ----


def test_a_resolution_needs_its_number_and_day(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        resolve(volunteer(), meeting_number="", meeting_on=None)
    assert set(refused.value.message_dict) == {"meeting_number", "meeting_on"}


def test_selecting_moves_the_clinics_year(no_posts: ClinicYear) -> None:
    clinic = Clinic.objects.get(code="PCT")
    chosen = resolve(volunteer(3, "สำนักงานพิจิตร", clinic=clinic), new_clinic=None)
    no_posts.refresh_from_db()
    assert (no_posts.status, chosen.decided_by) == ("selected", person("edu.secretary"))
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"candidate.volunteered", "candidate.move.select", "clinic_year.move.select"} <= kinds


def test_a_unit_that_is_no_clinic_becomes_one(cast: Cast) -> None:
    chosen = resolve(volunteer())
    clinic = Clinic.objects.get(code="RBR")
    assert (chosen.clinic, clinic.group, clinic.hosts.get().name) == (clinic, 4, chosen.unit_name)
    assert ClinicYear.objects.get(clinic=clinic).status == "selected"


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewClinic("CMI", 99, "ก", "provincial"), "code"),
        (NewClinic("RBR", 2, "ก", "provincial"), "number"),
        (NewClinic("RBR", 99, "ก", "central"), "kind"),
        (None, "code"),
    ],
)
def test_what_is_taken_is_refused_and_nothing_saved_by_half(cast: Cast, new: NewClinic | None, field: str) -> None:
    candidate = volunteer()
    with pytest.raises(ValidationError) as refused:
        resolve(candidate, new_clinic=new)
    assert field in refused.value.message_dict
    candidate.refresh_from_db()
    assert (candidate.status, Clinic.objects.count()) == ("volunteered", 3)


def test_a_clinic_past_its_selection_is_not_selected_again(cast: Cast) -> None:
    candidate = volunteer(2, "หน่วยงาน ก", clinic=Clinic.objects.get(code="CMI"))
    with pytest.raises(ValidationError, match="เปิดให้บริการ"):
        resolve(candidate, new_clinic=None)


def test_one_a_group(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    resolve(first)
    with pytest.raises(ValidationError, match="คัดเลือก"):
        resolve(second, new_clinic=NewClinic("PBI", 905, "ศพช.เพชรบุรี", "study_centre"))
    with pytest.raises(ValidationError, match=THAI):
        volunteer(unit="หน่วยงานที่สาม")


def test_a_selection_is_undone_before_the_clinic_confirms(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    chosen = resolve(first)
    undone = selecting.undo_selection(chosen, reason="บันทึกผิดกลุ่ม", by=person("edu.chair"))
    second.refresh_from_db()
    assert (undone.status, undone.reason, second.status) == ("volunteered", "บันทึกผิดกลุ่ม", "volunteered")
    assert ClinicYear.objects.get(clinic__code="RBR").status == "proposed"


def test_a_selection_stays_once_the_clinic_confirmed(cast: Cast) -> None:
    chosen = resolve(volunteer())
    from clinic_project import workflow

    workflow.apply(ClinicYear.objects.get(clinic__code="RBR"), "confirm", by=person("head.cen"))
    with pytest.raises(ValidationError, match="ไม่เข้าร่วม"):
        selecting.undo_selection(chosen, reason="เปลี่ยนใจ", by=person("edu.chair"))


@pytest.mark.parametrize("given_back", [False, True])
def test_a_clinic_that_declines_opens_its_group_again(cast: Cast, given_back: bool) -> None:
    from clinic_project import workflow

    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    resolve(first)
    clinic_year = ClinicYear.objects.get(clinic__code="RBR")
    if given_back:
        clinic_year = workflow.apply(clinic_year, "give_back", by=person("head.cen"))
    selecting.reopen_group(clinic_year, reason="หัวหน้าย้าย", by=person("head.cen"))
    for row in (first, second, clinic_year):
        row.refresh_from_db()
    assert (first.status, second.status, clinic_year.status) == ("declined", "volunteered", "proposed")
    assert resolve(second, new_clinic=NewClinic("PBI", 905, "ศพช.เพชรบุรี", "study_centre")).status == "selected"


def test_a_group_may_go_without_and_be_opened_again(cast: Cast) -> None:
    candidate = volunteer()
    by = person("edu.secretary")
    selection.leave_unfilled(year=this_year(), group=4, reason="ยังไม่พร้อม", by=by)
    candidate.refresh_from_db()
    assert candidate.status == "not_selected"
    with pytest.raises(ValidationError, match="ไม่คัดเลือก"):
        volunteer(unit="อีกแห่ง")
    selection.fill_after_all(year=this_year(), group=4, by=by)
    candidate.refresh_from_db()
    assert (candidate.status, UnfilledGroup.objects.count()) == ("volunteered", 0)


# ---- the database ----


def test_the_database_keeps_one_selected_a_group(cast: Cast) -> None:
    resolve(volunteer())
    second = volunteer(group=5, unit="ศูนย์ศึกษาชลบุรี")
    now = "decided_at = '2026-01-01', decided_by_id = recorded_by_id, method = 'vote', clinic_id = %s"
    pct = Clinic.objects.get(code="PCT").pk
    attack(f"UPDATE clinics_candidate SET status = 'selected', \"group\" = 4, {now} WHERE id = %s", pct, second.pk)


@pytest.mark.parametrize(
    "change",
    [
        '"group" = 12',
        '"group" = 0',
        "status = 'selected'",
        "decided_at = '2026-01-01'",
        "status = 'selected', decided_at = '2026-01-01', decided_by_id = recorded_by_id, method = 'resolution'",
    ],
)
def test_the_database_refuses_half_a_decision(cast: Cast, change: str) -> None:
    attack(f"UPDATE clinics_candidate SET {change} WHERE id = %s", volunteer().pk)


def test_the_database_refuses_a_unit_twice(cast: Cast) -> None:
    first, second = volunteer(), volunteer(unit="ศูนย์ศึกษาเพชรบุรี")
    attack("UPDATE clinics_candidate SET unit_key = %s WHERE id = %s", first.unit_key, second.pk)
    cmi = Clinic.objects.get(code="CMI").pk
    Candidate.objects.filter(pk=first.pk).update(clinic=cmi)
    attack("UPDATE clinics_candidate SET clinic_id = %s WHERE id = %s", cmi, second.pk)


def test_the_database_keeps_votes_where_they_belong(cast: Cast) -> None:
    candidate, other = volunteer(), volunteer(group=5, unit="ศูนย์ศึกษาชลบุรี")
    vote(candidate, "edu.member1")
    insert = (
        'INSERT INTO clinics_selectionvote (candidate_id, voter_id, year_id, "group", cast_at)'
        " VALUES (%s, %s, %s, %s, '2026-01-01')"
    )
    year = this_year().pk
    attack(insert, candidate.pk, person("edu.member1").pk, year, 4)
    attack(insert, other.pk, person("edu.chair").pk, year, 4)
    resolve(candidate)
    attack(insert, candidate.pk, person("edu.chair").pk, year, 4)


def test_the_database_keeps_a_group_either_filled_or_without(cast: Cast) -> None:
    resolve(volunteer())
    insert = (
        'INSERT INTO clinics_unfilledgroup (year_id, "group", reason, decided_at, decided_by_id)'
        " VALUES (%s, %s, 'x', '2026-01-01', %s)"
    )
    attack(insert, this_year().pk, 4, person("edu.chair").pk)
    attack(insert, this_year().pk, 12, person("edu.chair").pk)
