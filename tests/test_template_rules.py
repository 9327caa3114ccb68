"""What every template keeps to: keys in forms, nothing inline, nothing from outside, Thai typography."""

import re
from pathlib import Path

import pytest

from tests import source

# Forms that change nothing of the domain, so sending twice does no harm.
WITHOUT_KEY = {"components/me_menu.html", "components/tabbar.html", "registration/login.html"}
# A field's help comes from the source, never from a person; Django's own is a list in HTML.
WITH_SAFE_TEXT = {"bootstrap5/layout/help_text.html"}
# Names of XML languages; nothing is fetched from them.
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"}

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_POST = re.compile(r"<form\b[^>]*\bmethod=[\"']?post", re.IGNORECASE)


def _name(path: Path) -> str:
    return str(path.relative_to(source.ROOT / "templates"))


def _is_paper(path: Path) -> bool:
    return "pdf" in path.parts


PAGES = [path for path in source.templates() if not _is_paper(path)]


def form_faults(text: str, *, needs_key: bool = True) -> list[str]:
    """What is missing in the POST forms of a template."""
    faults = []
    for form in _FORM.findall(text):
        if _POST.match(form):
            faults += [] if "{% csrf_token %}" in form else ["no csrf_token"]
            faults += [] if re.search(r"{% form_key( \w+)? %}", form) or not needs_key else ["no form_key"]
    return faults


def inline_faults(text: str) -> list[str]:
    """Style and script a strict content security policy refuses."""
    faults = re.findall(r"\sstyle=[\"'][^>]*|\son[a-z]+=[\"']|<style\b|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        if "src=" not in script and "nonce=" not in script:
            faults.append(script)
    return faults


def outside_addresses(text: str) -> list[str]:
    """Addresses of other sites."""
    found = re.findall(r"https?://[^\s\"'<>)]+", text) + re.findall(r"(?:src|href|url)[=(][\"']?//[^\s\"'<>)]+", text)
    return [address for address in found if address not in NAMESPACES]


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_pages(path: Path) -> None:
    text = source.text_of(path)
    assert form_faults(text, needs_key=_name(path) not in WITHOUT_KEY) == []
    assert inline_faults(text) == []
    assert re.findall(r"<i>|<em>|{% autoescape off|{% debug", text) == []
    assert "|safe" not in text or _name(path) in WITH_SAFE_TEXT
    assert "\\d" not in text, "a pattern that matches Thai digits"


@pytest.mark.parametrize(
    "path", [*source.templates(), *sorted((source.ROOT / "static").rglob("*.*"))], ids=lambda p: p.name
)
def test_nothing_comes_from_outside(path: Path) -> None:
    if path.suffix in {".html", ".css", ".js", ".svg", ".json"}:
        assert outside_addresses(path.read_text(encoding="utf-8")) == []


def test_style_sheets_leave_thai_letters_upright_and_close_together() -> None:
    for path in (source.ROOT / "static").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "italic" not in text, path.name
        assert re.findall(r"letter-spacing:\s*(?!0|normal)", text) == [], path.name


def test_an_included_part_with_a_form_is_seen_too() -> None:
    assert form_faults('<form method="post" action="/x/">{% csrf_token %}</form>') == ["no form_key"]
    assert form_faults('<form class="a"\n method="post">{% form_key %}</form>') == ["no csrf_token"]
    assert form_faults('<form method="get"></form>') == []
    assert inline_faults('<p style="color:red">') != []
    assert inline_faults('<a onclick="x()">') != []
    assert inline_faults("<script>x()</script>") != []
    assert inline_faults('<script src="/static/app.js" defer></script>') == []
    assert outside_addresses('<img src="https://example.org/x.png">') != []
    assert outside_addresses('<img src="//example.org/x.png">') != []
    assert outside_addresses('<svg xmlns="http://www.w3.org/2000/svg">') == []
