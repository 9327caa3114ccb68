"""Addresses of this app."""

from django.urls import URLPattern

app_name = "referrals"
urlpatterns: list[URLPattern] = []
