"""Writes about clinics, one module a noun; the most used by name here."""

from clinics.services.appointments import appoint
from clinics.services.profiles import update_profile
from clinics.services.year_plans import plan_year
from clinics.services.years import set_up_year, undo_year, update_year

__all__ = ["appoint", "plan_year", "set_up_year", "undo_year", "update_profile", "update_year"]
