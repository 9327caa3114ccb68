"""Money and rates as the counselling formulas use them: checked, Decimal, rounded half up to the satang.

A number is refused here, with a Thai sentence, so that no formula has to meet a float, a NaN or a negative loan.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

SATANG = Decimal("0.01")
HUNDRED = Decimal(100)
MONTHS_A_YEAR = 12
DAYS_A_YEAR = 365

LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_RATE = Decimal(10_000)  # per cent a year; informal lenders do ask 20 % a day
LONGEST_TERM = 1_200  # months: a hundred years, longer is a slip of the keyboard
RATE_STEP = Decimal("0.000001")


class LoanError(ValueError):
    """A calculation that cannot be done; the text is Thai and meant for the page."""


class InvalidNumber(LoanError):
    """An amount, a rate or a number of periods that no loan can have."""


class NeverEnds(LoanError):
    """The payment does not exceed the month's interest, so the debt never goes down (formula 8)."""

    def __init__(self, monthly_interest: Decimal, payment: Decimal) -> None:
        self.monthly_interest = monthly_interest
        self.payment = payment
        super().__init__(
            _("ผ่อนเดือนละ %(payment)s บาท ไม่เกินดอกเบี้ยเดือนละ %(interest)s บาท หนี้นี้จึงไม่มีวันหมด")
            % {"payment": baht(payment), "interest": baht(monthly_interest)}
        )


class TermTooLong(LoanError):
    """The debt would end, but only after more than `LONGEST_TERM` months."""

    def __init__(self) -> None:
        super().__init__(_("ผ่อนเท่านี้ต้องใช้เวลาเกิน %(years)s ปี") % {"years": LONGEST_TERM // MONTHS_A_YEAR})


def round_satang(x: Decimal) -> Decimal:
    """Round half up (away from zero) to 0.01 baht."""
    return x.quantize(SATANG, rounding=ROUND_HALF_UP)


def round_up_to_step(x: Decimal, step: Decimal) -> Decimal:
    """Round up to a whole multiple of `step` baht, as instalments are set (11,102.05 by 10 is 11,110)."""
    return round_satang((x / step).to_integral_value(rounding=ROUND_CEILING) * step)


def per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Part of whole in per cent with two decimals; None where there is no whole to compare with."""
    return round_satang(part * HUNDRED / whole) if whole else None


def baht(x: Decimal) -> str:
    """`1,234.50`: the amount as a Thai sentence shows it."""
    return f"{round_satang(x):,.2f}"


def _checked(value: Decimal, name: object, largest: Decimal) -> Decimal:
    """The value as a finite, non-negative Decimal up to `largest`; floats are refused, they cannot hold satang."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise InvalidNumber(_("%(name)s ต้องเป็นตัวเลขทศนิยมที่แน่นอน") % {"name": name})
    number = Decimal(value)
    if not number.is_finite():
        raise InvalidNumber(_("%(name)s ต้องเป็นตัวเลข") % {"name": name})
    if number < 0:
        raise InvalidNumber(_("%(name)s ต้องไม่ติดลบ") % {"name": name})
    if number > largest:
        raise InvalidNumber(_("%(name)s ต้องไม่เกิน %(largest)s") % {"name": name, "largest": f"{largest:,}"})
    return number


def checked_amount(value: Decimal, name: object) -> Decimal:
    """A baht amount of zero or more, rounded to the satang."""
    return round_satang(_checked(value, name, LARGEST_AMOUNT))


def checked_positive(value: Decimal, name: object) -> Decimal:
    """A baht amount of at least one satang."""
    amount = checked_amount(value, name)
    if not amount:
        raise InvalidNumber(_("%(name)s ต้องมากกว่าศูนย์") % {"name": name})
    return amount


def checked_rate(value: Decimal) -> Decimal:
    """A rate in per cent (`Decimal("6")` is 6 %), kept to six decimals."""
    return _checked(value, _("อัตราดอกเบี้ย"), LARGEST_RATE).quantize(RATE_STEP, rounding=ROUND_HALF_UP)


def checked_periods(value: int, name: object = _("จำนวนงวด")) -> int:
    """A whole number of months between 1 and `LONGEST_TERM`."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_TERM:
        raise InvalidNumber(
            _("%(name)s ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง %(longest)s") % {"name": name, "longest": f"{LONGEST_TERM:,}"}
        )
    return value


def checked_days(value: int) -> int:
    """A whole number of days, zero or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InvalidNumber(_("จำนวนวันต้องเป็นจำนวนเต็มที่ไม่ติดลบ"))
    return value


def period_interest(balance: Decimal, annual_rate: Decimal) -> Decimal:
    """One month's interest on a balance, rounded: P i with i = r / 12."""
    return round_satang(balance * annual_rate / (HUNDRED * MONTHS_A_YEAR))
