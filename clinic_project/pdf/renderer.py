"""The web side of PDF rendering: one warm worker process per web process, asked through pipes.

The worker is started on first use, limited in memory, killed when a document takes too long, and replaced. Whatever
happens to it, the web process lives and the next document is rendered.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from clinic_project.pdf import worker as protocol

logger = logging.getLogger(__name__)

MAX_LETTERS = 6_000_000
MAX_BREAKS = 5_000
MAX_RUN = 60_000
"""Letters of text without a tag: Pango lays a run out as one paragraph, and its time grows faster than the text."""
MAX_DEPTH = 150
MEMORY = 1024**3

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OPTIONAL_END = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup"}


class PdfError(Exception):
    """A paper could not be made. The message is a Thai sentence for the person who asked for it."""


class PdfTimeoutError(PdfError):
    """The document took longer than it was given; its worker was killed."""


class PdfTooLongError(PdfError):
    """The document is larger or more deeply nested than can be rendered safely."""


class PdfRefusedError(PdfError):
    """The document names an address outside the project's own fonts, style sheets and images."""


Pictures = Mapping[str, bytes]
OnStep = Callable[[int, int], None]
"""Told of each step of the library: its number (1 to 7; 5 is the laying out of pages) and the page, from 1."""


def render_pdf(
    html: str,
    *,
    title: str,
    timeout: float = 30,
    on_step: OnStep | None = None,
    pictures: Pictures | None = None,
) -> bytes:
    """Render a complete HTML document to a tagged PDF/UA-1 file in Thai.

    ``title`` is the document's title for readers and screen readers; ``timeout`` is in seconds and counts waiting for
    another document of the same web process. What ``on_step`` raises ends the rendering. ``pictures``: JPEG or PNG
    files this one document may name as ``clinic:picture/<name>``, checked before by ``clinic_project.files``. Raises
    :class:`PdfError` (Thai message); never harms the caller.
    """
    check_size(html)
    return _pool.render(Request(html, title, pictures or {}), timeout, on_step)


def warm_up() -> None:
    """Start the worker before the first document is asked for (a second or so of loading, in the background)."""
    _pool.start()


def check_size(html: str) -> None:
    """Refuse at once what is known to take minutes or to overflow: too long, too many breaks, too deep."""
    if (
        len(html) > MAX_LETTERS
        or len(re.findall(r"<br\b", html, re.IGNORECASE)) > MAX_BREAKS
        or any(len(run) > MAX_RUN for run in re.split(r"<[^<>]*>", _without_styles(html)))
        or nesting_depth(html) > MAX_DEPTH
    ):
        raise PdfTooLongError(_("เอกสารยาวหรือซับซ้อนเกินกว่าจะพิมพ์ได้ กรุณาแบ่งเป็นหลายฉบับหรือย่อข้อความ"))


def _without_styles(html: str) -> str:
    return re.sub(r"<style\b.*?</style>", "", html, flags=re.IGNORECASE | re.DOTALL)


def nesting_depth(html: str) -> int:
    """The deepest nesting of elements that need an end tag (a lower bound is enough: it guards, it does not parse)."""
    depth = deepest = 0
    for closing, name, empty in TAG.findall(html):
        if empty or name.lower() in VOID or name.lower() in OPTIONAL_END:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


@dataclass(frozen=True)
class Request:
    """One document as the worker gets it."""

    html: str
    title: str
    pictures: Pictures = field(default_factory=dict)


class WorkerPool:
    """The one worker of this web process, behind a lock: threads wait, a forked child starts its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        # The worker's temporary files; a killed worker can't remove them itself.
        self._workspace: tempfile.TemporaryDirectory[str] | None = None

    def start(self) -> None:
        """Start the worker if it is not running; returns at once."""
        with self._lock:
            self._running()

    def render(self, request: Request, timeout: float, on_step: OnStep | None = None) -> bytes:
        """Ask the worker, killing it at the deadline; ask once more when it had died while idle."""
        deadline = time.monotonic() + timeout
        if not self._lock.acquire(timeout=timeout):
            raise PdfTimeoutError(_("ระบบกำลังพิมพ์เอกสารอื่นอยู่ กรุณาลองใหม่อีกครั้ง"))
        try:
            waiting = self._process is not None
            try:
                return self._ask(request, deadline, on_step)
            except (EOFError, OSError):
                if not waiting:
                    raise
                return self._ask(request, deadline, on_step)
        except (EOFError, OSError):
            logger.exception("PDF worker died")
            raise PdfError(_("พิมพ์เอกสารไม่สำเร็จ กรุณาลองใหม่อีกครั้ง")) from None
        finally:
            self._lock.release()

    def _ask(self, request: Request, deadline: float, on_step: OnStep | None = None) -> bytes:
        remaining = max(0.05, deadline - time.monotonic())
        process = self._running()
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        killer = threading.Timer(remaining, kill)
        killer.daemon = True
        killer.start()
        try:
            status, flag, body = exchange(process, request, remaining, on_step)
        except (EOFError, OSError):
            self._discard()
            if late.is_set():
                logger.warning("PDF worker killed after %.1f s", remaining)
                raise PdfTimeoutError(_("พิมพ์เอกสารไม่ทันเวลา กรุณาย่อข้อความหรือลองใหม่อีกครั้ง")) from None
            raise
        except BaseException:
            # Stopped in the middle of an answer: the rest of it would be read as the next one.
            self._discard()
            raise
        finally:
            killer.cancel()
        if flag == protocol.REPLACE:
            self._discard()
        return _result(status, body)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._discard()
        if self._process is None:
            self._workspace = tempfile.TemporaryDirectory(prefix="clinic-pdf-", ignore_cleanup_errors=True)
            self._process = launch(self._workspace.name)
        return self._process

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # Unsent bytes of a dead worker.
                    pipe.close()
        process.wait()
        if self._workspace is not None:
            self._workspace.cleanup()
            self._workspace = None

    def stop(self) -> None:
        """End the worker with the web process."""
        with self._lock:
            self._discard()

    def forget(self) -> None:
        """In a forked child: leave the parent's worker to the parent, and let go of its pipes."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if self._workspace is not None:
            self._workspace._finalizer.detach()  # type: ignore[attr-defined]  # The parent removes it.
            self._workspace = None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.raw.close()  # type: ignore[attr-defined]  # Buffers of the parent are not ours to flush.
            # Not our child: there is nothing to wait for.
            process.returncode = 0


def launch(workspace: str) -> subprocess.Popen[bytes]:
    """Start a worker whose temporary files go to ``workspace``; its environment holds no secret of the web process."""
    base = Path(__file__).resolve().parents[2]
    cache = Path(getattr(settings, "PDF_CACHE_DIR", base / "var" / "pdf"))
    cache.mkdir(parents=True, exist_ok=True)
    keep = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE") if name in os.environ}
    environment = {
        **keep,
        "PYTHONPATH": str(base),
        "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8",
        "XDG_CACHE_HOME": str(cache),
        "HOME": str(cache),
        "TMPDIR": workspace,
    }
    memory = int(getattr(settings, "PDF_WORKER_MEMORY", MEMORY))
    return subprocess.Popen(  # noqa: S603 - our own module, no shell, no text from outside
        [sys.executable, "-m", "clinic_project.pdf.worker", str(cache), str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=base,
    )


def exchange(
    process: subprocess.Popen[bytes], request: Request, timeout: float, on_step: OnStep | None = None
) -> tuple[bytes, bytes, bytes]:
    """Send one request and read its answer, passing steps on. EOFError or OSError when the worker died."""
    requests, answers = process.stdin, process.stdout
    if requests is None or answers is None:
        raise EOFError
    pictures = {name: b64encode(content).decode() for name, content in request.pictures.items()}
    asked = {"title": request.title, "timeout": timeout, "steps": on_step is not None, "pictures": pictures}
    header, body = json.dumps(asked).encode(), request.html.encode("utf-8", "replace")
    requests.write(protocol.REQUEST.pack(len(header), len(body)))
    requests.write(header)
    requests.write(body)
    requests.flush()
    while True:
        status, flag, size = protocol.ANSWER.unpack(protocol.read_exactly(answers, protocol.ANSWER.size))
        body = protocol.read_exactly(answers, size)
        if status != protocol.PROGRESS:
            return status, flag, body
        if on_step is not None:
            on_step(*json.loads(body))


def _result(status: bytes, body: bytes) -> bytes:
    if status == protocol.DONE:
        return body
    logger.error("PDF not rendered: %s", body.decode("utf-8", "replace"))
    if status == protocol.REFUSED:
        raise PdfRefusedError(_("เอกสารอ้างถึงไฟล์นอกระบบ จึงไม่พิมพ์ให้"))
    if status == protocol.TOO_COMPLEX:
        raise PdfTooLongError(_("เอกสารยาวหรือซับซ้อนเกินกว่าจะพิมพ์ได้ กรุณาแบ่งเป็นหลายฉบับหรือย่อข้อความ"))
    raise PdfError(_("พิมพ์เอกสารไม่สำเร็จ กรุณาลองใหม่อีกครั้ง"))


_pool = WorkerPool()
atexit.register(_pool.stop)
os.register_at_fork(after_in_child=_pool.forget)
