"""Scopes and named reads, one module a noun."""

from clinics.querysets.clinics import ClinicQuerySet, ClinicYearQuerySet
from clinics.querysets.direct_line import ConversationQuerySet
from clinics.querysets.letters import LetterQuerySet, LetterRecipientQuerySet, LetterScanQuerySet
from clinics.querysets.people import AppointmentQuerySet, ClinicUserManager
from clinics.querysets.selection import CandidateQuerySet, SelectionVoteQuerySet, UnfilledGroupQuerySet
from clinics.querysets.service_days import OutreachPlanQuerySet, ServiceDayQuerySet, ServicePlanQuerySet
from clinics.querysets.years import ProgrammeYearQuerySet

__all__ = [
    "AppointmentQuerySet",
    "CandidateQuerySet",
    "ClinicQuerySet",
    "ClinicUserManager",
    "ClinicYearQuerySet",
    "ConversationQuerySet",
    "LetterQuerySet",
    "LetterRecipientQuerySet",
    "LetterScanQuerySet",
    "OutreachPlanQuerySet",
    "ProgrammeYearQuerySet",
    "SelectionVoteQuerySet",
    "ServiceDayQuerySet",
    "ServicePlanQuerySet",
    "UnfilledGroupQuerySet",
]
