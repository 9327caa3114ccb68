"""A draft is read like what its form is about: within the scope of today, and the reading is written first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.services import cases
from clinic_project import drafts
from clinic_project.models import Draft, Event
from clinics.models import Appointment
from tests.factories_cases import make_case
from tests.factories_members import make_member
from tests.factories_referrals import make_referral

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]
TEXT, CLOSED = "นางเอื้ออารี ขอพักชำระ", "รายการนี้ไม่เปิดให้คุณแล้ว"


def keep(user: Any, address: str, **data: list[str]) -> Draft:
    ticket = drafts.Ticket(user.pk, f"{Draft.objects.count():032x}", address)
    kept = drafts.keep(ticket, revision=0, form_key="", data={"text": [TEXT], **data})
    assert kept is not None
    return kept


def leave(user: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(user=user).update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)


def pages(client: Client, draft: Draft) -> tuple[str, str]:
    """The list of drafts and the draft itself."""
    own = client.get(reverse("draft", args=[draft.key]))
    assert own.status_code == 200
    return client.get(reverse("drafts")).content.decode(), own.content.decode()


def test_a_draft_is_shown_after_its_reading_is_written(client_as: ClientAs, cast: Any) -> None:
    member = make_member()
    draft = keep(cast["officer.cmi"], f"/members/{member.number}/edit/")
    listed, own = pages(client_as("officer.cmi"), draft)
    assert TEXT in listed
    assert TEXT in own
    assert Event.objects.filter(kind="member.read", subject_id=member.pk, detail__page="drafts").count() == 2


def test_home_says_that_it_waits_without_its_words(client_as: ClientAs, cast: Any) -> None:
    member = make_member()
    keep(cast["officer.cmi"], f"/members/{member.number}/edit/")
    home = client_as("officer.cmi").get("/").content.decode()
    assert f'แก้ข้อมูลสมาชิก <span class="num">{member.number}</span>' in home
    assert TEXT not in home
    assert not Event.objects.filter(kind="member.read").exists()


@pytest.mark.parametrize("form", ["member", "case", "referral", "new_referral", "session", "nobody", "plan"])
def test_whoever_left_is_told_which_form_and_whom_to_ask(client_as: ClientAs, cast: Any, form: str) -> None:
    user, referral = cast["officer.cmi"], make_referral("draft")
    number, case = referral.case.member.number, referral.case.reference
    address = {
        "member": f"/members/{number}/edit/",
        "case": f"/cases/{case}/note/",
        "referral": f"/referrals/{referral.reference}/edit/",
        "new_referral": f"/referrals/new/{case}/",
        "session": f"/sessions/new/?member={number}",
        "nobody": "/members/new/",
        "plan": f"/cases/{case}/plan/1/progress/",
    }[form]
    draft = keep(user, address)
    listed, own = pages(client_as("officer.cmi"), draft)
    assert TEXT in listed
    assert TEXT in own
    leave(user)
    before = Event.objects.filter(kind__endswith=".read").count()
    listed, own = pages(client_as("officer.cmi"), draft)
    assert TEXT not in listed + own
    assert CLOSED in own
    assert "ถามหัวหน้าหรือเลขานุการ" in own
    assert str(draft.title) in listed
    assert draft.resume_url not in own
    assert Event.objects.filter(kind__endswith=".read").count() == before


def test_a_restricted_case_is_closed_to_who_handed_it_over(client_as: ClientAs, cast: Any) -> None:
    case = make_case("in_progress", is_restricted=True)
    draft = keep(cast["officer.cmi"], f"/cases/{case.reference}/note/")
    assert TEXT in pages(client_as("officer.cmi"), draft)[1]
    cases.assign_officer(case, officer=cast["officer2.cmi"], by=cast["secretary.cmi"])
    listed, own = pages(client_as("officer.cmi"), draft)
    assert TEXT not in listed + own


def test_the_reason_to_open_a_case_is_no_reading_of_it(client_as: ClientAs, cast: Any) -> None:
    case = make_case("in_progress", is_restricted=True)
    draft = keep(cast["head.cmi"], f"/cases/{case.reference}/break-glass/")
    assert TEXT in pages(client_as("head.cmi"), draft)[1]
    assert not Event.objects.filter(kind="case.read").exists()


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("admin", "/members/breaches/new/"),
        ("board.secretary", "/meetings/new/"),
        ("head.cen", "/counselling/rules/new/"),
        ("officer.cmi", "/sessions/new/"),
        ("edu.chair", "/clinics/library/new/"),
    ],
)
def test_forms_of_no_members_record_stay_their_writers(client_as: ClientAs, cast: Any, who: str, address: str) -> None:
    draft = keep(cast[who], address)
    listed, own = pages(client_as(who), draft)
    assert TEXT in listed
    assert TEXT in own


def test_a_form_that_moved_on_is_read_all_the_same(client_as: ClientAs, cast: Any) -> None:
    case = make_case("closed")
    draft = keep(cast["officer.cmi"], f"/cases/{case.reference}/move/hold/")
    assert TEXT in pages(client_as("officer.cmi"), draft)[1]
