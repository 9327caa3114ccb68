"""Years, clinics, people and their appointments."""

from clinics.models.appointment import Appointment, Committee, Post, Role
from clinics.models.clinic import Clinic, ClinicYear, HostUnit
from clinics.models.direct_line import Conversation, ConversationMessage
from clinics.models.outreach import OutreachPlan
from clinics.models.service_day import ServiceDay, ServicePlan
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
    "OutreachPlan",
    "Post",
    "ProgrammeYear",
    "Role",
    "ServiceDay",
    "ServicePlan",
    "User",
    "YearResolution",
]
