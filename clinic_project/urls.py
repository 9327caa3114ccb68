"""Addresses. Each app owns its own; tests/test_access.py lists every name by hand."""

from django.contrib import admin
from django.urls import include, path

from clinic_project import draft_pages, gallery, session_pages, sign_in, verify_pages, views
from clinic_project.help import pages as help_pages

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("help/", help_pages.help_page, name="help"),
    path("help/keys/", views.shortcuts, name="shortcuts"),
    path("help/<slug:topic>/", help_pages.help_page, name="help_topic"),
    path("hints/<slug:code>/dismiss/", help_pages.hint_dismiss, name="hint_dismiss"),
    path("session/left/", session_pages.session_left, name="session_left"),
    path("session/stay/", session_pages.session_stay, name="session_stay"),
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("logout/", sign_in.SignOut.as_view(), name="logout"),
    path("password/", sign_in.ChangePassword.as_view(), name="password_change"),
    path("documents/<str:serial>.pdf", views.document, name="document"),
    path("drafts/", draft_pages.draft_list, name="drafts"),
    path("drafts/keep/", draft_pages.draft_keep, name="draft_keep"),
    path("drafts/<slug:key>/", draft_pages.draft_detail, name="draft"),
    path("drafts/<slug:key>/drop/", draft_pages.draft_drop, name="draft_drop"),
    path("jobs/", include("clinic_project.jobs.urls")),
    path("", include("clinic_project.outbox.urls")),
    path("verify/<str:token>/", verify_pages.verify, name="verify"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/login/", views.admin_login),
    path("admin/", admin.site.urls),
    path("", include("clinics.urls")),
    path("", include("clinics.urls.public")),
    path("members/", include("members.urls")),
    path("", include("cases.urls")),
    path("", include("cases.public_urls")),
    path("", include("referrals.urls")),
    path("evaluations/", include("evaluations.urls")),
]

handler400 = "clinic_project.errors.bad_request"
handler403 = "clinic_project.errors.permission_denied"
handler404 = "clinic_project.errors.not_found"
handler500 = "clinic_project.errors.server_error"
