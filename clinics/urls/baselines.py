"""Baseline figures of the clinics' areas."""

from django.urls import path

from clinics.views import baselines as views

_CLINIC = "clinics/<slug:code>/<int:year>/baseline/"

urlpatterns = [
    path(_CLINIC, views.baseline, name="baseline"),
    path(f"{_CLINIC}<slug:moment>/", views.baseline_edit, name="baseline_edit"),
    path(f"{_CLINIC}<slug:moment>/<slug:move>/", views.baseline_move, name="baseline_move"),
    path("years/<int:year>/baselines/", views.baselines, name="baselines"),
    path("years/<int:year>/baselines.xlsx", views.baselines_sheet, name="baselines_sheet"),
]
