"""Addresses of evaluations. A year is a Buddhist one."""

from django.urls import path

from evaluations.views import figures as views
from evaluations.views import posters, visits

app_name = "evaluations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:year>/", views.year_detail, name="year"),
    path("<int:year>/rows/<slug:indicator>/", views.rows, name="rows"),
    path("<int:year>/freeze/", views.freeze, name="freeze"),
    path("<int:year>/issue/", views.issue, name="issue"),
    path("<int:year>/report.pdf", views.report, name="report"),
    path("<int:year>/visits/", visits.visit_list, name="visit_list"),
    path("<int:year>/visits/new/", visits.visit_new, name="visit_new"),
    path("<int:year>/visits/<int:pk>/", visits.visit, name="visit"),
    path("<int:year>/visits/<int:pk>/edit/", visits.visit_edit, name="visit_edit"),
    path("<int:year>/visits/<int:pk>/reply/", visits.visit_reply, name="visit_reply"),
    path("<int:year>/exhibition/", posters.exhibition, name="exhibition"),
    path("<int:year>/posters.pdf", posters.posters_sheet, name="posters_sheet"),
    path("<int:year>/<slug:code>/poster/", posters.poster, name="poster"),
    path("<int:year>/<slug:code>/poster.pdf", posters.poster_paper, name="poster_paper"),
    path("<int:year>/<slug:code>/poster/edit/", posters.poster_edit, name="poster_edit"),
    path("<int:year>/<slug:code>/poster/finish/", posters.poster_finish, name="poster_finish"),
    path("<int:year>/<slug:code>/poster/photos/new/", posters.poster_photo_new, name="poster_photo_new"),
    path("<int:year>/<slug:code>/poster/photos/<int:pk>/", posters.poster_photo, name="poster_photo"),
    path(
        "<int:year>/<slug:code>/poster/photos/<int:pk>/remove/", posters.poster_photo_remove, name="poster_photo_remove"
    ),
    path("<int:year>/<slug:code>.pdf", views.clinic_report, name="clinic_report"),
]
