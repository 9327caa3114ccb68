"""The household table on one page (form คส.04)."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import HouseholdLine
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import MoneyField, ThaiCharField

Kind = HouseholdLine.Kind


class Group(Fieldset):
    """Boxes that belong together, under a heading."""

    template = "cases/_fieldset.html"


def _says(value: Any) -> bool:
    """Something stands in a box; a day has three."""
    return any(value) if isinstance(value, list | tuple) else bool(value)


class FoldedGroup(Group):
    """A group few have to fill in: folded unless something stands in it or is wrong in it."""

    template = "cases/_fieldset_folded.html"
    is_open = False

    def render(self, form: Any, context: Any, **kwargs: Any) -> Any:
        """Look into the boxes before the group is drawn."""
        boxes = [form[pointer.name] for pointer in self.get_field_names()]
        self.is_open = any(box.errors or _says(box.value()) for box in boxes)
        return super().render(form, context, **kwargs)


# The lines of form คส.04 that almost everybody has; stored by these very labels, so they find their box again.
USUAL: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (Kind.SALARY, _("รายได้"), ("เงินเดือน",)),
    (Kind.INCOME, "", ("เงินประจำตำแหน่ง", "รายได้อื่น")),
    (Kind.DEDUCTION, _("หัก ณ ที่จ่าย (ไม่รวมเงินกู้)"), ("ภาษี", "กองทุนบำเหน็จบำนาญ", "ค่าหุ้น", "ฌาปนกิจสงเคราะห์")),
    (
        Kind.LIVING,
        _("ค่าครองชีพ"),
        (
            "อาหาร",
            "ที่อยู่อาศัย",
            "ค่าน้ำ ค่าไฟ โทรศัพท์",
            "เดินทาง",
            "การศึกษา",
            "สุขภาพ",
            "พ่อแม่",
            "ประกัน",
            "ค่าครองชีพอื่น",
        ),
    ),
)
FREE_LINES = 4
EXTRA_KINDS = [(kind.value, kind.label) for kind in (Kind.INCOME, Kind.DEDUCTION, Kind.LIVING)]


class HouseholdForm(PlainForm):
    """Usual lines as fixed boxes, anything else in free lines; an empty box is no line, 0 is said to be nothing."""

    def __init__(self, *args: Any, lines: Iterable[HouseholdLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual: list[tuple[str, str, str]] = []
        left = list(lines)
        for kind, _title, labels in USUAL:
            for label in labels:
                self._add_usual(str(kind), label, left)
        # A bound form has as many free lines as were drawn, however many were stored meanwhile.
        drawn = sum(1 for name in self.data if name.startswith("extra_") and name.endswith("_label"))
        self.extras = max(min(drawn, 60), 0) if self.is_bound else len(left) + FREE_LINES
        for number in range(self.extras):
            self._add_extra(number, left[number] if number < len(left) else None)

    def _add_usual(self, kind: str, label: str, left: list[HouseholdLine]) -> None:
        stored = next((line for line in left if line.kind == kind and line.label == label), None)
        if stored:
            left.remove(stored)
        name = f"line_{len(self.usual)}"
        self.fields[name] = MoneyField(label=label, required=False, initial=stored and stored.amount)
        self.usual.append((name, kind, label))

    def _add_extra(self, number: int, line: HouseholdLine | None) -> None:
        name = f"extra_{number}"
        kind = line.kind if line else Kind.LIVING.value
        choices = EXTRA_KINDS if kind != Kind.SALARY else [(Kind.SALARY.value, Kind.SALARY.label), *EXTRA_KINDS]
        self.fields[f"{name}_label"] = ThaiCharField(
            label=_("รายการ"), required=False, max_length=120, initial=line and line.label
        )
        self.fields[f"{name}_kind"] = forms.ChoiceField(
            label=_("ประเภท"), required=False, choices=choices, initial=kind
        )
        self.fields[f"{name}_amount"] = MoneyField(label=_("บาทต่อเดือน"), required=False, initial=line and line.amount)

    def clean(self) -> dict[str, Any]:
        """A free line has both a name and an amount, or neither."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.extras):
            label, amount = data.get(f"extra_{number}_label"), data.get(f"extra_{number}_amount")
            if amount is not None and not label and f"extra_{number}_label" not in self.errors:
                self.add_error(f"extra_{number}_label", _("กรอกชื่อรายการของจำนวนเงินนี้"))
            if label and amount is None and f"extra_{number}_amount" not in self.errors:
                self.add_error(f"extra_{number}_amount", _("กรอกจำนวนเงินของรายการนี้ ถ้าไม่มีให้กรอก 0"))
        return data

    def lines(self) -> list[dict[str, Any]]:
        """Lines for :func:`cases.services.money.save_household`, usual ones first."""
        data = self.cleaned_data
        usual = [{"kind": kind, "label": label, "amount": data[name]} for name, kind, label in self.usual]
        free = [
            {
                "kind": data[f"extra_{number}_kind"] or Kind.LIVING,
                "label": data[f"extra_{number}_label"],
                "amount": data[f"extra_{number}_amount"],
            }
            for number in range(self.extras)
        ]
        return [line for line in usual + free if line["amount"] is not None]

    def sums(self) -> dict[str, Decimal]:
        """What stands in the boxes, by kind; boxes that can't be read yet count nothing."""
        found = dict.fromkeys(Kind.values, Decimal(0))
        for kind, amount in self._amounts():
            found[kind if kind in found else Kind.LIVING.value] += amount or Decimal(0)
        return found

    def _amounts(self) -> Iterator[tuple[str, Decimal | None]]:
        if self.is_bound:
            self.is_valid()
        values = self.cleaned_data if self.is_bound else {name: field.initial for name, field in self.fields.items()}
        for name, kind, _label in self.usual:
            yield kind, values.get(name)
        for number in range(self.extras):
            yield values.get(f"extra_{number}_kind") or Kind.LIVING.value, values.get(f"extra_{number}_amount")

    def together(self) -> list[list[str]]:
        """A free line's boxes only make sense as one (clinic_project.stale_edits)."""
        return [[f"extra_{number}_{part}" for part in ("label", "kind", "amount")] for number in range(60)]

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Boxes by group, for the page."""
        grouped: list[tuple[Any, list[forms.BoundField]]] = []
        names = iter(name for name, _kind, _label in self.usual)
        for _kind, title, labels in USUAL:
            if title:
                grouped.append((title, []))
            grouped[-1][1].extend(self[next(names)] for _label in labels)
        return grouped

    def columns(self) -> list[list[tuple[Any, list[forms.BoundField]]]]:
        """The groups in two columns: what comes in and is deducted, what is lived on."""
        groups = self.groups()
        return [groups[:2], groups[2:]]

    @property
    def shown_lines(self) -> int:
        """How many free lines stand open: those that say something or are wrong, and one more."""
        lines = self.free_lines()
        said = [n for n, (label, kind, amount) in enumerate(lines, 1)
                if label.value() or amount.value() or label.errors or kind.errors or amount.errors]  # fmt: skip
        return min(len(lines), max(said, default=0) + 1)

    def free_lines(self) -> list[list[forms.BoundField]]:
        """Free lines, for the page: name, kind, amount."""
        return [
            [self[f"extra_{number}_{part}"] for part in ("label", "kind", "amount")] for number in range(self.extras)
        ]
