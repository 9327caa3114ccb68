"""Plain text on paper: one digit style a document, long notes cut with a note, nothing taken for markup."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from html.parser import HTMLParser
from typing import Literal

from django.utils.translation import gettext as _

Digits = Literal["arabic", "thai"]

NOTE_LIMIT = 4_000
"""Letters of one note on a paper; about two pages."""
LINE_LIMIT = 200
TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
TO_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
JUNK = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]"
)


def to_digits(text: str, digits: Digits) -> str:
    """Write every digit of ``text`` in one style."""
    return text.translate(TO_THAI if digits == "thai" else TO_ARABIC)


def convert_digits(html: str, digits: Digits) -> str:
    """Write the digits a reader sees in one style (R49).

    Only text is touched: never attributes, style sheets, scripts or the coordinates of drawings (their ``<text>`` is).
    An element marked ``data-digits="keep"`` and what it holds stays as it is: addresses, hashes, e-mail.
    """
    parser = _DigitWriter(digits)
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)


class _DigitWriter(HTMLParser):
    """Copies a document piece by piece, changing only its text."""

    def __init__(self, digits: Digits) -> None:
        super().__init__(convert_charrefs=False)
        self.digits = digits
        self.parts: list[str] = []
        self.kept: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")
        keep = tag in {"style", "script"} or dict(attrs).get("data-digits") == "keep"
        if (self.kept or keep) and tag not in VOID:
            self.kept.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        if tag in self.kept:
            while self.kept.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.kept else to_digits(data, self.digits))

    def handle_charref(self, name: str) -> None:
        try:
            letter = chr(int(name[1:], 16) if name[:1] in "xX" else int(name))
        except (ValueError, OverflowError):
            letter = "\ufffd"
        digit = letter.isdecimal() and not self.kept
        self.parts.append(to_digits(letter, self.digits) if digit else f"&#{name};")

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_comment(self, data: str) -> None:
        """Comments are not for readers and are left out."""

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")


def clip_note(text: str, limit: int = NOTE_LIMIT) -> str:
    """Cut a long note for paper and say so in Thai; a short one is returned as it is.

    ``limit`` counts letters. The cut never falls between a letter and its vowel or tone mark.
    """
    if len(text) <= limit:
        return text
    end = max(0, limit)
    while end and (unicodedata.category(text[end]) == "Mn" or text[end] in "ะาำๅๆ" or text[end - 1] in "เแโใไ"):
        end -= 1
    note = _("(ข้อความยาว %(all)s ตัวอักษร พิมพ์ไว้เพียงส่วนต้น อ่านทั้งหมดได้ในระบบ)") % {"all": f"{len(text):,}"}
    return f"{text[:end].rstrip()} … {note}"


def paper_lines(text: str, limit: int = NOTE_LIMIT) -> list[list[str]]:
    """Paragraphs of lines, cleaned of control characters, clipped, with ๆ tied to the word it repeats."""
    clean = JUNK.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\t", " "))
    clipped = clip_note(clean.strip(), limit)
    rows = clipped.split("\n")
    if len(rows) > LINE_LIMIT:
        rows = [*rows[:LINE_LIMIT], _("(ข้อความมีหลายบรรทัด พิมพ์ไว้เพียงส่วนต้น อ่านทั้งหมดได้ในระบบ)")]
    paragraphs: list[list[str]] = [[]]
    for row in rows:
        line = re.sub(" *ๆ", "\u00a0ๆ", re.sub("[ \u00a0]+", " ", row.strip()))
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def paper_html(text: str, limit: int = NOTE_LIMIT) -> str:
    """``text`` as escaped paragraphs: whatever it looks like, it is text."""
    return "".join(
        f"<p>{'<br>'.join(escape(line) for line in paragraph)}</p>" for paragraph in paper_lines(text, limit)
    )
