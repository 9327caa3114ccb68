"""Addresses of evaluations. A year is a Buddhist one."""

from django.urls import path

from evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:year>/", views.year_detail, name="year"),
    path("<int:year>/rows/<slug:indicator>/", views.rows, name="rows"),
    path("<int:year>/freeze/", views.freeze, name="freeze"),
    path("<int:year>/issue/", views.issue, name="issue"),
    path("<int:year>/report.pdf", views.report, name="report"),
    path("<int:year>/<slug:code>.pdf", views.clinic_report, name="clinic_report"),
]
