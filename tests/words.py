"""What a person reads on a page, in a paper or in a file, and which of its words and years are not Thai."""

import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from openpyxl import load_workbook

# Words with Latin letters a page may say. Each stands here because the programme or the user writes it so.
WORDS = {
    # The programme's own words for two of its modes (domain.md 5.1).
    "Walk",
    "In",
    "Mobile",
    # Keys, as they are printed on every keyboard.
    *("Esc", "Ctrl", "Enter"),
    # Kinds of files a person picks or gets.
    *("PDF", "XLSX", "CSV", "xlsx", "csv", "JPEG", "PNG", "ZIP", "xls", "pdf"),
    # How a file of text is written, as the programs that write it name it.
    "UTF",
    # The program most tables come from; its name has no Thai letters.
    "Excel",
    # Codes of clinics, which are read out and typed: the three of the tests' cast, and the demo's.
    *("CEN", "CMI", "PCT", "RBR", "CBI", "SNK", "SRN", "RET", "NRT", "SKA", "SRI", "STI", "UBN", "RYG", "TRG"),
}
# Runs that are codes, not words. They are taken out before the rest is read.
CODES = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        # Sheets to take home, which hold the case's number.
        r"\bHOME-[0-9]{2}-[A-Z]{3}-[0-9]{4}-[0-9]+\b",
        # Cases, sessions, referrals, meetings: 69-CMI-0007, S69-CMI-00001, R69-CMI-001, M69-01.
        r"\b[SR]?[0-9]{2}-[A-Z]{3}-[0-9]{3,5}\b",
        r"\bM[0-9]{2}-[0-9]{2}\b",
        # Serial numbers of issued papers, the reference number of an answer, a file's SHA-256.
        r"\b(?:AG|MIN|EX|EV)-\s?[0-9]{2}-[0-9]+\b",
        r"\b[0-9A-F]{8}\b",
        r"\b[0-9a-f]{64}\b",
        # A national ID of which only the end is shown.
        r"\bx-xxxx-xxxxx-[0-9]{2}-[0-9]\b",
        # Conversations, expenses, advances; sheets, programmes, orders, confirmations; documents of the library.
        r"\b[LEA][0-9]{2}-[A-Z]{3}-[0-9]{3}\b",
        r"\b(?:KS01|KS02|PRG|BS|LT)-[0-9]{2,4}(?:-[A-Z]{3})?-[0-9]+T?\b",
        r"\b(?:REG|PRD|DBT|INV)-[0-9]{3}\b",
        # Requests of members about their data, breaches.
        r"\b(?:DSR|BR)-[0-9]{2}-[0-9]{3,4}\b",
        # An address to type or scan.
        r"https?://\S+",
        # Where a notice was sent.
        r"\b[\w.-]+@[\w.-]+\b",
        # User names: typed at log-in as they stand.
        r"\b[a-z]+[0-9]?\.(?:cen|cmi|pct|chair|secretary|member[0-9])\b",
        # A first password, shown once to be told.
        r"\b[0-9a-z]{5}-[0-9a-z]{5}-[0-9a-z]{5}\b",
        # The name of a way to take a file's fingerprint.
        r"\bSHA-256\b",
        # Names of files.
        r"(?:[\w.\-]|[ก-๙])+\.(?:pdf|xlsx|csv|jpg|png)\b",
    )
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*[A-Za-z]")
# A number of its own: no part of a longer one, of an amount (12,000 or 2,026.50) or of a phone number (02-143-2014).
_YEAR = re.compile(r"(?<![0-9.,])(?<![0-9]-)(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9])")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
THAI = re.compile("[ก-๙]{3}")
# Places to fill in a sentence of the source: %(name)s, {name}, %d.
_PLACE = re.compile(r"%\([a-z_]+\)[-+0-9.,]*[a-z]|%[-+0-9.,]*[sd]|\{[^{}]*\}")
_TAG = re.compile(r"<[^<>]*>|&[a-z]+;")
_HIDDEN_INPUTS = {"hidden", "checkbox", "radio", "password"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SILENT = {"script", "style", "template"}
_SPOKEN = ("alt", "title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder")


def without_codes(text: str) -> str:
    """The text with every code put out of sight."""
    for code in CODES:
        text = code.sub(" · ", text)
    return text


def without_places(text: str) -> str:
    """A sentence of the source without its places to fill and its markup."""
    return _TAG.sub(" · ", _PLACE.sub(" · ", text))


def template_texts(template: str) -> Iterator[str]:
    """What a template says by itself: its words, spoken attributes, and the texts given to its tags."""
    quoted = re.findall(r"\{% (?:translate|trans) [\"']([^\"']+)[\"']", template)
    yield from quoted
    template = re.sub(r"\{% block \w+ %\}[a-z -]*\{% endblock %\}", " ", template)
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", template, flags=re.DOTALL)
    yield from (text for _place, text in pieces(plain))


def faults(text: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """English words and Gregorian years in a text, each once."""
    plain = without_codes(text.translate(_THAI_DIGITS))
    words = {found for found in _LATIN.findall(plain) if found not in WORDS | allowed}
    return sorted(words | set(_YEAR.findall(plain)))


class _Reader(HTMLParser):
    """Collects what is shown, spoken or typed beforehand on a page, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self.silent = 0
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self.silent += 1
        if tag not in _VOID:
            self.inside.append(tag)
        spoken = [name for name in given if name in _SPOKEN or (name.startswith("data-") and _is_sentence(given[name]))]
        for name in spoken:
            self.pieces.append((f"{tag}@{name}", given[name]))
        if tag == "input" and given.get("type", "text") not in _HIDDEN_INPUTS:
            self.pieces.append(("input@value", given.get("value", "")))
        if tag == "meta" and given.get("name") in {"description", "author", "application-name"}:
            self.pieces.append(("meta", given.get("content", "")))
        if tag in {"optgroup", "option", "track"}:
            self.pieces.append((f"{tag}@label", given.get("label", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self.silent:
            self.silent -= 1
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.pieces.append((self.inside[-1] if self.inside else "", data))


def _is_sentence(text: str) -> bool:
    """Whether a ``data-`` attribute holds words for a person rather than names or settings for a script."""
    is_setting = text.lstrip().startswith(("{", "["))
    return not is_setting and (bool(re.search("[ก-๙]", text)) or " " in text.strip())


def pieces(page: str) -> Iterator[tuple[str, str]]:
    """Where and what: every text a person sees or hears on a page, titles, labels and default texts too."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    yield from reader.pieces


def page_faults(page: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """English words and Gregorian years of a page, with the piece they stand in."""
    found = []
    for place, text in pieces(page):
        if wrong := faults(text, allowed):
            found.append(f"<{place}> {', '.join(wrong)}: {' '.join(text.split())[:110]}")
    return sorted(set(found))


def sheet_text(content: bytes) -> str:
    """Every cell of a spreadsheet, a CSV file as it stands."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    rows = (row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
