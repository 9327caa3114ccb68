"""The confirmation form."""

from django.urls import path

from clinics.views import confirmation as views

urlpatterns = [
    path("clinics/<slug:code>/<int:year>/confirmation.pdf", views.confirmation, name="confirmation"),
    path("clinics/<slug:code>/<int:year>/confirmation-blank.pdf", views.confirmation_blank, name="confirmation_blank"),
]
