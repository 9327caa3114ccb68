"""The rules of the house that cannot be forgotten (style.md): this file reads the source and fails when one is broken.

Each rule is a function from a syntax tree to the lines that break it; ``test_the_rules_see_what_breaks_them`` shows
every one a piece of source it has to object to, so that none of them can pass by seeing nothing.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from tests import source
from tests.house_rules import (
    Finding,
    imports_of_higher_layers,
    relative_imports,
    requests_in_services,
    signals,
    status_changes,
    unescaped,
    unsafe_patterns,
    unscoped_reads,
    writes,
)

# Queries that start elsewhere than from a scope, each with its reason.
UNSCOPED_READS = {
    ("clinic_project/views.py", "connection.cursor"): "SELECT 1, to say that the database answers",
}
# Text that is escaped where it is made, and so declared safe.
SAFE_TEXT = {
    ("clinic_project/templatetags/pdf.py", "mark_safe"): "paper_html escapes every line",
    ("clinic_project/templatetags/ui.py", "SafeString"): "the empty text",
    ("clinic_project/qr.py", "mark_safe"): "a QR code drawn by us, its texts escaped by the library",
}
# Pieces of a service that other services call inside their own transaction.
PIECES_OF_SERVICES = {"add_entry", "append_item", "close_gaps", "save_checked"}
# Names the public may open without log-in. tests/test_access.py holds the same pages to their answers.
PUBLIC_PAGES = {
    "login",
    "draft_keep",
    "session_left",
    "healthz",
    "readyz",
    "survey",
    "survey_done",
    "shared",
    "shared_file",
    "open_days",
    "open_clinic",
    "open_poster",
    "clinics:calendar_feed",
    "verify",
    "admin:login",
    "/admin/login/",
}


# ---- the rules over the source ----------------------------------------------------------------------------------


def _findings(files: list[Path] | tuple[Path, ...], rule: Callable[[ast.Module], Iterator[Finding]]) -> list[str]:
    return [f"{source.name_of(path)}:{line} {what}" for path in files for line, what in rule(source.tree_of(path))]


def _findings_but(
    files: list[Path] | tuple[Path, ...],
    rule: Callable[[ast.Module], Iterator[Finding]],
    exceptions: dict[tuple[str, str], str],
) -> list[str]:
    return [
        f"{source.name_of(path)}:{line} {what}"
        for path in files
        for line, what in rule(source.tree_of(path))
        if (source.name_of(path), what) not in exceptions
    ]


def none_of(found: list[str]) -> None:
    """Fail with every finding on a line of its own."""
    assert not found, "\n" + "\n".join(found)


BROKEN = {
    "imports": (lambda tree: imports_of_higher_layers(tree, "clinics"), "from cases.models import Case"),
    "imports by name": (lambda tree: imports_of_higher_layers(tree, "clinics"), "apps.get_model('cases.Case')"),
    "relative imports": (relative_imports, "from ..models import Case"),
    "unscoped filter": (unscoped_reads, "Case.objects.filter(pk=1)"),
    "unscoped manager": (unscoped_reads, "choices = ModelChoiceField(queryset=User.objects)"),
    "cursor": (unscoped_reads, "connection.cursor()"),
    "save": (writes, "case.save()"),
    "update": (writes, "cases.update(subject='')"),
    "status assigned": (status_changes, "case.status = 'closed'"),
    "status in a tuple": (status_changes, "old, case.status = case.status, 'closed'"),
    "status created": (status_changes, "Case.objects.create(status='closed')"),
    "status updated": (status_changes, "cases.update(status='closed')"),
    "status by name": (status_changes, "setattr(case, 'status', 'closed')"),
    "digits": (unsafe_patterns, r"re.compile(r'\d+')"),
    "end": (unsafe_patterns, "RegexValidator('^[0-9]+$')"),
    "signals": (signals, "from django.db.models.signals import post_save"),
    "safe": (unescaped, "mark_safe(text)"),
    "request": (requests_in_services, "def close_case(request): pass"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_rules_see_what_breaks_them(name: str) -> None:
    rule, text = BROKEN[name]
    assert list(rule(ast.parse(text)))


def test_the_rules_let_pass_what_is_right() -> None:
    right = ast.parse(
        "from clinics.models import Clinic\nCase.objects.visible_to(user).filter(status='open')\ncontext.update(more)\n"
        "super().save()\nre.compile('[0-9]+(a|b)\\\\Z')\nrender(request, page, status=422)\n"
        "if case.status == 'open': pass"
    )
    rules = (unscoped_reads, writes, status_changes, unsafe_patterns, signals, unescaped)
    assert [found for rule in rules for found in rule(right)] == []
    assert list(imports_of_higher_layers(right, "members")) == []


@pytest.mark.parametrize("layer", source.LAYERS)
def test_dependencies_point_one_way(layer: str) -> None:
    # The settings and the root addresses name the apps as texts, and nothing else of the foundation does.
    files = [
        p
        for p in source.python_files(layer)
        if source.name_of(p) not in {"clinic_project/settings.py", "clinic_project/urls.py"}
    ]
    assert files
    none_of(_findings(files, lambda tree: imports_of_higher_layers(tree, layer)))
    none_of(_findings(files, relative_imports))


def test_the_foundation_imports_no_app_even_in_settings_and_addresses() -> None:
    for path in source.python_files("clinic_project"):
        for node in ast.walk(source.tree_of(path)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                assert (module or "").split(".")[0] not in source.LAYERS[1:], f"{source.name_of(path)}:{node.lineno}"


def test_pages_forms_exports_and_papers_start_from_a_scope() -> None:
    none_of(_findings_but(source.reading_files(), unscoped_reads, UNSCOPED_READS))


def test_every_exception_still_exists() -> None:
    for rule, exceptions in ((unscoped_reads, UNSCOPED_READS), (unescaped, SAFE_TEXT)):
        for name, what in exceptions:
            assert what in {text for _line, text in rule(source.tree_of(source.ROOT / name))}, (name, what)


def test_only_services_write() -> None:
    # An administrator's pages save through the hooks of Django's admin, which call their own super().
    rooms = source.READING_ROOMS | {"querysets", "permissions", "workflow", "templatetags", "figures", "indicators"}
    files = [path for path in source.python_files(*source.LAYERS[1:]) if source.room_of(path) in rooms]
    assert files
    none_of(_findings(files, writes))


def test_a_status_changes_only_through_the_engine() -> None:
    files = [path for path in source.python_files() if source.name_of(path) != "clinic_project/workflow.py"]
    none_of(_findings(files, status_changes))


def test_patterns_know_only_arabic_digits_and_end_at_the_end() -> None:
    none_of(_findings(source.python_files(), unsafe_patterns))


def test_no_signals() -> None:
    none_of(_findings(source.python_files(), signals))


def test_nothing_is_declared_safe() -> None:
    none_of(_findings_but(source.python_files(), unescaped, SAFE_TEXT))


def test_services_know_no_request() -> None:
    files = [path for path in source.python_files() if "services" in path.name or "services" in path.parts]
    assert len(files) > 10
    none_of(_findings(files, requests_in_services))


def test_services_that_write_take_the_writer_by_name_and_are_atomic() -> None:
    by_the_public = {"answer_survey"}
    found = []
    for path in source.python_files(*source.LAYERS[1:]):
        if "services" not in path.name and "services" not in path.parts:
            continue
        for name, node in source.functions(path):
            calls = {source.called(call) for call in ast.walk(node) if isinstance(call, ast.Call)}
            if name.startswith("_") or "." in name or not calls & {"apply", "save", "create", "bulk_create", "delete"}:
                continue
            if name in PIECES_OF_SERVICES:
                continue
            if "by" not in {a.arg for a in node.args.kwonlyargs} and name not in by_the_public:
                found.append(f"{source.name_of(path)}:{node.lineno} {name}: no keyword-only by=")
            if "atomic" not in source.decorators(node):
                found.append(f"{source.name_of(path)}:{node.lineno} {name}: not atomic")
    none_of(found)


# ---- sizes and names ------------------------------------------------------------------------------------------


def test_files_and_functions_stay_small() -> None:
    files = [*source.python_files(), *(source.ROOT / "tests").rglob("*.py")]
    long = [source.name_of(path) for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 500]
    long += [
        f"{source.name_of(p)} {name}"
        for p in source.python_files()
        for name, f in source.functions(p)
        if source.length(f) > 50
    ]
    long += [
        source.name_of(path) for path in source.templates() if len(path.read_text(encoding="utf-8").splitlines()) > 250
    ]
    none_of(long)


def _views() -> Iterator[tuple[Path, str, ast.FunctionDef]]:
    for path in source.python_files():
        if source.room_of(path) == "views":
            for name, node in source.functions(path):
                answer = ast.unparse(node.returns) if node.returns else ""
                if answer.endswith("Response") and not name.startswith("_"):
                    yield path, name, node


def test_views_stay_thin_and_say_which_methods_they_take() -> None:
    methods = {"require_GET", "require_POST", "require_safe", "require_http_methods"}
    found = []
    for path, name, node in _views():
        if source.length(node) > 25:
            found.append(f"{source.name_of(path)} {name}: {source.length(node)} lines")
        if not source.decorators(node) & methods and name != "admin_login":
            found.append(f"{source.name_of(path)} {name}: takes any method")
    none_of(found)


def test_everything_public_says_what_it_is() -> None:
    found = []
    for path in source.python_files():
        tree = source.tree_of(path)
        if path.name != "__init__.py" and not ast.get_docstring(tree):
            found.append(source.name_of(path))
        public = [(node.name, node) for node in tree.body if isinstance(node, ast.ClassDef)] + list(
            source.functions(path)
        )
        found += [
            f"{source.name_of(path)}:{node.lineno} {name}"
            for name, node in public
            if not any(part.startswith("_") for part in name.split(".")) and not ast.get_docstring(node)
        ]
    none_of(found)


# ---- log-in ---------------------------------------------------------------------------------------------------


def _open_pages(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _open_pages(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern) and not getattr(pattern.callback, "login_required", True):
            yield f"{space}{pattern.name}" if pattern.name else f"/{prefix}{pattern.pattern}"


def test_log_in_is_required_but_for_one_list() -> None:
    middleware = list(settings.MIDDLEWARE)
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in middleware
    # Whoever the time limit signs out is a stranger to what follows.
    age = middleware.index("clinic_project.middleware.SessionAgeMiddleware")
    assert age < middleware.index("django.contrib.auth.middleware.LoginRequiredMiddleware")
    assert set(_open_pages(get_resolver())) == PUBLIC_PAGES
