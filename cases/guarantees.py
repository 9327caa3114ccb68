"""What guarantors answer for (formula 15), as far as the reader may know them (domain.md, section 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.counselling.loans import guarantor_exposure, round_satang
from cases.models import Case, Debt, GuaranteeGiven, Guarantor
from cases.services.figures import position_of
from clinic_project import audit
from members.models import Member

ZERO = Decimal(0)


@dataclass(frozen=True)
class GuarantorRow:
    """A guarantor of a debt as one reader sees them: ``name`` says no more than that reader may know.

    ``shown``: the member whose name it is.
    """

    row: Guarantor
    name: str
    exposure: Decimal
    falls_below_floor: bool = False
    shown: Member | None = None


@dataclass(frozen=True)
class GivenRow:
    """A debt of somebody else the member answers for, and with how much.

    ``url``: the case it was taken from; ``shown``: the member who owes it there.
    """

    borrower: str
    creditor: str
    exposure: Decimal
    state: str
    tone: str
    given: GuaranteeGiven | None = None
    url: str = ""
    shown: Member | None = None


TONES = {"normal": "done", "late": "wait", "called": "alarm", "released": "plain"}


def exposure_of(debt: Debt, member: Member, count: int) -> Decimal:
    """Formula 15 for each of ``count`` guarantors; shares and deposits stand only against the cooperative's loans."""
    shares, deposits = (member.share_capital, member.deposits) if debt.is_cooperative else (ZERO, ZERO)
    return guarantor_exposure(debt.balance, shares, deposits, count)


def _known(user: Any, rows: list[Guarantor]) -> set[int]:
    ids = {row.member_id for row in rows if row.member_id}
    if not ids:
        return set()
    return set(Member.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _positions(user: Any, members: set[int]) -> dict[int, Any]:
    """Each member's figures from the newest case this person may read."""
    if not members:
        return {}
    found = Case.objects.visible_to(user).filter(member__in=members, household_lines__isnull=False).distinct()
    found = found.select_related("year").prefetch_related("household_lines", "debts")
    return {case.member_id: position_of(case) for case in found.order_by("opened_on", "id")}


def _name(row: Guarantor, known: set[int]) -> str:
    if row.member is None:
        return row.name
    if row.member_id in known:
        return f"{row.member.full_name} {row.member.number}"
    return _("สมาชิกสหกรณ์ (ดูชื่อได้เฉพาะคลินิกที่ดูแล)")


def guarantors_of(user: Any, case: Case) -> dict[int, list[GuarantorRow]]:
    """Guarantors by debt. The warning that one's own N would fall under F only where the reader may see that member.

    Reads the prefetched ``debts__guarantor_rows__member``; two queries more where members answer for something.
    """
    debts = list(case.debts.all())
    rows = [row for debt in debts for row in debt.guarantor_rows.all()]
    known = _known(user, rows)
    positions = _positions(user, known)
    found: dict[int, list[GuarantorRow]] = {}
    for debt in debts:
        own = list(debt.guarantor_rows.all())
        for row in own:
            position = positions.get(row.member_id) if row.member_id else None
            share = round_satang(debt.instalment / len(own))
            falls = position is not None and position.would_fall_below_floor(share)
            exposure = exposure_of(debt, case.member, len(own))
            member = row.member if row.member_id in known else None
            found.setdefault(debt.pk, []).append(GuarantorRow(row, _name(row, known), exposure, falls, member))
    return found


def note_third_persons(user: Any, guarantors: dict[int, list[GuarantorRow]], given: Iterable[GivenRow] = ()) -> None:
    """Log that the page shows these other members, before it is drawn (R48)."""
    rows: list[GuarantorRow | GivenRow] = [row for own in guarantors.values() for row in own]
    shown = {row.shown.pk: row.shown for row in (*rows, *given) if row.shown is not None}
    audit.record_readings(shown.values(), by=user, page="guarantee")


def at_risk(user: Any, case: Case) -> list[str]:
    """Guarantors whose own N would fall under F if they had to pay, as this reader may know them (formula 15)."""
    creditors = {debt.pk: debt.creditor for debt in case.debts.all()}
    found = {pk: [row for row in own if row.falls_below_floor] for pk, own in guarantors_of(user, case).items()}
    note_third_persons(user, found)
    return [f"{row.name} ({creditors[pk]})" for pk, rows in found.items() for row in rows]


def given_by(user: Any, case: Case) -> list[GivenRow]:
    """What the member answers for: as they told, and what stands in other cases this person may read."""
    rows = [
        GivenRow(
            borrower=given.borrower,
            creditor=given.creditor,
            exposure=ZERO
            if given.state == GuaranteeGiven.State.RELEASED
            else guarantor_exposure(given.balance, given.shares_deposits, ZERO, given.guarantors),
            state=str(given.get_state_display()),
            tone=TONES[given.state],
            given=given,
        )
        for given in case.guarantees_given.all()
    ]
    elsewhere = Guarantor.objects.visible_to(user).of_member(case.member).exclude(debt__case=case)
    for row in elsewhere.prefetch_related("debt__guarantor_rows"):
        debt = row.debt
        rows.append(
            GivenRow(
                borrower=debt.case.member.full_name,
                creditor=debt.creditor,
                exposure=exposure_of(debt, debt.case.member, len(debt.guarantor_rows.all())),
                state=_("ถูกเรียกให้ชำระแทน") if row.is_called else str(debt.get_stage_display()),
                tone="alarm" if row.is_called else "done" if debt.stage == Debt.Stage.NORMAL else "wait",
                url=debt.case.get_absolute_url(),
                shown=debt.case.member,
            )
        )
    return rows
