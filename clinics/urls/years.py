"""Programme years."""

from django.urls import path

from clinics.views import programme, sign_off
from clinics.views import years as views

urlpatterns = [
    path("years/", views.year_list, name="year_list"),
    path("years/new/", views.year_new, name="year_new"),
    path("years/<int:year>/", views.year_detail, name="year_detail"),
    path("years/<int:year>/edit/", views.year_edit, name="year_edit"),
    path("years/<int:year>/undo/", views.year_undo, name="year_undo"),
    path("years/<int:year>/board/", views.year_board, name="year_board"),
    path("years/<int:year>/resolutions/new/", programme.year_resolution_new, name="year_resolution_new"),
    path("years/<int:year>/resolutions/<int:pk>/", programme.year_resolution, name="year_resolution"),
    path(
        "years/<int:year>/resolutions/<int:pk>/remove/", programme.year_resolution_remove, name="year_resolution_remove"
    ),
    path("years/<int:year>/milestones/new/", programme.year_milestone_new, name="year_milestone_new"),
    path("years/<int:year>/milestones/<int:pk>/", programme.year_milestone, name="year_milestone"),
    path("years/<int:year>/milestones/<int:pk>/remove/", programme.year_milestone_remove, name="year_milestone_remove"),
    path("years/<int:year>/milestones/<int:pk>/done/", programme.year_milestone_done, name="year_milestone_done"),
    path("years/<int:year>/sign/", sign_off.year_sign, name="year_sign"),
    path("years/<int:year>/return/", sign_off.year_return, name="year_return"),
    path("years/<int:year>/programme.pdf", sign_off.year_programme, name="year_programme"),
]
