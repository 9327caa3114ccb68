"""The clinics, the pilot year 2561 and the current year with its rules."""

from datetime import date
from typing import Any

from django.core.management import call_command

from clinics.models import Clinic, ClinicYear, ProgrammeYear
from clinics.services import set_up_year, update_profile
from clinics.services.stages import close_clinic
from evaluations.demo.scene import PILOT, Scene

PHONE = "08000000{:02d}"


def set_pilot(scene: Scene) -> None:
    """Load the clinics, and the years 2560 and 2561 with their rules."""
    call_command("loaddata", "clinics.json", "years.json", verbosity=0)
    scene.years[PILOT] = ProgrammeYear.objects.get(buddhist_year=PILOT)
    scene.clinics = list(Clinic.objects.order_by("number"))


def set_season(scene: Scene) -> list[ProgrammeYear]:
    """Open the year of the season up to today; early in a year also the one before."""
    first, _last = scene.season
    found = []
    for buddhist in range(first.year + 543, scene.today.year + 544):
        known = ProgrammeYear.objects.filter(buddhist_year=buddhist).first()
        # Rules are data: in January the programme's June is still far off, and the demo has to show something.
        begins = max(first, date(buddhist - 543, 1, 1))
        changes = {"service_start": begins} if begins < date(buddhist - 543, 6, 1) else {}
        how: dict[str, Any] = {"copy_from": scene.years[PILOT], "changes": changes, "by": scene.admin}
        year = known or set_up_year(buddhist_year=buddhist, **how)
        scene.years[buddhist] = year
        found.append(year)
    return found


def fill_profiles(scene: Scene, year: ProgrammeYear) -> None:
    """Addresses and telephones."""
    rows = ClinicYear.objects.filter(year=year).select_related("clinic", "year")
    for row in rows.order_by("clinic__number"):
        province = row.clinic.name.removeprefix("จ.").removeprefix("ศพช.")
        is_central = row.clinic.is_central
        facts: dict[str, Any] = {
            "address": f"ศาลากลางจังหวัด{province}" if not is_central else "ศูนย์ราชการเฉลิมพระเกียรติ 80 พรรษา อาคารบี",
            "phone": PHONE.format(row.clinic.number),
            "line_id": f"@clinic-{row.clinic.code.lower()}",
        }
        update_profile(row, by=scene.staff[row.clinic.code].secretary, **facts)


def close_pilot(scene: Scene) -> None:
    """The clinics' pilot year is over."""
    for row in scene.years[PILOT].clinic_years.select_related("clinic", "year"):
        close_clinic(row, by=scene.staff["CEN"].head)
