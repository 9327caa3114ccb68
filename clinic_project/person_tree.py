"""What hangs from a record: rows that belong to it alone, whichever app keeps them.

A row belongs to another when it points to it by the other's own name (``debt.case``, ``case.member``). A relation of
another name counts only where an app says so (``registry.owned_relations``): a guarantor is no part of the debt.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from clinic_project.models import IssuedDocument
from clinic_project.registry import HeldTable, registry
from clinic_project.thai.dates import format_datetime_short, format_short
from clinic_project.thai.numbers import format_money

Rows = dict[type[models.Model], set[int]]
IN_ONE_STATEMENT = 500


def owned(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Models whose rows belong to a row of ``model``, each with the name of the field that says so."""
    for relation in model._meta.related_objects:
        field = relation.field
        label = f"{field.model._meta.label_lower}.{field.name}"
        if field.name == model._meta.model_name or label in registry.owned_relations:
            yield field.model, field.name


def pieces(keys: Collection[int]) -> Iterator[list[int]]:
    """The keys in lists no database finds too long."""
    listed = sorted(keys)
    for start in range(0, len(listed), IN_ONE_STATEMENT):
        yield listed[start : start + IN_ONE_STATEMENT]


def tree_of(roots: Mapping[type[models.Model], Collection[int]]) -> Rows:
    """The roots and everything that hangs from them: model -> keys."""
    found: Rows = {model: set(keys) for model, keys in roots.items()}
    open_ends = list(found.items())
    while open_ends:
        model, keys = open_ends.pop()
        for child, name in owned(model):
            below: set[int] = set()
            for some in pieces(keys):
                below |= set(child._base_manager.filter(**{f"{name}__in": some}).values_list("pk", flat=True))
            new = below - found.setdefault(child, set())
            if new:
                found[child] |= new
                open_ends.append((child, new))
    return {model: keys for model, keys in found.items() if keys}


def _word(field: Any) -> Any:
    """What a field is called on paper; one that no page shows has its word from the app it belongs to."""
    label = f"{field.model._meta.app_label}.{field.name}"
    return registry.field_words.get(label, field.verbose_name)


def papers_of(rows: Rows) -> HeldTable:
    """Official papers issued about the rows, each with its serial; the files are named by it."""
    about = models.Q(pk__in=())
    for model, keys in rows.items():
        about |= models.Q(subject_type=model._meta.label_lower, subject_id__in=keys)
    found = list(IssuedDocument.objects.filter(about).order_by("pk").values_list("serial", "title", "issued_at"))
    told = [[serial, title, format_datetime_short(at)] for serial, title, at in found]
    heads = [_("เลขที่เอกสาร"), _("ชื่อเอกสาร"), _("ออกเมื่อ")]
    return HeldTable(_("เอกสารที่ออกแล้ว"), heads, told, tuple(serial for serial, _title, _at in found))


def _cell(row: models.Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return str(_("ใช่") if value else _("ไม่ใช่"))
    if isinstance(value, datetime):
        return format_datetime_short(value)
    if isinstance(value, date):
        return format_short(value)
    return format_money(value) if isinstance(value, Decimal) else str(value)


def table_of(model: type[models.Model], keys: Collection[int], *, but: Collection[str] = ()) -> HeldTable:
    """The rows as a table of texts, without keys and the fields named in ``but``."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in but and not isinstance(field, models.JSONField)
    ]
    related = [field.name for field in fields if isinstance(field, models.ForeignKey)]
    rows = [
        [_cell(row, field) for field in fields]
        for some in pieces(keys)
        for row in model._base_manager.filter(pk__in=some).select_related(*related).order_by("pk")
    ]
    return HeldTable(model._meta.verbose_name, [_word(field) for field in fields], rows)
