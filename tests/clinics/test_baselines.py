"""Figures of a clinic's area: what may be written, compared, added up (R37)."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from clinic_project.workflow import NotAllowed
from clinics.baseline_pages import difference_words, totals, year_rows
from clinics.models import Baseline, ClinicYear
from clinics.services import baselines
from tests.cast import make_year
from tests.factories_clinics import make_baseline

pytestmark = pytest.mark.django_db


@pytest.fixture
def cmi(cast: dict[str, Any]) -> ClinicYear:
    return ClinicYear.objects.select_related("clinic", "year").get(clinic__code="CMI", year=make_year())


def attack(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def send(client: Client, cmi: ClinicYear, **facts: str) -> Any:
    return client.post(reverse("clinics:baseline_edit", args=["CMI", cmi.year.buddhist_year, "start"]), facts)


def test_it_may_be_kept_half_filled_and_sent_when_complete(
    client_as: Callable[[str], Client], cast: dict[str, Any], cmi: ClinicYear
) -> None:
    client = client_as("secretary.cmi")
    assert send(client, cmi, members="๑,๒๕๐").status_code == 302
    baseline = Baseline.objects.get()
    assert (baseline.members, baseline.status) == (1250, "draft")
    with pytest.raises(NotAllowed, match="เงินค้างชำระ"):
        baselines.submit_baseline(baseline, by=cast["head.cmi"])
    baseline = make_baseline(cmi, by=cast["head.cmi"])
    sent = baselines.submit_baseline(baseline, by=cast["head.cmi"])
    assert (sent.status, sent.submitted_by) == ("submitted", cast["head.cmi"])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"members": "10", "borrowers": "11"}, "ต้องไม่เกินสมาชิกในพื้นที่"),
        ({"borrowers": "10", "members_in_arrears": "11"}, "ต้องไม่เกินสมาชิกที่มีเงินกู้"),
        ({"loans_outstanding": "100", "arrears_baht": "100.01"}, "ต้องไม่เกินเงินกู้คงเหลือ"),
        ({"members": "-1"}, "ต้องไม่น้อยกว่า 0"),
        ({"members": "1e400"}, ""),
        ({"counted_on": "31/12/2599"}, "ต้องไม่หลังวันที่"),
    ],
)
def test_figures_that_contradict_each_other_are_refused_in_thai(
    client_as: Callable[[str], Client], cmi: ClinicYear, facts: dict[str, str], words: str
) -> None:
    answer = send(client_as("head.cmi"), cmi, **facts)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Baseline.objects.exists()


def test_what_was_sent_is_changed_only_after_central_gave_it_back(cast: dict[str, Any], cmi: ClinicYear) -> None:
    head, central = cast["head.cmi"], cast["officer.cen"]
    baseline = baselines.submit_baseline(make_baseline(cmi, by=head), by=head)
    with pytest.raises(NotAllowed, match="ส่งกลับ"):
        make_baseline(cmi, by=head, members=1300)
    with pytest.raises(NotAllowed):
        baselines.return_baseline(baseline, reason="ผิด", by=head)
    baseline = baselines.return_baseline(baseline, reason="ยอดไม่ตรง", by=central)
    assert (baseline.status, baseline.return_reason, baseline.submitted_at) == ("draft", "ยอดไม่ตรง", None)
    baseline = baselines.submit_baseline(make_baseline(cmi, by=head, members=1300), by=head)
    assert baseline.return_reason == ""


def test_the_end_is_counted_after_the_start(cast: dict[str, Any], cmi: ClinicYear) -> None:
    make_baseline(cmi, by=cast["head.cmi"])
    with pytest.raises(ValidationError, match="ต้องหลังวันที่ของข้อมูลต้นปี"):
        make_baseline(cmi, by=cast["head.cmi"], moment="end", counted_on=date(2019, 5, 31))
    assert Baseline.objects.count() == 1


def test_an_officer_and_central_do_not_fill_it_in(cast: dict[str, Any], cmi: ClinicYear) -> None:
    for name in ("officer.cmi", "head.cen", "head.pct"):
        with pytest.raises(NotAllowed):
            make_baseline(cmi, by=cast[name])


@pytest.mark.parametrize(
    ("name", "start", "end", "words"),
    [
        ("members", 1200, 1260, "เพิ่มขึ้น 60 (5.00 %)"),
        ("members_in_arrears", 40, 30, "ลดลง 10 (25.00 %)"),
        ("arrears_baht", Decimal("1000.50"), Decimal("1000.50"), "เท่าเดิม"),
        ("arrears_baht", Decimal(0), Decimal("12.25"), "เพิ่มขึ้น 12.25"),
        ("units", None, 3, ""),
    ],
)
def test_differences_are_told_in_words(name: str, start: Any, end: Any, words: str) -> None:
    assert difference_words(name, start, end) == words


def test_start_and_end_stand_side_by_side_with_a_picture(
    client_as: Callable[[str], Client], cast: dict[str, Any], cmi: ClinicYear
) -> None:
    make_baseline(cmi, by=cast["head.cmi"])
    url = reverse("clinics:baseline", args=["CMI", cmi.year.buddhist_year])
    assert '<svg class="chart"' not in client_as("officer.cmi").get(url).content.decode()
    make_baseline(cmi, by=cast["head.cmi"], moment="end", members=1260, members_in_arrears=30, arrears_baht=900_000)
    page = client_as("officer.cmi").get(url).content.decode()
    assert "เพิ่มขึ้น 60 (5.00 %)" in page
    assert '<svg class="chart"' in page


def test_totals_are_the_sums_of_the_rows_and_drafts_do_not_count(
    client_as: Callable[[str], Client], cast: dict[str, Any], cmi: ClinicYear
) -> None:
    pct = ClinicYear.objects.select_related("clinic", "year").get(clinic__code="PCT", year=cmi.year)
    cen = ClinicYear.objects.select_related("clinic", "year").get(clinic__code="CEN", year=cmi.year)
    baselines.submit_baseline(make_baseline(cmi, by=cast["head.cmi"]), by=cast["head.cmi"])
    facts = {"members": 300, "borrowers": 200, "loans_outstanding": Decimal("0.55"), "arrears_baht": Decimal("0.25")}
    baselines.submit_baseline(make_baseline(pct, by=cast["head.pct"], **facts), by=cast["head.pct"])
    make_baseline(cen, by=cast["head.cen"])
    page = client_as("edu.member1").get(reverse("clinics:baselines", args=[cmi.year.buddhist_year]))
    rows = page.context["rows"]
    found = totals(rows)
    for number, name in enumerate(Baseline.NUMBERS):
        stored = [getattr(row, name) for row in Baseline.objects.filter(status="submitted")]
        assert found[number] == sum(stored) == sum(row.values[number] or 0 for row in rows), name
    assert page.context["sent"] == 2
    assert "1,500" in page.content.decode()
    assert year_rows([], []) == []
    sheet = client_as("edu.member1").get(reverse("clinics:baselines_sheet", args=[cmi.year.buddhist_year]))
    lines = list(load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True))
    assert lines[-1][3] == 1500
    assert lines[-1][6] == float(found[3] or 0)


def test_the_table_asks_the_same_with_one_and_with_three(
    client_as: Callable[[str], Client], cast: dict[str, Any], cmi: ClinicYear
) -> None:
    client, url = client_as("officer.cen"), reverse("clinics:baselines", args=[cmi.year.buddhist_year])
    counts = []
    for code in ("CMI", "PCT", "CEN"):
        row = ClinicYear.objects.select_related("clinic", "year").get(clinic__code=code, year=cmi.year)
        head = cast[f"head.{code.lower()}"]
        baselines.submit_baseline(make_baseline(row, by=head), by=head)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    "change",
    [
        "members = -1",
        "arrears_baht = loans_outstanding + 1",
        "members_in_arrears = borrowers + 1",
        "borrowers = members + 1",
        "moment = 'middle'",
        "moment = 'end'",
        "status = 'submitted'",
        "status = 'lost'",
        "submitted_at = '2019-06-01 00:00:00+00:00'",
        "loans_outstanding = -5, arrears_baht = -6",
    ],
)
def test_the_database_keeps_the_rules(cast: dict[str, Any], cmi: ClinicYear, change: str) -> None:
    make_baseline(cmi, by=cast["head.cmi"])
    make_baseline(cmi, by=cast["head.cmi"], moment="end")
    attack(f"UPDATE clinics_baseline SET {change} WHERE moment = 'start'")
