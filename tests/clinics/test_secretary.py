"""Among several member representatives they choose one as secretary themselves, and how is recorded (R13)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinics.models import Appointment, ClinicYear, SecretaryChoice, User
from clinics.services.secretary import Choosing, choose_secretary
from tests.cast import make_user

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def representatives(cast: dict[str, User]) -> list[Appointment]:
    """The secretary and two more representatives of CMI."""
    year = ClinicYear.objects.get(clinic__code="CMI")
    for name in ("rep1", "rep2"):
        Appointment.objects.create(
            user=make_user(name), clinic_year=year, role="officer", post="member_representative",
            starts_on=TODAY - timedelta(days=30), order=5,
        )  # fmt: skip
    return list(year.appointments.filter(post="member_representative").select_related("user").order_by("id"))


def choosing(seats: list[Appointment], votes: list[int] | None, took_part: int | None = None) -> Choosing:
    """A vote with so many votes each, or an agreement."""
    people = [seat.user_id for seat in seats]
    return Choosing(
        chosen_on=TODAY, method="vote" if votes else "agreement",
        took_part=frozenset(people[: took_part or len(people)]), votes=dict(zip(people, votes or [], strict=False)),
    )  # fmt: skip


def choose(seats: list[Appointment], chosen: int, how: Choosing, by: User, **more: Any) -> SecretaryChoice:
    """Record it for CMI."""
    year = seats[0].place
    return choose_secretary(year, chosen=seats[chosen], choosing=how, starts_on=TODAY, by=by, **more)


def roles() -> dict[str, str]:
    """Who of CMI's representatives is what today."""
    held = Appointment.objects.in_force(TODAY).filter(post="member_representative", clinic_year__clinic__code="CMI")
    return dict(held.values_list("user__username", "role"))


def test_the_chosen_is_secretary_the_rest_are_officers(
    representatives: list[Appointment], cast: dict[str, User]
) -> None:
    choice = choose(representatives, 1, choosing(representatives, [1, 2, 0]), cast["head.cmi"])
    assert roles() == {"secretary.cmi": "officer", "rep1": "secretary", "rep2": "officer"}
    assert [ballot.votes for ballot in choice.ballots.all()] == [1, 2, 0]
    before = Appointment.objects.get(user__username="secretary.cmi", role="secretary")
    assert before.ends_on == TODAY - timedelta(days=1)
    event = Event.objects.get(kind="secretary.chosen")
    assert event.detail == {"method": "vote", "people": 3, "took_part": 3}
    clinic = choice.clinic_year.clinic_id
    assert User.objects.get(username="rep1").is_secretary_of(clinic)
    assert not User.objects.get(username="secretary.cmi").is_secretary_of(clinic)


def test_who_is_secretary_already_is_confirmed(representatives: list[Appointment], cast: dict[str, User]) -> None:
    choice = choose(
        representatives, 0, choosing(representatives, None), cast["rep1"] if "rep1" in cast else cast["head.cmi"]
    )
    assert choice.appointment == representatives[0]
    assert roles()["secretary.cmi"] == "secretary"
    with pytest.raises(ValidationError, match="บันทึกการคัดเลือกของเลขานุการท่านนี้ไว้แล้ว"):
        choose(representatives, 0, choosing(representatives, None), cast["head.cmi"])


@pytest.mark.parametrize(
    ("chosen", "votes", "took_part", "words"),
    [
        (0, [1, 2, 0], 3, "ไม่ได้คะแนนมากที่สุด"),
        (0, [1, 1, 1], 3, "คะแนนเท่ากัน"),
        (1, [2, 3, 0], 3, "มากกว่าผู้ร่วมคัดเลือก"),
        (1, [0, 1, 0], 1, "อย่างน้อย 2 คน"),
    ],
)
def test_a_choosing_that_does_not_add_up_is_refused(
    representatives: list[Appointment], cast: dict[str, User], chosen: int, votes: list[int], took_part: int, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        choose(representatives, chosen, choosing(representatives, votes, took_part), cast["head.cmi"])
    assert roles()["secretary.cmi"] == "secretary"
    assert not SecretaryChoice.objects.exists()


def test_a_single_representative_needs_no_choosing(representatives: list[Appointment], cast: dict[str, User]) -> None:
    Appointment.objects.filter(pk__in=[seat.pk for seat in representatives[1:]]).delete()
    with pytest.raises(ValidationError, match="ไม่ต้องคัดเลือก"):
        choose(representatives, 0, choosing(representatives[:1], None), cast["head.cmi"])


@pytest.mark.parametrize(
    ("who", "may"), [("rep1", True), ("head.cmi", True), ("officer.cmi", False), ("head.pct", False)]
)
def test_representatives_record_their_own_choice(
    representatives: list[Appointment], cast: dict[str, User], who: str, may: bool
) -> None:
    by = User.objects.get(username=who)
    if may:
        assert choose(representatives, 1, choosing(representatives, None), by).recorded_by == by
    else:
        with pytest.raises(NotAllowed):
            choose(representatives, 1, choosing(representatives, None), by)


def test_the_page_takes_the_votes(representatives: list[Appointment], client_as: Any) -> None:
    address = f"/clinics/CMI/{TODAY.year + 543}/staff/secretary/"
    keys = [str(seat.user_id) for seat in representatives]
    day = f"{TODAY.day}/{TODAY.month}/{TODAY.year + 543}"
    sent = {"chosen": keys[1], "method": "vote", "took_part": keys, "chosen_on": day, "starts_on": day, "note": ""}
    browser = client_as("head.cmi")
    page = browser.post(address, sent)
    assert page.status_code == 422
    assert "กรอกคะแนนที่แต่ละคนได้" in page.content.decode()
    done = browser.post(address, {**sent, f"votes-{keys[1]}": "๓"})
    assert done.status_code == 302
    staff = browser.get(done["Location"]).content.decode()
    assert "ลงคะแนน" in staff
    assert "3 คะแนน" in staff
