"""Addresses of notices."""

from django.urls import path

from clinic_project.outbox import views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/retry/", views.outbox_retry, name="outbox_retry"),
    path("notices/<int:pk>/", views.notice, name="notice"),
]
