"""What a measure is compared by: options side by side with their figures, and the position before and after. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.counselling.position import FinancialPosition

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Option:
    """One way out with its figures. ``total_interest`` None: the debt never ends as it is paid."""

    label: str
    instalment: Decimal
    periods: int
    total_interest: Decimal | None
    position: FinancialPosition
    cooperative_cost: Decimal = ZERO
    note: str = ""
    is_recommended: bool = False
    # Where a grace ends: the instalment and the position after it.
    later_instalment: Decimal | None = None
    later: FinancialPosition | None = None

    @property
    def net_ratio(self) -> Decimal | None:
        """N/S in per cent."""
        return self.position.net_ratio

    @property
    def debt_service_ratio(self) -> Decimal | None:
        """DSR in per cent."""
        return self.position.debt_service_ratio

    @property
    def residual(self) -> Decimal:
        """R in baht a month."""
        return self.position.residual

    def _later(self) -> dict[str, str | None]:
        if self.later is None:
            return {}
        figures = {
            "instalment": self.later_instalment,
            "net_ratio": self.later.net_ratio,
            "debt_service_ratio": self.later.debt_service_ratio,
            "residual": self.later.residual,
        }
        return {name: None if value is None else f"{value:.2f}" for name, value in figures.items()}

    def as_row(self, order: int) -> dict[str, Any]:
        """The values of a stored ``MeasureOption``."""
        return {
            "order": order,
            "label": self.label,
            "instalment": self.instalment,
            "periods": self.periods,
            "total_interest": self.total_interest,
            "net_ratio": self.net_ratio,
            "debt_service_ratio": self.debt_service_ratio,
            "residual": self.residual,
            "later": self._later(),
            "cooperative_cost": self.cooperative_cost,
            "note": self.note,
            "is_recommended": self.is_recommended,
        }


@dataclass(frozen=True)
class Comparison:
    """The position before and after the measure, and the options beside one another (the proposed one among them).

    ``steps``: what is done, in words, where the measure is a way out that was compared with the member.
    """

    before: FinancialPosition
    options: tuple[Option, ...]
    steps: tuple[str, ...] = ()

    @property
    def proposed(self) -> Option:
        """The option that is recommended."""
        return next(option for option in self.options if option.is_recommended)

    @property
    def after(self) -> FinancialPosition:
        """The position under the measure, during a grace where there is one."""
        return self.proposed.position

    @property
    def later(self) -> FinancialPosition | None:
        """The position after a grace has ended; None where the relief doesn't end."""
        return self.proposed.later
