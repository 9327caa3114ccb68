"""Counselling arithmetic: loans, a member's financial position, suggested triage. Pure functions, no database."""
