"""Addresses the public reaches without log-in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
