"""Years, clinics, people and their appointments."""

from clinics.models.appointment import Appointment, Committee, Post, Role
from clinics.models.clinic import Clinic, ClinicYear, HostUnit
from clinics.models.direct_line import Conversation, ConversationMessage
from clinics.models.letter import Enclosure, Letter, LetterRecipient, LetterScan
from clinics.models.outreach import OutreachPlan
from clinics.models.selection import Candidate, SelectionVote, UnfilledGroup
from clinics.models.service_day import ServiceDay, ServicePlan
from clinics.models.user import User
from clinics.models.year import Holiday, ProgrammeYear, YearResolution

__all__ = [
    "Appointment",
    "Candidate",
    "Clinic",
    "ClinicYear",
    "Committee",
    "Conversation",
    "ConversationMessage",
    "Enclosure",
    "Holiday",
    "HostUnit",
    "Letter",
    "LetterRecipient",
    "LetterScan",
    "OutreachPlan",
    "Post",
    "ProgrammeYear",
    "Role",
    "SelectionVote",
    "ServiceDay",
    "ServicePlan",
    "UnfilledGroup",
    "User",
    "YearResolution",
]
