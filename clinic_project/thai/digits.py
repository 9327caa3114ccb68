"""Thai and Arabic digits.

A table of our own and not the library's loop: this runs for every cell of a list and must not cost an import.
"""

from __future__ import annotations

_THAI = "๐๑๒๓๔๕๖๗๘๙"
_ARABIC = "0123456789"
_TO_ARABIC = str.maketrans(_THAI, _ARABIC)
_TO_THAI = str.maketrans(_ARABIC, _THAI)


def to_thai_digits(text: str) -> str:
    """Write every 0-9 in `text` as ๐-๙ (R49)."""
    return str(text).translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """Write every ๐-๙ in `text` as 0-9."""
    return str(text).translate(_TO_ARABIC)
