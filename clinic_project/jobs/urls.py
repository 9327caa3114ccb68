"""Addresses of background work. A key is 128 random bits and its owner's alone."""

from django.urls import path, re_path

from clinic_project.jobs import views

urlpatterns = [
    path("", views.job_list, name="jobs"),
    re_path(r"^(?P<key>[0-9a-f]{32})/\Z", views.job_detail, name="job"),
    re_path(r"^(?P<key>[0-9a-f]{32})/result\Z", views.job_result, name="job_result"),
    re_path(r"^(?P<key>[0-9a-f]{32})/retry/\Z", views.job_retry, name="job_retry"),
    re_path(r"^(?P<key>[0-9a-f]{32})/follow/\Z", views.job_follow, name="job_follow"),
]
