"""Addresses of records that may be of one person."""

from django.urls import URLPattern, path

from members.views import duplicates as views

urlpatterns: list[URLPattern] = [
    path("duplicates/", views.duplicate_list, name="duplicates"),
    path("<str:number>/merge/", views.merge_find, name="merge_find"),
    path("<str:number>/merge/<str:other>/", views.member_merge, name="merge"),
    path("<str:number>/apart/<str:other>/", views.member_apart, name="apart"),
    path("<str:number>/merges/<int:pk>/undo/", views.merge_undo, name="merge_undo"),
]
