"""Addresses of consents."""

from django.urls import URLPattern, path

from members.views import consents as views

urlpatterns: list[URLPattern] = [
    path("<str:number>/consents/new/", views.consent_new, name="consent_new"),
    path("<str:number>/consents/<int:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
]
