"""Reading the words of a PDF that was sent in, in a process that can be killed (quality.md, safety 6 and 9)."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from clinic_project.pdf.renderer import PdfError, PdfTimeoutError

logger = logging.getLogger(__name__)

TIMEOUT = 60.0
"""Seconds, of the clock and of the processor, that one file may take."""
MEMORY = 1024**3


def read_pages(content: bytes, *, timeout: float = TIMEOUT) -> list[str]:
    """The text of each page, as the file gives it; an empty text for a page without any (a scan).

    Raises :class:`PdfError` with a Thai sentence; whatever the file does, only its own process comes to harm.
    """
    base = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "clinic_project.pdf.reading_worker", str(MEMORY), str(timeout)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell, no text from outside
            command,
            input=content,
            capture_output=True,
            timeout=timeout,
            check=True,
            cwd=base,
            env={"PYTHONPATH": str(base), "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
        )
        pages = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise PdfTimeoutError(_("อ่านข้อความในแฟ้ม PDF ไม่ทันเวลา แฟ้มอาจซับซ้อนเกินไป")) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        logger.warning("a PDF could not be read: %s", type(error).__name__)
        raise PdfError(_("อ่านข้อความในแฟ้ม PDF ไม่สำเร็จ แฟ้มอาจเสียหรือสร้างไม่ถูกแบบ")) from error
    return [str(page) for page in pages]
