"""The library and what is shared from it."""

from django.urls import path

from clinics.views import library as views
from clinics.views import library_keeping as keeping
from clinics.views import sharing

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/new/", keeping.library_new, name="library_new"),
    path("library/shares/", sharing.share_list, name="share_list"),
    path("library/shares/<int:pk>/", sharing.share_detail, name="share_detail"),
    path("library/shares/<int:pk>/slip.pdf", sharing.share_slip, name="share_slip"),
    path("library/shares/<int:pk>/revoke/", sharing.share_revoke, name="share_revoke"),
    path("library/<slug:code>/", views.library_document, name="library_document"),
    path("library/<slug:code>/edit/", keeping.library_edit, name="library_edit"),
    path("library/<slug:code>/withdraw/", keeping.library_withdraw, name="library_withdraw"),
    path("library/<slug:code>/share/", sharing.library_share, name="library_share"),
    path("library/<slug:code>/versions/new/", keeping.library_version_new, name="library_version_new"),
    path("library/<slug:code>/<int:number>/edit/", keeping.library_version_edit, name="library_version_edit"),
    path("library/<slug:code>/<int:number>/publish/", keeping.library_publish, name="library_publish"),
    path("library/<slug:code>/<int:number>/discard/", keeping.library_discard, name="library_discard"),
    path("library/<slug:code>/<int:number>/file/", views.library_file, name="library_file"),
    path("library/<slug:code>/<int:number>/understood/", views.library_understood, name="library_understood"),
    path("library/<slug:code>/<int:number>/readers/", views.library_readers, name="library_readers"),
]
