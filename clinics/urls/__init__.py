"""Addresses of clinics, one module a noun, all in the name space ``clinics``."""

from clinics.urls import (
    announcements,
    baselines,
    calendar,
    clinics,
    confirmation,
    direct_line,
    letters,
    library,
    opening,
    orientation,
    selection,
    staff,
)

app_name = "clinics"
urlpatterns = [
    *staff.urlpatterns,
    *clinics.urlpatterns,
    *confirmation.urlpatterns,
    *direct_line.urlpatterns,
    *calendar.urlpatterns,
    *letters.urlpatterns,
    *selection.urlpatterns,
    *library.urlpatterns,
    *announcements.urlpatterns,
    *orientation.urlpatterns,
    *opening.urlpatterns,
    *baselines.urlpatterns,
]
