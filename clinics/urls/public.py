"""Pages of clinics for the public, without log-in and without a name space."""

from django.urls import path

from clinics.views import opening, sharing

urlpatterns = [
    path("open/", opening.open_days, name="open_days"),
    path("open/<slug:code>/", opening.open_clinic, name="open_clinic"),
    path("open/<slug:code>/poster.pdf", opening.open_poster, name="open_poster"),
    path("shared/<str:token>/", sharing.shared, name="shared"),
    path("shared/<str:token>/file", sharing.shared_file, name="shared_file"),
]
