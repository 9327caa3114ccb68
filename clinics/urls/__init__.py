"""Addresses of clinics, one module a noun, all in the name space ``clinics``."""

from clinics.urls import (
    announcements,
    baselines,
    budgets,
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
    years,
)

app_name = "clinics"
urlpatterns = [
    *announcements.urlpatterns,
    *baselines.urlpatterns,
    *budgets.urlpatterns,
    *calendar.urlpatterns,
    *clinics.urlpatterns,
    *confirmation.urlpatterns,
    *direct_line.urlpatterns,
    *letters.urlpatterns,
    *library.urlpatterns,
    *opening.urlpatterns,
    *orientation.urlpatterns,
    *selection.urlpatterns,
    *staff.urlpatterns,
    *baselines.urlpatterns,
    *years.urlpatterns,
]
