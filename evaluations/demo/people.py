"""The staff of the clinics and the two committees: accounts, and the same people appointed in each year."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from clinics.models import Clinic, Committee, Post, ProgrammeYear, Role, User
from clinics.services import appoint
from evaluations.demo.scene import Scene, Staff

# Member representatives of a clinic, the secretary among them; repeated over the clinics in their order.
REPRESENTATIVES = (4, 3, 4, 3, 4)
# Where the head holds the post for somebody else (R7).
ACTING_HEADS = {"RYG"}
COMMITTEES: dict[str, list[tuple[str, str]]] = {
    Committee.BOARD: [
        ("board.chair", Role.CHAIR),
        *((f"board.member{n}", Role.COMMITTEE_MEMBER) for n in range(1, 6)),
        ("board.secretary", Role.COMMITTEE_SECRETARY),
    ],
    Committee.EDUCATION: [
        ("edu.chair", Role.CHAIR),
        *((f"edu.member{n}", Role.COMMITTEE_MEMBER) for n in range(1, 4)),
        ("edu.secretary", Role.COMMITTEE_SECRETARY),
    ],
}
Names = Iterator[tuple[str, str, str]]


def posts_of(clinic: Clinic) -> list[tuple[str, str, str]]:
    """User name, role and post of a clinic's people, in the order of the confirmation form."""
    code = clinic.code.lower()
    representatives = REPRESENTATIVES[(clinic.number - 1) % len(REPRESENTATIVES)]
    return [
        (f"head.{code}", Role.HEAD, Post.AGENT),
        (f"officer2.{code}", Role.OFFICER, Post.ADMINISTRATION_HEAD),
        (f"officer.{code}", Role.OFFICER, Post.FINANCE),
        (f"secretary.{code}", Role.CLINIC_SECRETARY, Post.MEMBER_REPRESENTATIVE),
        *((f"officer{n}.{code}", Role.OFFICER, Post.MEMBER_REPRESENTATIVE) for n in range(3, 2 + representatives)),
    ]


def usernames(clinics: list[Clinic]) -> list[str]:
    """Everybody who gets an account."""
    staff = [username for clinic in clinics for username, _role, _post in posts_of(clinic)]
    return ["admin", *staff, *(username for seats in COMMITTEES.values() for username, _role in seats)]


def make_accounts(scene: Scene, names: Names, told: Callable[[], Any]) -> None:
    """One account a person; ``told`` is called for each."""
    # Hashing is slow on purpose; the accounts share one password, and so one hash.
    password = make_password(settings.DEMO_PASSWORD)
    for number, username in enumerate(usernames(scene.clinics)):
        prefix, first_name, last_name = next(names)
        user = User(
            username=username,
            prefix=prefix,
            first_name=first_name,
            last_name=last_name,
            phone=f"08000000{number % 100:02d}",
            password=password,
            is_staff=username == "admin",
            is_superuser=username == "admin",
            date_joined=scene.now,
        )
        user.full_clean()
        user.save()
        told()
    scene.admin = User.objects.get(username="admin")


def appoint_people(scene: Scene, year: ProgrammeYear, *, is_last: bool) -> None:
    """Everybody's posts of a year; those of the last year have no end yet. Then their rights are read anew."""
    people = {user.username: user for user in User.objects.all()}
    starts_on = date(year.gregorian_year, 1, 1)
    term: dict[str, Any] = {
        "starts_on": starts_on,
        "ends_on": None if is_last else date(year.gregorian_year, 12, 31),
        "by": scene.admin,
    }
    rows = {row.clinic_id: row for row in year.clinic_years.all()}
    for clinic in scene.clinics:
        for order, (username, role, post) in enumerate(posts_of(clinic), 1):
            is_acting = role == Role.HEAD and clinic.code in ACTING_HEADS
            seat: dict[str, Any] = {
                "role": role,
                "post": post,
                "clinic_year": rows[clinic.pk],
                "order": order,
                "is_acting": is_acting,
            }
            appoint(user=people[username], **seat, **term)
    for committee, seats in COMMITTEES.items():
        for order, (username, role) in enumerate(seats, 1):
            appoint(user=people[username], role=role, committee=committee, order=order, **term)
    _know(scene)


def _know(scene: Scene) -> None:
    """Read everybody from the database: a person who was read earlier remembers the posts of then."""
    people = {user.username: user for user in User.objects.all()}
    for clinic in scene.clinics:
        code = clinic.code.lower()
        officers = sorted(name for name, role, _post in posts_of(clinic) if role == Role.OFFICER)
        scene.staff[clinic.code] = Staff(
            people[f"head.{code}"], people[f"secretary.{code}"], [people[name] for name in officers]
        )
    scene.board = {name.partition(".")[2]: people[name] for name, _role in COMMITTEES[Committee.BOARD]}
    scene.education = {name.partition(".")[2]: people[name] for name, _role in COMMITTEES[Committee.EDUCATION]}
