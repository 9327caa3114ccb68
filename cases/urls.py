"""Addresses of this app: cases here, services given in ``session_urls``."""

from django.urls import path

from cases.counselling_urls import counselling_patterns
from cases.money_urls import money_patterns
from cases.session_urls import session_patterns
from cases.views import cases, follow_ups, lawsuits

app_name = "cases"

case_patterns = [
    path("cases/", cases.case_list, name="list"),
    path("cases/courts/", lawsuits.court_calendar, name="court_calendar"),
    path("cases/break-glass/", cases.break_glass_log, name="break_glass_log"),
    path("cases/<str:reference>/", cases.case_detail, name="detail"),
    path("cases/<str:reference>/edit/", cases.case_edit, name="edit"),
    path("cases/<str:reference>/note/", cases.case_note, name="note"),
    path("cases/<str:reference>/move/<str:move>/", cases.case_move, name="move"),
    path("cases/<str:reference>/severity/", cases.case_severity, name="severity"),
    path("cases/<str:reference>/assign/", cases.case_assign, name="assign"),
    path("cases/<str:reference>/conflict/", cases.case_conflict, name="conflict"),
    path("cases/<str:reference>/break-glass/", cases.break_glass, name="break_glass"),
    path("cases/<str:reference>/follow-ups/new/", follow_ups.follow_up_new, name="follow_up_new"),
    path("cases/<str:reference>/follow-ups/<int:pk>/", follow_ups.follow_up_done, name="follow_up_done"),
]

urlpatterns = [*case_patterns, *money_patterns, *session_patterns, *counselling_patterns]
