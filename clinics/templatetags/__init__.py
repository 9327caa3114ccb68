"""Template tags of clinics."""
