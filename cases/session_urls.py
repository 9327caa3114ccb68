"""Addresses of services given; ``cases/urls.py`` takes them in."""

from django.urls import path

from cases.views import phrases, session_form, sessions

session_patterns = [
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/new/", session_form.session_new, name="session_new"),
    path("sessions/suggest/", session_form.session_suggest, name="session_suggest"),
    path("sessions/phrases/", phrases.phrases, name="phrases"),
    path("sessions/phrases/new/", phrases.phrase_new, name="phrase_new"),
    path("sessions/phrases/<int:pk>/", phrases.phrase_edit, name="phrase_edit"),
    path("sessions/phrases/<int:pk>/remove/", phrases.phrase_remove, name="phrase_remove"),
    path("sessions/<str:reference>/", sessions.session_detail, name="session_detail"),
    path("sessions/<str:reference>/slip.pdf", sessions.session_slip, name="session_slip"),
]
