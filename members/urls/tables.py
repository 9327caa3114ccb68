"""Addresses of tables in and out. A table's key is 128 random bits and its owner's alone."""

from django.urls import URLPattern, path, re_path

from members.views import tables as views

_KEY = r"^import/(?P<key>[0-9a-f]{32})"
urlpatterns: list[URLPattern] = [
    path("import/", views.import_new, name="import"),
    path("import/template/<slug:kind>/", views.import_template, name="import_template"),
    re_path(_KEY + r"/\Z", views.import_preview, name="import_preview"),
    re_path(_KEY + r"/columns/\Z", views.import_columns, name="import_columns"),
    re_path(_KEY + r"/again/\Z", views.import_again, name="import_again"),
    re_path(_KEY + r"/errors/\Z", views.import_errors, name="import_errors"),
    path("export/", views.member_export, name="export"),
]
