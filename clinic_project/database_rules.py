"""Rules across rows that the database itself keeps, on SQLite and PostgreSQL, for use in migrations.

A check constraint sees one row. What must hold between rows (two heads at the same time, more spent than there is) is a
trigger: it looks after each write and refuses with an ``IntegrityError``. On PostgreSQL it first locks the row the
writes have in common, so that two at the same moment can't both pass. SQLite has one writer anyway.

SQLite makes a table anew when a column changes and loses its triggers: a later migration of such a table ends with the
same rule again.
"""

from typing import Any

from django.apps.registry import Apps
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
    {lock}
    IF {broken} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation'; END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} AFTER INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
_SQLITE = (
    "DROP TRIGGER IF EXISTS {name}_{verb}",
    "CREATE TRIGGER {name}_{verb} AFTER {verb} ON {table} WHEN {broken} BEGIN SELECT RAISE(ABORT, '{message}'); END",
)


def refuse(name: str, *, table: str, broken: str, message: str, shared: tuple[str, str] | None = None) -> RunPython:
    """Make a migration step that refuses rows of ``table`` for which ``broken`` holds after the write.

    ``broken`` is an SQL condition both databases read; ``NEW`` is the row written. ``shared`` names the table and the
    column of ``NEW`` that points to the row all writes under this rule have in common. ``message`` stands in the error;
    it has no quotes. People are told by forms and services before; this is the last door.
    """
    lock = ""
    if shared:
        parent, column = shared
        lock = f"PERFORM 1 FROM {parent} WHERE id = NEW.{column} FOR UPDATE;"
    words = {"name": name, "table": table, "broken": broken, "message": message, "lock": lock}

    def forwards(apps: Apps | StateApps, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL.format(**words), params=None)
            return
        for verb in ("INSERT", "UPDATE"):
            for statement in _SQLITE:
                schema_editor.execute(statement.format(verb=verb, **words), params=None)

    def backwards(apps: Apps | StateApps, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION {name}()", params=None)
            return
        for verb in ("INSERT", "UPDATE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}", params=None)

    return RunPython(forwards, backwards)
