"""What nobody should send, and how to send it: values, names of parameters, a reader of a page's forms."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote

# label -> text as it stands in an address or a form's body, percent-encoded.
RAW = {
    "NUL": "%00",
    "NUL inside": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "bytes of no letters": "%FF%FE%C0%80",
    "a percent sign alone": "%",
    "a broken percent code": "%zz%4",
}
TEXTS = {
    "nothing": "",
    "Thai digits": "๑๒๓",
    "600 letters": "ก" * 600,
    "not a number": "NaN",
    "infinity": "-Infinity",
    "1e400": "1e400",
    "negative": "-1",
    "nought": "0",
    "10**30": str(10**30),
    "2**63": str(2**63),
    "500 digits": "9" * 500,
    "superscript two": "²",
    "SQL": "'; DROP TABLE cases_case; --",
    "LIKE signs": r"%_\%\\",
    "markup": "<script>alert(1)</script>{{ form }}{% x %}",
    "zero width": "\u200b\u200d\ufeff",
    "spaces": " \u00a0\u3000\t",
    "a family": "👨‍👩‍👧‍👦🏳️‍🌈",
    "loose marks": "\u0e48\u0e31กํ่่",
    "right to left": "\u202eกขค\u2066",
    "line breaks": "a\r\nSet-Cookie: x=1\r\n\r\nb",
    "31 February": "31/02/2561",
    "no such month": "2561-13",
    "year nought": "0000-00",
    "year 99999": "99999-01",
    "the last year": "9999-12",
    "JSON": '{"a": [1, null]}',
    "a path": "../../../../etc/passwd",
    "one letter": "ก",
}
JUNK = RAW | {label: quote(text, safe="") for label, text in TEXTS.items()}
# Neither database takes it, so it is refused before anything is read.
REFUSED = {"NUL", "NUL inside"}

PATHS = (
    *("//", "///cases//", "/%", "/%zz", "/?%", "/cases/%2e%2e/%2e%2e/", "/%ED%A0%80/", "/static/%00", "/..;/"),
    *(f"/cases/?{'a=1&' * 900}", f"/cases/?{'&' * 5_000}"),
    *(f"/evaluations/{year}/" for year in ("0", "99999", "9" * 30, "9" * 5_000)),
    *(f"/clinics/CMI/{year}/" for year in ("0", "99999", "9" * 30)),
)
COOKIES = ("x", '"\\000abcdefgh"', "ก" * 20, "a" * 8_000, "; =;,", "%00")
_MULTIPART = "multipart/form-data; boundary=x"


def _part(head: str, text: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="first_name"{head}\r\n\r\n{text}\r\n--x--\r\n'


# Body, content type.
BODIES: tuple[tuple[str | bytes, str], ...] = (
    ('{"first_name": null', "application/json"),
    ("<x/>", "text/xml"),
    ("", ""),
    (b"\xff\xfe\x00=\xff", "application/x-www-form-urlencoded"),
    ("=&=&&&==", "application/x-www-form-urlencoded"),
    ("", "multipart/form-data"),
    ("--x", _MULTIPART),
    ("--y\r\n\r\n--y--", _MULTIPART),
    (_part("", "a\x00b"), _MULTIPART),
    (_part('; filename="a.xlsx"', "PK\x03\x04"), _MULTIPART),
    (_part("\r\nContent-Transfer-Encoding: base64", "@@@@="), _MULTIPART),
    (_part("\r\nContent-Type: text/plain; charset=rot13", "abc"), _MULTIPART),
    (_part("x" * 5_000, "a"), _MULTIPART),
)

# Every name a page reads from its address (test_every_name_is_known looks for more).
NAMES = (
    *("q", "size", "after", "before", "digits", "copy", "entries", "next", "page", "p", "o"),
    *("state", "status", "severity", "owner", "officer", "clinic", "month", "mode", "activity", "show", "route"),
    *("person", "post", "new", "preview", "debt", "group", "a", "b"),
    *("member", "case", "who", "occasion", "occasion_detail", "served_on", "saved", "draft", "in_official_hours"),
    *("moment", "day"),
    *("older", "shelf", "year", "source"),
    *("state", "category", "place", "advance"),
    *("way", "start"),
)


def query(value: str, names: tuple[str, ...] = NAMES) -> str:
    """Every name with the same (encoded) value, each of them twice."""
    return "&".join(f"{name}={value}&{name}={value}" for name in names)


@dataclass
class SentForm:
    """What a browser would send from a form untouched, and which of its boxes are typed in."""

    action: str = ""
    values: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    def body(self, junk: dict[str, str]) -> str:
        """The form's body with some boxes filled with (encoded) junk."""
        plain = {quote(name, safe=""): quote(value, safe="") for name, value in self.values.items()}
        plain |= {quote(name, safe=""): value for name, value in junk.items()}
        return "&".join(f"{name}={value}" for name, value in plain.items())


class _Forms(HTMLParser):
    """Collects the fields of the forms that are sent by POST, but for the log-out in the page's frame."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.here: SentForm | None = None
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_ours = given.get("method", "").lower() == "post" and "logout" not in given.get("action", "")
            self.here = SentForm(given.get("action", "")) if is_ours else None
            if self.here:
                self.forms.append(self.here)
        if self.here is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self.area = name
            self.here.values[name] = ""
            self.here.typed.append(name)
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.here.values):
            self.here.values[self.select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        assert self.here is not None
        if kind in {"checkbox", "radio"}:
            if "checked" in given or (kind == "radio" and name not in self.here.values):
                self.here.values[name] = given.get("value", "on")
        elif kind not in {"submit", "file", "button"}:
            self.here.values[name] = given.get("value", "")
            if kind != "hidden":
                self.here.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.here = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.here is not None and self.area:
            self.here.values[self.area] += data


def forms_of(page: str) -> Iterator[SentForm]:
    """The forms of a page a person can send."""
    reader = _Forms()
    reader.feed(page)
    yield from reader.forms
