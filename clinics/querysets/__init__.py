"""Scopes and named reads, one module a noun."""

from clinics.querysets.clinics import ClinicQuerySet, ClinicYearQuerySet
from clinics.querysets.direct_line import ConversationQuerySet
from clinics.querysets.people import AppointmentQuerySet, ClinicUserManager
from clinics.querysets.service_days import OutreachPlanQuerySet, ServiceDayQuerySet, ServicePlanQuerySet
from clinics.querysets.years import ProgrammeYearQuerySet

__all__ = [
    "AppointmentQuerySet",
    "ClinicQuerySet",
    "ClinicUserManager",
    "ClinicYearQuerySet",
    "ConversationQuerySet",
    "OutreachPlanQuerySet",
    "ProgrammeYearQuerySet",
    "ServiceDayQuerySet",
    "ServicePlanQuerySet",
]
