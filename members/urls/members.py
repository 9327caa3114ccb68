"""Addresses of members. ``<number>`` takes any word, so this module stands last."""

from django.urls import URLPattern, path

from members.views import members as views

urlpatterns: list[URLPattern] = [
    path("", views.member_list, name="list"),
    path("new/", views.member_new, name="new"),
    path("receive/", views.member_receive, name="receive"),
    path("<str:number>/", views.member_detail, name="detail"),
    path("<str:number>/edit/", views.member_edit, name="edit"),
    path("<str:number>/rename/", views.member_rename, name="rename"),
    path("<str:number>/national-id/", views.member_reveal, name="reveal"),
]
