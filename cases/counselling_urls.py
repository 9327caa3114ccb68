"""Addresses of what counselling works out and agrees; ``cases/urls.py`` takes them in."""

from django.urls import path

from cases.views import cases, plans, rules, ways_out

counselling_patterns = [
    path("counselling/rules/", rules.rules, name="rules"),
    path("counselling/rules/new/", rules.rule_new, name="rule_new"),
    path("counselling/rules/<int:pk>/", rules.rule_edit, name="rule_edit"),
    path("counselling/rules/<int:pk>/remove/", rules.rule_remove, name="rule_remove"),
    path("cases/<str:reference>/urgent/", cases.case_urgent, name="urgent"),
    path("cases/<str:reference>/ways-out/", ways_out.ways_out, name="ways_out"),
    path("cases/<str:reference>/ways-out/<int:number>/", ways_out.ways_out_version, name="ways_out_version"),
    path("cases/<str:reference>/plan/new/", plans.plan_new, name="plan_new"),
    path("cases/<str:reference>/plan/<int:number>/", plans.plan, name="plan"),
    path("cases/<str:reference>/plan/<int:number>/progress/", plans.plan_progress, name="plan_progress"),
    path("cases/<str:reference>/plan/<int:number>/take-home/", plans.plan_take_home, name="plan_take_home"),
]
