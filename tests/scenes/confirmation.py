"""A confirmation in each state at CMI in years of their own, its paper and scan, and a notice."""

from typing import Any

from clinic_project.outbox.models import Outbox
from clinics.models import Appointment, Clinic, ClinicYear, Confirmation, ProgrammeYear
from clinics.services import confirmations as services
from tests.cast import make_year
from tests.factories_confirmation import WORDS, again, person, scan

# Each in a year of its own, long past the other things of the scene.
STATES = ("draft", "printed", "scanned", "submitted", "returned", "accepted")


def _year(number: int) -> ProgrammeYear:
    this = make_year()
    values = {field.name: getattr(this, field.name) for field in this._meta.fields if field.name != "id"}
    values["buddhist_year"] = this.buddhist_year - 30 + number
    return ProgrammeYear.objects.create(**values)


def _clinic_year(number: int) -> ClinicYear:
    year = _year(number)
    clinic = Clinic.objects.get(code="CMI")
    made = ClinicYear.objects.bulk_create([ClinicYear(clinic=clinic, year=year, status="selected")])[0]
    own = ClinicYear.objects.get(clinic=clinic, year=make_year())
    for seat in Appointment.objects.filter(clinic_year=own):
        seat.pk, seat.clinic_year, seat._state.adding = None, made, True
        seat.starts_on = seat.starts_on.replace(year=year.gregorian_year)
        seat.ends_on = seat.starts_on.replace(month=12, day=31)
        seat.save()
    return made


def _to(state: str, clinic_year: ClinicYear) -> Confirmation:
    secretary, head, central = person("secretary.cmi"), person("head.cmi"), person("officer.cen")
    made = services.fill_confirmation(clinic_year, by=secretary, **WORDS)
    if state != "draft":
        services.print_confirmation(clinic_year, by=secretary)
    if state not in {"draft", "printed"}:
        services.attach_scan(again(made), by=secretary, scan=scan())
    if state in {"submitted", "returned", "accepted"}:
        services.submit_confirmation(again(made), by=head)
    if state == "returned":
        services.return_confirmation(again(made), by=central, reason="ลายมือชื่อไม่ชัด")
    if state == "accepted":
        services.accept_confirmation(again(made), by=central)
    return again(made)


def _notice() -> Outbox:
    """A notice to the head that no mail brings."""
    clinic_year = ClinicYear.objects.get(clinic__code="CMI", year=make_year())
    from clinic_project.outbox.services import post

    return post(
        to=person("head.cmi"), kind="confirmation.reminder", path="/clinics/", about=clinic_year, by=person("head.cen")
    )


def things() -> dict[str, list[Any]]:
    """One of each state, with the moves it can make."""
    found: dict[str, list[Any]] = {}
    for number, state in enumerate(STATES):
        confirmation = _to(state, _clinic_year(number))
        place = ["CMI", confirmation.clinic_year.year.buddhist_year]
        found[f"confirmation {state}"] = place
        for move in ("submit", "accept", "return", "decline"):
            found[f"confirmation {state} {move}"] = [*place, move]
        if confirmation.paper:
            found[f"verify {state}"] = [confirmation.paper.token]
            found[f"paper confirmation {state}"] = [confirmation.paper.serial]
        if newest := confirmation.newest_scan:
            found[f"scan {state}"] = [*place, newest.pk]
    notice, failed = _notice(), _notice()
    failed.address, failed.state, failed.reason = "head@example.org", "failed", "ปลายทางไม่รับ"
    failed.save()
    person_with_mail = failed.recipient
    person_with_mail.email = "head@example.org"
    person_with_mail.save(update_fields=["email"])
    return found | {"notice": [notice.pk], "notice failed": [failed.pk], "verify wrong": ["0" * 22]}
