"""The three boxes of a Thai date: day, month by name, ปี พ.ศ. No native date picker: it speaks Gregorian."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .dates import MONTHS, buddhist_year, local_date


class ThaiDateWidget(forms.MultiWidget):
    """Day, month and Buddhist year in one row that fits a phone.

    The day box carries the field's own id, so a label or an error summary that links to the field lands in it, and
    takes a whole pasted date (``23/5/2561``). Only the day box is `required` in the browser for the same reason.
    """

    template_name = "widgets/thai_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [("", _("เดือน")), *((str(number), MONTHS[number]) for number in range(1, 13))]
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({"inputmode": "numeric", "placeholder": _("วัน"), "aria-label": _("วันที่")}),
            # Narrower padding, so that พฤศจิกายน is not cut in a card on a 360 px phone.
            "month": forms.Select({"aria-label": _("เดือน"), "class": "ps-2 pe-4"}, choices=months),
            "year": forms.TextInput({"inputmode": "numeric", "placeholder": _("พ.ศ."), "aria-label": _("ปี พ.ศ.")}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: Any) -> list[str]:
        """What the three boxes show for a stored date; any other text stays in the day box."""
        if isinstance(value, date):
            day = local_date(value)
            return [str(day.day), str(day.month), str(buddhist_year(day))]
        return [str(value), "", ""] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """The three boxes as typed; a single value under the plain name (a link, a pasted date) is taken as well."""
        boxes = super().value_from_datadict(data, files, name)
        if all(box is None for box in boxes):
            return self.decompress(data.get(name))
        return ["" if box is None else str(box) for box in boxes]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether nothing of this date was posted."""
        return super().value_omitted_from_data(data, files, name) and name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the ids, classes and limits each box needs."""
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id")
        parts = context["widget"]["subwidgets"]
        for part, suffix, length in zip(parts, ("", "_month", "_year"), (80, None, 16), strict=True):
            box = part["attrs"]
            if id_:
                box["id"] = id_ + suffix
            if suffix:
                box.pop("required", None)
                box.pop("autofocus", None)
            if length:
                box["maxlength"] = length
            box["autocomplete"] = "off"
            _bootstrap_class(box, "form-control" if length else "form-select")
        context["widget"]["invalid"] = "is-invalid" in parts[0]["attrs"]["class"].split()
        return context


def _bootstrap_class(box: dict[str, Any], wanted: str) -> None:
    """One Bootstrap control class; crispy-forms gives the select the text box's class too."""
    others = [c for c in str(box.get("class", "")).split() if c not in {"form-control", "form-select"}]
    box["class"] = " ".join([wanted, *others])
