"""On PostgreSQL a text inside a name is found through trigrams; SQLite reads the keys, which is fast enough there."""

from typing import Any

from django.db import migrations

from clinic_project.database_rules import DatabaseRule

INDEXES = (("member_search_trigrams", "search_key"), ("member_sound_trigrams", "sound_key"))


def forwards(apps: Any, schema_editor: Any) -> None:
    """Put the indexes on. The extension is a trusted one: the database's owner may add it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for name, column in INDEXES:
            schema_editor.execute(f"CREATE INDEX {name} ON members_member USING gin ({column} gin_trgm_ops)")


def backwards(apps: Any, schema_editor: Any) -> None:
    """Take them off; the extension may serve others."""
    if schema_editor.connection.vendor == "postgresql":
        for name, _column in INDEXES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("members", "0005_no_national_id_in_the_clear")]
    operations = [DatabaseRule(forwards, backwards)]
