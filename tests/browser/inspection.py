"""Everything that is looked at on a page: axe in both themes, the page's own rules, widths, keyboard, finger."""

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = (Path(__file__).parent / "page_rules.js").read_text()
# 1280 px at 200 %: what a person sees who has doubled the size of everything.
ZOOMED = {"width": 640, "height": 450}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# The frame around every page of whoever is signed in; where the frame itself is looked at, so is this.
RUN_AXE = """async ([levels, only, whole]) => {
  const frame = [["body.signed > header"], ["body.signed .tabbar"], ["body.signed > footer"]];
  const place = whole ? document : { exclude: frame };
  const options = only
    ? { runOnly: { type: "rule", values: only } }
    : { runOnly: { type: "tag", values: levels }, rules: { "target-size": { enabled: true } } };
  const found = await axe.run(place, { ...options, resultTypes: ["violations"], preload: false });
  return found.violations.map((rule) => {
    const first = rule.nodes[0];
    return `${rule.id}: ${rule.nodes.length} × ${first.target} ${first.html.slice(0, 150)} (${first.failureSummary})`;
  });
}"""
BOTH = ("light", "dark")
# What depends on the theme alone; everything else is the same in both.
COLOURS = ["color-contrast", "link-in-text-block"]


def axe(page: Page, *, only: list[str] | None = None, whole: bool = True) -> list[str]:
    """The violations axe finds on the page as it stands; ``whole`` with its frame."""
    found: list[str] = page.evaluate(RUN_AXE, [LEVELS, only, whole])
    return [f"axe {fault}" for fault in found]


def rule(page: Page, *names: str) -> list[str]:
    """The faults by rules of ``page_rules.js``."""
    found: list[str] = page.evaluate("names => names.flatMap((name) => pageRules[name]())", list(names))
    return found


def inspect(
    page: Page, *, is_ours: bool = True, in_both: bool = False, axe_in: tuple[str, ...] = BOTH, whole: bool = True
) -> list[str]:
    """Look at the page a window shows: light at 1280 px, at 200 %, dark on a phone. Leaves the window as it was.

    ``is_ours`` is False for the framework's own pages of administration, which have their own layout: they are held
    to axe, names, ids, focus and motion, not to the product's habits. ``in_both`` also looks at the colours of the
    dark theme at 1280 px; the frame of the pages is the same everywhere. ``axe_in``: light at 1280 px, dark on a phone.
    ``whole``: also menu and footer, which every page of one person has alike.
    """
    page.evaluate(AXE)
    page.evaluate(RULES)
    page.evaluate("whole => { pageRules.look(whole); pageRules.openDetails(); }", whole)
    ours: Callable[..., list[str]] = lambda *names: rule(page, *names) if is_ours else []  # noqa: E731
    faults = [*rule(page, "frame", "focus", "motion"), *(axe(page, whole=whole) if "light" in axe_in else ())]
    faults += ours("sideways", "onePrimary", "drafts", "order", "cut")
    page.emulate_media(color_scheme="dark")
    if in_both:
        faults += [f"dark: {fault}" for fault in axe(page, only=COLOURS, whole=whole)]
    page.set_viewport_size(ZOOMED)
    faults += ours("sideways", "focus")
    page.set_viewport_size(PHONE)
    faults += ours("sideways", "focus", "order", "touch", "cut", "spacing")
    faults += [f"phone, dark: {fault}" for fault in (axe(page, whole=whole) if "dark" in axe_in else ())]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    return list(dict.fromkeys(faults))


def links(page: Page) -> list[str]:
    """Addresses of the site that the page leads to, in the order of the page."""
    site = page.url.split("/", 3)[:3]
    found: list[str] = page.evaluate("[...new Set([...document.links].map((link) => link.href.split('#')[0]))]")
    return ["/" + link.split("/", 3)[3] for link in found if link.split("/", 3)[:3] == site and link.count("/") >= 3]


def be_still(page: Page) -> None:
    """Light, and without motion: a colour on its way to the other theme is neither the one nor the other."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
