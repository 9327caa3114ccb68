"""Headings that were remembered before a file without headings was refused may hold a person's numbers: they go.

Nothing is lost by it: the next file with such headings is asked about its columns again.
"""

import re
from typing import Any

from django.db import migrations

THIRTEEN = 13


def names_somebody(heading: str) -> bool:
    """Whether a national ID may stand in it, or it is the number of a member or a telephone."""
    digits = "".join(str(int(sign)) for sign in heading if sign.isdecimal())
    return len(digits) >= THIRTEEN or bool(re.fullmatch(r"0[0-9]{4,}(?:\.0+)?", re.sub(r"[\s-]", "", heading)))


def forwards(apps: Any, schema_editor: Any) -> None:
    """Forget every remembered file of which one heading names somebody."""
    mappings = apps.get_model("members", "ColumnMapping").objects
    for mapping in mappings.iterator():
        if any(names_somebody(heading) for heading in mapping.columns):
            mapping.delete()


class Migration(migrations.Migration):
    """Forget them; they don't come back."""

    dependencies = [("members", "0011_hold_says_where")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
