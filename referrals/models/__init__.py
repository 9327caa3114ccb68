"""Referrals, measures, meetings and resolutions."""

from referrals.models.measure import Endorsement, Measure, MeasureOption, MeasureVersion
from referrals.models.meeting import AgendaItem, Attendance, Interest, Meeting, Resolution, Vote
from referrals.models.referral import InfoRequest, Message, Referral

__all__ = [
    "AgendaItem",
    "Attendance",
    "Endorsement",
    "InfoRequest",
    "Interest",
    "Measure",
    "MeasureOption",
    "MeasureVersion",
    "Meeting",
    "Message",
    "Referral",
    "Resolution",
    "Vote",
]
