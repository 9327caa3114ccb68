"""Taking a person out of the tables for good: texts, papers, files, drafts, notices. Counts and amounts stay.

What is written over is named by :data:`GONE`; what was empty stays empty, so that every rule of the database still
holds. Choices, references of records and numbers stay: they name nobody once the names are gone.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction

from clinic_project.audit import subject_type
from clinic_project.files.models import StoredFile
from clinic_project.jobs.models import JobFile
from clinic_project.models import AppendOnlyModel, Draft, Event, IssuedDocument
from clinic_project.needles import Needles
from clinic_project.outbox.models import Outbox
from clinic_project.person_tree import Rows, pieces

GONE = "(ลบแล้ว)"
# Keys of an event's detail that hold what somebody wrote.
WRITTEN = frozenset({"reason", "note", "text"})
# People who sign in are kept by their own rules; what is drawn from code and never holds a person's data.
# A session is packed, so that it is opened to be swept.
NEVER_SWEPT = frozenset({"contenttypes.contenttype", "auth.permission", "clinic_project.counter", "sessions.session"})
# Fields that say which record, paper or row it is; they name no person.
KEYS = frozenset({"reference", "number", "serial", "subject_reference", "object_id"})
ROWS_AT_A_TIME = 1000


def _protected() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, AppendOnlyModel) and model._meta.managed
    )


@contextmanager
def opened() -> Iterator[None]:
    """Lift the triggers that refuse changes of written rows, within the transaction, and put them back.

    Call inside a transaction: when it is undone, they were never lifted.
    """
    tables = _protected()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _switch(cursor, tables, "DISABLE")
            yield
            _switch(cursor, tables, "ENABLE")
            return
        marks = ", ".join(["%s"] * len(tables))
        cursor.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})",  # noqa: S608 - marks
            tables,
        )
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _name, sql in found:
            cursor.execute(sql)


def _switch(cursor: Any, tables: list[str], how: str) -> None:
    # PostgreSQL alters no table that has foreign keys yet to be checked.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} {how} TRIGGER USER")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _texts(model: type[models.Model]) -> list[Any]:
    """Fields somebody writes into: text without choices that is no key of the record."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField))
        and not field.choices
        and not field.unique
        and not field.primary_key
        and field.name not in KEYS
    ]


def _emptied(value: Any) -> Any:
    """A JSON value with its texts gone: its keys, numbers and codes of a program stay."""
    if isinstance(value, dict):
        return {key: _emptied(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_emptied(part) for part in value]
    if isinstance(value, str) and not re.fullmatch(r"[a-z_.0-9:+-]{0,40}", value):
        return GONE
    return value


def _written_over(field: Any, value: Any) -> Any:
    if value in (None, "", {}, []):
        return value
    if isinstance(field, models.JSONField):
        return _emptied(value)
    return GONE[: field.max_length] if field.max_length else GONE


def wipe(rows: Rows, *, but: type[models.Model] | None = None) -> None:
    """Write over every text of the rows, empty their files and papers, forget notices about them. Call while open.

    ``but``: the caller empties the texts of these rows itself.
    """
    for model, keys in rows.items():
        if model is not but:
            _wipe_texts(model, keys)
        _wipe_papers(model, keys)
        for some in pieces(keys):
            Outbox._base_manager.filter(about_type=subject_type(model), about_id__in=some).delete()
            _wipe_events(model, some)


def _wipe_texts(model: type[models.Model], keys: Collection[int]) -> None:
    fields = _texts(model)
    files = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is StoredFile
    ]
    names = [field.name for field in (*fields, *files)]
    if not names:
        return
    for some in pieces(keys):
        plain: Any = models.QuerySet(model)
        for pk, *values in plain.filter(pk__in=some).values_list("pk", *names):
            old = dict(zip(names, values, strict=True))
            changed = {field.name: _written_over(field, old[field.name]) for field in fields}
            changed = {name: value for name, value in changed.items() if value != old[name]}
            if changed:
                plain.filter(pk=pk).update(**changed)
            for field in files:
                if old[field.name]:
                    empty_file(old[field.name])


def empty_file(pk: int) -> None:
    """Delete a stored file's bytes once the transaction holds; its row stays, naming nothing."""
    stored = StoredFile._base_manager.filter(pk=pk).exclude(content="").first()
    if stored is None:
        return
    storage, path = stored.content.storage, str(stored.content.name)
    StoredFile._base_manager.filter(pk=pk).update(name=GONE, content="", size=0, sha256=hashlib.sha256(b"").hexdigest())
    transaction.on_commit(lambda: storage.delete(path))


def _wipe_papers(model: type[models.Model], keys: Collection[int]) -> None:
    for some in pieces(keys):
        papers = IssuedDocument._base_manager.filter(subject_type=subject_type(model), subject_id__in=some)
        papers.update(title=GONE, content=b"", sha256=hashlib.sha256(b"").hexdigest())


def _wipe_events(model: type[models.Model], keys: Collection[int]) -> None:
    plain: Any = models.QuerySet(Event)
    about = plain.filter(subject_type=subject_type(model), subject_id__in=keys)
    for pk, detail in about.values_list("pk", "detail").iterator():
        if WRITTEN & set(detail):
            plain.filter(pk=pk).update(detail={key: part for key, part in detail.items() if key not in WRITTEN})


def _cleaned(value: Any, needles: Needles) -> Any:
    if isinstance(value, str):
        return needles.written_over(value, GONE)
    if isinstance(value, dict):
        return {_cleaned(key, needles): _cleaned(part, needles) for key, part in value.items()}
    return [_cleaned(part, needles) for part in value] if isinstance(value, list) else value


def sweep(needles: Needles, *, but: Collection[str] = ()) -> int:
    """Take names and numbers out of every text of every table, wherever they were written. Call while open.

    ``but``: tables (``app.model``) whose rows name others. Drafts that hold one go as a whole, and so do the results of
    background work, which may hold anything. A reference goes only where it is a number and nothing else.
    Says how many rows were changed.
    """
    JobFile._base_manager.filter(job__finished_at__isnull=False).delete()
    left = {*NEVER_SWEPT, get_user_model()._meta.label_lower, *but}
    plain: Any = models.QuerySet(Event)
    changed: int = plain.filter(subject_reference__in=needles.numbers).update(subject_reference=GONE)
    changed += _sweep_sessions(needles)
    for model in apps.get_models():
        if not model._meta.proxy and model._meta.label_lower not in left:
            changed += _sweep_model(model, needles)
    return changed


def _sweep_sessions(needles: Needles) -> int:
    """What a session remembers and names one of them goes; whoever it is goes on working."""
    changed = 0
    for session in Session.objects.iterator():
        held = session.get_decoded()
        kept = {name: value for name, value in held.items() if _cleaned(value, needles) == value}
        if kept != held:
            Session.objects.filter(pk=session.pk).update(session_data=Session.objects.encode(kept))
            changed += 1
    return changed


def _sweep_model(model: type[models.Model], needles: Needles) -> int:
    """Every row is read: no condition of a database knows all the ways a number is spelt."""
    names, changed = [field.name for field in _texts(model)], 0
    plain: Any = models.QuerySet(model)
    part: list[Any] = list(plain.order_by("pk").values_list("pk", *names)[:ROWS_AT_A_TIME]) if names else []
    while part:
        for pk, *values in part:
            old = dict(zip(names, values, strict=True))
            new = {name: cleaned for name, value in old.items() if (cleaned := _cleaned(value, needles)) != value}
            if new and model is Draft:
                plain.filter(pk=pk).delete()
            elif new:
                plain.filter(pk=pk).update(**{name: _fitting(model, name, value) for name, value in new.items()})
            changed += bool(new)
        after = plain.filter(pk__gt=part[-1][0]).order_by("pk")
        part = list(after.values_list("pk", *names)[:ROWS_AT_A_TIME])
    return changed


def _fitting(model: type[models.Model], name: str, value: Any) -> Any:
    length = getattr(model._meta.get_field(name), "max_length", None)
    return value[:length] if length and isinstance(value, str) else value
