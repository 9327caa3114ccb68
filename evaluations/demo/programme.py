"""The clinics' way into a programme year: selected and confirmed. From there ``opening`` leads on."""

from clinics.models import ProgrammeYear
from evaluations.demo.confirmations import confirm_clinics
from evaluations.demo.scene import Scene
from evaluations.demo.selection import select_units


def lead_clinics(scene: Scene, year: ProgrammeYear) -> None:
    """Take every clinic of the year from where it stands to its confirmation."""
    select_units(scene, year)
    confirm_clinics(scene, year)
