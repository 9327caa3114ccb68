"""A report being drawn, as its owner watches it: with scripts, without, left and found again."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clinic_project.jobs import kinds, services
from clinic_project.jobs.kinds import File, Kind, Outcome
from clinic_project.jobs.models import Job
from clinic_project.verdicts import ALLOW
from tests.browser.conftest import Desk

TITLE = "รายงานทดลอง"


@pytest.fixture
def waiting(people: dict[str, Any], settings: Any) -> Iterator[Job]:
    """A job of the education committee's chair; the test is its worker."""
    settings.JOBS_IMMEDIATE = False
    kinds.register(Kind("trial", lambda work: Outcome(), lambda user, job: ALLOW))
    yield services.start_job(kind="trial", title=TITLE, arguments={}, by=people["edu.chair"])
    del kinds._kinds["trial"]


def watch(page: Page, job: Job) -> None:
    """See it waiting, then half done, then done, without touching the page."""
    page.goto(job.get_absolute_url())
    expect(page.locator("#job")).to_contain_text("รอเริ่ม")
    taken = services.take_job(worker="test")
    assert taken is not None
    taken.step, taken.done, taken.total = "จัดหน้า 6 จากประมาณ 12 หน้า", 50, 100
    services.tell_progress(taken)
    expect(page.locator("#job")).to_contain_text("จัดหน้า 6")
    expect(page.locator("#job progress")).to_have_attribute("value", "50")
    # Left and found again.
    page.get_by_role("link", name="ดูงานของฉันทั้งหมด").click()
    expect(page.get_by_role("heading", name="งานของฉัน")).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#job progress")).to_be_visible()
    services.finish_job(taken, Outcome(file=File("รายงาน.pdf", b"%PDF-1.7 trial")))
    opener = page.get_by_role("link", name="เปิดเอกสาร")
    expect(opener).to_be_visible()
    # Asked for with the window's cookies: Chromium's own reader would keep the file to itself.
    answer = page.context.request.get(opener.get_attribute("href") or "")
    assert answer.body() == b"%PDF-1.7 trial"


@pytest.mark.django_db(transaction=True)
def test_progress_is_watched_left_and_found_again(desk: Desk, people: dict[str, Any], waiting: Job) -> None:
    page = desk.signed_in(people["edu.chair"])
    watch(page, waiting)
    expect(page.locator("#job-ended")).to_contain_text("เสร็จแล้ว")


@pytest.mark.django_db(transaction=True)
def test_progress_without_scripts(plain_desk: Desk, people: dict[str, Any], waiting: Job) -> None:
    watch(plain_desk.signed_in(people["edu.chair"]), waiting)
