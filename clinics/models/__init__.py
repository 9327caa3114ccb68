"""Years, clinics, people and their appointments."""

from clinics.models.advance import Advance
from clinics.models.announcement import (
    Announcement,
    AnnouncementFile,
    AnnouncementReceipt,
    AnnouncementRevision,
)
from clinics.models.appointment import Appointment, Committee, Post, Role
from clinics.models.appointment_order import AppointmentOrder
from clinics.models.baseline import Baseline
from clinics.models.budget import Budget, BudgetOverride
from clinics.models.clinic import Clinic, ClinicYear, HostUnit
from clinics.models.confirmation import Confirmation, ConfirmationScan
from clinics.models.direct_line import Conversation, ConversationMessage
from clinics.models.expense import Expense, Receipt
from clinics.models.letter import Enclosure, Letter, LetterRecipient, LetterScan
from clinics.models.library import (
    LibraryAudience,
    LibraryDocument,
    LibraryPage,
    LibraryRead,
    LibraryVersion,
    Shelf,
)
from clinics.models.opening import Opening, OpeningCriterion, OpeningNotice
from clinics.models.orientation import Attendance, OrientationMaterial, OrientationRule, OrientationSession
from clinics.models.outreach import OutreachPlan
from clinics.models.programme import FOLLOWS, Milestone, ProgrammeSignature
from clinics.models.secretary import SecretaryBallot, SecretaryChoice
from clinics.models.selection import Candidate, SelectionVote, UnfilledGroup
from clinics.models.service_day import ServiceDay, ServicePlan
from clinics.models.sharing import ShareLink
from clinics.models.user import User
from clinics.models.year import Holiday, ProgrammeYear, YearResolution

__all__ = [
    "FOLLOWS",
    "Advance",
    "Announcement",
    "AnnouncementFile",
    "AnnouncementReceipt",
    "AnnouncementRevision",
    "Appointment",
    "AppointmentOrder",
    "Attendance",
    "Baseline",
    "Budget",
    "BudgetOverride",
    "Candidate",
    "Clinic",
    "ClinicYear",
    "Committee",
    "Confirmation",
    "ConfirmationScan",
    "Conversation",
    "ConversationMessage",
    "Enclosure",
    "Expense",
    "Holiday",
    "HostUnit",
    "Letter",
    "LetterRecipient",
    "LetterScan",
    "LibraryAudience",
    "LibraryDocument",
    "LibraryPage",
    "LibraryRead",
    "LibraryVersion",
    "Milestone",
    "Opening",
    "OpeningCriterion",
    "OpeningNotice",
    "OrientationMaterial",
    "OrientationRule",
    "OrientationSession",
    "OutreachPlan",
    "Post",
    "ProgrammeSignature",
    "ProgrammeYear",
    "Receipt",
    "Role",
    "SecretaryBallot",
    "SecretaryChoice",
    "SelectionVote",
    "ServiceDay",
    "ServicePlan",
    "ShareLink",
    "Shelf",
    "UnfilledGroup",
    "User",
    "YearResolution",
]
