"""Every page that writes, filled in and sent in a browser without JavaScript; some of them the loop plays."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Max
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from clinic_project.models import Draft, Event
from clinics.calendar import work_calendar
from clinics.models import ClinicYear, ProgrammeYear, ServicePlan, User
from tests import wide
from tests.access_scene import Things
from tests.browser.conftest import Desk
from tests.cast import PASSWORD
from tests.factories_cases import make_case
from tests.factories_library import small_pdf
from tests.factories_meetings import make_meeting
from tests.factories_members import make_member
from tests.factories_referrals import make_referral, person
from tests.pictures import jpeg, pdf
from tests.words import page_faults

# tests/browser/test_loop.py plays these without JavaScript and says so at its end.
IN_THE_LOOP = {
    "login",
    "survey",
    "cases:session_new",
    "cases:household",
    "cases:debt_new",
    "referrals:new",
    "referrals:measure_new",
    "referrals:meeting_new",
    "referrals:meeting_item_add",
    "referrals:item_vote",
    "referrals:item_resolution",
    "referrals:meeting_certify",
}
# What a script sends by itself: the form's own button or the next page does the same without one.
BY_SCRIPT = {"draft_keep", "session_stay", "cases:session_suggest", "cases:household_totals"}
# Background work: written by tests/clinic_project/test_jobs.py; their pages have one button each and no box.
SHOWN_ELSEWHERE = {"job_retry", "job_follow"}
# Sent with files, or before there is a budget, by tests/clinics/test_budget_pages.py, whose client knows no script.
SHOWN_ELSEWHERE |= {"clinics:expense_new", "clinics:receipt_new", "clinics:budget_set_up"}
# Looked at in one step and saved in the next: tests/cases/test_sheets.py, whose client knows no script.
SHOWN_ELSEWHERE |= {"cases:debts_paste"}
# One button and no box: tests/cases/test_debts_first.py.
SHOWN_ELSEWHERE |= {"cases:debts_none", "cases:debts_copy"}
# One button and no box, or nothing written: tests/clinic_project/test_outbox.py and test_verifying.py,
# tests/clinics/test_confirmation_pages.py.
SHOWN_ELSEWHERE |= {"outbox_retry", "verify", "clinics:confirmations_remind"}

# The password again, by tests/members/test_tables.py; a page that only leads on, by test_merging.py there.
SHOWN_ELSEWHERE |= {"members:export", "members:merge_find"}
# The password again, by tests/members/test_retention.py and test_data_requests.py.
SHOWN_ELSEWHERE |= {"members:retention_run", "members:data_request_export"}

# A form without a page of its own.
STANDS_ON = {
    "referrals:message": "referrals:detail",
    "clinics:library_share": "clinics:library_document",
    "clinics:announcement_acknowledge": "clinics:announcement",
}


@dataclass(frozen=True)
class Writing:
    """One page that writes: who fills which boxes of it with what, and the event that shows it was written."""

    name: str
    thing: str
    who: str
    boxes: dict[str, str]
    event: str


THIS_YEAR = timezone.localdate().year + 543


def _day(name: str, ahead: int) -> dict[str, str]:
    """The three boxes of a date some days from now."""
    day = timezone.localdate() + timedelta(days=ahead)
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year + 543)}


# address | thing | who | boxes | event that shows it was written. ``+9`` is a date nine days from now.
_HERE = Path(__file__).parent / "paths"
TABLE = "\n".join(file.read_text(encoding="utf-8").strip() for file in sorted(_HERE.glob("*.txt")))


# What a file box is given: ``@picture`` or ``@paper``.
FILES = {
    "@picture": {"name": "ภาพ.jpg", "mimeType": "image/jpeg", "buffer": jpeg()},
    "@table": {"name": "ทะเบียน.csv", "mimeType": "text/csv", "buffer": "เลขสมาชิก,ชื่อ\n060007,กำพล\n".encode()},
    "@paper": {"name": "แบบ.pdf", "mimeType": "application/pdf", "buffer": pdf()},
}


def _boxes(text: str) -> dict[str, str]:
    boxes: dict[str, str] = {}
    for name, value in (part.split("=") for part in text.split()):
        boxes |= _day(name, int(value)) if value.startswith("+") else {name: value}
    return boxes


def paths() -> list[Writing]:
    """The table, in its order: each can still be sent after those before it."""
    rows = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    return [Writing(name, thing, who, _boxes(boxes), event) for name, thing, who, boxes, event in rows]


def more_things(things: Things) -> Things:
    """What the table above needs beside the scene of the access tests."""
    elsewhere = make_member("PCT", number="008800", last_name="หะยีทดสอบ")
    assert elsewhere.number == "008800"
    held = make_case("on_hold")
    return things | {
        "held resume": [held.reference, "resume"],
        "open void": [make_case("open").reference, "void"],
        "open close_with_advice": [make_case("open").reference, "close_with_advice"],
        "new decline": [make_referral("sent").reference, "decline"],
        "accepted review": [make_referral("accepted").reference, "review"],
        "reviewed request_info": [make_referral("in_review").reference, "request_info"],
        "advised advise": [make_referral("in_review").reference, "advise"],
        "known implement": [make_referral("acknowledged").reference, "implement"],
        "empty cancel": [make_meeting("planned", measures=0).reference, "cancel"],
    }


def fill(page: Page, name: str, value: str) -> None:
    """Fill, choose or tick a box by its name."""
    box = page.locator(f"main form [name={name}]")
    kind = box.first.evaluate("e => e.tagName + '.' + e.type")
    if kind.startswith("SELECT"):
        if value.startswith("@"):  # the clinic of the year by its code
            value = str(ClinicYear.objects.get(clinic__code=value[1:], year__buddhist_year=THIS_YEAR).pk)
        box.select_option(str(person(value).pk) if "." in value else value)
    elif kind in {"INPUT.radio", "INPUT.checkbox"}:
        one = page.locator(f"main form [name={name}][value='{value}']")
        (one if one.count() else box).first.check()
    elif kind == "INPUT.file":
        box.first.set_input_files([FILES[value]])  # type: ignore[list-item]
    else:
        box.first.fill(value)


def send(page: Page, box: str = "") -> int:
    """Press the main button of the form (that has this box), wherever it stands; gives the answer's code."""
    form = f"main form[method=post]:has([name={box}])" if box else "main form[method=post]"
    main = page.locator(form).locator(":is(button.btn-primary, button.btn-danger):visible")
    # A form that stands in another page leaves that page's main button to it.
    button = main.last if main.count() else page.locator(form).locator(":scope > button, .actions > button").first
    with page.expect_navigation() as answered:
        button.click()
    return answered.value.status


def play(page: Page, path: Writing, things: Things) -> list[str]:
    """Open the page, fill it, send it; what went wrong."""
    before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    page.goto(reverse(STANDS_ON.get(path.name, path.name), args=things[path.thing]))
    missing = [name for name in path.boxes if not page.locator(f"main form [name={name}]").count()]
    if missing:
        return [f"{path.name} {path.thing}: no box {missing}"]
    for name, value in path.boxes.items():
        fill(page, name, value)
    code = send(page, next(iter(path.boxes), ""))
    written = set(Event.objects.filter(pk__gt=before, actor__username=path.who).values_list("kind", flat=True))
    if path.event in written and code == 200:
        return [f"{path.name} {path.thing}: {fault}" for fault in page_faults(page.content())]
    said = " ".join(page.locator("main").inner_text().split())[:300]
    return [f"{path.name} {path.thing} as {path.who}: {code}, wrote {sorted(written)}: {said}"]


def play_all(desk: Desk, people: dict[str, Any], things: Things) -> list[str]:
    """Everything in the table, in one window a person."""
    windows: dict[str, Page] = {}
    faults = []
    for path in paths():
        if not any(word in path.name for word in wide.pages()):
            continue
        if path.who not in windows:
            windows[path.who] = desk.signed_in(people[path.who])
        try:
            faults += play(windows[path.who], path, things)
        except PlaywrightError as error:
            faults.append(f"{path.name} {path.thing} as {path.who}: {error}")
    return faults


def keep_a_draft_and_drop_it(page: Page) -> None:
    """The button that keeps what is typed, the list of drafts, and dropping one."""
    page.goto("/sessions/new/")
    page.fill("#id_advice", "รวบรวมหนี้ทุกรายก่อน")
    page.locator("main").get_by_role("button", name="เก็บร่าง").click()
    expect(page.locator("#id_advice")).to_have_value("รวบรวมหนี้ทุกรายก่อน")
    kept = Draft.objects.order_by("-pk")[0]
    page.goto(reverse("draft_drop", args=[kept.key]))
    assert send(page) == 200
    assert not Draft.objects.filter(pk=kept.pk).exists()


def put_a_hint_away(page: Page) -> None:
    """A hint that was read does not come back."""
    page.goto("/")
    hint = page.locator("form[action='/hints/home/dismiss/'] button")
    hint.click()
    expect(hint).to_have_count(0)
    page.goto("/")
    expect(hint).to_have_count(0)


def turn_the_keys_off(page: Page) -> None:
    """The shortcut keys of this browser."""
    page.goto(reverse("shortcuts"))
    page.get_by_role("button", name="ปิดคีย์ลัดในเครื่องนี้").click()
    expect(page.get_by_role("button", name="เปิดคีย์ลัดในเครื่องนี้")).to_be_visible()


def freeze_and_issue(page: Page) -> None:
    """The year's figures are frozen again, and the report issued."""
    year = timezone.localdate().year + 543
    ProgrammeYear.objects.filter(buddhist_year=year).update(cutoff=timezone.localdate())
    for name, boxes, event in (
        ("freeze", {}, "evaluation.frozen"),
        ("issue", {"conclusion": "ดี"}, "evaluation.issued"),
    ):
        page.goto(reverse(f"evaluations:{name}", args=[year]))
        for box, text in boxes.items():
            fill(page, box, text)
        assert send(page) == 200
        assert Event.objects.filter(kind=event).exists()


def add_to_the_library(page: Page, things: Things) -> None:
    """A document with its file, then a second version of another one."""
    file = {"name": "ระเบียบ.pdf", "mimeType": "application/pdf", "buffer": small_pdf().content}
    for name, thing, boxes, event in (
        (
            "clinics:library_new",
            "",
            {"shelf": "regulation", "title": "ระเบียบใหม่", "audience": "staff"},
            "library.added",
        ),
        ("clinics:library_version_new", "book", _day("effective_from", 9), "library.version_added"),
    ):
        before = Event.objects.filter(kind=event).count()
        page.goto(reverse(name, args=things[thing]))
        for box, text in boxes.items():
            fill(page, box, text)
        page.set_input_files("main form [name=upload]", files=[file])  # type: ignore[list-item]
        assert send(page) == 200
        assert Event.objects.filter(kind=event).count() == before + 1


def sign_a_programme(page: Page) -> None:
    """The proposer signs with the password again; a wrong one is refused first."""
    year = timezone.localdate().year + 543
    page.goto(reverse("clinics:year_sign", args=[year]))
    fill(page, "password", "ไม่ใช่รหัสผ่าน")
    assert send(page, "password") == 422
    fill(page, "password", PASSWORD)
    assert send(page, "password") == 200
    assert Event.objects.filter(kind="year.signed", subject_reference=str(year)).exists()


def plan_days(page: Page) -> None:
    """A service day some working days ahead; then a series, previewed before it is saved, and cancelled whole."""
    today = timezone.localdate()
    page.goto(reverse("clinics:service_day_new"))
    ahead = (work_calendar().add_working_days(today, 4) - today).days
    for box, text in _day("day", ahead).items():
        fill(page, box, text)
    assert send(page) == 200
    assert Event.objects.filter(kind="service_day.planned").exists()
    page.goto(reverse("clinics:service_plan_new"))
    fill(page, "pattern", "weeks")
    fill(page, "weekdays", "3")
    with page.expect_navigation():
        page.click("button[value=preview]")
    assert send(page) == 200
    plan = ServicePlan.objects.latest("pk")
    page.goto(reverse("clinics:service_plan_cancel", args=[plan.pk]))
    fill(page, "reason", "ปิดคลินิก")
    assert send(page) == 200
    assert not plan.days.exclude(status="cancelled").exists()


def change_the_password_and_leave(page: Page) -> None:
    """A new password, then out."""
    page.goto(reverse("password_change"))
    for box, text in (
        ("old_password", PASSWORD),
        ("new_password1", "ฝนตกแดดออกนกกระจอก"),
        ("new_password2", "ฝนตกแดดออกนกกระจอก"),
    ):
        fill(page, box, text)
    assert send(page) == 200
    assert User.objects.get(username="officer.pct").check_password("ฝนตกแดดออกนกกระจอก")
    page.locator("header.top details:has(form[action='/logout/']) > summary").click()
    page.locator("header.top form[action='/logout/'] button").click()
    expect(page.locator("#id_username")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_every_page_that_writes(
    plain_desk: Desk, people: dict[str, Any], scene: Things, with_password: Callable[..., None]
) -> None:
    things = more_things(scene)
    faults = play_all(plain_desk, people, things)
    assert not faults, "\n".join(faults)
    if wide.is_narrow():
        return
    keep_a_draft_and_drop_it(plain_desk.signed_in(people["officer.cmi"]))
    put_a_hint_away(plain_desk.signed_in(people["officer.cmi"]))
    turn_the_keys_off(plain_desk.signed_in(people["officer.cmi"]))
    add_to_the_library(plain_desk.signed_in(people["officer.cen"]), things)
    freeze_and_issue(plain_desk.signed_in(people["edu.secretary"]))
    plan_days(plain_desk.signed_in(people["secretary.cmi"]))
    with_password("officer.pct", "head.cen")
    sign_a_programme(plain_desk.sign_in("head.cen"))
    change_the_password_and_leave(plain_desk.sign_in("officer.pct"))


def _takes_post(view: Any) -> bool:
    """Whether a view answers a POST: what its ``require_...`` decorator lets pass; all without one."""
    while view is not None:
        allowed = (
            inspect.getclosurevars(view).nonlocals.get("request_method_list") if inspect.isfunction(view) else None
        )
        if allowed is not None:
            return "POST" in allowed
        view = getattr(view, "__wrapped__", None)
    return True


def _writing(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from _writing(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name and _takes_post(pattern.callback):
            yield f"{space}{pattern.name}"


def test_no_page_that_writes_is_left_out() -> None:
    """A new page that takes a POST has to be played above, or in the loop."""
    by_hand = {
        "draft_drop",
        "hint_dismiss",
        "shortcuts",
        "evaluations:freeze",
        "evaluations:issue",
        "clinics:year_sign",
        "password_change",
        "logout",
        "clinics:library_new",
        "clinics:library_version_new",
        "clinics:service_day_new",
        "clinics:service_plan_new",
        "clinics:service_plan_cancel",
    }
    played = {path.name for path in paths()} | IN_THE_LOOP | by_hand
    assert set(_writing(get_resolver())) - BY_SCRIPT - SHOWN_ELSEWHERE == played
