"""Database triggers that refuse UPDATE and DELETE, on SQLite and PostgreSQL, for use in migrations."""

from typing import Any

from django.apps.registry import Apps
from django.db.migrations.state import StateApps

from clinic_project.database_rules import DatabaseRule

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'rows of % may only be added', TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'rows of {table} may only be added'); END;",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'rows of {table} may only be added'); END;",
)


def protect(*tables: str) -> DatabaseRule:
    """Make a migration step that puts the triggers on the tables."""

    def forwards(apps: Apps | StateApps, schema_editor: Any) -> None:
        for table in tables:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(_POSTGRESQL.format(table=table), params=None)
            else:
                for statement in _SQLITE:
                    schema_editor.execute(statement.format(table=table), params=None)

    def backwards(apps: Apps | StateApps, schema_editor: Any) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        for table in tables:
            names = ("append_only", "no_truncate") if postgresql else ("no_update", "no_delete")
            for name in names:
                on = f" ON {table}" if postgresql else ""
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}", params=None)

    return DatabaseRule(forwards, backwards)
