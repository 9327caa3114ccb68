"""Addresses of clinics."""

from django.urls import path

from clinics import views

app_name = "clinics"
urlpatterns = [
    path("", views.clinic_list, name="list"),
    path("<slug:code>/<int:year>/", views.clinic_detail, name="detail"),
    path("<slug:code>/<int:year>/edit/", views.clinic_edit, name="edit"),
    path("<slug:code>/<int:year>/confirmation.pdf", views.confirmation, name="confirmation"),
    path("<slug:code>/<int:year>/confirmation-blank.pdf", views.confirmation_blank, name="confirmation_blank"),
]
