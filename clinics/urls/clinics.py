"""The clinics and a clinic's year."""

from django.urls import path

from clinics.views import clinics as views

urlpatterns = [
    path("clinics/", views.clinic_list, name="list"),
    path("clinics/<slug:code>/<int:year>/", views.clinic_detail, name="detail"),
    path("clinics/<slug:code>/<int:year>/edit/", views.clinic_edit, name="edit"),
]
