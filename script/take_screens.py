"""Takes the pictures of ``script/screens``: its own server in this process, Chromium before it."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Literal
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_project.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.utils import timezone  # noqa: E402
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
SIZES = {1280: 900, 360: 740}
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def serving() -> Iterator[str]:
    """Serve the product on a free port of this machine; gives its address."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def sign_in(page: Page, username: str) -> None:
    """Through the log-in page, with the demo's password."""
    page.goto("/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", settings.DEMO_PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector("main .lead")


def first(page: Page, listing: str, link: str) -> str:
    """The address of the first record of a list, or of a page below it (``link below/``)."""
    selector, _, below = link.partition("] ")
    page.goto(listing)
    found = page.locator(f"{selector}]" if below else link).first.get_attribute("href")
    return f"{found}{below}" if found else listing


def pictures(year: int) -> dict[str, tuple[str, str, str]]:
    """Picture -> who looks, which page, and (for a record) which link of that page to follow, and a page below it."""
    return {
        "home-officer": ("officer.cmi", "/", ""),
        "home-central": ("officer.cen", "/", ""),
        "home-board": ("board.secretary", "/", ""),
        "session": ("officer.cmi", "/sessions/new/", ""),
        "case": ("officer.cmi", "/cases/?status=referred", "main a[href*='/cases/6']"),
        "household": ("officer.cmi", "/cases/?status=in_progress", "main a[href*='/cases/6'] household/"),
        "ways-out": ("officer.cmi", "/cases/?status=in_progress", "main a[href*='/cases/6'] ways-out/"),
        "member": ("secretary.cmi", "/members/", "main table a[href^='/members/']"),
        "data-requests": ("head.cen", "/members/data-requests/", ""),
        "import": ("head.cen", "/members/import/", ""),
        "courts": ("officer.cmi", "/cases/courts/", ""),
        "queue": ("officer.cen", "/referrals/", ""),
        "meeting": ("board.secretary", "/meetings/?status=closed", "main a[href*='/meetings/M']"),
        "indicators": ("edu.member1", f"/evaluations/{year}/", ""),
    }


def take_gallery(browser: Browser, site: str) -> None:
    """The static copy of the gallery: every part, light and dark, wide and narrow, each page at full length."""
    samples: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 1280), ("light", 360)]
    for scheme, width in samples:
        size: ViewportSize = {"width": width, "height": SIZES[width]}
        context = browser.new_context(base_url=site, locale="th-TH", viewport=size, color_scheme=scheme)
        page = context.new_page()
        sign_in(page, "admin")
        page.goto("/gallery/?mode=online")
        page.screenshot(path=str(SCREENS / f"gallery-{scheme}-{width}.png"), full_page=True)
        context.close()


def main() -> None:
    """Take every picture at both widths."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    year = timezone.localdate().year + 543
    with serving() as site, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for name, (who, path, link) in pictures(year).items():
            context = browser.new_context(base_url=site, locale="th-TH", timezone_id="Asia/Bangkok")
            page = context.new_page()
            sign_in(page, who)
            address = first(page, path, link) if link else path
            for width, height in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(address)
                page.screenshot(path=str(SCREENS / f"{name}-{width}.png"))
            context.close()
            sys.stdout.write(f"{name}\n")
        take_gallery(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
