"""Addresses of a member's rights."""

from django.urls import URLPattern, path

from members.views import privacy as views
from members.views import readers

urlpatterns: list[URLPattern] = [
    path("data-requests/", views.data_requests, name="data_requests"),
    path("data-requests/<str:reference>/", views.data_request, name="data_request"),
    path("data-requests/<str:reference>/export/", views.data_request_export, name="data_request_export"),
    path("data-requests/<str:reference>/<str:move>/", views.data_request_move, name="data_request_move"),
    path("<str:number>/data-requests/new/", views.data_request_new, name="data_request_new"),
    path("<str:number>/readers/", readers.readers, name="readers"),
    path("<str:number>/readers/report.pdf", readers.readers_paper, name="readers_paper"),
    path("<str:number>/readers/each/", readers.readings, name="readings"),
    path("<str:number>/readers/each/report.pdf", readers.readings_paper, name="readings_paper"),
]
