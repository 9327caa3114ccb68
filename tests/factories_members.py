"""Builders of members and sessions, through the services."""

from itertools import count
from typing import Any

from django.utils import timezone

from cases.models import Session
from cases.services.sessions import log_session
from clinics.models import Clinic, User
from members.models import Member
from members.services.members import add_member

_numbers = count(4321)
# What a member is called when a test doesn't say; the canary test gives names that stand nowhere else.
USUAL = {"prefix": "นางสาว", "first_name": "กัญญาณัฐ", "last_name": "ฐิติวัฒน์กุล"}


def officer_of(clinic_code: str) -> User:
    """The officer of a clinic of the cast."""
    return User.objects.get(username=f"officer.{clinic_code.lower()}")


def make_member(clinic_code: str = "CMI", *, by: Any = None, **fields: Any) -> Member:
    """A member of the clinic, by default with a number of their own."""
    given = {
        "number": f"{next(_numbers):06d}",
        **USUAL,
        **fields,
    }
    return add_member(clinic=Clinic.objects.get(code=clinic_code), by=by or officer_of(clinic_code), **given)


def make_session(clinic_code: str = "CMI", *, by: Any = None, **fields: Any) -> Session:
    """A walk-in of today at the clinic; ``member=None`` must come with another mode."""
    member = fields.pop("member") if "member" in fields else make_member(clinic_code)
    given = {
        "served_on": timezone.localdate(),
        "mode": "walk_in",
        "activities": ["financial_problem_advice"],
        "client_types": ["multiple_debts"],
        "advice": "รวบรวมรายการหนี้ทั้งหมดแล้วนัดกลับมาอีกครั้ง",
        "minutes": 30,
        **fields,
    }
    return log_session(
        clinic=Clinic.objects.get(code=clinic_code), member=member, by=by or officer_of(clinic_code), **given
    )
