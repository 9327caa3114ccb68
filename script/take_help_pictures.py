"""Takes the pictures of the help pages into ``static/help/`` (``script/screens help``), small enough to send."""

import io
import os
import sys

import take_screens
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from clinic_project.help.pictures import HEIGHT, PICTURES, WIDTH
from clinic_project.hints import CODES
from clinic_project.models import SeenHint
from clinics.models import User

HELP = take_screens.ROOT / "static" / "help"
# No picture is larger, in bytes; a test holds them to it.
MOST_BYTES = 60_000
# The demo's year that is over: it has what is only done late in a year.
PILOT = 2561

# Picture -> who looks, the page to begin at, the links to follow from there, and what to bring to the top.
Way = tuple[str, str, tuple[str, ...], str]


def ways(year: int) -> dict[str, Way]:
    """How each picture's page is reached, by clicking on as a person would."""
    case = "main a[href*='/cases/6']"
    referral = "main a[href*='/referrals/R']"
    answered = "main a[href*='/move/acknowledge/'], main a[href*='/move/implement/']"
    meeting = "main a[href*='/meetings/M']"
    return {
        "home": ("officer.cmi", "/", (), ""),
        "session": ("officer.cmi", "/sessions/new/", (), ""),
        "session-saved": ("officer.cmi", "/sessions/", ("main a[href*='/sessions/S']",), ""),
        "members": ("officer.cmi", "/members/", (), ""),
        "case": ("officer.cmi", "/cases/?status=referred", (case,), ""),
        "household": ("officer.cmi", "/cases/?status=in_progress", (case, "main a[href$='/household/']"), ""),
        "debts": ("officer.cmi", "/cases/?status=in_progress", (case, "has #debts tbody tr:nth-child(3)"), "#debts"),
        "ways-out": ("officer.cmi", "/cases/?status=in_progress", (case, "main a[href$='/ways-out/']"), "#ways-result"),
        "plan": ("officer.cmi", "/cases/", (case, "#plan .card-head a:not([href$='/new/'])"), ""),
        "member": ("head.cmi", "/members/", ("main table a[href^='/members/']",), ""),
        "import": ("head.cen", "/members/import/", (), ""),
        "refer": ("head.cmi", "/cases/?status=in_progress", (case, "main a[href*='/referrals/new/']"), ""),
        "answer": ("head.rbr", "/referrals/?show=all", (referral, f"has {answered}"), ""),
        "clinic": ("head.cmi", f"/clinics/cmi/{year}/", (), ""),
        "results": ("head.cmi", f"/evaluations/{year}/", (), ""),
        "queue": ("officer.cen", "/referrals/", (), ""),
        "referral": ("officer.cen", "/referrals/", (referral,), ""),
        "measure": (
            "officer.cen",
            "/referrals/?show=all",
            (referral, "main a[href*='/measures/']:not([href$='/new/'])"),
            "",
        ),
        "meetings": ("board.secretary", "/meetings/", (), ""),
        "docket": ("board.secretary", "/meetings/?status=closed", (meeting,), ""),
        "item": ("board.member1", "/meetings/?status=closed", (meeting, "main a[href*='/items/2/']"), ""),
        "programme": ("edu.secretary", f"/evaluations/{year}/", (), ""),
        "rows": ("edu.secretary", f"/evaluations/{year}/rows/sessions/", (), ""),
        "admin": ("admin", "/admin/", (), ""),
        "confirmation": ("head.cmi", f"/clinics/cmi/{year}/confirmation/", (), ""),
        "opening": ("head.cmi", f"/clinics/cmi/{year}/opening/", (), ""),
        "expense": ("head.cmi", f"/clinics/cmi/{year}/budget/", ("main a[href*='/expenses/E']",), ""),
        "library": ("officer.cmi", "/library/", (), ""),
        "year": ("head.cen", f"/years/{year}/", (), ""),
        "confirmations": ("officer.cen", f"/years/{year}/confirmations/", (), ""),
        "selection": ("edu.member1", f"/years/{year}/selection/2/", (), ""),
        "visits": ("edu.secretary", f"/evaluations/{PILOT}/visits/", (), ""),
    }


def follow(page: Page, start: str, links: tuple[str, ...]) -> bool:
    """Go from page to page; where the first records of a list lack the link wanted, the next ones are tried.

    A last link that begins with ``has`` is looked for and not followed.
    """
    page.goto(start)
    if not links:
        return True
    if links[0].startswith("has "):
        return page.locator(links[0].removeprefix("has ")).count() > 0
    found = [link.get_attribute("href") or start for link in page.locator(links[0]).all()]
    return any(follow(page, address, links[1:]) for address in dict.fromkeys(found))


def shrink(png: bytes) -> bytes:
    """The picture as WebP, in the best quality that fits."""
    with Image.open(io.BytesIO(png)) as picture:
        for quality in range(80, 9, -10):
            out = io.BytesIO()
            picture.convert("RGB").save(out, "WEBP", quality=quality, method=6)
            if len(out.getvalue()) <= MOST_BYTES:
                break
        return out.getvalue()


def put_hints_away() -> None:
    """Pictures show the pages, not the hints of a first visit."""
    rows = [SeenHint(user=user, code=code, is_dismissed=True) for user in User.objects.all() for code in CODES]
    SeenHint.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "code"], update_fields=["is_dismissed"]
    )


def main() -> int:
    """Take the pictures named, or all; the number of those that could not be taken."""
    HELP.mkdir(parents=True, exist_ok=True)
    put_hints_away()
    wanted, missing = sys.argv[1:], 0
    with take_screens.serving() as site, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=take_screens.FLAGS)
        windows: dict[str, Page] = {}
        for name, (who, start, links, top) in ways(timezone.localdate().year + 543).items():
            if wanted and name not in wanted:
                continue
            if who not in windows:
                size = ViewportSize(width=WIDTH, height=HEIGHT)
                context = browser.new_context(
                    base_url=site, locale="th-TH", timezone_id="Asia/Bangkok", viewport=size, reduced_motion="reduce"
                )
                windows[who] = context.new_page()
                take_screens.sign_in(windows[who], who)
            page = windows[who]
            if not follow(page, start, links):
                sys.stdout.write(f"{name}: no such page in the demo\n")
                missing += 1
                continue
            if top:
                page.locator(top).first.evaluate("part => part.scrollIntoView()")
            (HELP / f"{name}.webp").write_bytes(shrink(page.screenshot()))
            sys.stdout.write(f"{name}\n")
        browser.close()
    return missing + len(set(PICTURES) - set(ways(0)))


if __name__ == "__main__":
    sys.exit(main())
