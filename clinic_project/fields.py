"""Model fields of the foundation."""

from typing import Any

from django.db import models


class KeyField(models.CharField):
    """A derived key compared by code point: PostgreSQL's language order would undo the dictionary order in it."""

    def db_parameters(self, connection: Any) -> Any:
        """Ask PostgreSQL for the collation that compares code points; SQLite does so anyway."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
