"""Announcements."""

from django.urls import path

from clinics.views import announcements as views

urlpatterns = [
    path("announcements/", views.announcement_list, name="announcement_list"),
    path("announcements/new/", views.announcement_new, name="announcement_new"),
    path("announcements/<int:pk>/", views.announcement_detail, name="announcement"),
    path("announcements/<int:pk>/edit/", views.announcement_edit, name="announcement_edit"),
    path("announcements/<int:pk>/acknowledge/", views.announcement_acknowledge, name="announcement_acknowledge"),
    path("announcements/<int:pk>/receipts/", views.announcement_receipts, name="announcement_receipts"),
    path("announcements/<int:pk>/remind/", views.announcement_remind, name="announcement_remind"),
    path("announcements/<int:pk>/files/<int:file>/", views.announcement_file, name="announcement_file"),
    path("announcements/<int:pk>/<slug:move>/", views.announcement_move, name="announcement_move"),
]
