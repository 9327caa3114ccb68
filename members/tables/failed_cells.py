"""Cells whose formula came to nothing, in a workbook: their words (``#REF!``) are made texts.

The library that opens a workbook gives nothing for such a cell, as for an empty one, and an empty cell leaves what is
stored. A row with a failed formula would come in with a part of it missing, and nobody would know.
"""

import io
import re
import zipfile
from typing import IO

from members.tables.measuring import damaged

_AT_ONCE = 1 << 20
_FAILED = re.compile(rb"""(<(?:[A-Za-z0-9]+:)?c\s(?:[^<>]*\s)?t=["'])e(["'])""")


def _copy(source: IO[bytes], target: IO[bytes]) -> int:
    """Copy a part, a piece at a time and cut between tags; says how many cells were changed."""
    rest, count = b"", 0
    while piece := source.read(_AT_ONCE):
        whole, sign, rest = (rest + piece).rpartition(b">")
        changed, many = _FAILED.subn(rb"\1str\2", whole + sign)
        target.write(changed)
        count += many
    target.write(rest)
    return count


def told(content: bytes, failed: int) -> bytes:
    """The workbook with its ``failed`` cells as texts. It has been measured: see ``tables.measuring``."""
    out, count = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w") as target:
        for part in packed.infolist():
            kept = zipfile.ZipInfo(part.filename)
            kept.compress_type = zipfile.ZIP_DEFLATED
            with packed.open(part) as source, target.open(kept, "w") as copy:
                count += _copy(source, copy)
    if count != failed:
        raise damaged()
    return out.getvalue()
