"""A whole programme year in a real browser: from the copy of 2561 to the exhibition, each step by who does it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from clinics.models import Appointment, Attendance, Budget, ClinicYear, Expense, OrientationSession, ServiceDay, User
from evaluations.models import Poster
from tests.browser.conftest import Desk
from tests.browser.test_without_scripts import FILES
from tests.cast import make_user

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2562
CLINIC = f"/clinics/CMI/{YEAR}/"
COMMITTEES = {
    "board": ("board.chair", "chair"), "board.s": ("board.secretary", "committee_secretary"),
    "education": ("edu.chair", "chair"), "education.s": ("edu.secretary", "committee_secretary"),
    "education.m": ("edu.member1", "member"),
}  # fmt: skip
STAFF = {
    "head.cmi": "head", "admin.cmi": "administration_head", "finance.cmi": "finance",
    "rep1.cmi": "representative", "rep2.cmi": "representative",
}  # fmt: skip
LONG_AGO = date(2017, 1, 1)


@contextmanager
def clock() -> Iterator[Callable[[str], None]]:
    """The product's clock at the moment being played; the server runs in this process."""
    real, now = timezone.now, [timezone.now()]

    def turn(day: str, at: str = "09:00") -> None:
        now[0] = timezone.make_aware(datetime.combine(date.fromisoformat(day), time.fromisoformat(at)))

    timezone.now = lambda: now[0]
    try:
        yield turn
    finally:
        timezone.now = real


def people() -> dict[str, User]:
    """Both committees, central's first head and an administrator; the clinic's staff has accounts and no post yet."""
    found = {}
    for order, (place, (username, role)) in enumerate(COMMITTEES.items(), 1):
        found[username] = make_user(username, first_name="กำพล", last_name=f"กรรมการ{order}")
        seat = {"committee": place.split(".")[0], "role": role, "order": order}
        Appointment.objects.create(user=found[username], starts_on=LONG_AGO, **seat)
    for username in ("head.cen", "officer.cen", *STAFF):
        found[username] = make_user(username, first_name="กัญญาณัฐ", last_name=f"ทดสอบ{len(found)}")
    found["admin"] = make_user("admin", first_name="เอื้ออารี", last_name="อิ่มเอม", is_staff=True, is_superuser=True)
    return found


class Office:
    """Windows of the people, and the ways a form is filled and sent."""

    def __init__(self, desk: Desk, users: dict[str, User]) -> None:
        self.desk, self.users, self.windows = desk, users, {}

    def page(self, who: str) -> Page:
        """Somebody's window; signed in anew once the clock has moved on."""
        self.windows[who] = self.desk.signed_in(User.objects.get(pk=self.users[who].pk))
        return self.windows[who]

    def send(self, who: str, address: str, boxes: dict[str, Any] | None = None, *, button: str = "") -> Page:
        """Open a page as somebody, fill the boxes, press the main button; the page it led to."""
        page = self.page(who)
        page.goto(address)
        for name, value in (boxes or {}).items():
            fill(page, name, value)
        form = page.locator("main form[method=post]")
        wanted = (
            form.get_by_role("button", name=button, exact=True)
            if button
            else form.locator("button.btn-primary, button.btn-danger")
        )
        with page.expect_navigation() as answered:
            (wanted if wanted.count() else form.locator("button[type=submit]")).last.click()
        said = " ".join(page.locator("main").inner_text().split())
        assert answered.value.status == 200, f"{address} as {who}: {answered.value.status} {said[:600]}"
        return page


def fill(page: Page, name: str, value: Any) -> None:
    """A box by its name: text, choice, tick, file or a day."""
    if isinstance(value, date):
        for part, text in (("day", value.day), ("month", value.month), ("year", value.year + 543)):
            fill(page, f"{name}_{part}", str(text))
        return
    box = page.locator(f"main form [name={name}]")
    kind = box.first.evaluate("e => e.tagName + '.' + e.type")
    if kind.startswith("SELECT"):
        box.first.select_option(value)
    elif kind in {"INPUT.radio", "INPUT.checkbox"}:
        for one in [value] if isinstance(value, str) else value:
            page.locator(f"main form [name={name}][value='{one}']").first.check(force=True)
    elif kind == "INPUT.file":
        box.first.set_input_files([FILES[value]])
    else:
        box.first.fill(value)


def copy_the_year(office: Office) -> None:
    page = office.page("admin")
    page.goto(f"/years/new/?source=2561&year={YEAR}")
    expect(page.locator("main")).to_contain_text("CMI")
    office.send("admin", f"/years/new/?source=2561&year={YEAR}")
    statuses = ClinicYear.objects.filter(year__buddhist_year=YEAR).values_list("clinic__number", "status")
    assert dict(statuses) == {n: "selected" if n >= 12 else "proposed" for n in range(1, 16)}


def appoint_central(office: Office) -> None:
    for username, duty in (("head.cen", "other_head"), ("officer.cen", "other_officer")):
        address = f"/clinics/CEN/{YEAR}/staff/appoint/?person={username}&post={duty}"
        office.send("admin", address, {"post_title": "ผู้จัดการ", "starts_on": date(2019, 1, 7)})


def invite_volunteer_and_select(office: Office) -> None:
    page = office.send("head.cen", f"/years/{YEAR}/selection/invitation/")
    letter = re.search(r"/letters/([0-9]+)/", page.url)
    assert letter
    page = office.send("head.cen", f"/letters/{letter[1]}/issue/")
    expect(page.locator("main")).to_contain_text("/2562")
    for unit, clinic in (("สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่", "CMI"), ("สำนักงานพัฒนาชุมชนจังหวัดลำพูน", "")):
        known = ClinicYear.objects.filter(clinic__code=clinic, year__buddhist_year=YEAR).first()
        boxes = {
            "clinic": str(known.clinic_id) if known else "",
            "unit_name": unit,
            "reasons": "สมาชิกมีหนี้หลายทาง มีห้องให้บริการ",
        }
        office.send("head.cen", f"/years/{YEAR}/selection/2/volunteer/", boxes)
    chosen = office.page("edu.chair")
    chosen.goto(f"/years/{YEAR}/selection/2/vote/")
    key = chosen.locator("main form [name=candidate]").first.get_attribute("value") or ""
    for who in ("edu.chair", "edu.member1"):
        office.send(who, f"/years/{YEAR}/selection/2/vote/", {"candidate": key})
    office.send("edu.secretary", f"/years/{YEAR}/selection/2/select/", {"candidate": key, "method": "vote"})
    assert clinic_year().status == "selected"


def clinic_year() -> ClinicYear:
    found: ClinicYear = ClinicYear.objects.select_related("clinic", "year").get(
        clinic__code="CMI", year__buddhist_year=YEAR
    )
    return found


def appoint_the_staff(office: Office) -> None:
    for username, duty in STAFF.items():
        by = "head.cen" if duty == "head" else "head.cmi"
        office.send(by, f"{CLINIC}staff/appoint/?person={username}&post={duty}", {"starts_on": date(2019, 5, 1)})
    page = office.page("rep1.cmi")
    page.goto(f"{CLINIC}staff/secretary/")
    values = page.locator("main form [name=chosen] option, main form input[name=chosen]")
    options = [value for n in range(values.count()) if (value := values.nth(n).get_attribute("value"))]
    office.send("rep1.cmi", f"{CLINIC}staff/secretary/", {"chosen": options[0], "method": "agreement"})
    roles = Appointment.objects.filter(clinic_year=clinic_year()).in_force(timezone.localdate())
    assert sorted(roles.values_list("role", flat=True)) == ["head", "officer", "officer", "officer", "secretary"]


def confirm(office: Office) -> None:
    words = {"unit_name": "สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่", "signer_position": "ตัวแทนสหกรณ์"}
    office.send("head.cmi", f"{CLINIC}confirmation/edit/", words)
    office.send("head.cmi", f"{CLINIC}confirmation/print/", {"digits": "thai"})
    office.send("head.cmi", f"{CLINIC}confirmation/scan/", {"scan": "@paper"})
    office.send("head.cmi", f"{CLINIC}confirmation/submit/")
    office.send("officer.cen", f"{CLINIC}confirmation/accept/")
    assert clinic_year().status == "confirmed"


def sign_in(office: Office, turn: Callable[[str], None]) -> None:
    day = {"day": date(2019, 6, 15), "place": "ห้องประชุมใหญ่"}
    office.send("head.cen", f"/years/{YEAR}/orientation/new/", day)
    session = OrientationSession.objects.get(year__buddhist_year=YEAR)
    turn("2019-06-15")
    for who in STAFF:
        page = office.send(who, f"/orientation/check-in/{session.token}/")
        expect(page.locator("main")).to_contain_text("เข้าร่วม")
    assert Attendance.objects.filter(session=session).count() == len(STAFF)
    if clinic_year().status == "confirmed":
        office.send("head.cen", f"/years/{YEAR}/orientation/complete/")
    assert clinic_year().status == "oriented"


def fill_the_baseline(office: Office) -> None:
    figures = {
        "counted_on": date(2019, 6, 14), "members": "1,250", "units": "24", "borrowers": "๙๐๐",
        "loans_outstanding": "450,000,000", "members_in_arrears": "35", "arrears_baht": "1,200,000.50",
        "expectations": "มีที่ปรึกษาใกล้บ้าน", "sources": "ทะเบียนสมาชิก",
    }  # fmt: skip
    office.send("head.cmi", f"{CLINIC}baseline/start/", figures)
    office.send("head.cmi", f"{CLINIC}baseline/start/submit/")


def plan_the_days(office: Office) -> None:
    rule = {
        "pattern": "weekday_of_month", "weekdays": ["1"], "nth": ["1", "3"],
        "starts_on": date(2019, 7, 1), "until": date(2019, 12, 31),
    }  # fmt: skip
    page = office.send("head.cmi", "/calendar/plan/series/", rule, button="ดูวันที่จะได้")
    with page.expect_navigation() as saved:
        page.locator("main form button[name=do][value=save]").last.click()
    assert saved.value.status == 200
    days = ServiceDay.objects.filter(clinic__code="CMI", day__year=2019, status="planned")
    assert days.count() == 12


def open_and_announce(office: Office) -> None:
    profile = {"address": "ศาลากลางจังหวัดเชียงใหม่", "phone": "0800000012", "line_id": "clinic-cmi"}
    office.send("head.cmi", f"{CLINIC}edit/", profile)
    office.send("head.cmi", f"{CLINIC}opening/open/")
    assert clinic_year().status == "open"
    office.send("head.cmi", f"{CLINIC}opening/announce/", {"channels": ["line"]})
    public = office.desk.window()
    public.goto("/open/CMI/")
    expect(public.locator("main")).to_contain_text("กรกฎาคม 2562")


def spend(office: Office) -> None:
    receipt = {
        "category": "printing", "amount": "1,250.50", "payee": "ร้านจำลองการพิมพ์", "photo": "@picture",
        "day": date(2019, 7, 2),
    }  # fmt: skip
    new = f"/budgets/{Budget.objects.get(clinic_year=clinic_year()).pk}/expenses/new/"
    office.send("finance.cmi", new, receipt)
    expense = Expense.objects.get()
    assert expense.status == "submitted"
    office.send("head.cmi", f"/expenses/{expense.number}/move/approve/")
    office.send("officer.cen", f"/expenses/{expense.number}/move/review/")
    expense.refresh_from_db()
    assert expense.status == "reviewed"
    over = office.page("finance.cmi")
    over.goto(new)
    for name, value in {**receipt, "amount": "5,000"}.items():
        fill(over, name, value)
    with over.expect_navigation() as refused:
        over.locator("main form button.btn-primary").last.click()
    assert refused.value.status == 422
    expect(over.locator("main form [name=payee]")).to_have_value("ร้านจำลองการพิมพ์")
    assert Expense.objects.count() == 1


def announce(office: Office) -> None:
    words = {"title": "ปรับคู่มือการแก้ไขหนี้สิน", "text": "ใช้คู่มือฉบับใหม่ตั้งแต่วันนี้", "needs_ack": "on"}
    page = office.page("head.cen")
    page.goto("/announcements/new/")
    page.locator("main form [name=title]").fill(words["title"])
    page.locator("main form [name=text]").fill(words["text"])
    page.locator("main form [name=needs_ack]").check(force=True)
    if page.locator("main form [name=ack_days]").count():
        page.locator("main form [name=ack_days]").fill("3")
    with page.expect_navigation():
        page.locator("main form button.btn-primary").last.click()
    address = page.url
    office.send("head.cen", f"{address}publish/")
    reader = office.page("rep2.cmi")
    reader.goto("/")
    expect(reader.locator("main")).to_contain_text(words["title"])
    office.send("rep2.cmi", address, button="รับทราบ")
    receipts = office.page("head.cen")
    receipts.goto(f"{address}receipts/")
    expect(receipts.locator("main")).to_contain_text("1")


def exhibit(office: Office) -> None:
    base = f"/evaluations/{YEAR}/CMI/poster/"
    office.send("rep1.cmi", f"{base}edit/", {"headline": "ปลดหนี้ได้ ถ้ามีคนช่วยคิด"})
    office.send("rep1.cmi", f"{base}photos/new/", {"picture": "@picture", "caption": "วันเปิดคลินิก", "people": "nobody"})
    office.send("head.cmi", f"{base}finish/")
    assert Poster.objects.get().ready_by == office.users["head.cmi"]
    page = office.page("edu.member1")
    page.goto(f"/evaluations/{YEAR}/exhibition/")
    expect(page.get_by_role("row", name=re.compile("เชียงใหม่"))).to_contain_text("พร้อมจัดแสดง")
    for address in (f"{base[:-1]}.pdf", f"{base[:-1]}.pdf?size=a1", f"/evaluations/{YEAR}/posters.pdf"):
        answer = page.request.get(address)
        assert answer.status == 200, address
        assert answer.body().startswith(b"%PDF-")


@pytest.fixture
def offices(chromium: Browser, live_server: Any, transactional_db: None) -> Iterator[Desk]:
    """Windows on a server that knows the programme's own fifteen clinics, not the cast's three."""
    opened = Desk(chromium, live_server.url)
    yield opened
    opened.close()
    assert opened.watch.faults == []


def test_a_cooperative_runs_a_programme_year(offices: Desk) -> None:
    with clock() as turn:
        turn("2019-01-07")
        call_command("loaddata", "clinics.json", "years.json", verbosity=0)
        office = Office(offices, people())
        copy_the_year(office)
        appoint_central(office)
        turn("2019-05-02")
        invite_volunteer_and_select(office)
        turn("2019-05-20")
        appoint_the_staff(office)
        confirm(office)
        turn("2019-06-03")
        sign_in(office, turn)
        fill_the_baseline(office)
        plan_the_days(office)
        open_and_announce(office)
        turn("2019-07-03")
        spend(office)
        announce(office)
        turn("2019-12-20")
        exhibit(office)
