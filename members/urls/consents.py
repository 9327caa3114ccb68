"""Addresses of consents."""

from django.urls import URLPattern, path

from members.views import consents as views

urlpatterns: list[URLPattern] = [
    path("consent-form.pdf", views.consent_form_blank, name="consent_form_blank"),
    path("consent-texts/", views.consent_texts, name="consent_texts"),
    path("consent-texts/new/", views.consent_text_new, name="consent_text_new"),
    path("<str:number>/consents/", views.consents, name="consents"),
    path("<str:number>/consents/form.pdf", views.consent_form, name="consent_form"),
    path("<str:number>/consents/<int:pk>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("<str:number>/consents/<int:pk>/paper/", views.consent_paper, name="consent_paper"),
    path("<str:number>/consents/<str:purpose>/new/", views.consent_new, name="consent_new"),
]
