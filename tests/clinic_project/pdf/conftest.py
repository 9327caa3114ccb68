"""Three readers of PDF files, the people with hard letters, and templates made on the spot."""

import io
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pypdf
import pypdfium2
import pytest

TORTURE = (
    "แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี ๒๕๖๑ ให้มีความอยู่ดีกินดี ที่จำเป็น น้ำ ปู่ญ่า ฐุ ญู กี่ ป้ำ ฝี่ ทำงาน คำพวง "
    "ชำระหนี้ ค้ำประกัน กู้ยืม ก้ำกึ่ง ฟ้องร้อง"
)
PEOPLE = [
    "นางสาวกัญญาณัฐ ฐิติวัฒน์กุล",
    "นายกำพล น้ำใจงาม",
    "นางปิ่นปักษ์ ฝ้ายคำ",
    "ว่าที่ร้อยตรี ฤทธิ์ชัย ญาติเจริญ",
    "จ่าสิบเอก เก่งกาจ แก้วกาญจน์",
    "นางสาวเอื้ออารี อิ่มเอม",
    "นายณัฏฐ์ ฎีกาธรรม",
    "นางสาวอภิญญา ณ อยุธยาจำลอง",
    "นายอับดุลเลาะ หะยีทดสอบ",
    "นายค้ำ",
]


def plain(text: str) -> str:
    """The text with every run of white space written as one space."""
    return " ".join(text.split())


def read_pdfium(content: bytes) -> str:
    """As Chrome's viewer copies it."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def read_pypdf(content: bytes) -> str:
    """As a Python program reads it."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def read_poppler(content: bytes) -> str:
    """As the desktop viewers of Linux read it, in the order of the file."""
    return subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode()


READERS = {"pdfium": read_pdfium, "pypdf": read_pypdf, "poppler": read_poppler}


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest) -> Callable[[bytes], str]:
    """Each of the three readers in turn, white space normalised."""
    reader = READERS[request.param]
    return lambda content: plain(reader(content))


@pytest.fixture(scope="session")
def torture() -> str:
    """The line that no other renderer gets right in every reader."""
    return TORTURE


@pytest.fixture(scope="session")
def people() -> list[str]:
    """The test people, prefix included."""
    return PEOPLE


@pytest.fixture
def paper(settings, tmp_path: Path) -> Callable[[str], str]:
    """Write the content block of a paper and get the name of its template."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], tmp_path]
    settings.TEMPLATES = templates

    def write(content: str) -> str:
        name = f"paper-{len(list(tmp_path.iterdir()))}.html"
        (tmp_path / name).write_text(
            '{% extends "pdf/base.html" %}{% load pdf %}{% block content %}' + content + "{% endblock %}", "utf-8"
        )
        return name

    return write
