"""Telling "the database can't be reached or is overloaded" (503, try again) from a fault of ours (500)."""

import sqlite3

from django.db import DatabaseError, InterfaceError, OperationalError

# PostgreSQL's classes of states: connection, resources, operator intervention (shut down, starting up).
_AWAY_CLASSES = ("08", "53", "57P")
_SQLITE_AWAY = ("SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_READONLY")


def is_database_away(exception: BaseException | None) -> bool:
    """Whether the exception says that the database does not answer now.

    A statement the database refused (no such table, a deadlock, a value it can't take) is a fault of the program.
    """
    if not isinstance(exception, DatabaseError | InterfaceError):
        return False
    cause = exception.__cause__
    if isinstance(cause, sqlite3.Error):
        return str(getattr(cause, "sqlite_errorname", "")).startswith(_SQLITE_AWAY)
    state = getattr(cause, "sqlstate", None)
    if state:
        return str(state).startswith(_AWAY_CLASSES)
    # No state: the connection never stood, or broke.
    return isinstance(exception, OperationalError | InterfaceError)
