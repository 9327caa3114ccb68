"""Addresses of what counselling works out and agrees; ``cases/urls.py`` takes them in."""

from django.urls import path

from cases.views import rules

counselling_patterns = [
    path("counselling/rules/", rules.rules, name="rules"),
    path("counselling/rules/new/", rules.rule_new, name="rule_new"),
    path("counselling/rules/<int:pk>/", rules.rule_edit, name="rule_edit"),
    path("counselling/rules/<int:pk>/remove/", rules.rule_remove, name="rule_remove"),
]
