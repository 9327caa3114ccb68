"""The register of breaches: 72 hours to tell the regulator, and what was not told stands in it too."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from clinic_project.verdicts import NotAllowed
from members.models import Breach
from members.registrations.keeping import breach_tasks
from members.services.breaches import move_breach, record_breach

pytestmark = pytest.mark.django_db


def record(by: Any, **more: Any) -> Breach:
    """A breach known an hour ago."""
    given = {"what": "ส่งแฟ้มผิดคน", "concerned": "สมาชิกหนึ่งราย", "people": 1, "measures": "ขอคืนแล้ว"}
    return record_breach(**{**given, "known_at": timezone.now() - timedelta(hours=1), "by": by, **more})


def test_the_regulator_is_told_within_72_hours_or_the_register_says_why_not(cast: dict[str, Any]) -> None:
    by = cast["officer.cen"]
    breach = record(by)
    assert breach.due_at - breach.known_at == timedelta(hours=72)
    assert breach.hours_left == 70
    assert [task.reference for task in breach_tasks(cast["admin"])] == [breach.reference]
    assert list(breach_tasks(cast["head.cmi"])) == list(breach_tasks(cast["edu.chair"])) == []
    with pytest.raises(ValidationError, match="แจ้งอย่างไร"):
        move_breach(breach, "notify", note="", by=by)
    kept = move_breach(breach, "keep", note="ไม่มีความเสี่ยงต่อผู้ใด", measures="เปลี่ยนรหัสผ่าน", by=by)
    assert (kept.status, kept.notified_at) == ("kept", None)
    assert kept.measures.startswith("ขอคืนแล้ว\n")
    told = move_breach(kept, "notify", note="แจ้งทางเว็บไซต์ เลขรับ 1", by=cast["admin"])
    assert told.notified_at is not None
    assert not told.was_late
    assert list(breach_tasks(by)) == []


def test_late_is_said_so(cast: dict[str, Any]) -> None:
    breach = record(cast["head.cen"], known_at=timezone.now() - timedelta(hours=80))
    assert next(iter(breach_tasks(cast["head.cen"]))).tone == "alarm"
    assert move_breach(breach, "notify", note="แจ้งแล้ว", by=cast["head.cen"]).was_late


def test_only_central_and_administrators_keep_it(cast: dict[str, Any]) -> None:
    for who in ("head.cmi", "secretary.pct", "board.chair", "edu.secretary"):
        with pytest.raises(NotAllowed):
            record(cast[who])
        assert not Breach.objects.visible_to(cast[who]).exists()
    with pytest.raises(ValidationError, match="ต้องไม่หลังเวลานี้"):
        record(cast["admin"], known_at=timezone.now() + timedelta(minutes=5))


@pytest.mark.parametrize("change", ["status = 'kept'", "notified_at = known_at", "recorded_at = '2018-06-01 00:00:00'"])
def test_the_database_keeps_the_register_whole(cast: dict[str, Any], change: str) -> None:
    record(cast["admin"])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE members_breach SET {change}")
