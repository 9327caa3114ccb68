"""Somebody else saved the same record first: both texts side by side, and the person chooses or joins them.

A form of a stored record carries what was stored when it was drawn (``seen``). Whoever goes on from a draft goes on
with the draft's own, so an old text never overwrites what came later. When the form is sent the record is locked and
read again; had it changed, nothing is saved until each difference is decided.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core import signing
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from clinic_project import audit, drafts, merging
from clinic_project.models import Event
from clinic_project.thai.dates import format_long
from clinic_project.thai.numbers import format_money
from clinic_project.workflow import StaleState

SEEN, CHOICES, TAKE, JOINED = "seen", "stale", "take.", "joined."
MINE, THEIRS, BOTH = "mine", "theirs", "both"
# One box must not be taken for the other: they are read in different ways.
_SEEN_SALT, _CHOICES_SALT = "clinic.seen", "clinic.choices"
_READING = (".read", ".list", ".search")
FormOf = Callable[[Any, QueryDict | None], forms.BaseForm]


class StaleEdit(StaleState):
    """The record was saved since the form was drawn. ``last`` is the last thing done to it, ``stored`` its form now."""

    def __init__(self, edit: "Edit", record: Any, stored: forms.BaseForm) -> None:
        RuntimeError.__init__(self, f"{record} was edited meanwhile")
        self.edit, self.record, self.stored = edit, record, stored
        done = audit.events_of(record)
        for kind in _READING:
            done = done.exclude(kind__endswith=kind)
        self.last: Event | None = done.first()


@dataclass(frozen=True)
class Difference:
    """A field, or fields that go together, of which two things are said."""

    name: str
    label: str
    theirs: list[str]
    mine: list[str]
    can_join: bool
    joined: str
    take: str


def _plain(value: Any) -> str:
    """A value as one text, the same however it was typed or stored."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, bool) or value is None:
        return "1" if value else ""
    if isinstance(value, (list, tuple)):
        return "\n".join(sorted(_plain(part) for part in value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value).replace("\r\n", "\n").strip()


def _stored(form: forms.BaseForm) -> dict[str, Any]:
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def _values(form: forms.BaseForm) -> dict[str, str]:
    """What is stored, by field; an empty value is left out, as is a field that was not there."""
    return {name: text for name, value in _stored(form).items() if (text := _plain(value))}


def _shown(field: forms.Field, value: Any) -> str:
    """A value in the page's words."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        rows: Any = field.queryset
        rows = rows.filter(pk__in=[_plain(one) for one in value or []])
        return ", ".join(field.label_from_instance(row) for row in rows) or "–"
    if isinstance(field, forms.ModelChoiceField):
        found = value if isinstance(value, models.Model) or not value else field.to_python(value)
        return field.label_from_instance(found) if found else "–"
    if isinstance(field, forms.ChoiceField):
        wanted, choices = set(_plain(value).split("\n")), cast(Any, field.choices)
        return ", ".join(str(label) for key, label in choices if str(key) in wanted) or "–"
    if isinstance(value, bool):
        return _("ใช่") if value else _("ไม่ใช่")
    if isinstance(value, date):
        return format_long(value)
    return format_money(value) if isinstance(value, Decimal) else str(value or "–")


def _as_posted(bound: forms.BoundField) -> dict[str, list[str]]:
    """A stored value as its box would send it."""
    widget: Any = bound.field.widget
    value, name = bound.value(), bound.html_name
    if isinstance(widget, forms.MultiWidget):
        boxes = zip(_suffixes(widget), widget.decompress(value) or [], strict=True)
        return {f"{name}{suffix}": [str(part)] for suffix, part in boxes if part is not None}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"]} if value else {}
    if isinstance(value, (list, tuple)):
        return {name: [str(part) for part in value]}
    shown = widget.format_value(value)
    parts = shown if isinstance(shown, (list, tuple)) else [shown]
    return {name: ["" if part is None else str(part) for part in parts]}


def _suffixes(widget: Any) -> list[str]:
    """What the names of a widget's boxes end in, where it has several."""
    return widget.widgets_names if isinstance(widget, forms.MultiWidget) else [""]  # type: ignore[attr-defined]


def _boxes(bound: forms.BoundField) -> list[str]:
    return [bound.html_name, *(f"{bound.html_name}{suffix}" for suffix in _suffixes(bound.field.widget))]


def _sealed(value: Any, salt: str = _SEEN_SALT) -> str:
    return signing.dumps(value, salt=salt, compress=True)


def _unsealed(text: str, salt: str = _SEEN_SALT) -> Any:
    """What was sealed for this box; empty where it was not by us."""
    try:
        return signing.loads(text, salt=salt)
    except signing.BadSignature:
        return {}


def decided(data: QueryDict) -> QueryDict:
    """What was sent, with the choices made on the page of both texts carried out."""
    result = data.copy()
    for name, both in _unsealed(data.get(CHOICES, ""), _CHOICES_SALT).items():
        take = data.get(TAKE + name)
        if take == THEIRS:
            for box in both["boxes"]:
                result.pop(box, None)
            for box, texts in both["stored"].items():
                result.setlist(box, texts)
        elif take == BOTH:
            result[name] = data.get(JOINED + name, "")
    for box in list(result):
        if box == CHOICES or box.startswith((TAKE, JOINED)):
            del result[box]
    return result


class Edit:
    """One editing of a stored record by a form.

    ``form_of(record, data)`` makes the form; without data it shows what is stored, read afresh from ``record``. A
    form may say with ``together()`` which fields only make sense as one (names in lists).
    """

    def __init__(self, request: HttpRequest, record: models.Model, form_of: FormOf) -> None:
        self.request, self.record, self.form_of = request, record, form_of
        typed = drafts.typed(request)
        self.data = None if typed is None else decided(typed)
        self.form = form_of(record, self.data)

    @cached_property
    def seen(self) -> str:
        """For the page's hidden box: what was stored when this text was begun, a draft's as old as the draft."""
        if self.data is not None and self.data.get(SEEN):
            return str(self.data[SEEN])
        return _sealed(_values(self.form_of(self.record, None)))

    def refuse_stale(self) -> None:
        """Inside the transaction that saves: lock the record, and raise :class:`StaleEdit` where it was changed.

        Nothing is stale where the same was typed as is stored now.
        """
        locked = type(self.record)._base_manager.select_for_update().get(pk=self.record.pk)
        stored = self.form_of(locked, None)
        before = self._before()
        if _values(stored) != before and self._groups(stored, before):
            raise StaleEdit(self, locked, stored)

    def page(self, stale: StaleEdit) -> dict[str, Any]:
        """Context of the page with both texts."""
        before = self._before()
        groups = self._groups(stale.stored, before)
        typed = drafts.typed_data(self.data or QueryDict())
        return {
            "form": self.form,
            "stale": stale,
            "differences": [self._difference(group, stale.stored, before) for group in groups],
            "hidden": [(name, text) for name, texts in typed.items() for text in texts if name != SEEN],
            "seen": _sealed(_values(stale.stored)),
            "choices": _sealed({group[0]: self._both(group, stale.stored) for group in groups}, _CHOICES_SALT),
        }

    def _before(self) -> dict[str, str]:
        """What was stored when the text was begun."""
        return _unsealed(self.data.get(SEEN, "")) if self.data is not None else {}

    def _both(self, group: list[str], stored: forms.BaseForm) -> dict[str, Any]:
        """The boxes of a difference, and what they hold when the stored text is taken."""
        mine = [self.form[name] for name in group if name in self.form.fields]
        theirs = [stored[name] for name in group if name in stored.fields]
        boxes = {box for bound in (*mine, *theirs) for box in _boxes(bound)}
        posted = {box: texts for bound in theirs for box, texts in _as_posted(bound).items()}
        return {"boxes": sorted(boxes), "stored": posted}

    def _mine(self, name: str) -> Any:
        return self.form.cleaned_data.get(name)

    def _groups(self, stored: forms.BaseForm, before: Mapping[str, str]) -> list[list[str]]:
        """Fields in which the typed differs from the stored, with those that go together."""
        now, names = _values(stored), list(dict.fromkeys([*self.form.fields, *stored.fields]))
        together: list[list[str]] = getattr(self.form, "together", list)()
        grouped = {name: group for group in together for name in group}
        found: dict[str, list[str]] = {}
        for name in names:
            # A box that is always drawn empty (a new national ID) says nothing unless something was typed.
            was_shown = name in before or name in now
            mine = _plain(self._mine(name))
            if mine != now.get(name, "") and (was_shown or mine):
                group = grouped.get(name, [name])
                found[group[0]] = group
        return list(found.values())

    def _difference(self, group: list[str], stored: forms.BaseForm, before: Mapping[str, str]) -> Difference:
        name, now = group[0], _values(stored)
        fields = {one: self.form.fields.get(one) or stored.fields.get(one) for one in group}
        shown = {one: field for one, field in fields.items() if field is not None}
        values = _stored(stored)
        mine, theirs = _plain(self._mine(name)), now.get(name, "")
        take = self._likely(group, now, before)
        can_join = take == BOTH and len(group) == 1 and isinstance(shown[name].widget, forms.Textarea)
        merged = merging.three_way(before.get(name, ""), mine, theirs) if can_join and before else None
        return Difference(
            name=name,
            label=str(shown[name].label),
            theirs=[_shown(field, values.get(one)) for one, field in shown.items()],
            mine=[_shown(field, self._mine(one)) for one, field in shown.items()],
            can_join=can_join,
            joined=merging.one_after_the_other(mine, theirs) if merged is None else merged,
            take=MINE if take == BOTH and not can_join else take,
        )

    def _likely(self, group: list[str], now: Mapping[str, str], before: Mapping[str, str]) -> str:
        """What is chosen at first: the one side that changed, or both; what can't be joined stays as it was typed."""
        if all(_plain(self._mine(one)) == before.get(one, "") for one in group):
            return THEIRS
        is_mine_alone = all(now.get(one, "") == before.get(one, "") for one in group)
        return MINE if is_mine_alone else BOTH


__all__ = ["Difference", "Edit", "StaleEdit", "decided"]
