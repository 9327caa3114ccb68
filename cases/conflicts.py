"""Conflicts of interest that the data show by themselves (domain.md, section 3), beside those that were declared.

Accounts carry no member number, so staff are told by their name: the very same first and last name, prefix and tones
set aside. That a namesake is kept away from a case does less harm than that a guarantor looks after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.models import Case, ConflictDeclaration, Debt
from clinic_project.thai.text import search_key, split_prefix

Relation = ConflictDeclaration.Relation


def _key(name: str) -> str:
    return search_key(split_prefix(name)[1])


def _keys_of_staff(user: Any) -> str:
    return search_key(f"{user.first_name} {user.last_name}")


def _guarantor_names(debts: Iterable[Debt]) -> set[str]:
    found = set()
    for debt in debts:
        for row in debt.guarantor_rows.all():
            name = f"{row.member.first_name} {row.member.last_name}" if row.member else row.name
            found.add(search_key(name) if row.member else _key(name))
    return found


@dataclass(frozen=True)
class Near:
    """Who stands near the member by the data of a case: names as keys, and whether its clinic is in their own unit."""

    guarantors: set[str]
    creditors: set[str]
    is_own_unit: bool


def _near(case: Case) -> Near:
    """Read once for each drawing or write of the case, however often its permissions are asked."""
    if "near" not in case.__dict__:
        debts = list(case.debts.prefetch_related("guarantor_rows__member"))
        creditors = {_key(debt.creditor) for debt in debts if not debt.is_cooperative}
        unit = search_key(case.member.unit)
        is_own_unit = bool(unit) and unit in {search_key(host.name) for host in case.clinic.hosts.all()}
        case.__dict__["near"] = Near(_guarantor_names(debts), creditors, is_own_unit)
    near: Near = case.__dict__["near"]
    return near


def conflicts_in_data(case: Case, staff: Iterable[Any]) -> dict[int, str]:
    """Relation by user id: guarantor of the member's debts, private creditor, or head of the member's own unit
    (the clinic's host; its head is the members' superior there).

    A few queries, however many people are asked about.
    """
    near = _near(case)
    found: dict[int, str] = {}
    for user in staff:
        name = _keys_of_staff(user)
        if not name:
            continue
        if name in near.guarantors:
            found[user.pk] = Relation.GUARANTOR.value
        elif name in near.creditors:
            found[user.pk] = Relation.CREDITOR.value
        elif near.is_own_unit and user.is_head_of(case.clinic_id):
            found[user.pk] = Relation.SUPERIOR.value
    return found
