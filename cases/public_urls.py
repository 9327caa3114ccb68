"""Addresses the public reaches without log-in."""

from django.urls import URLPattern, path

from cases.views import surveys

urlpatterns: list[URLPattern] = [
    path("survey/done/", surveys.survey_done, name="survey_done"),
    path("survey/<str:token>/", surveys.survey, name="survey"),
]
