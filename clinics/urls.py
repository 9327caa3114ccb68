"""Addresses of this app."""

from django.urls import URLPattern

app_name = "clinics"
urlpatterns: list[URLPattern] = []
