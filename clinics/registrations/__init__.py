"""What clinics hang into the frame, one module a noun."""

from clinics.registrations import calendar, direct_line, frame


def register() -> None:
    """Menu entries, tasks, news, panels, search, names of forms."""
    frame.register()
    direct_line.register()
    calendar.register()
