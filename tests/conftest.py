"""What every test has: the database engine that was asked for, and which tests a run leaves out."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from whitenoise.middleware import WhiteNoiseMiddleware
from xdist.scheduler import LoadScopeScheduling

from clinics.models import ProgrammeYear
from tests import database, wide
from tests.cast import make_cast
from tests.pdf_readers import READERS, plain

TRIGGERS = pytest.StashKey[tuple[str, list[str]]]()
BLOCKER = pytest.StashKey[Any]()
BROWSER_TESTS = Path(__file__).parent / "browser"
# They read the words of every page, or who gets which answer; which database it came from makes no difference to them.
READERS_OF_WORDS = {
    *("test_words.py", "test_words_admin.py", "test_explanations.py", "test_help.py", "test_access.py"),
    "test_canaries.py",
    # The trial's data are made in SQLite; what makes them is tested on both.
    "test_load_demo.py",
}

# Pages whose answer depends on how the engine sorts, searches, locks or counts.
BY_ENGINE = {
    *("test_search.py", "test_members.py", "test_robustness.py", "test_idempotency.py", "test_stale_edits.py"),
    *("test_case_views.py", "test_referral_views.py", "test_session_pages.py", "test_drafts.py", "test_outbox.py"),
}
# They measure how long a page or a person takes to the second, and so play alone.
TIMED = {"test_weight.py", "test_session_form.py"}
# They ask for every page of the product, some for minutes.
CRAWLS = {
    "test_canaries.py",
    "test_words.py",
    "test_robustness.py",
    "test_access.py",
    "test_words_admin.py",
    "test_load_demo.py",
    # In Chromium.
    *("test_accessibility.py", "test_without_scripts.py", "test_nothing_lost.py"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--slow`` and ``--pages``."""
    parser.addoption("--slow", action="store_true", help="also run the wide runs marked slow")
    parser.addoption("--pages", default="", help="crawl in the browser only pages whose names hold one of these words")


# How fast a machine thinks of examples says nothing about the rule that is tested.
hypothesis.settings.register_profile("clinic", suppress_health_check=[hypothesis.HealthCheck.too_slow], deadline=None)
hypothesis.settings.load_profile("clinic")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to run on another engine than the one ``TEST_ENGINE`` names: a green run on the wrong one says nothing."""
    os.environ[wide.NAME] = "1" if config.getoption("--slow") else ""
    os.environ[wide.PAGES] = config.getoption("--pages")
    asked = os.environ.get("TEST_ENGINE", connection.vendor)
    if asked != connection.vendor:
        raise pytest.UsageError(f"TEST_ENGINE is {asked}, but the settings give {connection.vendor}")


def pytest_report_header() -> str:
    """Name the engine in the first lines of the run."""
    return f"database: {connection.vendor}"


def _asks_a_database(item: pytest.Item) -> bool:
    """Whether a test touches a database at all."""
    made = getattr(item, "cls", None)
    fixtures = set(getattr(item, "fixturenames", ()))
    is_case = isinstance(made, type) and issubclass(made, TransactionTestCase)
    asked = fixtures & {"db", "transactional_db", "django_db_setup"}
    return bool(is_case or asked or item.get_closest_marker("django_db"))


def _reads_papers(item: pytest.Item) -> bool:
    """Whether a test reads a paper's text in the three readers: the paper is the same from either engine."""
    return "read" in getattr(item, "fixturenames", ())


def _is_enough_once(item: pytest.Item) -> bool:
    """Whether one engine says all there is to say."""
    if item.path.name == "test_robustness.py" and not item.name.startswith("test_junk"):
        return True  # refused before anything is stored; what a column takes differs by engine
    return item.path.name in READERS_OF_WORDS or _reads_papers(item) or not _asks_a_database(item)


class ByTest(LoadScopeScheduling):
    """Gives a free worker the next test; the demo's tests all to one, which loads it once."""

    def _split_scope(self, nodeid: str) -> str:
        return "test_load_demo.py" if "test_load_demo.py" in nodeid else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByTest:
    """How a parallel run deals its tests out."""
    return ByTest(config, log)


def _shows_a_page(item: pytest.Item) -> bool:
    """Whether a test opens pages of which the engine makes no difference; on PostgreSQL Chromium plays them."""
    return "client_as" in getattr(item, "fixturenames", ()) and item.path.name not in BY_ENGINE


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the browser tests by their folder and what one engine is enough for; skip what can't be done."""
    # The longest first, so that at the end no worker plays alone.
    items.sort(key=lambda item: item.path.name not in CRAWLS)
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # Playwright keeps an event loop in the tests' thread, which Django else takes for asynchronous code.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        elif _is_enough_once(item) or (_shows_a_page(item) and not config.getoption("--slow")):
            item.add_marker(pytest.mark.once)
        if item.path.name in TIMED:
            item.add_marker(pytest.mark.timed)
        if "postgresql" in item.keywords and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))
        if "slow" in item.keywords and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="wide run: only with --slow"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Begin with a copy of the empty database.

    SQLite gets a file as the product has: a database in memory knows neither WAL nor waiting for a lock.
    """
    with django_db_blocker.unblock():
        database.use_template(tmp_path_factory.mktemp("database") / "test.sqlite3")
    if connection.vendor == "sqlite":
        # What a power cut would lose is lost anyway when the tests end.
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the database is there already: on SQLite the copy, which goes with the run's temporary folder."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_createdb() -> bool:
    """Never make a new one over the copy."""
    return False


def _flushes(item: pytest.Item) -> bool:
    """Whether the test has real transactions, so that all tables are emptied after it."""
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


def _take_off_triggers() -> list[str]:
    """Take SQLite's triggers off, and give the statements that put them back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in found]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Close the connection that emptied the tables, and with it what was set for its session."""
    yield
    if not _flushes(item):
        return
    name, statements = item.stash.get(TRIGGERS, ("", []))
    # After the last test the connection has already turned from the tests' file to the product's.
    if statements and connection.settings_dict["NAME"] == name:
        with item.config.stash[BLOCKER].unblock(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    connection.close()


@pytest.fixture(autouse=True)
def append_only_rows_can_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the append-only tables be emptied after a test with real transactions.

    Only after the test: while it runs, their triggers refuse as they do in the product.
    """
    if _flushes(request.node):
        request.getfixturevalue("transactional_db")
    yield
    if not _flushes(request.node):
        return
    if connection.vendor == "sqlite":
        request.config.stash[BLOCKER] = request.getfixturevalue("django_db_blocker")
        request.node.stash[TRIGGERS] = (connection.settings_dict["NAME"], _take_off_triggers())
        return
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what is loaded out of the garbage collector's rounds: it stays to the end, and looking at it is slow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def filled_database_goes(django_db_blocker: Any) -> Iterator[None]:
    """Leave no database behind on a server."""
    yield
    with django_db_blocker.unblock():
        database.drop_filled()


@pytest.fixture(autouse=True)
def work_is_done_at_once(settings: Any) -> None:
    """Background work is done before the answer goes out; tests of the queue and its worker turn this off."""
    settings.JOBS_IMMEDIATE = True


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once() -> Iterator[None]:
    """Each client starts the whole middleware anew, which would list every static file again."""
    listed: dict[Any, dict[str, Any]] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def known(middleware: WhiteNoiseMiddleware) -> None:
        key = (middleware.static_prefix, middleware.static_root, tuple(settings.STATICFILES_DIRS))
        if key not in listed:
            look(middleware)
            listed[key] = dict(middleware.files)
        middleware.files.update(listed[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", known)
        yield


@pytest.fixture
def pilot(db: None) -> ProgrammeYear:
    """The pilot year as the fixtures bring it: 15 clinics, 11 to be confirmed and 4 not required."""
    call_command("loaddata", "clinics.json", "years.json", verbosity=0)
    return ProgrammeYear.objects.get(buddhist_year=2561)


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: None) -> dict[str, Any]:
    """Everybody of ``tests/cast.py``, by user name."""
    if "pilot" in request.fixturenames:
        # Its rows bring their keys, so they come first; the cast works at the clinics that are there.
        request.getfixturevalue("pilot")
    return make_cast()


@pytest.fixture
def client_as(cast: dict[str, Any]) -> Callable[[str], Client]:
    """Give a browser signed in as one of the cast: ``client_as("head.cmi").get(...)``."""

    def sign_in(username: str) -> Client:
        client = Client()
        client.force_login(cast[username])
        return client

    return sign_in


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Callable[[bytes], str]:
    """Each of the three readers in turn, white space normalised."""
    reader = READERS[request.param]
    return lambda content: plain(reader(content))
