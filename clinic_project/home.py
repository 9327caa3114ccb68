"""What the home page says: what needs me now, how my place stands, what changed since I was here."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from clinic_project import whereabouts
from clinic_project.registry import Change, HomePanel, Task, registry
from clinic_project.thai.workdays import WorkCalendar

MOST_TASKS = 30
# So many are read in five seconds; the others fold out.
FIRST_TASKS = 5
MOST_CHANGES = 8


def _tasks(user: Any, today: date) -> list[Task]:
    """What waits for this person, the nearest deadline first, what has none behind."""
    tasks = [task for source in registry.tasks for task in source(user)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due or today))


def _changes(user: Any, since: Any) -> list[Change]:
    changes = [change for source in registry.changes for change in source(user, since)]
    return sorted(changes, key=lambda change: change.at, reverse=True)


def _panel(panel: HomePanel, user: Any) -> dict[str, Any] | None:
    context = panel.context(user)
    return None if context is None else {"template": panel.template, **context}


def home_context(request: HttpRequest, today: date) -> dict[str, Any]:
    """Everything the home page shows, in a fixed number of queries for each role."""
    user: Any = request.user
    tasks = _tasks(user, today)
    since, is_known = whereabouts.changes_since(user)
    changes = _changes(user, since)
    panels = sorted((p for p in registry.panels if p.shown(user)), key=lambda p: p.order)
    drawn = [(panel.on_top, shown) for panel in panels if (shown := _panel(panel, user))]
    return {
        "tasks": tasks[:FIRST_TASKS],
        "later_tasks": tasks[FIRST_TASKS:MOST_TASKS],
        "more_tasks": max(0, len(tasks) - MOST_TASKS),
        "overdue": sum(1 for task in tasks if task.due and task.due < today),
        "changes": changes[:MOST_CHANGES],
        "more_changes": max(0, len(changes) - MOST_CHANGES),
        "since": since if is_known else None,
        "top_panels": [shown for on_top, shown in drawn if on_top],
        "panels": [shown for on_top, shown in drawn if not on_top],
        "back_to": whereabouts.place_to_return(request),
        "today": today,
        "holiday": WorkCalendar(added=(), removed=()).holiday_name(today),
    }
