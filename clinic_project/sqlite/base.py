"""SQLite can't change a column: Django makes the table anew, drops the old one and renames.

The old table takes its triggers with it, and a trigger of another table that reads the dropped one makes the renaming
fail. So the triggers are taken off before and put back as they were; one that no longer fits the new table fails then,
in the migration that made it so.
"""

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor


class KeepsTriggers(DatabaseSchemaEditor):
    """Changes tables, and leaves the triggers as they were."""

    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
            triggers = cursor.fetchall()
        for name, _sql in triggers:
            self.execute(f"DROP TRIGGER {self.quote_name(name)}", params=None)
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]
        for _name, sql in triggers:
            self.execute(sql, params=None)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose schema editor keeps triggers."""

    SchemaEditorClass = KeepsTriggers
