"""Tries that may be guesses, counted in the database: every worker counts, and parallel tries wait for each other.

A wrong guess undoes its transaction, and a count written inside would go with it. So a service raises :class:`Guess`
and ``forms_flow.run_form``, where that transaction has ended, counts it; or a form takes its try before any begins.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tries(models.Model):
    """How often something was tried since its window began."""

    name = models.CharField(max_length=80, unique=True)
    times = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("จำนวนครั้งที่ลอง")
        verbose_name_plural = _("จำนวนครั้งที่ลอง")

    def __str__(self) -> str:
        return f"{self.name} = {self.times}"


def take_try(name: str, *, seconds: int) -> int:
    """Count one more and give how many there are in this window; the row is locked until the transaction ends."""
    table, now = connection.ops.quote_name(Tries._meta.db_table), timezone.now()
    over, now_ = (connection.ops.adapt_datetimefield_value(at) for at in (now - timedelta(seconds=seconds), now))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (name, times, since) VALUES (%s, 1, %s) "  # noqa: S608 - our own table name
            f"ON CONFLICT (name) DO UPDATE SET times = CASE WHEN {table}.since < %s THEN 1 ELSE {table}.times + 1 END, "
            f"since = CASE WHEN {table}.since < %s THEN excluded.since ELSE {table}.since END RETURNING times",
            [name, now_, over, over],
        )
        return int(cursor.fetchone()[0])


def tries_of(name: str, *, seconds: int) -> int:
    """How many there are in this window."""
    begun = timezone.now() - timedelta(seconds=seconds)
    return Tries.objects.filter(name=name, since__gte=begun).values_list("times", flat=True).first() or 0


def forget_tries(name: str) -> None:
    """Begin anew: it was the right one."""
    Tries.objects.filter(name=name).delete()


class Guess(ValidationError):
    """A refusal that counts as a guess, under ``name`` within ``seconds``."""

    def __init__(self, message: Any, *, name: str, seconds: int) -> None:
        super().__init__(message)
        self.name, self.seconds = name, seconds


def count_guess(error: BaseException) -> None:
    """Count a refusal that is a guess, or was raised from one; call where the transaction of the try has ended."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, Guess):
        found = found.__cause__
    if found is not None:
        take_try(found.name, seconds=found.seconds)
