"""The orientation of a year's clinics."""

from django.urls import path

from clinics.views import orientation as views
from clinics.views import orientation_days as days

_YEAR = "years/<int:year>/orientation/"
_DAY = f"{_YEAR}<int:pk>/"

urlpatterns = [
    path(_YEAR, views.orientation, name="orientation"),
    path(f"{_YEAR}people/", views.orientation_people, name="orientation_people"),
    path(f"{_YEAR}new/", views.orientation_new, name="orientation_new"),
    path(f"{_YEAR}complete/", views.orientation_complete, name="orientation_complete"),
    path(f"{_YEAR}materials/new/", days.material_new, name="orientation_material_new"),
    path(f"{_YEAR}materials/<int:pk>/", days.material, name="orientation_material"),
    path(f"{_YEAR}materials/<int:pk>/remove/", days.material_remove, name="orientation_material_remove"),
    path(_DAY, views.orientation_session, name="orientation_session"),
    path(f"{_DAY}edit/", views.orientation_edit, name="orientation_edit"),
    path(f"{_DAY}attendance/", views.orientation_tick, name="orientation_tick"),
    path(f"{_DAY}attendance/<int:attendance>/remove/", days.orientation_withdraw, name="orientation_withdraw"),
    path(f"{_DAY}sign-in.pdf", days.orientation_sign_in, name="orientation_sign_in"),
    path(f"{_DAY}qr/", days.orientation_qr, name="orientation_qr"),
    path(f"{_DAY}<slug:move>/", days.orientation_move, name="orientation_move"),
    path("orientation/check-in/<slug:token>/", days.check_in, name="check_in"),
]
