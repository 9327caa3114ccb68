"""Accounts for people who are newly appointed: opened with a password that is shown once and must be changed."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic_project import audit
from clinics.models import Appointment, ClinicYear, User
from clinics.permissions.appointments import can_fill, can_lead_staff
from clinics.services.appointments import appoint

# Without letters and figures that are taken for one another when read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """Three groups of five to copy by hand: 74 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(5)) for _group in range(3))


def _give(user: User) -> str:
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    return password


@transaction.atomic
def appoint_new_person(
    *, clinic_year: ClinicYear, account: dict[str, Any], by: Any, **appointment: Any
) -> tuple[Appointment, str]:
    """Open an account (user name, name, phone) and appoint its person; gives the password to hand over, once.

    Raises ``NotAllowed``, or ``ValidationError`` in Thai when the user name is taken or the post is.
    """
    can_fill(by, clinic_year, role=appointment["role"]).or_raise()
    user = User(**account)
    password = _give(user)
    try:
        user.full_clean()
    except ValidationError as error:
        if "username" in error.error_dict:
            message = _("ชื่อผู้ใช้นี้ใช้ไม่ได้หรือมีผู้ใช้แล้ว ใช้ตัวอักษรอังกฤษ ตัวเลข จุด หรือขีด เช่น officer2.cmi")
            raise ValidationError({"username": message}) from error
        raise
    user.save()
    audit.record("account.opened", user, by=by, reference=user.username)
    return appoint(user=user, clinic_year=clinic_year, by=by, **appointment), password


@transaction.atomic
def renew_first_password(appointment: Appointment, *, by: Any) -> str:
    """Give a new first password to somebody who never signed in. Raises ``NotAllowed``, ``ValidationError``."""
    can_lead_staff(by, appointment.clinic_year).or_raise()
    user: User = User.objects.select_for_update().get(pk=appointment.user_id)
    if user.last_login is not None or not user.must_change_password:
        raise ValidationError(_("ผู้นี้เคยเข้าใช้ระบบแล้ว ให้ผู้ดูแลระบบตั้งรหัสผ่านใหม่"))
    password = _give(user)
    user.save(update_fields=["password", "must_change_password"])
    audit.record("account.password", user, by=by, reference=user.username)
    return password
