"""Addresses of this app, one module a noun, all in the name space ``members``."""

from django.urls import URLPattern

from members.urls import consents, duplicates, keeping, members, privacy, tables

app_name = "members"
urlpatterns: list[URLPattern] = [
    *consents.urlpatterns,
    *duplicates.urlpatterns,
    *tables.urlpatterns,
    *keeping.urlpatterns,
    *privacy.urlpatterns,
    *members.urlpatterns,
]
