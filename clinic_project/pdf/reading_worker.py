"""The process that reads the words of a PDF somebody sent in; started by :mod:`clinic_project.pdf.reading`.

A foreign file may be built to take for ever or all memory: here it can do neither, and it finds no network, no other
program and no secret. The file comes through the input, its pages go out as one JSON list of texts.
"""

from __future__ import annotations

import io
import json
import os
import sys

from pypdf import PdfReader

from clinic_project.pdf.worker import allow_processor_time, close_doors, limit_resources

MOST_PAGES = 500
LONGEST_PAGE = 30_000
MOST_LETTERS = 3_000_000


def pages_of(content: bytes) -> list[str]:
    """The text of each page, cut where it is longer than any page that is read by people."""
    pages, left = [], MOST_LETTERS
    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        text = page.extract_text()[: min(LONGEST_PAGE, left)] if left else ""
        left -= len(text)
        pages.append(text)
    return pages


def main() -> None:
    """Read one file from the input; nothing a library prints gets into the answer."""
    limit_resources(int(sys.argv[1]))
    allow_processor_time(float(sys.argv[2]))
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
    os.dup2(2, 1)
    content = sys.stdin.buffer.read()
    close_doors()
    json.dump(pages_of(content), answer)
    answer.flush()


if __name__ == "__main__":
    main()
