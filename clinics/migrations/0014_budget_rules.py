from clinic_project.append_only import protect
from clinic_project.database_rules import refuse
from django.db import migrations

LIVE = "('submitted', 'approved', 'reviewed')"
COUNTED = (
    "SELECT SUM(e.amount) FROM clinics_expense e LEFT JOIN clinics_advance a ON a.id = e.advance_id"
    f" WHERE e.budget_id = {{b}} AND e.status IN {LIVE} AND (e.advance_id IS NULL OR a.status = 'cleared')"
)
HELD = "SELECT SUM(amount) FROM clinics_advance WHERE budget_id = {b} AND status IN ('approved', 'paid')"
EXTRA = "SELECT SUM(amount) FROM clinics_budgetoverride WHERE budget_id = {b}"
BALANCE = (
    "ROUND((SELECT allocation FROM clinics_budget WHERE id = {b})"
    f" + COALESCE(({EXTRA}), 0) - COALESCE(({COUNTED}), 0) - COALESCE(({HELD}), 0), 2)"
)
OF_ADVANCE = f"COALESCE((SELECT SUM(amount) FROM clinics_expense WHERE advance_id = {{a}} AND status IN {LIVE}), 0)"
NO_RECEIPT = "NOT EXISTS (SELECT 1 FROM clinics_receipt WHERE expense_id = {e} AND removed_at IS NULL)"
CLOSED = "(SELECT status FROM clinics_budget WHERE id = {b}) = 'closed'"
ALLOCATED = "(SELECT SUM(allocation) FROM clinics_budget WHERE year_id = {y})"

BUDGET = ("clinics_budget", "budget_id")


def balance(table: str, budget: str, **how: object) -> object:
    return refuse(
        f"{table}_balance",
        table=table,
        broken=f"{BALANCE.format(b=budget)} < 0",
        message="more than the budget allows",
        **how,
    )


def closed(table: str, budget: str, **how: object) -> object:
    return refuse(
        f"{table}_closed", table=table, broken=CLOSED.format(b=budget), message="the budget is closed", **how
    )


class Migration(migrations.Migration):
    dependencies = [("clinics", "0013_budgets")]
    operations = [
        protect("clinics_budgetoverride"),
        balance("clinics_expense", "NEW.budget_id", shared=BUDGET),
        balance("clinics_advance", "NEW.budget_id", shared=BUDGET),
        balance("clinics_budget", "NEW.id"),
        closed("clinics_expense", "NEW.budget_id", shared=BUDGET),
        closed("clinics_advance", "NEW.budget_id", shared=BUDGET),
        closed("clinics_budgetoverride", "NEW.budget_id", shared=BUDGET),
        closed("clinics_receipt", "(SELECT budget_id FROM clinics_expense WHERE id = NEW.expense_id)"),
        refuse(
            "clinics_budget_settled",
            table="clinics_budget",
            broken=(
                "NEW.status = 'closed' AND ("
                "EXISTS (SELECT 1 FROM clinics_expense WHERE budget_id = NEW.id AND status NOT IN ('reviewed', 'void'))"
                " OR EXISTS (SELECT 1 FROM clinics_advance WHERE budget_id = NEW.id"
                " AND status NOT IN ('cleared', 'cancelled'))"
                f" OR {BALANCE.format(b='NEW.id')} <> ROUND(NEW.returned_amount, 2))"
            ),
            message="a budget closes with nothing open and what is left given back",
        ),
        refuse(
            "clinics_budget_within_year",
            table="clinics_budget",
            broken=(
                f"ROUND({ALLOCATED.format(y='NEW.year_id')}"
                " - (SELECT budget_total FROM clinics_programmeyear WHERE id = NEW.year_id), 2) > 0"
            ),
            message="more allocated than the year has",
            shared=("clinics_programmeyear", "year_id"),
        ),
        refuse(
            "clinics_year_holds_budgets",
            table="clinics_programmeyear",
            broken=f"ROUND(COALESCE({ALLOCATED.format(y='NEW.id')}, 0) - NEW.budget_total, 2) > 0",
            message="more allocated than the year has",
        ),
        refuse(
            "clinics_budget_of_its_year",
            table="clinics_budget",
            broken=(
                "NEW.clinic_year_id IS NOT NULL AND"
                " (SELECT year_id FROM clinics_clinicyear WHERE id = NEW.clinic_year_id) <> NEW.year_id"
            ),
            message="a budget is of the year of its clinic",
        ),
        refuse(
            "clinics_expense_of_advance",
            table="clinics_expense",
            broken=(
                "NEW.advance_id IS NOT NULL AND EXISTS (SELECT 1 FROM clinics_advance a WHERE a.id = NEW.advance_id"
                " AND (a.budget_id <> NEW.budget_id OR a.status NOT IN ('paid', 'cleared') OR (a.status = 'cleared'"
                f" AND ROUND({OF_ADVANCE.format(a='a.id')} + a.returned_amount - a.amount, 2) <> 0)))"
            ),
            message="an advance is cleared by its expenses and what is given back",
            shared=("clinics_advance", "advance_id"),
        ),
        refuse(
            "clinics_advance_cleared",
            table="clinics_advance",
            broken=(
                "NEW.status = 'cleared' AND"
                f" ROUND({OF_ADVANCE.format(a='NEW.id')} + NEW.returned_amount - NEW.amount, 2) <> 0"
            ),
            message="an advance is cleared by its expenses and what is given back",
        ),
        refuse(
            "clinics_expense_receipt",
            table="clinics_expense",
            broken=f"NEW.status IN {LIVE} AND NEW.no_receipt_reason = '' AND {NO_RECEIPT.format(e='NEW.id')}",
            message="an expense has a receipt or a reason",
        ),
        refuse(
            "clinics_receipt_kept",
            table="clinics_receipt",
            broken=(
                "NEW.removed_at IS NOT NULL AND EXISTS (SELECT 1 FROM clinics_expense e WHERE e.id = NEW.expense_id"
                f" AND e.status IN {LIVE} AND e.no_receipt_reason = '' AND {NO_RECEIPT.format(e='e.id')})"
            ),
            message="an expense has a receipt or a reason",
        ),
    ]
