"""What every page's frame needs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from clinic_project.registry import registry


@dataclass(frozen=True)
class NavItem:
    """A menu entry as the frame draws it."""

    label: Any
    url: str
    icon: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class Me:
    """The signed-in person as the frame names them."""

    name: str
    place: Any
    role: Any


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Menu entries by role, and who is signed in. Empty for the public."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "me": None, "reference": getattr(request, "reference", "")}
    items = []
    for entry in sorted(registry.nav, key=lambda entry: entry.order):
        if entry.shown(user):
            url = reverse(entry.url_name)
            current = request.path == url if url == "/" else request.path.startswith(url)
            count = (entry.count(user) or None) if entry.count else None
            items.append(NavItem(entry.label, url, entry.icon, current, count))
    me = Me(user.get_short_name(), user.place_label, user.role_label)
    return {"nav": items, "me": me, "reference": getattr(request, "reference", "")}
