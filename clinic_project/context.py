"""What every page's frame needs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from clinic_project.keys import are_off
from clinic_project.registry import NavEntry, registry

# Nobody reads a longer menu; what a person of many seats has beyond it goes behind "more".
MOST_ENTRIES = 6


@dataclass(frozen=True)
class NavItem:
    """A menu entry as the frame draws it. ``current``: page (this is it), true (this is inside it) or nothing."""

    label: Any
    url: str
    icon: str
    current: str
    count: int | None
    key: str = ""
    short: Any = ""


@dataclass(frozen=True)
class Me:
    """The signed-in person as the frame names them."""

    name: str
    place: Any
    role: Any


def _item(entry: NavEntry, path: str, user: Any) -> NavItem:
    url = reverse(entry.url_name)
    inside = path.startswith(entry.section or url)
    current = "page" if path == url else "true" if inside else ""
    count = (entry.count(user) or None) if entry.count else None
    return NavItem(entry.label, url, entry.icon, current, count, entry.key, entry.short or entry.label)


def menu(user: Any, path: str) -> tuple[list[NavItem], list[NavItem]]:
    """The person's entries: those of the menu, at most six with "more", and those behind it."""
    entries = sorted((entry for entry in registry.nav if entry.shown(user)), key=lambda entry: entry.order)
    items = [_item(entry, path, user) for entry in entries]
    if len(items) <= MOST_ENTRIES:
        return items, []
    return items[: MOST_ENTRIES - 1], items[MOST_ENTRIES - 1 :]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu entries by role, and who is signed in. Empty for the public."""
    user = getattr(request, "user", None)
    reference = getattr(request, "reference", "")
    if user is None or not user.is_authenticated:
        return {"nav": [], "nav_more": [], "me": None, "reference": reference}
    nav, more = menu(user, request.path)
    return {
        "nav": nav,
        "nav_more": more,
        "me": Me(user.get_short_name(), user.place_label, user.role_label),
        "keys_off": are_off(request),
        "reference": reference,
    }
