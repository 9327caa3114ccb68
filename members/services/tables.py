"""Tables on their way in: sent, columns named, checked, stored.

All rows or none; the same table twice changes nothing.
A check writes nothing but what it found. Storing checks every row again under locks, in one transaction.
"""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.sealing import open_bytes, seal_bytes
from clinic_project.thai.text import normalise
from members.models import ColumnMapping, FormerName, Member, MemberClinic, Payroll, TableFile, TableKind
from members.models.payroll import AMOUNTS
from members.permissions import can_import
from members.querysets.records import KEEP_TABLES
from members.services.names import imported_name
from members.tables.cells import is_empty
from members.tables.checking import Checker, Found, Told
from members.tables.columns import COLUMNS, guess, headers_hash
from members.tables.payrolls import PayrollChecker, PayrollPart
from members.tables.reading import Table, read_table
from members.tables.register import Part, RegisterChecker
from members.tables.showing import may_be_national_id, shown_cell

BATCH = 500
SAMPLED, SAMPLES = 20, 2
"""Rows that are looked at for what a column holds, and cells that are shown of it."""
DERIVED = ("number_key", "sort_key", "search_key", "sound_key")


class _BadRows(Exception):
    """Something is wrong with a row; what was written is taken back."""


def _nothing(number: int) -> None:
    """Tell nobody."""


@transaction.atomic
def send_table(*, kind: str, content: bytes, name: str, month: date | None = None, by: Any) -> TableFile:
    """Take a file in, sealed, with the columns as they were named for such a file last time, or as their headings say.

    Raises ``ValidationError`` for what is no table. Tables older than a day go.
    """
    can_import(by).or_raise()
    if len(content) > settings.UPLOAD_MOST_BYTES:
        most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
        raise ValidationError({"file": _("แฟ้มใหญ่เกินไป ใช้ได้ไม่เกิน %(most)d เมกะไบต์") % {"most": most}})
    if kind == TableKind.PAYROLL and month is None:
        raise ValidationError({"month": _("ระบุเดือนของข้อมูลเงินเดือน")})
    TableFile.objects.filter(sent_at__lt=timezone.now() - KEEP_TABLES).delete()
    table = read_table(content)
    remembered = ColumnMapping.objects.filter(kind=kind, headers_hash=headers_hash(table.headers)).first()
    sent: TableFile = TableFile.objects.create(
        owner=by,
        kind=kind,
        month=month.replace(day=1) if month and kind == TableKind.PAYROLL else None,
        name=normalise(name)[:200] or _("แฟ้มนำเข้า"),
        content=seal_bytes(content),
        headers=table.headers,
        rows=len(table.rows),
        columns=remembered.columns if remembered else guess(kind, table.headers),
        sent_at=timezone.now(),
    )
    audit.record("member.table_sent", by, by=by, reference=kind, detail={"rows": sent.rows})
    return sent


@transaction.atomic
def name_columns(sent: TableFile, *, columns: dict[str, str], by: Any) -> TableFile:
    """Say what the columns are, and remember it for files with the same headings.

    ``columns``: heading -> field. Raises ``ValidationError`` when a required one is missing or one is named twice.
    """
    can_import(by).or_raise()
    locked: TableFile = TableFile.objects.select_for_update(of=("self",)).get(pk=sent.pk, owner=by)
    columns = {header: name for header, name in columns.items() if name and header in locked.headers}
    known = {one.name for one in COLUMNS[locked.kind]}
    named = list(columns.values())
    for one in COLUMNS[locked.kind]:
        if one.is_required and one.name not in named:
            raise ValidationError(_("ยังไม่ได้เลือกคอลัมน์ของ “%(heading)s”") % {"heading": one.heading})
        if named.count(one.name) > 1:
            raise ValidationError(_("เลือก “%(heading)s” ไว้มากกว่าหนึ่งคอลัมน์") % {"heading": one.heading})
    if not set(named) <= known:
        raise ValidationError(_("เลือกจากรายการ"))
    _refuse_stored(locked)
    locked.columns, locked.stage, locked.found, locked.cells = columns, TableFile.Stage.SENT, {}, b""
    locked.save(update_fields=["columns", "stage", "found", "cells"])
    said = {"columns": columns, "said_at": timezone.now(), "said_by": by}
    audit.record("member.columns_named", by, by=by, reference=locked.kind, detail={"count": len(columns)})
    ColumnMapping.objects.update_or_create(kind=locked.kind, headers_hash=headers_hash(locked.headers), defaults=said)
    return locked


@transaction.atomic
def keep_columns(fresh: TableFile, earlier: TableFile, *, by: Any) -> TableFile:
    """Begin with the columns as they were named for an earlier file, as far as the headings are the same."""
    can_import(by).or_raise()
    kept = {header: name for header, name in earlier.columns.items() if header in fresh.headers}
    guessed = {header: name for header, name in fresh.columns.items() if name not in kept.values()}
    fresh.columns = {**guessed, **kept}
    fresh.save(update_fields=["columns"])
    return fresh


def _refuse_stored(sent: TableFile) -> None:
    if sent.stage == TableFile.Stage.STORED:
        raise ValidationError(_("แฟ้มนี้นำเข้าไปแล้ว ส่งแฟ้มใหม่ถ้าต้องการนำเข้าอีก"))


def table_of(sent: TableFile) -> Table:
    """The table again, opened. Raises ``ValidationError`` once it was stored."""
    _refuse_stored(sent)
    return read_table(open_bytes(bytes(sent.content)))


def samples_of(sent: TableFile) -> list[str]:
    """What stands in the first rows of each column, in one line, national IDs masked."""
    table = table_of(sent)
    found = []
    for place in range(len(table.headers)):
        cells = [cells[place] for _row, cells in table.rows[:SAMPLED] if not is_empty(cells[place])]
        found.append(" · ".join(shown_cell(cell, is_secret=may_be_national_id(cell)) for cell in cells[:SAMPLES]))
    return found


def _checker(sent: TableFile, tell: Told) -> Any:
    table = table_of(sent)
    if sent.kind == TableKind.PAYROLL and sent.month:
        return PayrollChecker(table, sent.columns, month=sent.month, tell=tell)
    return RegisterChecker(table, sent.columns, tell=tell)


def check_table(sent: TableFile, *, by: Any, tell: Told = _nothing) -> Found:
    """Look at every row and write down what storing would do; nothing is stored. ``tell`` gets the rows done so far."""
    can_import(by).or_raise()
    checker: Checker = _checker(sent, tell)
    for _part in checker.parts():  # type: ignore[attr-defined]
        pass
    found = checker.finish()
    _keep(sent, found, TableFile.Stage.CHECKED)
    return found


def _keep(sent: TableFile, found: Found, stage: str) -> None:
    cells = seal_bytes(json.dumps(found.cells(), ensure_ascii=False).encode()) if found.problems else b""
    values: dict[str, Any] = {"stage": stage, "found": found.as_json(), "cells": cells}
    if stage == TableFile.Stage.STORED:
        values["content"] = b""
    TableFile.objects.filter(pk=sent.pk).update(**values)
    sent.refresh_from_db()


def told_problems(sent: TableFile, most: int) -> list[tuple[int, str, str, str]]:
    """The first problems of a checked table: row, heading, what stands in the cell (masked), why in Thai."""
    told = sent.found["problems"][:most]
    cells = json.loads(open_bytes(bytes(sent.cells))) if sent.cells else [""] * len(told)
    return [(row, heading, cell, why) for (row, heading, why), cell in zip(told, cells, strict=False)]


def store_table(sent: TableFile, *, by: Any, tell: Told = _nothing) -> Found:
    """Store all rows, or none and say why: the register may have changed since the check.

    Raises ``ValidationError`` for a table that was stored before, or that wasn't checked.
    """
    can_import(by).or_raise()
    try:
        with transaction.atomic():
            locked: TableFile = TableFile.objects.select_for_update(of=("self",)).get(pk=sent.pk, owner=by)
            _refuse_stored(locked)
            if locked.stage != TableFile.Stage.CHECKED:
                raise ValidationError(_("ตรวจแฟ้มก่อนนำเข้า"))
            checker = _checker(locked, tell)
            found = _store(checker, by)
            _keep(sent, found, TableFile.Stage.STORED)
            _note(sent, found, by)
    except _BadRows:
        found = check_table(sent, by=by, tell=tell)
    except IntegrityError as error:
        raise ValidationError(_("มีผู้แก้ทะเบียนระหว่างนำเข้า ยังไม่ได้บันทึกแถวใด ตรวจแฟ้มนี้อีกครั้งแล้วนำเข้าใหม่")) from error
    return found


def _store(checker: Any, by: Any) -> Found:
    for part in checker.parts(lock=True):
        if checker.found.problems:
            raise _BadRows
        if isinstance(part, PayrollPart):
            _put_payrolls(part)
        else:
            _put_members(part, by)
    found: Found = checker.finish()
    return found


def _keep_old_names(part: Part, by: Any) -> None:
    """Who has another name now is still found by the old one."""
    rows = [imported_name(member, old, by=by) for member, old in part.renamed]
    FormerName.objects.bulk_create(rows, batch_size=BATCH)
    if rows:
        part.fields.add("former_names_text")


def _put_members(part: Part, by: Any) -> None:
    now, today = timezone.now(), timezone.localdate()
    _keep_old_names(part, by)
    for member in (*part.new, *part.changed):
        member.derive_keys()
    for member in part.new:
        member.created_at = now
    Member.objects.bulk_create(part.new, batch_size=BATCH)
    fields = {name for name in part.fields if name != "national_id"}
    if "national_id" in part.fields:
        fields |= {"national_id_sealed", "national_id_digest"}
    if part.changed:
        Member.objects.bulk_update(part.changed, [*fields, *DERIVED], batch_size=BATCH)
    links = [MemberClinic(member=member, clinic_id=clinic, since=today, added_by=by) for member, clinic in part.links]
    MemberClinic.objects.bulk_create(links, batch_size=BATCH, ignore_conflicts=True)


def _put_payrolls(part: PayrollPart) -> None:
    now = timezone.now()
    for row in (*part.new, *part.changed):
        row.imported_at = now
    Payroll.objects.bulk_create(part.new, batch_size=BATCH)
    if part.changed:
        Payroll.objects.bulk_update(part.changed, [*AMOUNTS, "imported_at"], batch_size=BATCH)


def _note(sent: TableFile, found: Found, by: Any) -> None:
    counts = {"rows": found.rows, "new": found.new, "update": found.changed, "skip": found.same}
    kind = "member.payroll_import" if sent.kind == TableKind.PAYROLL else "member.import"
    audit.record(kind, by, by=by, reference=f"{sent.month:%Y-%m}" if sent.month else "", detail=counts)
