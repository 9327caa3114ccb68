"""Rules across rows that the database itself keeps, on SQLite and PostgreSQL, for use in migrations.

A check constraint sees one row. What must hold between rows (two heads at the same time, more spent than there is) is a
trigger: it looks after each write and refuses with an ``IntegrityError``. On PostgreSQL it first locks the row the
writes have in common, so that two at the same moment can't both pass. SQLite has one writer anyway.

SQLite makes a table anew when a column changes; ``clinic_project/sqlite`` keeps the rules over it.
"""

from typing import Any, cast

from django.apps import apps
from django.apps.registry import Apps
from django.db.migrations import RunPython
from django.db.migrations.state import StateApps


class DatabaseRule(RunPython):
    """A step of SQL alone. Drawing up the models of that time, which it does not ask for, takes a second each."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Put the rule on."""
        self.code(cast(Any, apps), schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the rule off."""
        if self.reverse_code is None:
            raise NotImplementedError
        self.reverse_code(cast(Any, apps), schema_editor)


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


def refuse(
    name: str, *, table: str, broken: str, message: str, shared: tuple[str, str] | None = None, turn: str = ""
) -> DatabaseRule:
    """Make a migration step that refuses rows of ``table`` for which ``broken`` holds after the write.

    ``broken`` is an SQL condition both databases read; ``NEW`` is the row written. ``shared`` names the table and the
    column of ``NEW`` that points to the row all writes under this rule have in common; where there is no such row,
    ``turn`` names the text column of ``NEW`` whose equal values wait for each other. ``message`` stands in the error;
    it has no quotes. People are told by forms and services before; this is the last door.
    """
    lock = ""
    if shared:
        parent, column = shared
        lock = f"PERFORM 1 FROM {parent} WHERE id = NEW.{column} FOR UPDATE;"
    elif turn:
        lock = f"PERFORM pg_advisory_xact_lock(hashtext('{name}' || NEW.{turn}));"
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

    return DatabaseRule(forwards, backwards)


_KEEP_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
    IF {fixed} AND (CASE WHEN TG_OP = 'DELETE' THEN TRUE ELSE {changed} END) THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS {name} ON {table};
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
_KEEP_SQLITE = (
    "DROP TRIGGER IF EXISTS {name}_update",
    "CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} WHEN {fixed} AND ({changed}) "
    "BEGIN SELECT RAISE(ABORT, '{message}'); END",
    "DROP TRIGGER IF EXISTS {name}_delete",
    "CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} WHEN {fixed} BEGIN SELECT RAISE(ABORT, '{message}'); END",
)


def keep(name: str, *, table: str, fixed: str, columns: tuple[str, ...], message: str, also: str = "") -> DatabaseRule:
    """Make a migration step that keeps what was decided: rows of ``table`` for which ``fixed`` holds (a condition on
    ``OLD``) can't be deleted, nor may any of ``columns`` change. ``also`` is a further condition on ``OLD`` and ``NEW``
    that is refused. ``message`` stands in the error; it has no quotes.
    """

    def words(differs: str) -> dict[str, str]:
        changes = [f"NEW.{column} {differs} OLD.{column}" for column in columns]
        changed = " OR ".join([*changes, f"({also})"] if also else changes)
        return {"name": name, "table": table, "fixed": f"({fixed})", "changed": changed, "message": message}

    def forwards(apps: Apps | StateApps, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            # In a deletion there is no NEW, and an OR may be asked from both sides. CASE asks one; without brackets
            # PL/pgSQL would take its THEN for its own.
            schema_editor.execute(_KEEP_POSTGRESQL.format(**words("IS DISTINCT FROM")), params=None)
            return
        for statement in _KEEP_SQLITE:
            schema_editor.execute(statement.format(**words("IS NOT")), params=None)

    def backwards(apps: Apps | StateApps, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION {name}()", params=None)
            return
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}", params=None)

    return DatabaseRule(forwards, backwards)
