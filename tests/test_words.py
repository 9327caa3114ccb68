"""No English word and no Gregorian year on any page, in any paper or message, whoever asks."""

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django import forms
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils.choices import flatten_choices
from django.utils.text import camel_case_to_spaces

from clinic_project import errors
from tests import source, words
from tests.access_table import ROWS
from tests.pdf_readers import read_pdfium
from tests.test_access import Scene


class TestWords(Scene):
    """The papers the access table names, and pages of what went wrong; the pages are read in test_access.py.

    What a form says when it is refused is read in test_robustness.py.
    """

    def setUp(self) -> None:
        """Nobody has asked too often yet."""
        cache.clear()
        self.found: dict[str, str] = {}

    def read(self, answer: Any, label: str) -> None:
        """Note what is wrong on a page."""
        if answer["Content-Type"].startswith("text/html"):
            for fault in words.page_faults(answer.content.decode()):
                self.found.setdefault(fault, label)

    def assert_thai(self) -> None:
        """Nothing was found."""
        assert not self.found, "\n".join(f"{label}: {fault}" for fault, label in self.found.items())

    def send(self, username: str, address: str, body: str) -> Any:
        """Send a form as somebody; what it did is undone."""
        self.client.cookies.clear()
        self.client.cookies.load({"sessionid": self.cookies[username]})
        with transaction.atomic():
            answer = self.client.post(address, body, "application/x-www-form-urlencoded")
            answer.getvalue()
            transaction.set_rollback(True)
        return answer

    def test_every_paper(self) -> None:
        drawn = set()
        for name, thing, _method, expected in ROWS:
            address = self.address(name, thing)
            # An issued paper is the same file as its page; it stands in the table once for each kind.
            if address.endswith(".pdf") and name not in drawn and name != "document":
                drawn.add(name)
                person = next(person for person, code in expected.items() if code == "200")
                text = read_pdfium(self.ask(person, "GET", address).getvalue())
                assert words.THAI.search(text), address
                if wrong := words.faults(text):
                    self.found[f"{name}: {', '.join(wrong)}"] = address
        self.assert_thai()
        assert len(drawn) >= 9

    def test_pages_of_what_went_wrong(self) -> None:
        stranger = Client(raise_request_exception=False, enforce_csrf_checks=True)
        self.read(stranger.post("/login/", {"username": "กานต์"}), "a form that is too old")
        self.read(self.send("officer.cmi", self.address("cases:note", "case"), f"text={'x' * 6_000_000}"), "too much")
        self.read(self.ask("officer.cmi", "GET", "/?q=%00"), "what no database takes")
        self.read(stranger.post("/login/", {"username": "x", "password": "x"}), "log-in")
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        self.read(errors.server_error(request), "a fault of ours")
        for template in sorted((source.ROOT / "templates" / "errors").glob("*.html")):
            page = errors.page(request, template.stem, {"reason": "เหตุผล", "typed": [("text", "ข้อความ")]})
            for fault in words.page_faults(page):
                self.found.setdefault(fault, template.name)
        self.assert_thai()


def _subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _subclasses(child)


def _ours(kind: type) -> set[type]:
    for path in source.python_files():
        module = ".".join(path.relative_to(source.ROOT).with_suffix("").parts)
        if path.stem not in {"__main__", "wsgi", "asgi"} and "commands" not in path.parts:
            import_module(module.removesuffix(".__init__"))
    return {child for child in _subclasses(kind) if child.__module__.split(".")[0] in source.LAYERS}


def _field_texts(field: Any) -> list[Any]:
    """What a box says: its label, its help, its choices, and everything it may answer."""
    choices = getattr(field, "choices", None)
    pairs = [label for _value, label in flatten_choices(choices)] if isinstance(choices, list) else []
    return [field.label, field.help_text, *field.error_messages.values(), *pairs]


def test_what_every_box_says() -> None:
    found, count = [], 0
    for form in _ours(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            count += 1
            for text in _field_texts(field):
                if wrong := words.faults(words.without_places(str(text or ""))):
                    found.append(f"{form.__name__}.{name}: {wrong}")
    assert not found, "\n".join(found)
    assert count > 80


def test_what_every_column_is_called() -> None:
    found, count = [], 0
    for model in apps.get_models():
        if model.__module__.split(".")[0] in source.LAYERS:
            for field in model._meta.fields:
                is_named = field.verbose_name not in {field.name.replace("_", " "), "ID"}
                texts = [field.help_text, *(label for _value, label in field.flatchoices)]
                count += is_named
                for text in [*texts, *([field.verbose_name] if is_named else [])]:
                    if wrong := words.faults(str(text)):
                        found.append(f"{model.__name__}.{field.name}: {wrong}")
            # A table no page names keeps the name Django makes of its class.
            if model._meta.verbose_name != camel_case_to_spaces(model.__name__):
                assert not words.faults(str(model._meta.verbose_name)), model
    assert not found, "\n".join(found)
    assert count > 150


def test_every_sentence_marked_for_people() -> None:
    """Whatever page says it, and in whatever state: each text given to gettext in the source and the templates."""
    found, count = [], 0
    for path in source.python_files():
        for node in ast.walk(source.tree_of(path)):
            if isinstance(node, ast.Call) and source.called(node) in {"_", "gettext", "gettext_lazy", "ngettext"}:
                for text in (part for argument in node.args for part in source.literals(argument)):
                    count += 1
                    if wrong := words.faults(words.without_places(text)):
                        found.append(f"{source.name_of(path)}:{node.lineno} {wrong}")
    for path in source.templates():
        # Frames around a field, full of places to fill: what they show is read on the pages.
        for text in () if path.parts[-2] in {"bootstrap5", "layout"} else words.template_texts(source.text_of(path)):
            count += 1
            if wrong := words.faults(text):
                found.append(f"{source.name_of(path)} {wrong}: {' '.join(text.split())[:80]}")
    assert not found, "\n".join(found)
    assert count > 1_500


def test_a_word_or_a_year_that_is_not_thai_is_found() -> None:
    for text in ("Save", "บันทึก Draft", "ปี 2026", "ปี ๒๐๒๖", "2026-11-22", "22/11/1999", "คลินิกabc"):
        assert words.faults(text) != [], text
    for text in ("พ.ศ. 2569", "1,999.00 บาท", "02-143-2014", "69-CMI-0007", "Walk In", "รายงาน report.pdf", "12,000"):
        assert words.faults(text) == [], text
    for page in (
        "<title>Home</title>",
        '<img alt="Chart">',
        '<button aria-label="Close"></button>',
        '<input placeholder="Name">',
        '<input type="submit" value="Send">',
        '<input type="text" value="2026-01-31">',
        "<select><option value=a>All</option></select>",
        "<svg><text>Total</text><title>Chart</title></svg>",
        '<meta name="description" content="The clinic">',
        '<p data-confirm="Are you sure">',
        "<textarea>Text</textarea>",
    ):
        assert words.page_faults(page) != [], page
    for page in (
        "<script>let word = 1</script>",
        '<a class="btn" href="/cases/">เรื่อง</a>',
        '<p data-bs-toggle="modal">',
    ):
        assert words.page_faults(page) == [], page
