"""Tables of moves of what clinics own, one module a machine."""

from clinics.workflow.announcement import ANNOUNCEMENT
from clinics.workflow.baseline import BASELINE
from clinics.workflow.budget import ADVANCE, BUDGET, EXPENSE
from clinics.workflow.candidate import CANDIDATE
from clinics.workflow.clinic_year import CLINIC_YEAR
from clinics.workflow.confirmation import CONFIRMATION
from clinics.workflow.direct_line import DIRECT_LINE
from clinics.workflow.letter import LETTER
from clinics.workflow.orientation import ORIENTATION
from clinics.workflow.planned_days import OUTREACH_PLAN, SERVICE_DAY

__all__ = [
    "ADVANCE",
    "ANNOUNCEMENT",
    "BASELINE",
    "BUDGET",
    "CANDIDATE",
    "CLINIC_YEAR",
    "CONFIRMATION",
    "DIRECT_LINE",
    "EXPENSE",
    "LETTER",
    "ORIENTATION",
    "OUTREACH_PLAN",
    "SERVICE_DAY",
]
