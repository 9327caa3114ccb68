"""The clinics' way into a programme year: selected and confirmed. From there ``opening`` leads on."""

from clinics.models import ProgrammeYear
from clinics.services.stages import select_clinic
from evaluations.demo.confirmations import confirm_clinics
from evaluations.demo.scene import Scene


def lead_clinics(scene: Scene, year: ProgrammeYear) -> None:
    """Take every clinic of the year from where it stands to its confirmation."""
    for row in year.clinic_years.select_related("clinic", "year").order_by("clinic__number"):
        if row.status == "proposed":
            select_clinic(row, by=scene.education["secretary"])
    confirm_clinics(scene, year)
