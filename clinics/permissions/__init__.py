"""Who may do what, one module a noun; each answers with a Thai reason."""

from clinics.permissions.profile import can_edit_profile

__all__ = ["can_edit_profile"]
