"""The form of ways out: up to four options, in each a row a loan. A box left empty leaves things as they are."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.counselling.courses import INTEREST_ONLY, NOTHING, Change, Loan
from cases.counselling.money import LoanError
from cases.counselling.payoff import AVALANCHE, SNOWBALL
from cases.counselling.ways_out import Facts, Outcome, Terms, work_out
from cases.models.ways_out import MOST_OPTIONS
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import MoneyField, PercentField, ThaiCharField, ThaiIntegerField

GRACE = [("", _("ไม่พัก")), (INTEREST_ONLY, _("จ่ายเฉพาะดอกเบี้ย")), (NOTHING, _("พักทั้งหมด"))]
ORDER = [("", _("จ่ายตามเดิม")), (AVALANCHE, _("ดอกเบี้ยสูงก่อน")), (SNOWBALL, _("ยอดน้อยก่อน"))]
LONGEST = 600
PARTS = ("periods", "rate", "grace", "months")
BOX = re.compile(r"o(?P<option>[0-9]+)_(?:l(?P<loan>[0-9]+)_)?")
HEAD = ("label", "new_periods", "new_rate", "order", "extra")


def _slide(least: int, most: int, step: str, now: Any = None) -> dict[str, str]:
    """What the script needs to put a slider beside the box. ``now``: what an empty box stands for, shown in it."""
    shown = "" if now is None else f"{Decimal(now).normalize():f}"
    start = {"data-slide-at": shown, "placeholder": shown} if shown else {}
    return {"data-slide-min": str(least), "data-slide-max": str(most), "data-slide-step": step, **start}


def _with(field: forms.Field, attrs: dict[str, str]) -> forms.Field:
    field.widget.attrs.update(attrs)
    return field


class WaysOutForm(PlainForm):
    """Options 1 to 4. ``outcomes``: number of the option -> its figures, of those that can be worked out."""

    def __init__(self, data: Any, *, facts: Facts, first: Sequence[Terms]) -> None:
        super().__init__(data)
        self.facts = facts
        self.loans = [loan for loan in facts.loans if loan.line.balance]
        self.outcomes: dict[int, Outcome] = {}
        for number in range(1, MOST_OPTIONS + 1):
            self._add_option(number, first[number - 1] if number <= len(first) else Terms())

    def _add_option(self, n: int, terms: Terms) -> None:
        known, rules = terms.label, self.facts.position.rules
        self.fields[f"o{n}_label"] = ThaiCharField(label=_("ชื่อทางเลือก"), max_length=80, required=False, initial=known)
        periods = ThaiIntegerField(
            label=_("เงินกู้ใหม่ (งวด)"), required=False, min_value=1, max_value=LONGEST, initial=terms.new_periods
        )
        self.fields[f"o{n}_new_periods"] = _with(periods, _slide(12, 240, "6", rules.headroom_periods))
        rate = PercentField(label=_("เงินกู้ใหม่ (ดอกเบี้ยร้อยละ)"), required=False, places=3, initial=terms.new_rate)
        self.fields[f"o{n}_new_rate"] = _with(rate, _slide(1, 15, "0.25", rules.headroom_rate))
        self.fields[f"o{n}_order"] = forms.ChoiceField(
            label=_("ลำดับปิดหนี้ภายนอก"), choices=ORDER, required=False, initial=terms.order
        )
        extra = MoneyField(label=_("จ่ายหนี้ภายนอกเพิ่มเดือนละ"), required=False, initial=terms.extra or None)
        self.fields[f"o{n}_extra"] = _with(extra, _slide(0, 5000, "100"))
        for loan in self.loans:
            self._add_loan(f"o{n}_l{loan.key}_", loan, terms.changes.get(loan.key) or Change())

    def _add_loan(self, start: str, loan: Loan, change: Change) -> None:
        self.fields[f"{start}joins"] = forms.BooleanField(label=_("รวมในเงินกู้ใหม่"), required=False, initial=change.joins)
        periods = ThaiIntegerField(
            label=_("งวดใหม่"), required=False, min_value=1, max_value=LONGEST, initial=change.periods
        )
        most = max(240, (loan.periods_left or 0) + 60)
        self.fields[f"{start}periods"] = _with(periods, _slide(6, most, "6", loan.periods_left or None))
        rate = PercentField(label=_("ดอกเบี้ยใหม่"), required=False, places=3, initial=change.rate)
        self.fields[f"{start}rate"] = _with(rate, _slide(0, 28, "0.25", loan.line.annual_rate))
        self.fields[f"{start}grace"] = forms.ChoiceField(
            label=_("พักชำระ"), choices=GRACE, required=False, initial=change.grace
        )
        months = ThaiIntegerField(
            label=_("พักกี่เดือน"), required=False, min_value=1, max_value=60, initial=change.grace_months or None
        )
        self.fields[f"{start}months"] = _with(months, _slide(1, 24, "1"))

    def _change(self, n: int, loan: Loan) -> Change:
        start, data = f"o{n}_l{loan.key}_", self.cleaned_data
        grace, months = data.get(f"{start}grace") or "", data.get(f"{start}months") or 0
        if bool(grace) != bool(months):
            name = "months" if grace else "grace"
            self.add_error(f"{start}{name}", _("กรอกทั้งวิธีพักชำระและจำนวนเดือน หรือเว้นว่างทั้งสองช่อง"))
        return Change(
            periods=data.get(f"{start}periods"),
            rate=data.get(f"{start}rate"),
            grace=grace if months else "",
            grace_months=months if grace else 0,
            joins=bool(data.get(f"{start}joins")),
        )

    def _terms(self, n: int) -> Terms | None:
        """The option as typed; None where nothing is asked for."""
        data = self.cleaned_data
        changes = {loan.key: change for loan in self.loans if not (change := self._change(n, loan)).is_empty}
        order, extra = data.get(f"o{n}_order") or "", data.get(f"o{n}_extra") or Decimal(0)
        if not changes and not order and not extra:
            return None
        label = data.get(f"o{n}_label") or _now("ทางเลือกที่ %(n)d") % {"n": n}
        return Terms(label, changes, data.get(f"o{n}_new_rate"), data.get(f"o{n}_new_periods"), order, extra)

    def full_clean(self) -> None:
        """Check as forms do; then every error says of which option and loan it is: their boxes bear the same names."""
        super().full_clean()
        for name, errors in self.errors.items():
            where = self._where(name)
            if where:
                errors.data = [ValidationError(f"{where} – {text}") for text in list(errors)]

    def _where(self, name: str) -> str:
        found = BOX.match(name)
        if found is None:
            return ""
        told = _now("ทางที่ %(n)s") % {"n": found["option"]}
        names = {str(loan.key): loan.label for loan in self.loans}
        return f"{told} {names[found['loan']]}" if found["loan"] in names else told

    def _is_wrong(self, n: int) -> bool:
        return any(name.startswith(f"o{n}_") for name in self.errors)

    def clean(self) -> dict[str, Any]:
        """Work every option out; what can't be is said at it, and has no figures."""
        self.options: list[Terms] = []
        for n in range(1, MOST_OPTIONS + 1):
            was_wrong, terms = self._is_wrong(n), self._terms(n)
            if was_wrong or self._is_wrong(n):
                self.options.append(terms or Terms())
                continue
            if terms is None:
                continue
            try:
                self.outcomes[n] = work_out(self.facts, terms)
            except LoanError as error:
                self.add_error(f"o{n}_label", str(error))
            self.options.append(terms)
        if not self.options:
            raise ValidationError(_("เลือกอย่างน้อยหนึ่งทาง เช่น ติ๊กหนี้ที่จะรวม หรือกรอกจำนวนงวดใหม่"))
        return self.cleaned_data

    def cards(self) -> list[dict[str, Any]]:
        """The options for the page: bound boxes of the head, then a row of boxes a loan. One is unfolded at a time."""
        wrong = [n for n in range(1, MOST_OPTIONS + 1) if self._is_wrong(n)]
        shown = wrong[0] if wrong else 1
        return [
            {
                "number": n,
                "label": self[f"o{n}_label"],
                "head": [self[f"o{n}_{name}"] for name in HEAD[1:]],
                "rows": [self._row(n, loan) for loan in self.loans],
                "is_open": n == shown,
            }
            for n in range(1, MOST_OPTIONS + 1)
        ]

    def _row(self, n: int, loan: Loan) -> dict[str, Any]:
        start = f"o{n}_l{loan.key}_"
        boxes = [self[f"{start}{part}"] for part in PARTS]
        return {"loan": loan, "joins": self[f"{start}joins"], "boxes": boxes}
