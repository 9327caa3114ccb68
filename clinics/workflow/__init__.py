"""Tables of moves of what clinics own, one module a machine."""

from clinics.workflow.clinic_year import CLINIC_YEAR

__all__ = ["CLINIC_YEAR"]
