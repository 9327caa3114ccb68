"""The worker: closed, limited, killable; the web process lives."""

import io
import os
import re
import threading
from pathlib import Path

import pypdf
import pytest

from clinic_project.pdf import renderer
from clinic_project.pdf.renderer import (
    PdfError,
    PdfRefusedError,
    PdfTimeoutError,
    PdfTooLongError,
    Request,
    WorkerPool,
    launch,
    render_pdf,
)

HEAD = "<!DOCTYPE html><html lang='th'><head><link rel='stylesheet' href='clinic:css/official.css'></head><body>"
GOOD = f"{HEAD}<h1>น้ำ</h1><table><tr><th scope='col'>ก</th></tr><tr><td>ข</td></tr></table></body></html>"


def test_tagged_titled_thai():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(GOOD, title="แบบแจ้งยืนยัน")))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "th"
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "แบบแจ้งยืนยัน"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_same_document_same_bytes():
    assert render_pdf(GOOD, title="ก") == render_pdf(GOOD, title="ก")


def test_only_our_font_is_embedded():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(GOOD, title="ก")))
    names = {
        font["/BaseFont"].split("+")[1]
        for font in (entry.get_object() for entry in reader.pages[0]["/Resources"]["/Font"].values())
    }

    assert names
    assert all(name.startswith("Sarabun-Clinic") for name in names)


@pytest.mark.parametrize(
    "foreign",
    [
        "<img src='http://127.0.0.1:9/a.png' alt='ก'>",
        "<img src='file:///etc/passwd' alt='ก'>",
        "<img src='../../etc/passwd' alt='ก'>",
        "<img src='/etc/passwd' alt='ก'>",
        "<img src='data:image/png;base64,AAAA' alt='ก'>",
        "<img src='clinic:../../manage.py' alt='ก'>",
        "<link rel='attachment' href='file:///etc/passwd'>",
        "<link rel='attachment' href='/etc/passwd'>",
        "<link rel='stylesheet' href='https://example.org/a.css'>",
        "<style>@import 'file:///etc/passwd';</style>",
        "<style>@font-face{font-family:X;src:url(file:///etc/passwd)}p{font-family:X}</style><p>ก</p>",
        "<style>p{background:url(https://example.org/a.png)}</style><p>ก</p>",
        "<object data='file:///etc/passwd'></object>",
        "<svg viewBox='0 0 9 9' width='90' height='90'><image href='file:///etc/passwd' width='9' height='9'/></svg>",
    ],
)
def test_foreign_address_is_refused(foreign):
    with pytest.raises(PdfRefusedError, match="นอกระบบ"):
        render_pdf(HEAD + foreign, title="ก")


def test_own_image_is_served():
    content = render_pdf(f"{HEAD}<img src='clinic:emblem.svg' alt='ตรา'></body></html>", title="ก")

    assert len(content) > len(render_pdf(f"{HEAD}</body></html>", title="ก")) + 200


@pytest.mark.parametrize(
    "huge",
    [
        "<br>" * 50_000,
        "<div>" * 500 + "ก" + "</div>" * 500,
        "น้ำใจ" * 200_000,
        "<p>ก</p>" * 1_000_000,
    ],
)
def test_what_would_take_minutes_is_refused_at_once(huge):
    with pytest.raises(PdfTooLongError, match="ยาว"):
        render_pdf(HEAD + huge, title="ก", timeout=5)

    assert render_pdf(GOOD, title="ก").startswith(b"%PDF-1.7")


def test_deepest_allowed_nesting_is_rendered():
    levels = renderer.MAX_DEPTH - 3

    assert render_pdf(HEAD + "<div>" * levels + "ก" + "</div>" * levels, title="ก").startswith(b"%PDF")


def test_nesting_the_gate_cannot_see_harms_nobody(monkeypatch):
    monkeypatch.setattr(renderer, "MAX_DEPTH", 10**6)

    with pytest.raises(PdfError):
        render_pdf(HEAD + "<div>" * 3000 + "ก" + "</div>" * 3000, title="ก")

    assert render_pdf(GOOD, title="ก").startswith(b"%PDF")


def test_slow_document_is_killed_and_the_next_one_works(monkeypatch):
    monkeypatch.setattr(renderer, "MAX_BREAKS", 10**6)
    render_pdf(GOOD, title="ก")
    killed = renderer._pool._process

    with pytest.raises(PdfTimeoutError, match="ไม่ทันเวลา"):
        render_pdf(HEAD + "<br>" * 50_000, title="ก", timeout=1)

    assert killed.returncode == -9
    assert render_pdf(GOOD, title="ก").startswith(b"%PDF")


def test_too_little_memory_is_an_error_not_a_crash(settings):
    render_pdf(GOOD, title="ก")
    pool = WorkerPool()
    pool.render(Request(GOOD, "ก"), 60)
    status = Path(f"/proc/{pool._process.pid}/status").read_text()
    needed = int(re.search(r"VmPeak:\s+([0-9]+) kB", status)[1]) * 1024
    pool.stop()

    settings.PDF_WORKER_MEMORY = needed + 48 * 1024**2
    assert pool.render(Request(GOOD, "ก"), 60).startswith(b"%PDF")
    with pytest.raises(PdfError):
        pool.render(Request("<style>" + "p{color:red}" * 300_000 + "</style>", "ก"), 60)
    assert pool.render(Request(GOOD, "ก"), 60).startswith(b"%PDF")
    pool.stop()


def test_worker_found_dead_is_replaced():
    pool = WorkerPool()
    pool.render(Request(GOOD, "ก"), 30)
    pool._process.kill()

    assert pool.render(Request(GOOD, "ก"), 30).startswith(b"%PDF")
    pool.stop()


def test_stop_ends_the_worker():
    pool = WorkerPool()
    pool.start()
    process = pool._process

    pool.stop()

    assert process.returncode is not None


def test_worker_ends_when_the_web_process_does(tmp_path: Path):
    process = launch(str(tmp_path))
    process.stdin.close()

    assert process.wait(timeout=30) == 0
    process.stdout.close()


def test_worker_knows_no_secret(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SECRET_KEY", "must-not-travel")
    monkeypatch.setenv("DATABASE_URL", "postgres://must-not-travel")
    process = launch(str(tmp_path))
    try:
        assert b"must-not-travel" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    finally:
        process.kill()
        process.communicate()


def test_threads_share_one_worker():
    results: list[bytes] = []
    threads = [threading.Thread(target=lambda: results.append(render_pdf(GOOD, title="ก"))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(results) == 6
    assert len(set(results)) == 1


def test_waiting_for_the_worker_counts():
    pool = WorkerPool()
    with pool._lock, pytest.raises(PdfTimeoutError, match="เอกสารอื่น"):
        pool.render(Request(GOOD, "ก"), 0.1)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_forked_child_has_a_worker_of_its_own():
    ours = render_pdf(GOOD, title="ก")
    process = renderer._pool._process
    inbox, outbox = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            same = render_pdf(GOOD, title="ก") == ours and renderer._pool._process.pid != process.pid
            renderer._pool.stop()
            os.write(outbox, b"yes" if same else b"no")
        finally:
            os._exit(0)
    os.close(outbox)
    os.waitpid(child, 0)

    assert os.read(inbox, 10) == b"yes"
    os.close(inbox)
    assert render_pdf(GOOD, title="ก") == ours
    assert renderer._pool._process is process


def test_a_large_web_process_does_not_cost_a_worker_each_paper():
    ballast = bytearray(400 * 1024**2)
    ballast[::4096] = b"x" * len(ballast[::4096])
    pool = WorkerPool()
    pool.render(Request(GOOD, "ก"), 60)
    worker = pool._process
    pool.render(Request(GOOD, "ก"), 60)
    assert pool._process is worker
    assert worker is not None
    pool.stop()
