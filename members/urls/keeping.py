"""Addresses of holds, of taking out what was kept long enough, and of breaches."""

from django.urls import URLPattern, path

from members.views import keeping as views

urlpatterns: list[URLPattern] = [
    path("retention/", views.retention, name="retention"),
    path("retention/run/", views.retention_run, name="retention_run"),
    path("breaches/", views.breaches, name="breaches"),
    path("breaches/new/", views.breach_new, name="breach_new"),
    path("breaches/<str:reference>/", views.breach, name="breach"),
    path("breaches/<str:reference>/<str:move>/", views.breach_move, name="breach_move"),
    path("<str:number>/holds/", views.holds, name="holds"),
    path("<str:number>/holds/<int:pk>/lift/", views.hold_lift, name="hold_lift"),
]
