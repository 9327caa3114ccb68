"""Addresses of clinics, one module a noun, all in the name space ``clinics``."""

from clinics.urls import calendar, clinics, confirmation, direct_line, letters, selection

app_name = "clinics"
urlpatterns = [
    *clinics.urlpatterns,
    *confirmation.urlpatterns,
    *direct_line.urlpatterns,
    *calendar.urlpatterns,
    *letters.urlpatterns,
    *selection.urlpatterns,
]
