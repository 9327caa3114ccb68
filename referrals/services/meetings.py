"""All that can be done with a meeting, in one place to import from; the work is in one file a step."""

from referrals.services.agenda import add_item, cancel_meeting, freeze_agenda, plan_meeting, remove_item
from referrals.services.closing import certify_minutes, close_meeting, reopen_meeting
from referrals.services.resolutions import can_record, record_resolution, undo_resolution
from referrals.services.sittings import hold_meeting, note_item, update_attendance
from referrals.services.votes import can_vote, cast_vote, declare_interest, record_votes, withdraw_interest

__all__ = [
    "add_item",
    "can_record",
    "can_vote",
    "cancel_meeting",
    "cast_vote",
    "certify_minutes",
    "close_meeting",
    "declare_interest",
    "freeze_agenda",
    "hold_meeting",
    "note_item",
    "plan_meeting",
    "record_resolution",
    "record_votes",
    "remove_item",
    "reopen_meeting",
    "undo_resolution",
    "update_attendance",
    "withdraw_interest",
]
