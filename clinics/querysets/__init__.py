"""Scopes and named reads, one module a noun."""

from clinics.querysets.clinics import ClinicQuerySet, ClinicYearQuerySet
from clinics.querysets.people import AppointmentQuerySet, ClinicUserManager
from clinics.querysets.service_days import ServiceDayQuerySet
from clinics.querysets.years import ProgrammeYearQuerySet

__all__ = [
    "AppointmentQuerySet",
    "ClinicQuerySet",
    "ClinicUserManager",
    "ClinicYearQuerySet",
    "ProgrammeYearQuerySet",
    "ServiceDayQuerySet",
]
