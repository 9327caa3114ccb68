"""The product's source as the architecture tests read it: files by app, syntax trees, what a tree says."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# The one written import order: an app knows those to its left and never those to its right.
LAYERS = ("clinic_project", "clinics", "members", "cases", "referrals", "evaluations")
# Rooms of an app (style.md) that draw or read: they start from a scope and never write.
READING_ROOMS = {"views", "forms", "resources", "documents", "admin", "registrations", "search", "panels"}


@cache
def python_files(*apps: str) -> tuple[Path, ...]:
    """The product's own modules, without migrations; of all apps when none is named."""
    found = (path for app in apps or LAYERS for path in sorted((ROOT / app).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """The file as a test names it."""
    return str(path.relative_to(ROOT))


def room_of(path: Path) -> str:
    """The room a module stands in: ``views`` for ``views/money.py``, ``documents`` for ``session_documents.py``."""
    first = path.relative_to(ROOT).parts[1]
    stem = first.removesuffix(".py")
    return next((room for room in READING_ROOMS if stem == room or stem.endswith(f"_{room}")), stem)


def reading_files() -> list[Path]:
    """Modules that draw or read, of every app."""
    return [path for path in python_files() if room_of(path) in READING_ROOMS]


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of the module and methods of its classes with their full names; none from inside a function."""

    def walk(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
        for node in body:
            if isinstance(node, ast.FunctionDef):
                yield f"{prefix}{node.name}", node
            elif isinstance(node, ast.ClassDef):
                yield from walk(node.body, f"{prefix}{node.name}.")

    yield from walk(tree_of(path).body, "")


def length(node: ast.FunctionDef) -> int:
    """Lines from ``def`` to the last one, without decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def decorators(node: ast.FunctionDef) -> set[str]:
    """Names of a function's decorators: ``require_POST``, ``atomic``."""
    found = set()
    for mark in node.decorator_list:
        call = mark.func if isinstance(mark, ast.Call) else mark
        found.add(call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", ""))
    return found


def called(node: ast.Call) -> str:
    """The called name without what stands before the last dot."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def literals(node: ast.AST) -> Iterator[str]:
    """All text constants in a tree."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


@cache
def templates() -> tuple[Path, ...]:
    """Every template of the product."""
    return tuple(sorted((ROOT / "templates").rglob("*.html")))


@cache
def text_of(path: Path) -> str:
    """A template without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", "", text, flags=re.DOTALL)
