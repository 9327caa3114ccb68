"""The clinics' way through a programme year, from the selection to the opening."""

from clinics.models import ProgrammeYear
from clinics.services.stages import open_clinic, orient_clinic, select_clinic
from evaluations.demo.confirmations import confirm_clinics
from evaluations.demo.scene import Scene


def lead_clinics(scene: Scene, year: ProgrammeYear) -> None:
    """Take every clinic of the year from where it stands to its opening."""
    central = scene.staff["CEN"].head
    for row in year.clinic_years.select_related("clinic", "year").order_by("clinic__number"):
        if row.status == "proposed":
            select_clinic(row, by=scene.education["secretary"])
    confirm_clinics(scene, year)
    for row in year.clinic_years.select_related("clinic", "year").order_by("clinic__number"):
        row = orient_clinic(row, by=central)
        open_clinic(row, by=scene.staff[row.clinic.code].head)
