"""Budgets, expenses, receipts, advances."""

from django.urls import path

from clinics.views import advances, budget_papers, budgets, expenses, receipts

urlpatterns = [
    path("clinics/<slug:code>/<int:year>/budget/", budgets.clinic_budget, name="budget"),
    path("clinics/<slug:code>/<int:year>/budget.pdf", budget_papers.clinic_sheet, name="budget_sheet"),
    path("years/<int:year>/budget/", budgets.year_budget, name="year_budget"),
    path("years/<int:year>/budget/set-up/", budgets.set_up, name="budget_set_up"),
    path("years/<int:year>/budget/expenses/", budgets.year_expenses, name="year_expenses"),
    path("years/<int:year>/budget/expenses.xlsx", budget_papers.export, name="year_expenses_export"),
    path("years/<int:year>/budget/central/", budgets.central_budget, name="central_budget"),
    path("years/<int:year>/budget/central.pdf", budget_papers.central_sheet, name="central_budget_sheet"),
    path("years/<int:year>/budget.pdf", budget_papers.year_sheet, name="year_budget_sheet"),
    path("budgets/<int:pk>/override/", budgets.override, name="budget_override"),
    path("budgets/<int:pk>/allocation/", budgets.allocation, name="budget_allocation"),
    path("budgets/<int:pk>/move/<str:move>/", budgets.budget_move, name="budget_move"),
    path("budgets/<int:pk>/expenses/new/", expenses.expense_new, name="expense_new"),
    path("budgets/<int:pk>/advances/new/", advances.advance_new, name="advance_new"),
    path("expenses/<str:number>/", expenses.expense_detail, name="expense"),
    path("expenses/<str:number>/edit/", expenses.expense_edit, name="expense_edit"),
    path("expenses/<str:number>/move/<str:move>/", expenses.expense_move, name="expense_move"),
    path("expenses/<str:number>/receipts/new/", receipts.receipt_new, name="receipt_new"),
    path("expenses/<str:number>/receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("expenses/<str:number>/receipts/<int:pk>/remove/", receipts.receipt_remove, name="receipt_remove"),
    path("advances/<str:number>/", advances.advance_detail, name="advance"),
    path("advances/<str:number>/move/<str:move>/", advances.advance_move, name="advance_move"),
]
