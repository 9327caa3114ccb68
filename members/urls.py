"""Addresses of this app."""

from django.urls import URLPattern, path

from members import consent_views, views

app_name = "members"
urlpatterns: list[URLPattern] = [
    path("", views.member_list, name="list"),
    path("new/", views.member_new, name="new"),
    path("receive/", views.member_receive, name="receive"),
    path("<str:number>/", views.member_detail, name="detail"),
    path("<str:number>/edit/", views.member_edit, name="edit"),
    path("<str:number>/national-id/", views.member_reveal, name="reveal"),
    path("<str:number>/consents/new/", consent_views.consent_new, name="consent_new"),
    path("<str:number>/consents/<int:pk>/withdraw/", consent_views.consent_withdraw, name="consent_withdraw"),
]
