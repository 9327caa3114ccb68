"""Every page a role reaches, at a phone's width: nothing sideways, nothing from outside, no fault behind the page."""

from collections import deque
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from tests.access_scene import make_scene
from tests.browser.conftest import PHONE, Desk

ROLES = ["officer.cmi", "head.cmi", "head.cen", "board.secretary", "edu.secretary"]
MOST_PAGES = 60
# Of pages that differ only in their record, so many are looked at.
SAMPLES = 2
FAULT = """() => {
  const wide = document.scrollingElement.scrollWidth - window.innerWidth;
  if (wide <= 0) return "";
  const out = [...document.querySelectorAll("main *, header *, footer *")]
    .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1);
  return `${wide} px too wide: ` + out.slice(0, 3).map((e) => `${e.tagName}.${e.className}`).join(", ");
}"""


def links_of(page: Page) -> list[str]:
    """Pages of the site that this one leads to: no papers, no administration."""
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    found = []
    for href in hrefs:
        parts = urlsplit(urldefrag(href)[0])
        is_ours = page.url.startswith(f"{parts.scheme}://{parts.netloc}/")
        if is_ours and not parts.path.endswith(".pdf") and not parts.path.startswith("/admin/"):
            found.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found


def kind_of(path: str) -> str:
    """Pages that differ only in their record are of one kind; each move is a kind of its own."""
    match = resolve(urlsplit(path).path)
    return f"{match.view_name} {match.kwargs.get('move', '')} {bool(urlsplit(path).query)}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("username", ROLES)
def test_pages_fit_a_phone(desk: Desk, people: dict[str, Any], username: str) -> None:
    make_scene()
    page = desk.signed_in(people[username], size=PHONE)
    waiting, seen, kinds, faults = deque(["/"]), {"/"}, dict[str, int](), []
    while waiting and len(kinds) < MOST_PAGES:
        path = waiting.popleft()
        answer = page.goto(path)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{path}: a link to an answer of {answer.status}")
        if fault := page.evaluate(FAULT):
            faults.append(f"{path}: {fault}")
        for link in links_of(page):
            kind = kind_of(link)
            if link not in seen and kinds.get(kind, 0) < SAMPLES:
                seen.add(link)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(link)
    assert faults == []
    assert len(kinds) > 5
