"""Addresses of a case's money: household, debts, guarantees, lawsuits."""

from django.urls import path

from cases.views import debts_first, guarantees, lawsuits, money, papers, sheets

CASE = "cases/<str:reference>"

money_patterns = [
    path(f"{CASE}/household/", money.household, name="household"),
    path("cases/blank/sheet.pdf", sheets.sheet_blank, name="sheet_blank"),
    path(f"{CASE}/household/totals/", money.household_totals, name="household_totals"),
    path(f"{CASE}/sheet/", sheets.sheet_versions, name="sheet_versions"),
    path(f"{CASE}/sheet.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path(f"{CASE}/debts/paste/", sheets.debts_paste, name="debts_paste"),
    path(f"{CASE}/debts/none/", debts_first.debts_none, name="debts_none"),
    path(f"{CASE}/debts/copy/", debts_first.debts_copy, name="debts_copy"),
    path(f"{CASE}/debts/new/", money.debt_new, name="debt_new"),
    path(f"{CASE}/debts/<int:pk>/", money.debt_edit, name="debt_edit"),
    path(f"{CASE}/debts/<int:pk>/remove/", money.debt_remove, name="debt_remove"),
    path(f"{CASE}/debts/<int:pk>/guarantors/new/", guarantees.guarantor_new, name="guarantor_new"),
    path(f"{CASE}/debts/<int:pk>/guarantors/<int:row>/remove/", guarantees.guarantor_remove, name="guarantor_remove"),
    path(f"{CASE}/papers/new/", papers.paper_new, name="paper_new"),
    path(f"{CASE}/papers/<int:pk>/", papers.paper, name="paper"),
    path(f"{CASE}/papers/<int:pk>/remove/", papers.paper_remove, name="paper_remove"),
    path(f"{CASE}/guarantees/new/", guarantees.guarantee_new, name="guarantee_new"),
    path(f"{CASE}/guarantees/<int:pk>/", guarantees.guarantee_edit, name="guarantee_edit"),
    path(f"{CASE}/guarantees/<int:pk>/remove/", guarantees.guarantee_remove, name="guarantee_remove"),
    path(f"{CASE}/lawsuits/new/", lawsuits.lawsuit_new, name="lawsuit_new"),
    path(f"{CASE}/lawsuits/<int:pk>/", lawsuits.lawsuit_edit, name="lawsuit_edit"),
    path(f"{CASE}/lawsuits/<int:pk>/remove/", lawsuits.lawsuit_remove, name="lawsuit_remove"),
]
