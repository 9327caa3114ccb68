"""Rules that change over the years: ceilings of rates, minimum payments, default interest, longest terms. Pure.

A rule of a code is in force from its day until the next one of the same code begins. The net-pay floor and the DSR
marks belong to the programme year and come with `Rules` (formulas 2 and 3); here is what other laws and by-laws set.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CARD_RATE, PERSONAL_RATE, CARD_MINIMUM = "card_rate", "personal_rate", "card_minimum"
DEFAULT_INTEREST = "default_interest"
EMERGENCY_TERM, ORDINARY_TERM, SPECIAL_TERM = "emergency_term", "ordinary_term", "special_term"
CODES = (CARD_RATE, PERSONAL_RATE, CARD_MINIMUM, DEFAULT_INTEREST, EMERGENCY_TERM, ORDINARY_TERM, SPECIAL_TERM)
# Counted in instalments; the others are per cent.
TERMS = frozenset({EMERGENCY_TERM, ORDINARY_TERM, SPECIAL_TERM})

# Which rule bounds the rate, and which the term, of a kind of debt.
RATE_RULE = {"credit_card": CARD_RATE, "personal_loan": PERSONAL_RATE}
TERM_RULE = {"emergency_loan": EMERGENCY_TERM, "ordinary_loan": ORDINARY_TERM, "special_loan": SPECIAL_TERM}


@dataclass(frozen=True)
class DatedRule:
    """One value: per cent, or instalments for a term; where it comes from, and since when."""

    code: str
    value: Decimal
    starts_on: date
    source: str = ""


class RulesOfTheDay:
    """The rules in force on a day, by code. A code nobody has set is absent, and what it bounds is unbounded."""

    def __init__(self, rules: Iterable[DatedRule], day: date) -> None:
        self.day = day
        self._found: dict[str, DatedRule] = {}
        for rule in rules:
            known = self._found.get(rule.code)
            if rule.starts_on <= day and (known is None or rule.starts_on > known.starts_on):
                self._found[rule.code] = rule

    def get(self, code: str) -> DatedRule | None:
        """The rule of a code on the day."""
        return self._found.get(code)

    def value(self, code: str) -> Decimal | None:
        """Its value."""
        rule = self._found.get(code)
        return rule.value if rule else None

    def rate_ceiling(self, kind: str) -> DatedRule | None:
        """What a creditor may charge at most for a kind of debt (per cent a year)."""
        return self._found.get(RATE_RULE.get(kind, ""))

    def longest_term(self, kind: str) -> DatedRule | None:
        """In how many instalments a kind of cooperative loan has to be repaid."""
        return self._found.get(TERM_RULE.get(kind, ""))
