"""The people every test plays with: one of each role, at two clinics, central and both committees."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from clinics.models import Appointment, Clinic, ClinicYear, ProgrammeYear, User

# username -> (clinic code, role, post); the committees below. The same names as the demo accounts.
CLINIC_CAST = {
    f"{role}.{code.lower()}": (code, role, post)
    for code in ("CMI", "PCT", "CEN")
    for role, post in (("head", "agent"), ("secretary", "member_representative"), ("officer", "finance"))
}
COMMITTEE_CAST = {
    "board.chair": ("board", "chair"),
    "board.secretary": ("board", "committee_secretary"),
    "board.member1": ("board", "member"),
    "board.member2": ("board", "member"),
    "board.member3": ("board", "member"),
    "edu.chair": ("education", "chair"),
    "edu.secretary": ("education", "committee_secretary"),
    "edu.member1": ("education", "member"),
}
EVERYBODY = [*CLINIC_CAST, "officer2.cmi", *COMMITTEE_CAST, "admin"]
PASSWORD = "a-long-password-2561"


def make_year(today: date | None = None) -> ProgrammeYear:
    """The programme year of today, in service the whole calendar year so that any day of testing is inside it."""
    today = today or timezone.localdate()
    year, _ = ProgrammeYear.objects.get_or_create(
        buddhist_year=today.year + 543,
        defaults={
            "title": "โครงการนำร่องคลินิกสหกรณ์",
            "service_start": date(today.year, 1, 1),
            "service_end": date(today.year, 12, 31),
            "confirm_due": date(today.year, 6, 8),
            "evaluation_start": date(today.year, 12, 15),
            "evaluation_end": date(today.year, 12, 30),
            "cutoff": date(today.year, 12, 31),
        },
    )
    return year


def make_clinic(code: str, number: int) -> Clinic:
    """A clinic; CEN is the central one."""
    kind = "central" if code == "CEN" else "provincial"
    clinic, _ = Clinic.objects.get_or_create(
        code=code, defaults={"number": number, "name": f"คลินิก {code}", "kind": kind, "group": number}
    )
    return clinic


def make_user(username: str, **fields: Any) -> User:
    """A person who can sign in by ``force_login``."""
    defaults = {"prefix": "นางสาว", "first_name": f"ชื่อ{username}", "last_name": "ทดสอบ", **fields}
    user, is_new = User.objects.get_or_create(username=username, defaults=defaults)
    if is_new:
        user.set_unusable_password()
        user.save()
    return user


def make_cast() -> dict[str, User]:
    """Everybody in :data:`EVERYBODY`, appointed since last year."""
    year = make_year()
    since = timezone.localdate() - timedelta(days=400)
    clinics = [make_clinic(code, number) for number, code in enumerate(("CEN", "CMI", "PCT"), 1)]
    # In bulk, past the machine: the moves that open a clinic have tests of their own.
    ClinicYear.objects.bulk_create(
        [ClinicYear(clinic=clinic, year=year, status="open") for clinic in clinics], ignore_conflicts=True
    )
    rows = {row.clinic.code: row for row in ClinicYear.objects.filter(year=year).select_related("clinic")}
    seats: dict[str, dict[str, Any]] = {
        username: {"clinic_year": rows[code], "role": role, "post": post}
        for username, (code, role, post) in [*CLINIC_CAST.items(), ("officer2.cmi", ("CMI", "officer", "other"))]
    }
    for order, (username, (committee, role)) in enumerate(COMMITTEE_CAST.items(), 1):
        seats[username] = {"committee": committee, "role": role, "order": order}
    people = _known_or_new([*seats, "admin"])
    seated = set(Appointment.objects.filter(user__in=people.values()).values_list("user_id", flat=True))
    Appointment.objects.bulk_create(
        Appointment(user=people[username], starts_on=since, **seat)
        for username, seat in seats.items()
        if people[username].pk not in seated
    )
    return people


def _known_or_new(usernames: list[str]) -> dict[str, User]:
    """Accounts by user name, the missing ones made in one statement: almost every test begins with them."""
    known = {user.username: user for user in User.objects.filter(username__in=usernames)}
    made = [
        User(
            username=username,
            prefix="นางสาว",
            first_name=f"ชื่อ{username}",
            last_name="ทดสอบ",
            password=make_password(None),
            is_staff=username == "admin",
            is_superuser=username == "admin",
        )
        for username in usernames
        if username not in known
    ]
    User.objects.bulk_create(made)
    return {username: known.get(username) or next(u for u in made if u.username == username) for username in usernames}
