"""Addresses of services given; ``cases/urls.py`` takes them in."""

from django.urls import path

from cases.views import sessions

session_patterns = [
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/new/", sessions.session_new, name="session_new"),
    path("sessions/<str:reference>/", sessions.session_detail, name="session_detail"),
    path("sessions/<str:reference>/slip.pdf", sessions.session_slip, name="session_slip"),
]
