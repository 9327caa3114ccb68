"""Members whose names and numbers stand nowhere else: whoever sees one saw a member of clinic CMI."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from unittest import mock

import pypdfium2 as pdfium
from django.http import HttpResponse

from members.models import Member
from tests import factories_cases, factories_members

FIRST, LAST = "ขมิ้นอ่อน", "คานารีเหลือง"
OUTSIDE = ("PCT", "board", "edu", "public")
_NUMBER = re.compile(rb"(?<![0-9A-Za-z])77[0-9]{4}(?![0-9A-Za-z])")


@contextmanager
def named() -> Iterator[None]:
    """Within it, members made by the factories are canaries."""
    usual = {"prefix": "นาง", "first_name": FIRST, "last_name": LAST}
    numbers = mock.patch.object(factories_members, "_numbers", count(770_001))
    more = mock.patch.object(factories_cases, "_numbers", count(775_001))
    names = mock.patch.dict(factories_members.USUAL, usual), mock.patch.dict(factories_cases.USUAL, usual)
    with numbers, more, names[0], names[1]:
        yield


def text_of(answer: HttpResponse) -> bytes:
    """What a reader finds in an answer; of a PDF the text on its pages."""
    content = answer.getvalue()
    if answer.get("Content-Type", "").startswith("application/pdf") and answer.status_code == 200:
        try:
            paper = pdfium.PdfDocument(content)
        except pdfium.PdfiumError:
            return content  # the scene's papers of others are not all whole
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in paper).encode()
        finally:
            paper.close()
    return content


def seen_in(answer: HttpResponse, *, address: str = "") -> set[str]:
    """Names and numbers of canaries an answer shows, but for what its own address said already."""
    text = text_of(answer)
    found = {number.decode() for number in _NUMBER.findall(text)}
    found |= {LAST} if LAST.encode() in text else set()
    return {one for one in found if one not in address}


def unknown_to_central() -> set[str]:
    """Numbers of canaries that were never sent to central."""
    return set(Member.objects.filter(is_known_to_central=False).values_list("number", flat=True))
