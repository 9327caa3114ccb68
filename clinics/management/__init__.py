"""Management of clinics."""
