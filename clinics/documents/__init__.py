"""Data of papers, one module a paper."""

from clinics.documents.confirmation import blank_confirmation, confirmation_pdf, filled_confirmation

__all__ = ["blank_confirmation", "confirmation_pdf", "filled_confirmation"]
