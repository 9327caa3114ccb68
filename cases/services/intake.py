"""One visit in one step: the member known, new or from another clinic; perhaps a case; and the session."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Session
from cases.services.cases import open_case
from cases.services.sessions import log_session
from clinics.models import Clinic
from members.models import Member
from members.services.members import receive_member
from members.services.merges import add_other_person


@contextmanager
def _errors_as(prefix: str) -> Iterator[None]:
    """Name a service's errors as the form names its fields: ``number`` becomes ``new_number``."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError({f"{prefix}{name}": found for name, found in error.error_dict.items()}) from error


def _settle_member(
    clinic: Clinic, member: Member | None, new: Mapping[str, Any] | None, other: Mapping[str, Any] | None, by: Any
) -> Member | None:
    if new is not None:
        fields = dict(new)
        others = Member.objects.visible_to(by).filter(number__in=fields.pop("others", ()))
        with _errors_as("new_"):
            return add_other_person(others=list(others), clinic=clinic, by=by, **fields)
    if other is not None:
        with _errors_as("other_"):
            return receive_member(clinic=clinic, by=by, **other)
    return member


@transaction.atomic
def log_visit(
    *,
    clinic: Clinic,
    session: Mapping[str, Any],
    by: Any,
    member: Member | None = None,
    new_member: Mapping[str, Any] | None = None,
    other_member: Mapping[str, Any] | None = None,
    new_case: Mapping[str, Any] | None = None,
) -> Session:
    """Log a visit as the counter writes it down; all of it or nothing.

    ``session`` goes to :func:`log_session`, ``new_member`` to :func:`add_member` (``others``: numbers of members who
    look alike and are not the same person), ``other_member`` (number, surname) to :func:`receive_member`, ``new_case``
    to :func:`open_case`. Errors name the form's fields.
    """
    person = _settle_member(clinic, member, new_member, other_member, by)
    facts = dict(session)
    if new_case is not None:
        if person is None:
            raise ValidationError({"case": _("เปิดเรื่องได้เมื่อระบุสมาชิกแล้ว")})
        facts["case"] = open_case(clinic=clinic, member=person, by=by, opened_on=facts["served_on"], **new_case)
    return log_session(clinic=clinic, member=person, by=by, **facts)
