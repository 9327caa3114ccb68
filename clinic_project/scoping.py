"""Scope: which rows a person may know of at all. One function a model, used by every read."""

from typing import Any, Self

from django.db import models


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that views, forms, exports and documents start from through ``visible_to``."""

    def visible_to(self, user: Any) -> Self:
        """Keep the rows this person may know of; the rest answer like missing ones."""
        raise NotImplementedError(f"{type(self).__name__}.visible_to")
