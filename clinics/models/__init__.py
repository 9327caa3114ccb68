"""Years, clinics, people and their appointments."""

from clinics.models.appointment import Appointment, Committee, Post, Role
from clinics.models.clinic import Clinic, ClinicYear, HostUnit, ServiceDay
from clinics.models.direct_line import Conversation, ConversationMessage
from clinics.models.user import User
from clinics.models.year import Holiday, ProgrammeYear, YearResolution

__all__ = [
    "Appointment",
    "Clinic",
    "ClinicYear",
    "Committee",
    "Conversation",
    "ConversationMessage",
    "Holiday",
    "HostUnit",
    "Post",
    "ProgrammeYear",
    "Role",
    "ServiceDay",
    "User",
    "YearResolution",
]
