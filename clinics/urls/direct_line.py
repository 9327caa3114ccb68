"""The direct line and the contact cards."""

from django.urls import path

from clinics.views import direct_line as views

urlpatterns = [
    path("contacts/", views.contacts, name="contacts"),
    path("direct-line/", views.line_list, name="line_list"),
    path("direct-line/new/", views.line_new, name="line_new"),
    path("direct-line/<str:reference>/", views.line, name="line"),
    path("direct-line/<str:reference>/close/", views.line_close, name="line_close"),
]
