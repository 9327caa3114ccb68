"""What an option does with the loans, in words a member understands: who is paid how much a month, and how long."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.counselling.courses import NOTHING, Change, Loan, changed
from cases.counselling.payoff import AVALANCHE
from cases.counselling.ways_out import Facts, Terms, joined, new_loan, raced
from clinic_project.thai.numbers import format_money

# What a line of a plan has room for, and how much of it a creditor's name may take.
LONGEST_STEP, LONGEST_NAME = 200, 60


def _baht(amount: Decimal) -> str:
    """Whole baht without satang: "3,650"."""
    return format_money(amount).removesuffix(".00")


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}"


def _name(loan: Loan) -> str:
    return loan.label if len(loan.label) <= LONGEST_NAME else f"{loan.label[: LONGEST_NAME - 1]}…"


def _changed(facts: Facts, loan: Loan, change: Change) -> str:
    course = changed(loan, change, step=facts.position.rules.instalment_step)
    months = change.grace_months if change.grace else 0
    values = {
        "loan": _name(loan),
        "first": _baht(course.first),
        "later": _baht(course.later),
        "months": months,
        "n": len(course.payments) - months,
    }
    text = _("ผ่อน %(loan)s เดือนละ %(later)s บาท %(n)d งวด")
    if months and change.grace == NOTHING:
        text = _("พักชำระ %(loan)s %(months)d เดือน แล้วผ่อนเดือนละ %(later)s บาท อีก %(n)d งวด")
    elif months:
        text = _("จ่ายเฉพาะดอกเบี้ย %(loan)s เดือนละ %(first)s บาท %(months)d เดือน แล้วผ่อนเดือนละ %(later)s บาท อีก %(n)d งวด")
    words = text % values
    if change.rate is not None:
        words += _(" ดอกเบี้ยเหลือร้อยละ %(rate)s") % {"rate": _percent(change.rate)}
    return words


def _joined(facts: Facts, terms: Terms, joining: Sequence[Loan]) -> str:
    """All names, or how many where a plan's line has no room for them."""
    new = new_loan(facts, terms)
    text = _("รวม %(names)s เป็นเงินกู้สหกรณ์ ดอกเบี้ยร้อยละ %(rate)s ผ่อนเดือนละ %(later)s บาท %(n)d งวด")
    values = {"rate": _percent(new.rate), "later": _baht(new.course.later), "n": new.periods}
    words = text % {**values, "names": ", ".join(_name(loan) for loan in joining)}
    if len(words) > LONGEST_STEP:
        words = text % {**values, "names": _("หนี้ %(count)d ราย") % {"count": len(joining)}}
    return words


def _paid_off(terms: Terms, racing: Sequence[Loan]) -> str:
    budget = sum((loan.line.instalment for loan in racing), terms.extra)
    text = _("จ่ายหนี้ภายนอกรวมเดือนละ %(budget)s บาท ปิดรายที่%(order)sก่อน เริ่มที่ %(first)s")
    words = text % {
        "budget": _baht(budget),
        "order": _("ดอกเบี้ยสูงสุด") if terms.order == AVALANCHE else _("ยอดน้อยที่สุด"),
        "first": _name(racing[0]),
    }
    if terms.extra:
        words += _(" เพิ่มจากเดิมเดือนละ %(extra)s บาท") % {"extra": _baht(terms.extra)}
    return words


def steps_of(facts: Facts, terms: Terms) -> list[str]:
    """One line a thing that is done, in the order of the loans, with what it comes to a month.

    For terms that can be worked out (``cases.counselling.ways_out.work_out``).
    """
    joining = joined(facts, terms)
    lines = [_joined(facts, terms, joining)] if joining else []
    for loan in facts.loans:
        change = terms.changes.get(loan.key)
        if change and loan.line.balance and not change.joins and not change.is_empty:
            lines.append(_changed(facts, loan, change))
    racing = raced(facts, terms)
    if racing:
        lines.append(_paid_off(terms, racing))
    return lines
