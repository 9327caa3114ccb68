"""The posts of a clinic in words: the rows of form คส.01, which of them stand empty, and what to do about it (R13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from clinics.models import Appointment, ClinicYear, Post, Role

FREE = "other"
# Post and role as one choice, in the order of the form.
DUTIES: dict[str, tuple[str, str]] = {
    "head": (Post.AGENT, Role.HEAD),
    "administration_head": (Post.ADMINISTRATION_HEAD, Role.OFFICER),
    "finance": (Post.FINANCE, Role.OFFICER),
    "secretary": (Post.MEMBER_REPRESENTATIVE, Role.CLINIC_SECRETARY),
    "representative": (Post.MEMBER_REPRESENTATIVE, Role.OFFICER),
}
# The central clinic's posts have names of their own.
FREE_DUTIES: dict[str, tuple[str, str]] = {
    "other_head": (Post.OTHER, Role.HEAD),
    "other_secretary": (Post.OTHER, Role.CLINIC_SECRETARY),
    "other_officer": (Post.OTHER, Role.OFFICER),
}
NEEDED = {
    "head": _("หัวหน้าคลินิก (ตัวแทนสหกรณ์)"),
    "finance": _("เจ้าหน้าที่การเงิน"),
    "secretary": _("เลขานุการคลินิก (ผู้แทนสมาชิก)"),
}

# Posts in which somebody may act: those of one person at a time.
ACTABLE = ("head", "administration_head", "finance", "secretary")


def words_of(post: str, role: str) -> str:
    """A post with its role: ``ผู้แทนสมาชิก เป็นเลขานุการคลินิก``."""
    label = _("ตำแหน่งอื่น") if post == Post.OTHER else Post(post).label
    return str(_("%(post)s เป็น%(role)s") % {"post": label, "role": Role(role).label})


def duty_choices(clinic_year: ClinicYear) -> list[tuple[str, str]]:
    """What one can be appointed to in the clinic, as choices of a form."""
    offered = {**DUTIES, **(FREE_DUTIES if clinic_year.clinic.is_central else {})}
    return [(code, words_of(post, role)) for code, (post, role) in offered.items()]


def day_in(clinic_year: ClinicYear, today: date) -> date:
    """Today, or the nearest day of the clinic's year: of a past year one sees who was there at its end."""
    year = clinic_year.year.gregorian_year
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


@dataclass(frozen=True)
class Vacancy:
    """A post nobody holds. ``acting``: who acts in it; ``url``: where it is filled; ``act_url``: where one acts."""

    label: Any
    url: str
    button: Any
    act_url: str
    acting: str = ""


def _url(clinic_year: ClinicYear, name: str, *more: str, **query: str) -> str:
    address = reverse(f"clinics:{name}", args=[clinic_year.clinic.code, clinic_year.year.buddhist_year, *more])
    return f"{address}?{urlencode(query)}" if query else address


def is_duty(seat: Appointment, code: str) -> bool:
    """Whether an appointment is to that duty: head and secretary by the role, the others by the post."""
    return seat.role == code if code in {Role.HEAD, Role.CLINIC_SECRETARY} else seat.post == code


def holder(staff: Iterable[Appointment], duty: str) -> Appointment | None:
    """Who of the staff holds a duty in their own right, or None."""
    return next((seat for seat in staff if is_duty(seat, duty) and not seat.is_acting), None)


def vacancies(clinic_year: ClinicYear, staff: Iterable[Appointment]) -> list[Vacancy]:
    """The posts nobody holds in their own right: allowed, with a warning (domain.md section 1, staff)."""
    seats = list(staff)
    several = sum(1 for seat in seats if seat.post == Post.MEMBER_REPRESENTATIVE and not seat.is_acting) > 1
    found = []
    for code, label in NEEDED.items():
        held = [seat for seat in seats if is_duty(seat, code)]
        if any(not seat.is_acting for seat in held):
            continue
        url, button = _url(clinic_year, "staff_find", post=code), _("แต่งตั้ง")
        if code == "secretary" and several:
            url, button = _url(clinic_year, "staff_secretary"), _("บันทึกการคัดเลือกเลขานุการ")
        act_url = _url(clinic_year, "staff_act", code)
        found.append(Vacancy(label, url, button, act_url, ", ".join(seat.user.full_name for seat in held)))
    return found


def lacks_choice(staff: Sequence[Appointment], chosen: set[int]) -> bool:
    """Whether there are several representatives and how their secretary was chosen is not recorded (R13).

    ``chosen``: ids of the appointments that rest on a recorded choice.
    """
    seats = [seat for seat in staff if seat.post == Post.MEMBER_REPRESENTATIVE and not seat.is_acting]
    secretary = [seat for seat in seats if seat.role == Role.CLINIC_SECRETARY]
    return len(seats) > 1 and bool(secretary) and not any(seat.pk in chosen for seat in secretary)
