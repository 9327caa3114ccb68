"""The filters in force, each as a chip with the address of the same list without it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from clinic_project.paging import AFTER, BEFORE
from clinic_project.thai.dates import format_short


@dataclass(frozen=True)
class Chip:
    """``label`` (of the field, may be empty), ``value`` (what was chosen, may be empty) and the address without it."""

    label: str
    value: str
    url: str


def _without(request: HttpRequest, name: str, raw: str) -> str:
    query = request.GET.copy()
    query.setlist(name, [value for value in query.getlist(name) if value != raw])
    for place in (AFTER, BEFORE):
        query.pop(place, None)
    text = query.urlencode()
    return f"{request.path}?{text}" if text else request.path


def _shown(field: forms.Field, raw: str) -> str | None:
    """The chosen value in the page's words; None when the field doesn't take it."""
    try:
        value: Any = field.clean([raw] if isinstance(field, forms.MultipleChoiceField) else raw)
    except (ValidationError, ValueError, TypeError):
        return None
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(_flat(field.choices)).get(raw, raw))
    if isinstance(value, bool):
        return "" if value else None
    return format_short(value) if isinstance(value, date) else str(value)


def _flat(choices: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for value, label in choices:
        found += _flat(label) if isinstance(label, (list, tuple)) else [(str(value), label)]
    return found


def chips_of(request: HttpRequest, form: forms.BaseForm) -> list[Chip]:
    """What of the form's visible fields the address sets and the fields understand."""
    chips = []
    for bound in form.visible_fields():
        for raw in dict.fromkeys(request.GET.getlist(bound.html_name)):
            value = _shown(bound.field, raw) if raw else None
            if value is not None:
                chips.append(Chip(str(bound.label or ""), value, _without(request, bound.html_name, raw)))
    return chips


def named_chips(request: HttpRequest, named: dict[str, Any]) -> list[Chip]:
    """Chips of a page without a form: the parameter's name and what it means (nothing: not in force)."""
    return [
        Chip("", str(value), _without(request, name, raw))
        for name, value in named.items()
        for raw in request.GET.getlist(name)[:1]
        if value and raw
    ]
