"""What the dated rules say of a debt as it stands: a rate above its ceiling, a minimum not met, default interest."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from cases.counselling.dated import CARD_MINIMUM, DEFAULT_INTEREST, DatedRule, RulesOfTheDay
from cases.counselling.loans import default_interest
from cases.counselling.money import HUNDRED, baht, round_satang
from cases.models import Debt
from clinic_project.thai.numbers import format_percent

# Default interest is told for a month of so many days.
DAYS_TOLD = 30


def rule_warnings(debt: Debt, rules: Iterable[DatedRule], today: date) -> list[str]:
    """Whole sentences, each with its figure, its limit and what to do; empty where no rule speaks (counselling.md).

    A debt is measured by the rules of the day its balance is of.
    """
    in_force = RulesOfTheDay(rules, debt.as_of or today)
    return [*_rate(debt, in_force), *_minimum(debt, in_force), *_default(debt, in_force)]


def _rate(debt: Debt, rules: RulesOfTheDay) -> Iterator[str]:
    """A rate on the reducing balance above what such a creditor may charge."""
    ceiling = rules.rate_ceiling(debt.kind)
    if ceiling is not None and debt.is_rate_effective and debt.annual_rate > ceiling.value:
        words = _("ดอกเบี้ย %(rate)s สูงกว่าเพดาน %(most)s (%(source)s) ตรวจสัญญาแล้วสอบถามเจ้าหนี้")
        values = {"rate": format_percent(debt.annual_rate), "most": format_percent(ceiling.value)}
        yield words % (values | {"source": ceiling.source})


def _minimum(debt: Debt, rules: RulesOfTheDay) -> Iterator[str]:
    """A card paid below the least that counts as paying: its contract's share of the balance, else the rule's."""
    if debt.kind != Debt.Kind.CREDIT_CARD or not debt.balance:
        return
    share = rules.value(CARD_MINIMUM) if debt.minimum_percent is None else debt.minimum_percent
    if share is None:
        return
    least = round_satang(debt.balance * share / HUNDRED)
    if debt.instalment < least:
        words = _("จ่าย %(paid)s บาท ต่ำกว่าขั้นต่ำ %(share)s ของยอด คือ %(least)s บาท อาจถูกนับว่าค้างชำระ")
        yield words % {"paid": baht(debt.instalment), "share": format_percent(share), "least": baht(least)}


def _default(debt: Debt, rules: RulesOfTheDay) -> Iterator[str]:
    """Formula 14 for a month: what may be asked at most for what is overdue."""
    rule = rules.get(DEFAULT_INTEREST)
    if rule is not None and debt.arrears_amount:
        most = default_interest(debt.arrears_amount, rule.value, DAYS_TOLD)
        words = _("ดอกเบี้ยผิดนัดตามกฎหมาย %(rate)s ต่อปีของเงินต้นที่ค้าง ยอด %(owed)s บาท ไม่เกิน %(most)s บาทต่อ %(days)d วัน")
        values = {"rate": format_percent(rule.value), "owed": baht(debt.arrears_amount), "most": baht(most)}
        yield words % (values | {"days": DAYS_TOLD})
