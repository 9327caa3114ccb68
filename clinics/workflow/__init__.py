"""Tables of moves of what clinics own, one module a machine."""

from clinics.workflow.clinic_year import CLINIC_YEAR
from clinics.workflow.direct_line import DIRECT_LINE

__all__ = ["CLINIC_YEAR", "DIRECT_LINE", "OUTREACH_PLAN", "SERVICE_DAY"]
from clinics.workflow.planned_days import OUTREACH_PLAN, SERVICE_DAY
