"""The 15 clinics and the years as the programme paper has them (domain.md section 1)."""

import pytest

from clinics.models import Clinic, ClinicYear, HostUnit, ProgrammeYear

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pilot")]


def test_fifteen_clinics_sixteen_hosts() -> None:
    codes = list(Clinic.objects.order_by("number").values_list("code", flat=True))
    assert "".join(codes) == "CENCMIPCTRBRCBISNKSRNRETNRTSKASRISTIUBNRYGTRG"
    assert list(Clinic.objects.order_by("number").values_list("group", flat=True)) == [
        *range(1, 12),
        None,
        None,
        None,
        None,
    ]
    assert HostUnit.objects.count() == 16
    assert Clinic.objects.get(code="SRI").hosts.count() == 2
    assert Clinic.objects.central().code == "CEN"


def test_eleven_confirm_and_four_need_not() -> None:
    year = ClinicYear.objects.filter(year__buddhist_year=2561).select_related("clinic")
    assert sum(clinic_year.must_confirm for clinic_year in year) == 11
    assert {c.clinic.code for c in year if not c.must_confirm} == {"STI", "UBN", "RYG", "TRG"}


def test_the_budget_adds_up() -> None:
    year = ProgrammeYear.objects.get(buddhist_year=2561)
    assert 15 * year.budget_clinic + year.budget_central == year.budget_total == 150_000
    assert [month.month for month in year.service_months()] == [6, 7, 8, 9, 10, 11, 12]
    assert not year.is_rule_enforced(year.service_months()[0])
    assert year.is_rule_enforced(year.service_months()[1])


# Number, group, code, name, host units as in the programme paper (domain.md section 1).
CLINICS_OF_2561 = (
    (1, 1, "CEN", "คลินิกสหกรณ์ส่วนกลาง", ["สำนักงานสหกรณ์ออมทรัพย์กรมการพัฒนาชุมชน จำกัด"]),
    (2, 2, "CMI", "จ.เชียงใหม่", ["สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่"]),
    (3, 3, "PCT", "จ.พิจิตร", ["สำนักงานพัฒนาชุมชนจังหวัดพิจิตร"]),
    (4, 4, "RBR", "จ.ราชบุรี", ["สำนักงานพัฒนาชุมชนจังหวัดราชบุรี"]),
    (5, 5, "CBI", "ศพช.ชลบุรี", ["ศูนย์ศึกษาและพัฒนาชุมชนชลบุรี"]),
    (6, 6, "SNK", "จ.สกลนคร", ["สำนักงานพัฒนาชุมชนจังหวัดสกลนคร"]),
    (7, 7, "SRN", "จ.สุรินทร์", ["สำนักงานพัฒนาชุมชนจังหวัดสุรินทร์"]),
    (8, 8, "RET", "จ.ร้อยเอ็ด", ["สำนักงานพัฒนาชุมชนจังหวัดร้อยเอ็ด"]),
    (9, 9, "NRT", "จ.นครศรีธรรมราช", ["สำนักงานพัฒนาชุมชนจังหวัดนครศรีธรรมราช"]),
    (10, 10, "SKA", "จ.สงขลา", ["สำนักงานพัฒนาชุมชนจังหวัดสงขลา"]),
    (
        11,
        11,
        "SRI",
        "จ.สระบุรี ร่วมกับ ศพช.สระบุรี",
        ["สำนักงานพัฒนาชุมชนจังหวัดสระบุรี", "ศูนย์ศึกษาและพัฒนาชุมชนสระบุรี"],
    ),
    (12, None, "STI", "จ.สุโขทัย", ["สำนักงานพัฒนาชุมชนจังหวัดสุโขทัย"]),
    (13, None, "UBN", "จ.อุบลราชธานี", ["สำนักงานพัฒนาชุมชนจังหวัดอุบลราชธานี"]),
    (14, None, "RYG", "จ.ระยอง", ["สำนักงานพัฒนาชุมชนจังหวัดระยอง"]),
    (15, None, "TRG", "จ.ตรัง", ["สำนักงานพัฒนาชุมชนจังหวัดตรัง"]),
)
# Of the calendar: first and last day; the exhibition waits for the day of the next general meeting.
MILESTONES_OF_2561 = {
    "preparation": ((6, 1), (6, 30)),
    "baseline": ((6, 1), (6, 30)),
    "training": ((6, 1), (6, 30)),
    "confirmation": ((6, 8), (6, 8)),
    "orientation": ((6, 16), (6, 17)),
    "service": ((6, 1), (12, 31)),
    "evaluation": ((12, 15), (12, 30)),
    "exhibition": None,
}


def test_the_15_clinics_of_2561_come_out_exactly() -> None:
    rows = ClinicYear.objects.filter(year__buddhist_year=2561).select_related("clinic").order_by("clinic__number")
    found = [
        (
            row.clinic.number,
            row.clinic.group,
            row.clinic.code,
            row.clinic.name,
            list(row.clinic.hosts.order_by("order").values_list("name", flat=True)),
        )
        for row in rows
    ]
    assert found == list(CLINICS_OF_2561)
    assert [row.clinic.code for row in rows if not row.must_confirm] == ["STI", "UBN", "RYG", "TRG"]
    kinds = {row.clinic.code: row.clinic.kind for row in rows}
    assert [code for code, kind in kinds.items() if kind != "provincial"] == ["CEN", "CBI"]


def test_the_calendar_of_2561_comes_out_exactly() -> None:
    year = ProgrammeYear.objects.get(buddhist_year=2561)
    found = {
        row.kind: ((row.starts_on.month, row.starts_on.day), (row.ends_on.month, row.ends_on.day))
        if row.starts_on and row.ends_on
        else None
        for row in year.milestones.order_by("order")
    }
    assert found == MILESTONES_OF_2561
    assert {row.starts_on.year for row in year.milestones.all() if row.starts_on} == {2018}
    assert "ประชุมใหญ่สามัญประจำปี" in year.milestones.get(kind="exhibition").timing


def test_the_resolutions_of_2561_come_out_exactly() -> None:
    rows = ProgrammeYear.objects.get(buddhist_year=2561).resolutions.all()
    facts = {(row.body, row.meeting_number, str(row.resolved_on), row.amount) for row in rows}
    assert facts == {
        ("ที่ประชุมใหญ่สามัญประจำปี 2561", "", "None", 150_000),
        ("คณะกรรมการดำเนินการ", "5/2561", "2018-05-18", None),
    }
