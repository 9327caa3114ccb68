"""What a page costs on a slow phone: bytes over the wire, time to the largest paint, jumps of the layout."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, CDPSession, Page

from tests.access_scene import Things
from tests.browser.conftest import PHONE, Desk

FIRST_VISIT = 200 * 1024
REPEAT_VISIT = 30 * 1024
PAGES = ["/", "/sessions/new/", "/cases/"]
# A slow phone in the field: four times slower than this machine, 400 ms there and back, 1.6 Mbit/s.
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
LARGEST_PAINT_MS = 2500
MOST_SHIFT = 0.02
TRIES = 4
# A page that scrolls to its first field may end the browser's report before it began; these pages paint all their
# text at once, so the first paint with content stands for the largest then.
PAINTS = """() => new Promise((done) => {
  const seen = {largest: 0, shift: 0};
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({type, buffered: true});
  watch("largest-contentful-paint", (e) => (seen.largest = e.startTime));
  watch("layout-shift", (e) => (seen.shift += e.value));
  document.fonts.ready.then(() => setTimeout(() => {
    const [page] = performance.getEntriesByType("navigation");
    const [first] = performance.getEntriesByName("first-contentful-paint");
    done({...seen, answered: page.responseEnd, largest: seen.largest || (first ? first.startTime : 0)});
  }, 500));
})"""


@pytest.fixture
def light_desk(
    chromium: Browser, people: dict[str, Any], settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """Windows on a server with hashed and compressed files, as ``script/server`` and production have them."""
    settings.STATIC_ROOT = str(tmp_path_factory.mktemp("static"))
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "clinic_project.static.HashedStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = False
    unused = ["admin", "import_export", "pdf", "*.js.map", "htmx-4*", "htmax*"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=unused)
    server = LiveServerThread("127.0.0.1", lambda application: application)
    server.daemon = True
    server.start()
    assert server.is_ready.wait(30)
    assert not server.error
    opened = Desk(chromium, f"http://127.0.0.1:{server.port}")
    yield opened
    opened.close()
    server.terminate()
    assert opened.watch.faults == []


class Meter:
    """Counts what comes over the wire for a page: heads and bodies as they travel."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("Network.enable")
        self.requests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.cdp.on("Network.requestWillBeSent", lambda e: self.requests.update({e["requestId"]: e["request"]["url"]}))
        self.cdp.on("Network.loadingFinished", self._finished)

    def _finished(self, event: dict[str, Any]) -> None:
        address = self.requests[event["requestId"]]
        size = int(event["encodedDataLength"])
        # What stands inside a style sheet is reported again when it is unpacked.
        if size and not address.startswith("data:"):
            self.sizes[Path(address).name] = size

    def visit(self, page: Page, path: str) -> int:
        """Bytes of one visit."""
        self.sizes = {}
        page.goto(path, wait_until="networkidle")
        return sum(self.sizes.values())


def first_and_repeat(desk: Desk, user: Any, path: str) -> dict[str, Any]:
    """A visit with an empty cache on the slow phone, and the next one."""
    page = desk.signed_in(user, size=PHONE)
    meter = Meter(page)
    meter.cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    meter.cdp.send("Network.emulateNetworkConditions", SLOW_LINE)
    first = meter.visit(page, path)
    parts = dict(meter.sizes)
    paints = page.evaluate(PAINTS)
    repeat = meter.visit(page, path)
    page.context.close()
    return {"first": first, "repeat": repeat, "parts": parts, **paints}


@pytest.mark.django_db(transaction=True)
def test_pages_are_light_and_quick_on_a_slow_phone(light_desk: Desk, people: dict[str, Any], scene: Things) -> None:
    # The server has read its templates before; the visitor's cache is what is empty.
    warm = light_desk.signed_in(people["officer.cmi"])
    for path in PAGES:
        warm.goto(path)
    for path in PAGES:
        # The line is emulated, this machine is not: when other work slowed a visit down, it is made again.
        for _attempt in range(TRIES):
            cost = first_and_repeat(light_desk, people["officer.cmi"], path)
            assert cost["first"] <= FIRST_VISIT, (path, cost)
            assert cost["repeat"] <= REPEAT_VISIT, (path, cost)
            if 0 < cost["largest"] < LARGEST_PAINT_MS and cost["shift"] <= MOST_SHIFT:
                break
        assert cost["shift"] <= MOST_SHIFT, (path, cost)
        assert 0 < cost["largest"] < LARGEST_PAINT_MS, (path, cost)
        print(f"{path}: {cost['first']} B, {cost['repeat']} B, {cost['largest']:.0f} ms")  # noqa: T201 - with -s
