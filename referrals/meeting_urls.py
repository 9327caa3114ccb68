"""Addresses of meetings, their items and their papers; part of this app's addresses."""

from django.urls import path

from referrals.views import agenda_items, meeting_papers, meetings

_MEETING = "meetings/<str:reference>/"
_ITEM = f"{_MEETING}items/<int:pk>/"

meeting_patterns = [
    path("meetings/", meetings.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path(_MEETING, meetings.meeting_detail, name="meeting_detail"),
    path(f"{_MEETING}move/<str:move>/", meetings.meeting_move, name="meeting_move"),
    path(f"{_MEETING}attendance/", meetings.meeting_attendance, name="meeting_attendance"),
    path(f"{_MEETING}certify/", meetings.meeting_certify, name="meeting_certify"),
    path(f"{_MEETING}items/new/", agenda_items.meeting_item_add, name="meeting_item_add"),
    path(_ITEM, agenda_items.item_detail, name="item_detail"),
    path(f"{_ITEM}remove/", agenda_items.meeting_item_remove, name="meeting_item_remove"),
    path(f"{_ITEM}note/", agenda_items.item_note, name="item_note"),
    path(f"{_ITEM}interest/", agenda_items.item_interest, name="item_interest"),
    path(f"{_ITEM}interest/<int:user>/withdraw/", agenda_items.item_interest_withdraw, name="item_interest_withdraw"),
    path(f"{_ITEM}vote/", agenda_items.item_vote, name="item_vote"),
    path(f"{_ITEM}resolution/", agenda_items.item_resolution, name="item_resolution"),
    path(f"{_ITEM}undo/", agenda_items.item_undo, name="item_undo"),
    path(f"{_MEETING}agenda.pdf", meeting_papers.meeting_agenda, name="meeting_agenda"),
    path(f"{_MEETING}minutes.pdf", meeting_papers.meeting_minutes, name="meeting_minutes"),
    path("referrals/<str:reference>/excerpt.pdf", meeting_papers.excerpt, name="excerpt"),
]
