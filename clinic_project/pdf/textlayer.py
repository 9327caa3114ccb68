"""Makes the text in the file the text on the page.

The renderer maps a whole cluster of letters to the first glyph that shows it, so letters are lost when the file is
searched, copied or read aloud. Each ``ToUnicode`` table of our fonts is rewritten here glyph by glyph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clinic_project.pdf.fonts import FAMILY, WEIGHTS

ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>\Z")


class ExactText:
    """The finisher of a document: called with the document and its PDF just before the file is written."""

    def __init__(self, glyph_text: Mapping[int, Mapping[int, str]]) -> None:
        """``glyph_text`` maps weight, then glyph number, to the letters the glyph stands for."""
        self.glyph_text = glyph_text

    def __call__(self, document: Any, pdf: Any) -> None:
        """Rewrite the table of every font of our family; other fonts (fallbacks) keep theirs."""
        weights = {font.name: nearest_weight(font.weight) for font in document.fonts.values() if font.family == FAMILY}
        for entry in pdf.objects:
            if not isinstance(entry, dict) or entry.get("Type") != "/Font" or entry.get("BaseFont") not in weights:
                continue
            if "ToUnicode" in entry:
                table = pdf.objects[int(entry["ToUnicode"].split()[0])]
                rewrite(table.stream, self.glyph_text[weights[entry["BaseFont"]]])


def nearest_weight(weight: int) -> int:
    """The derived file that was drawn for a requested weight."""
    return min(WEIGHTS, key=lambda known: abs(known - weight))


def rewrite(lines: list[bytes], glyph_text: Mapping[int, str]) -> None:
    """Replace, in place, the text of every glyph that ``glyph_text`` knows; no glyph is left without text."""
    for place, line in enumerate(lines):
        entry = ENTRY.match(line)
        if entry is None:
            continue
        letters = glyph_text.get(int(entry[1], 16))
        if letters is None:
            # PDFium prints garbage for a glyph that maps to nothing.
            letters = bytes.fromhex(entry[2].decode()).decode("utf-16-be") or "\ufffd"
        lines[place] = b"<%s> <%s>" % (entry[1], letters.encode("utf-16-be").hex().encode())
