"""What the education committee reads on its pages, with pencil and paper."""

import html
import re
from datetime import date

import pytest

from clinics.models import ProgrammeYear
from evaluations.documents import build_report
from evaluations.drilldown import INDICATORS
from evaluations.small_cells import mark_of
from tests.evaluations.narrowing import narrowed

YEAR = "/evaluations/2561/"
MARK = mark_of(5)
SMALL = {"1", "2", "3", "4"}
MANY = 1000


def tables(page):
    """Bodies of a page's tables, without head and names."""
    for table in re.findall(r"<table.*?</table>", page, re.S):
        rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in re.findall(r"<tr.*?</tr>", table, re.S)]
        yield [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row[1:]] for row in rows[1:]]


def left(body):
    """What a table with its totals leaves for its closed cells."""
    rows, columns = range(len(body)), range(len(body[0]))
    told = {(r, c): body[r][c].replace(",", "") for r in rows for c in columns}
    bounds = {cell: (0, MANY) if text == MARK else (int(text), int(text)) for cell, text in told.items()}
    lines = [([(r, c) for c in columns[:-1]], (r, columns[-1])) for r in rows]
    lines += [([(r, c) for r in rows[:-1]], (rows[-1], c)) for c in columns]
    assert narrowed(lines, bounds)
    return {cell: bounds[cell] for cell, text in told.items() if text == MARK}


@pytest.mark.parametrize("few", [False, True])
def test_no_closed_number_can_be_worked_out(world, full, client_as, few):
    if few:
        # A clinic with two services only, in a mode nobody else has: totals of 1-4 in every table.
        world.session(date(2018, 9, 10), "CEN", "mobile", participants=2)
        world.session(date(2018, 9, 11), "CEN", "mobile", participants=1)
    client, closed = client_as("edu.chair"), 0
    for code, indicator in INDICATORS.items():
        page = client.get(f"{YEAR}rows/{code}/").content.decode()
        number = re.search(r'<h1>.*?<span class="num">(.*?)</span>', page, re.S)[1]
        if indicator.rows == "day":
            continue
        assert number not in SMALL, code
        for body in tables(page):
            assert not SMALL & {text for row in body for text in row}, (code, body)
            for cell, (low, high) in left(body).items():
                assert high - low >= 3, (code, cell, body)
                closed += 1
    assert closed > 100


def test_no_small_number_of_people_stands_on_the_page_of_the_year(full, client_as):
    page = client_as("edu.chair").get(YEAR).content.decode()
    for table in re.findall(r"<table.*?</table>", page, re.S):
        for address, text in re.findall(r'href="[^"]*/rows/([^"/]*)/[^"]*">([^<]*)</a>', table):
            assert address == "days" or text not in SMALL, (address, text)


def test_totals_of_few_are_closed_wherever_they_stand(world, client_as, monkeypatch):
    """Three cases in the year: neither page, heading, home nor report tells how many."""
    for day in (4, 5, 6):
        world.case(date(2018, 6, day), "CMI")
    world.session(date(2018, 6, 4))
    world.answer(date(2018, 6, 4), 4)
    world.referral(date(2018, 6, 5), case=world.case(date(2018, 6, 7), "PCT", "referred"))
    client = client_as("edu.chair")
    rows = [f"{YEAR}rows/{code}/" for code in ("received", "open", "sessions", "answers", "referrals")]
    for address in (YEAR, *rows):
        page = client.get(address).content.decode()
        assert html.escape(MARK) in page
        shown = re.sub(r"<[^>]+>", " ", page)
        assert not re.search(r"ยังเปิดอยู่ [1-4] เรื่อง|จาก [1-4] คำตอบ|ผู้รับบริการ [1-4] คน|มติ [1-4] ครั้ง", shown)
    monkeypatch.setattr(type(ProgrammeYear.objects.all()), "current", lambda years: world.year)
    assert html.escape(f"0 / {MARK}") in client.get("/").content.decode()
    report = build_report(world.year, is_guarded=True)
    assert f"รับเรื่องไว้ดูแล {MARK} เรื่อง" in report.opening
    assert not [line for line in report.lines if re.search(r"จาก [1-4] เรื่อง|[1-4] คำตอบ|[1-4] คน\Z", line.result)]
    # Whoever works with the rows sees them.
    assert build_report(world.year, is_guarded=False).total.received.text == "4"
