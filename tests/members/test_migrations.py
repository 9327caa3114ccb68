"""What a migration of this app does to rows that stood there before."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from members.models import ColumnMapping

ID = "3100600445635"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headings", "stays"),
    [
        (["เลขสมาชิก", "ชื่อ", "โทรศัพท์ 2", "ยอด ณ 31/5/2561"], True),
        ([ID, "สมชาย"], False),
        (["เลข 3-1006-00445-63-5", "สมชาย"], False),
        (["๓๑๐๐๖๐๐๔๔๕๖๓๕"], False),
        ([f"{ID}.0"], False),
        (["004321", "สมชาย"], False),
        (["080-000-0001"], False),
    ],
)
def test_remembered_headings_that_name_somebody_are_forgotten(cast: Any, headings: list[str], stays: bool) -> None:
    columns = dict.fromkeys(headings, "first_name")
    ColumnMapping.objects.create(
        kind="members", headers_hash="0" * 64, columns=columns, said_at=timezone.now(), said_by=cast["admin"]
    )
    import_module("members.migrations.0012_no_person_in_headings").forwards(apps, None)
    assert ColumnMapping.objects.exists() is stays
