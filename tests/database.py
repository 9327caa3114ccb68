"""The empty database every run begins with: made once by the migrations, then copied.

Making it takes half a minute; copying it, nothing. It is made anew when a migration or the packages change.
``python -m tests.database`` makes it ahead of the tests, while a processor has nothing to do.
"""

import fcntl
import hashlib
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

MAKERS = ("clinic_project/append_only.py", "clinic_project/database_rules.py", "clinic_project/sqlite/*.py")
FOLDER = settings.BASE_DIR / "var" / "test-databases"


def use_template(target: Path) -> None:
    """Let this process's test database begin as a copy: on SQLite ``target`` is that copy."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _alone():
        if connection.vendor == "sqlite":
            shutil.copy(_sqlite_template(), target)
            connection.settings_dict["TEST"]["NAME"] = str(target)
        else:
            connection.settings_dict["TEST"]["TEMPLATE"] = _postgresql_template()


# The runs of one script/test share what they fill.
RUN = (os.environ.get("TEST_RUN") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"alone{os.getpid()}")[:12]
KEPT_SECONDS = 2 * 3600
_filled: dict[str, Any] = {}
"""The filled database of this process: its name, what filling gave, and the name of the empty one."""


def enter_filled(fill: Callable[[], Any]) -> Any:
    """Turn to a database of this process that ``fill`` filled and that nobody changes; gives what it gave.

    Filling takes many seconds, and many tests begin with the same rows: it is done once a run, the others copy.
    """
    if not _filled:
        empty = str(connection.settings_dict["NAME"])
        _filled["empty"] = empty
        source, _filled["gave"] = _fill_once(fill)
        _filled["name"] = _copy(source, f"{empty}_filled")
    _turn_to(_filled["name"])
    return _filled["gave"]


def _fill_once(fill: Callable[[], Any]) -> tuple[str, Any]:
    """The run's filled database, and what filling it gave, whichever process did it."""
    # What is filled is of its day: a run after midnight fills anew.
    name = f"{RUN}_{timezone.localdate():%m%d}"
    note = FOLDER / f"filled-{connection.vendor}-{name}.pickle"
    is_sqlite = connection.vendor == "sqlite"
    source = str(note.with_suffix(".sqlite3")) if is_sqlite else f"clinic_filled_{name}"
    empty = _template()
    with _alone("filled"):
        if not note.exists():
            _forget_old_runs()
            _turn_to(_copy(empty, source))
            with transaction.atomic():
                gave = fill()
                # As in a test: what waits for the end of the transaction is not done.
                connection.run_on_commit = []
            connection.close()
            note.write_bytes(pickle.dumps(gave))
        return source, pickle.loads(note.read_bytes())


def _forget_old_runs() -> None:
    """What runs of hours ago left; one that goes on beside this one keeps its own."""
    for note in FOLDER.glob(f"filled-{connection.vendor}-*.pickle"):
        if note.stat().st_mtime > time.time() - KEPT_SECONDS:
            continue
        note.unlink()
        note.with_suffix(".sqlite3").unlink(missing_ok=True)
        _drop(f"clinic_filled_{note.stem.rpartition('-')[2]}")


@contextmanager
def filled_copy(fill: Callable[[], Any]) -> Iterator[Any]:
    """Turn to a copy of that database, to be changed at will, for a while."""
    gave = enter_filled(fill)
    connection.close()
    copy = _copy(_filled["name"], f"{_filled['name']}_copy")
    _turn_to(copy)
    try:
        yield gave
    finally:
        leave_filled()
        _drop(copy)


def leave_filled() -> None:
    """Turn back to the empty database."""
    _turn_to(_filled["empty"])


def drop_filled() -> None:
    """Take the filled database away at the end."""
    if _filled:
        connection.close()
        _drop(_filled["name"])


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _template() -> str:
    with _alone():
        return str(_sqlite_template()) if connection.vendor == "sqlite" else _postgresql_template()


def _copy(source: str, target: str) -> str:
    """A copy of a database that nobody has open."""
    if connection.vendor == "sqlite":
        shutil.copy(source, target)
        return target
    _drop(target)
    # Only one at a time may copy from a database.
    with _alone(), connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return target


def _drop(name: str) -> None:
    """On SQLite it goes with the run's temporary folder."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            # A page that is closing may still be sending its last draft.
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _alone(what: str = "template") -> Iterator[None]:
    """One process makes it, the others of the same engine wait."""
    with (FOLDER / f"{what}-{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sqlite_template() -> Path:
    template = FOLDER / f"{_fingerprint()}.sqlite3"
    if not template.exists():
        for old in FOLDER.glob("*.sqlite3*"):
            old.unlink()
        unfinished = FOLDER / "unfinished.sqlite3"
        _migrate(f"sqlite:///{unfinished}")
        unfinished.rename(template)
    return template


def _postgresql_template() -> str:
    """The template's name on the server that ``DATABASE_URL`` names."""
    template = f"clinic_template_{_fingerprint()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            cursor.execute("DROP DATABASE IF EXISTS clinic_unfinished")
            cursor.execute("CREATE DATABASE clinic_unfinished")
            _migrate(urlsplit(os.environ["DATABASE_URL"])._replace(path="/clinic_unfinished").geturl())
            cursor.execute(f"ALTER DATABASE clinic_unfinished RENAME TO {template}")
    return template


def _migrate(url: str) -> None:
    """Run the migrations as the product does, in a process of their own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity=0"]
    subprocess.run(command, check=True, env={**os.environ, "DATABASE_URL": url})


def _fingerprint() -> str:
    """What the empty database depends on: the migrations, what they call, and the packages' versions."""
    files = [settings.BASE_DIR / "requirements.txt"]
    for pattern in ("*/migrations/*.py", "*/*/migrations/*.py", *MAKERS):
        files += settings.BASE_DIR.glob(pattern)
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    _template()
