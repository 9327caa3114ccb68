"""Members who need a closer look, as filters, chips and counts: pensioners, leaving in debt, sued (counselling.md)."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.counselling.money import MONTHS_A_YEAR
from cases.counselling.position import LAWSUIT_STAGES, Rules
from cases.models import Case, Debt, Lawsuit
from cases.services.figures import months_until
from members.models import Member

PENSIONER, LEAVING, SUED = "pensioner", "leaving", "sued"
GROUPS: dict[str, Any] = {
    PENSIONER: _("ผู้รับบำนาญ"),
    LEAVING: _("ใกล้พ้นงาน หนี้เกินหุ้นและเงินฝาก"),
    SUED: _("ถูกฟ้อง"),
}
TONES = {PENSIONER: "plain", LEAVING: "alarm", SUED: "alarm"}


def _last_day(today: date) -> date:
    """Who retires before this day leaves within the rules' whole months (``months_until``)."""
    months = today.year * MONTHS_A_YEAR + today.month - 1 + Rules().leaving_months + 1
    year, month = divmod(months, MONTHS_A_YEAR)
    if today.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, today.day)
    year, month = divmod(months + 1, MONTHS_A_YEAR)
    return date(year, month + 1, 1)


def _total_debt() -> Any:
    sums = Debt.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(total=Sum("balance"))
    money = DecimalField(max_digits=14, decimal_places=2)
    return Coalesce(Subquery(sums.values("total")), Decimal(0), output_field=money)


def narrow(cases: QuerySet[Case], group: str, today: date) -> QuerySet[Case]:
    """Those of the cases whose member belongs to a group."""
    pensioners = Q(member__kind=Member.Kind.PENSIONER) | Q(member__retirement_date__lte=today)
    if group == PENSIONER:
        return cases.filter(pensioners)
    if group == LEAVING:
        soon = cases.filter(member__retirement_date__gt=today, member__retirement_date__lt=_last_day(today))
        return (
            soon.exclude(member__kind=Member.Kind.PENSIONER)
            .alias(total_debt=_total_debt())
            .filter(total_debt__gt=F("member__share_capital") + F("member__deposits"))
        )
    debts = Debt.objects.filter(case=OuterRef("pk"), stage__in=LAWSUIT_STAGES)
    return cases.filter(Q(Exists(debts)) | Q(Exists(Lawsuit.objects.running().filter(case=OuterRef("pk")))))


def _is_pensioner(member: Member, today: date) -> bool:
    """By the register's kind, or by the day they left work; either may be known without the other."""
    has_left = member.retirement_date is not None and member.retirement_date <= today
    return has_left or member.kind == Member.Kind.PENSIONER


def _savings(member: Any) -> Decimal:
    savings: Decimal = member.share_capital + member.deposits
    return savings


def groups_of(cases: Collection[Case], today: date) -> dict[int, list[str]]:
    """Groups by case id, of cases the reader may read; two queries however many they are."""
    ids = [case.pk for case in cases]
    owed: dict[int, Decimal] = defaultdict(Decimal)
    sued = set(Lawsuit.objects.running().filter(case__in=ids).values_list("case_id", flat=True)) if ids else set()
    rows = Debt.objects.filter(case__in=ids).values_list("case_id", "balance", "stage") if ids else []
    for case_id, balance, stage in rows:
        owed[case_id] += balance
        if stage in LAWSUIT_STAGES:
            sued.add(case_id)
    found: dict[int, list[str]] = {}
    for case in cases:
        member, own = case.member, []
        months = months_until(member.retirement_date, today)
        if _is_pensioner(member, today):
            own.append(PENSIONER)
        elif months is not None and months <= Rules().leaving_months and owed[case.pk] > _savings(member):
            own.append(LEAVING)
        if case.pk in sued:
            own.append(SUED)
        found[case.pk] = own
    return found


def group_counts(user: Any, today: date) -> dict[str, int]:
    """How many open cases one may read are in each group; a query each."""
    cases: Any = Case.objects.visible_to(user).active()
    return {group: narrow(cases, group, today).count() for group in GROUPS}
