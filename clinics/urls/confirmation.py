"""The confirmation form: one clinic's, and how all clinics stand."""

from django.urls import path

from clinics.views import confirmation as views
from clinics.views import confirmations as lists

HERE = "clinics/<slug:code>/<int:year>/confirmation"
urlpatterns = [
    path(f"{HERE}.pdf", views.confirmation, name="confirmation"),
    path(f"{HERE}-blank.pdf", views.confirmation_blank, name="confirmation_blank"),
    path(f"{HERE}/", views.confirmation_detail, name="confirmation_detail"),
    path(f"{HERE}/edit/", views.confirmation_edit, name="confirmation_edit"),
    path(f"{HERE}/print/", views.confirmation_print, name="confirmation_print"),
    path(f"{HERE}/scan/", views.confirmation_scan, name="confirmation_scan"),
    path(f"{HERE}/scans/<int:pk>/", views.confirmation_scan_file, name="confirmation_scan_file"),
    path(f"{HERE}/remind/", lists.confirmation_remind, name="confirmation_remind"),
    path(f"{HERE}/<slug:move>/", views.confirmation_move, name="confirmation_move"),
    path("years/<int:year>/confirmations/", lists.confirmations, name="confirmations"),
    path("years/<int:year>/confirmations/remind/", lists.confirmations_remind, name="confirmations_remind"),
]
