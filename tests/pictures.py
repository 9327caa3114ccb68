"""Files for tests: pictures of nobody and an empty paper, made here."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

from clinic_project.files.checking import CheckedFile


def jpeg(size: tuple[int, int] = (64, 48), colour: str = "#5ba596") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    """A paper with nothing on it."""
    writer, out = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def checked(name: str = "ภาพ.jpg", size: tuple[int, int] = (64, 48)) -> CheckedFile:
    """The same as a form gives it."""
    return CheckedFile(name, jpeg(size), "image/jpeg")


def sent(name: str = "ภาพ.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """The same as a browser sends it."""
    return SimpleUploadedFile(name, jpeg() if content is None else content, "image/jpeg")
