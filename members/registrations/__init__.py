"""What members hang into the frame, one module a noun."""

from members.registrations import consents, duplicates, keeping, members, privacy, tables


def register() -> None:
    """Menu entry, search, lists, places, words of events."""
    members.register()
    consents.register()
    duplicates.register()
    tables.register()
    privacy.register()
    keeping.register()
