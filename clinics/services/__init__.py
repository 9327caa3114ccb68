"""Writes about clinics, one module a noun; the most used by name here."""

from clinics.services.appointments import appoint
from clinics.services.profiles import update_profile
from clinics.services.years import set_up_year

__all__ = ["appoint", "set_up_year", "update_profile"]
