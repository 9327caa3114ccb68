"""More staff of CMI: one for a term with a scan, one with a new account, a recorded choosing, a seat with a scan."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinic_project.files.checking import PDF, CheckedFile
from clinics.models import Appointment, ClinicYear
from clinics.services import accounts, appoint
from clinics.services.secretary import Choosing, choose_secretary
from tests.cast import make_user
from tests.factories_referrals import person


def _scan() -> CheckedFile:
    return CheckedFile("คำสั่ง.pdf", b"%PDF-1.4 scan", PDF)


def things() -> dict[str, list[Any]]:
    """Built by the real services; whoever is named here is nobody of the cast but the committees' member."""
    today, head = timezone.localdate(), person("head.cmi")
    year = ClinicYear.objects.select_related("clinic", "year").get(
        clinic__code="CMI", year__buddhist_year=today.year + 543
    )
    place = [year.clinic.code, year.year.buddhist_year]
    representative = {"role": "officer", "post": "member_representative", "clinic_year": year, "starts_on": today}
    people = [make_user("rep1.cmi", first_name="ปิ่นปักษ์"), make_user("rep2.cmi", first_name="เก่งกาจ")]
    until = today + timedelta(days=20)
    term = appoint(user=people[0], ends_on=until, evidence=_scan(), by=head, **representative)
    appoint(user=people[1], by=head, **representative)
    account = {"username": "new.cmi", "prefix": "นาย", "first_name": "กำพล", "last_name": "น้ำใจงาม", "phone": ""}
    new, _password = accounts.appoint_new_person(account=account, by=head, **representative)
    secretary = Appointment.objects.select_related("user").get(user__username="secretary.cmi")
    seats = [secretary, term]
    choosing = Choosing(
        chosen_on=today,
        method="vote",
        took_part=frozenset(seat.user_id for seat in seats),
        votes={secretary.user_id: 2},
    )
    choice = choose_secretary(year, chosen=secretary, choosing=choosing, starts_on=today, evidence=_scan(), by=head)
    seat = {"role": "member", "committee": "board", "starts_on": today, "order": 9}
    sits = appoint(user=people[1], evidence=_scan(), by=person("admin"), **seat)
    own = {row.user.username: row for row in Appointment.objects.select_related("user").filter(clinic_year=year)}
    return {
        "post finance": [*place, "finance"],
        "post head": [*place, "head"],
        "post of term": [*place, term.pk],
        "post of officer": [*place, own["officer.cmi"].pk],
        "post of head": [*place, own["head.cmi"].pk],
        "post of new account": [*place, new.pk],
        "post choice": [*place, choice.pk],
        "seat board": ["board"],
        "seat new": ["education", "rep1.cmi"],
        "seat of member": [Appointment.objects.get(user__username="board.member2").pk],
        "seat with evidence": [sits.pk],
    }
