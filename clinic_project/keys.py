"""Shortcuts of the keyboard: what the page of keys lists, and the switch that turns them off (WCAG 2.1.4).

The switch is a cookie: it belongs to the machine somebody works at, with its reader or its dictation, and drawing a
page asks no database for it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic_project.registry import registry

COOKIE = "keys"
OFF = "off"
KEPT_FOR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Key:
    """One shortcut: the keys one after the other, and what they do."""

    keys: tuple[str, ...]
    does: Any
    url: str = ""


def are_off(request: HttpRequest) -> bool:
    """Whether this browser has the shortcuts turned off."""
    return request.COOKIES.get(COOKIE) == OFF


def switch(response: HttpResponse, *, off: bool, secure: bool) -> None:
    """Turn the shortcuts of this browser off or on."""
    if off:
        response.set_cookie(COOKIE, OFF, max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=secure)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def keys_of(user: Any) -> list[Key]:
    """The shortcuts this person has: those of every page, then those of the menu."""
    keys = [
        Key(("/",), _("ไปที่ช่องค้นหา"), reverse("search")),
        Key(("h",), _("หน้าแรก"), reverse("home")),
        Key(("?",), _("เปิดรายการคีย์ลัดนี้"), reverse("shortcuts")),
        Key(("Esc",), _("ปิดเมนูหรือหน้าต่างที่เปิดอยู่")),
    ]
    entries = sorted((e for e in registry.nav if e.key and e.shown(user)), key=lambda entry: entry.order)
    return keys + [Key(tuple(entry.key.split()), entry.label, reverse(entry.url_name)) for entry in entries]
