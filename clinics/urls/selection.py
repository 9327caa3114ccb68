"""The selection of a year."""

from django.urls import path

from clinics.views import selection as views

_YEAR = "years/<int:year>/selection/"
_GROUP = f"{_YEAR}<int:group>/"

urlpatterns = [
    path(_YEAR, views.selection, name="selection"),
    path(f"{_YEAR}summary/", views.selection_summary, name="selection_summary"),
    path(_GROUP, views.selection_group, name="selection_group"),
    path(f"{_GROUP}volunteer/", views.selection_volunteer, name="selection_volunteer"),
    path(f"{_GROUP}vote/", views.selection_vote, name="selection_vote"),
    path(f"{_GROUP}select/", views.selection_select, name="selection_select"),
    path(f"{_GROUP}skip/", views.selection_skip, name="selection_skip"),
    path(f"{_GROUP}reopen/", views.selection_reopen, name="selection_reopen"),
    path(f"{_GROUP}undo/", views.selection_undo, name="selection_undo"),
    path(f"{_GROUP}<int:pk>/edit/", views.candidate_edit, name="candidate_edit"),
    path(f"{_GROUP}<int:pk>/withdraw/", views.candidate_withdraw, name="candidate_withdraw"),
]
