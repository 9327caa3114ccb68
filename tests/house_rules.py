"""The rules of the house as functions from a syntax tree to the lines that break them."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from tests import source

Finding = tuple[int, str]


@cache
def scopes() -> frozenset[str]:
    """Names a query may start from: the two scopes, a clinic's staff, nothing, and named reads built on a scope."""
    found = {"visible_to", "known_to", "staff_of", "none"}
    for path in source.python_files():
        if source.room_of(path) == "querysets":
            for name, node in source.functions(path):
                answers = [ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Return)]
                if answers and all(re.search(r"self\.(visible_to|known_to)\(", answer) for answer in answers):
                    found.add(name.split(".")[-1])
    return frozenset(found)


def imports_of_higher_layers(tree: ast.Module, layer: str) -> Iterator[Finding]:
    """Imports, and texts that name a model or module, of an app further up."""
    higher = source.LAYERS[source.LAYERS.index(layer) + 1 :]
    by_name = re.compile(rf"({'|'.join(higher) or '-'})\.[A-Za-z_.]+\Z")
    for node in ast.walk(tree):
        modules: list[str] = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and by_name.match(node.value):
            modules = [node.value]
        for module in modules:
            if module.split(".")[0] in higher:
                yield node.lineno, module


def relative_imports(tree: ast.Module) -> Iterator[Finding]:
    """``from .. import x`` hides which app is meant; a sibling of the same package may be named so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level > 1:
            yield node.lineno, node.module or "."


def unscoped_reads(tree: ast.Module) -> Iterator[Finding]:
    """A manager that is used for anything but a scope (or for nothing); a cursor."""
    scoped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in scopes()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_base_manager", "_default_manager"}:
            if id(node) not in scoped:
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Attribute) and node.attr in {"cursor", "raw"}:
            yield node.lineno, ast.unparse(node)


def writes(tree: ast.Module) -> Iterator[Finding]:
    """Calls that write rows."""
    verbs = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete", "update"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in verbs:
            continue
        on_super = isinstance(node.func.value, ast.Call) and source.called(node.func.value) == "super"
        into_dict = node.func.attr == "update" and (not node.keywords or ast.unparse(node.func.value).endswith("attrs"))
        if not on_super and not into_dict:
            yield node.lineno, ast.unparse(node.func)


def status_changes(tree: ast.Module) -> Iterator[Finding]:
    """A status set by hand: assigned, or given to a write or to a model's constructor."""
    verbs = {"create", "get_or_create", "update_or_create", "update", "setattr", "bulk_update"}
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [
                t for target in node.targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])
            ]
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "status":
                yield node.lineno, ast.unparse(target)
        if isinstance(node, ast.Call) and source.called(node) in verbs:
            named = {keyword.arg for keyword in node.keywords}
            if "status" in named or (
                source.called(node) in {"setattr", "bulk_update"} and "status" in set(source.literals(node))
            ):
                yield node.lineno, ast.unparse(node.func)


def unsafe_patterns(tree: ast.Module) -> Iterator[Finding]:
    r"""Patterns with ``\d`` (matches Thai digits) or an ending ``$`` (lets a new line pass)."""
    takers = {
        "compile",
        "match",
        "fullmatch",
        "search",
        "sub",
        "findall",
        "finditer",
        "split",
        "RegexValidator",
        "re_path",
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and source.called(node) in takers:
            for text in source.literals(node):
                if re.search(r"\\d|(?<!\\)\$(\Z|\)|\|)", text):
                    yield node.lineno, text


def signals(tree: ast.Module) -> Iterator[Finding]:
    """Signals: business logic nobody sees being called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and re.search(r"dispatch|signals", node.module):
            yield node.lineno, node.module


def unescaped(tree: ast.Module) -> Iterator[Finding]:
    """Text declared safe instead of escaped."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and source.called(node) in {"mark_safe", "SafeString"}:
            yield node.lineno, source.called(node)


def requests_in_services(tree: ast.Module) -> Iterator[Finding]:
    """Services know no request, no messages and no pages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg == "request":
            yield node.lineno, "request"
        elif isinstance(node, ast.ImportFrom) and node.module in {"django.http", "django.shortcuts", "django.contrib"}:
            yield node.lineno, node.module
