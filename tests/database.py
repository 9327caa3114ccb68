"""The empty database every run begins with: made once by the migrations, then copied.

Making it takes half a minute; copying it, nothing. It is made anew when a migration or the packages change.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

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


_filled: dict[str, Any] = {}
"""The one database this process filled: its name, what filling it gave, and the name of the empty one."""


def enter_filled(fill: Callable[[], Any]) -> Any:
    """Turn to a database of this process that ``fill`` filled, once, and that nobody changes; gives what it gave.

    Filling takes many seconds, and several classes of tests begin with the same rows.
    """
    empty = str(connection.settings_dict["NAME"])
    if not _filled:
        _filled.update(name=_another(empty), empty=empty)
        _turn_to(_filled["name"])
        with transaction.atomic():
            _filled["gave"] = fill()
            # As in a test: what waits for the end of the transaction is not done.
            connection.run_on_commit = []
    _turn_to(_filled["name"])
    return _filled["gave"]


def leave_filled() -> None:
    """Turn back to the empty database."""
    _turn_to(_filled["empty"])


def drop_filled() -> None:
    """Take the filled database away at the end; on SQLite it goes with the run's temporary folder."""
    if _filled and connection.vendor == "postgresql":
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{_filled["name"]}"')


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def _another(empty: str) -> str:
    """One more copy of the template, beside this process's empty database."""
    if connection.vendor == "sqlite":
        target = Path(empty).with_name("filled.sqlite3")
        shutil.copy(_sqlite_template(), target)
        return str(target)
    name = f"{empty}_filled"
    with _alone(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE {_postgresql_template()}')
    return name


@contextmanager
def _alone() -> Iterator[None]:
    """One process makes the template, the others wait for it."""
    with (FOLDER / "lock").open("w") as lock:
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
