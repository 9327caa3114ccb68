"""Scopes and named reads, one module a noun."""

from clinics.querysets.announcements import AnnouncementQuerySet, ReceiptQuerySet
from clinics.querysets.appointments import AppointmentOrderQuerySet, AppointmentQuerySet, SecretaryChoiceQuerySet
from clinics.querysets.budget import (
    AdvanceQuerySet,
    BudgetOverrideQuerySet,
    BudgetQuerySet,
    ExpenseQuerySet,
    ExpenseReceiptQuerySet,
)
from clinics.querysets.clinics import ClinicQuerySet, ClinicYearQuerySet
from clinics.querysets.confirmations import ConfirmationQuerySet
from clinics.querysets.direct_line import ConversationQuerySet
from clinics.querysets.letters import LetterQuerySet, LetterRecipientQuerySet, LetterScanQuerySet
from clinics.querysets.library import (
    LibraryDocumentQuerySet,
    LibraryPageQuerySet,
    LibraryVersionQuerySet,
    ShareLinkQuerySet,
)
from clinics.querysets.people import ClinicUserManager, matching_names
from clinics.querysets.selection import CandidateQuerySet, SelectionVoteQuerySet, UnfilledGroupQuerySet
from clinics.querysets.service_days import OutreachPlanQuerySet, ServiceDayQuerySet, ServicePlanQuerySet
from clinics.querysets.years import KnownToAllQuerySet, ProgrammeYearQuerySet

__all__ = [
    "AdvanceQuerySet",
    "AnnouncementQuerySet",
    "AppointmentOrderQuerySet",
    "AppointmentQuerySet",
    "BudgetOverrideQuerySet",
    "BudgetQuerySet",
    "CandidateQuerySet",
    "ClinicQuerySet",
    "ClinicUserManager",
    "ClinicYearQuerySet",
    "ConfirmationQuerySet",
    "ConversationQuerySet",
    "ExpenseQuerySet",
    "ExpenseReceiptQuerySet",
    "KnownToAllQuerySet",
    "LetterQuerySet",
    "LetterRecipientQuerySet",
    "LetterScanQuerySet",
    "LibraryDocumentQuerySet",
    "LibraryPageQuerySet",
    "LibraryVersionQuerySet",
    "OutreachPlanQuerySet",
    "ProgrammeYearQuerySet",
    "ReceiptQuerySet",
    "SecretaryChoiceQuerySet",
    "SelectionVoteQuerySet",
    "ServiceDayQuerySet",
    "ServicePlanQuerySet",
    "ShareLinkQuerySet",
    "UnfilledGroupQuerySet",
    "matching_names",
]
