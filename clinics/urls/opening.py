"""A clinic's opening and the year's criteria."""

from django.urls import path

from clinics.views import clinic_opening as views

_CLINIC = "clinics/<slug:code>/<int:year>/"

urlpatterns = [
    path("years/<int:year>/criteria/", views.criteria, name="criteria"),
    path(f"{_CLINIC}opening/", views.opening, name="opening"),
    path(f"{_CLINIC}opening/open/", views.opening_open, name="opening_open"),
    path(f"{_CLINIC}opening/announce/", views.opening_announce, name="opening_announce"),
    path(f"{_CLINIC}opening-notice.pdf", views.opening_paper, name="opening_notice"),
]
