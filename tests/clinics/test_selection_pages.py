"""The selection on its pages: what each may read, and the decision made (R12)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinics.models import Candidate, Clinic, ClinicYear
from tests.factories_letters import this_year
from tests.factories_selection import resolve, volunteer, vote

pytestmark = pytest.mark.django_db


def test_the_page_says_what_is_missing(client_as: Any) -> None:
    volunteer()
    year = this_year().buddhist_year
    page = client_as("edu.chair").get(reverse("clinics:selection", args=[year]))
    figures = page.context["figures"]
    assert (figures["waiting"], figures["empty"], figures["done"]) == (1, 7, 3)
    assert "ยังไม่มีหน่วยงานสมัคร" in page.content.decode()


@pytest.mark.parametrize("name", ["selection", "selection_summary"])
def test_the_page_costs_the_same_with_one_and_with_three(
    client_as: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    client: Client = client_as("edu.chair")
    address = reverse(f"clinics:{name}", args=[this_year().buddhist_year])
    counts = []
    for group in (4, 5, 6):
        vote(volunteer(group, f"หน่วยงาน {group}"), "edu.member1")
        with django_assert_max_num_queries(60) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_a_clinic_does_not_read_the_reasons_of_others(client_as: Any) -> None:
    candidate = volunteer(reasons="เหตุผลลับของราชบุรี")
    page = reverse("clinics:selection_group", args=[this_year().buddhist_year, 4])
    assert "เหตุผลลับ" not in client_as("head.cmi").get(page).content.decode()
    assert "เหตุผลลับ" in client_as("edu.member1").get(page).content.decode()
    resolve(candidate)
    assert "ราชบุรี" in client_as("head.cmi").get(page).content.decode()


def test_votes_are_counted_for_the_committee_alone_before_the_decision(client_as: Any) -> None:
    vote(volunteer(), "edu.member1")
    page = reverse("clinics:selection_group", args=[this_year().buddhist_year, 4])
    assert client_as("edu.chair").get(page).context["sees_votes"]
    assert not client_as("head.cen").get(page).context["sees_votes"]


def test_bad_input_is_answered_in_thai_and_kept(client_as: Any) -> None:
    candidate = volunteer()
    page = reverse("clinics:selection_select", args=[this_year().buddhist_year, 4])
    sent = {
        "candidate": candidate.pk,
        "method": "resolution",
        "meeting_number": "สาม",
        "code": "R1",
        "reason": "พร้อมกว่า",
    }
    answer = client_as("edu.chair").post(page, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "เช่น 3/2561" in text
    assert "อักษรอังกฤษสามตัว" in text
    assert "พร้อมกว่า" in text
    assert Candidate.objects.get().status == "volunteered"


def test_the_decision_is_made_on_its_page(client_as: Any) -> None:
    candidate = volunteer()
    page = reverse("clinics:selection_select", args=[this_year().buddhist_year, 4])
    day = timezone.localdate() - timedelta(days=1)
    sent = {
        "candidate": candidate.pk,
        "method": "resolution",
        "meeting_number": "๓/๒๕๖๑",
        "meeting_on": f"{day.day}/{day.month}/{day.year + 543}",
        "code": "rbr",
        "number": "904",
        "name": "จ.ราชบุรี",
        "kind": "provincial",
    }
    assert client_as("edu.chair").post(page, sent).status_code == 302
    candidate.refresh_from_db()
    assert (candidate.status, candidate.meeting_number, candidate.meeting_on) == ("selected", "3/2561", day)


def test_the_committee_has_a_task_until_everybody_voted(client_as: Any) -> None:
    vote(volunteer(), "edu.member1")
    assert "ลงคะแนนคัดเลือกคลินิก" in client_as("edu.chair").get("/").content.decode()
    assert "ตัดสินการคัดเลือกคลินิก" in client_as("edu.chair").get("/").content.decode()
    assert "ลงคะแนนคัดเลือกคลินิก" not in client_as("edu.member1").get("/").content.decode()


def test_the_clinics_page_tells_the_result(client_as: Any, no_posts: ClinicYear) -> None:
    resolve(volunteer(3, "สำนักงานพิจิตร", clinic=Clinic.objects.get(code="PCT")), new_clinic=None)
    page = client_as("head.cen").get(reverse("clinics:detail", args=["PCT", this_year().buddhist_year]))
    assert "ตามมติที่ประชุมคณะกรรมการศึกษา ครั้งที่ 3/2561" in page.content.decode()
