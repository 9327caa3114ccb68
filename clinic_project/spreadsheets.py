"""Spreadsheets in and out, made safe: a cell of text is never a formula, a number stays a number."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

# The kind of file a workbook is sent as.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = re.compile(r"[\s'\u200b\ufeff]*[=+\-@\t\r\n|%]")


def escape_cell(value: Any) -> Any:
    """Put an apostrophe before text a spreadsheet would run as a formula (also ``==1+1`` and behind spaces)."""
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def unescape_cell(value: Any) -> Any:
    """Take back what :func:`escape_cell` put in front, so that an exported file can be imported again."""
    if isinstance(value, str) and value.startswith("'") and _FORMULA.match(value[1:]):
        return value[1:]
    return value


class SafeExportMixin:
    """For django-import-export resources: escape on the way out, unescape on the way in, tell each row.

    ``progress`` is told the number of rows done so far.
    """

    def __init__(self, *, progress: Callable[[int], None] = lambda number: None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._progress = progress
        self._count = 0

    def import_row(self, row: Any, *args: Any, **kwargs: Any) -> Any:
        """Import one row, and count it."""
        self._count += 1
        self._progress(self._count)
        return super().import_row(row, *args, **kwargs)  # type: ignore[misc]

    def iter_queryset(self, queryset: Any) -> Iterator[Any]:
        """Go through the rows to write, and count them."""
        for number, row in enumerate(super().iter_queryset(queryset), 1):  # type: ignore[misc]
            self._progress(number)
            yield row

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """Export one cell, escaped."""
        return escape_cell(super().export_field(field, instance, **kwargs))  # type: ignore[misc]

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Import one cell, unescaped."""
        if field.column_name in row:
            row[field.column_name] = unescape_cell(row[field.column_name])
        super().import_field(field, instance, row, is_m2m, **kwargs)  # type: ignore[misc]

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """As the library does, with what is wrong told by the heading of the column a person sees."""
        try:
            super().validate_instance(instance, *args, **kwargs)  # type: ignore[misc]
        except ValidationError as error:
            raise ValidationError(
                {self._heading(name): messages for name, messages in error.update_error_dict({}).items()}
            ) from error

    def _heading(self, name: str) -> str:
        found = self.fields.get(name)  # type: ignore[attr-defined]
        return name if name == NON_FIELD_ERRORS or found is None else str(found.column_name)
