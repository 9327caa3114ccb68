"""Forms of clinics, one module a noun."""

from clinics.forms.profile import ProfileForm

__all__ = ["ProfileForm"]
