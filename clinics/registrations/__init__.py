"""What clinics hang into the frame, one module a noun."""

from clinics.registrations import (
    announcements,
    appointments,
    budgets,
    calendar,
    confirmation,
    direct_line,
    frame,
    letters,
    library,
    opening,
    papers,
    selection,
    years,
)


def register() -> None:
    """Menu entries, tasks, news, panels, search, names of forms."""
    frame.register()
    budgets.register()
    direct_line.register()
    calendar.register()
    letters.register()
    selection.register()
    library.register()
    announcements.register()
    confirmation.register()
    appointments.register()
    opening.register()
    years.register()
    papers.register()
