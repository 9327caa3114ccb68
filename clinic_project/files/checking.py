"""What may come in: JPEG, PNG and PDF, by content and never by name (quality.md, safety 6).

Pictures are drawn anew from their pixels, so that nothing hidden in them stays: no place of taking, no second file.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError

from clinic_project.thai.text import normalise

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3_000
MOST_PAGES = 500
_FORMATS = {b"\xff\xd8\xff": ("JPEG", JPEG), b"\x89PNG\r\n\x1a\n": ("PNG", PNG)}
_ENDINGS_IN_NAMES = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,4})+\Z")
_UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


@dataclass(frozen=True)
class CheckedFile:
    """A file that was looked into: what it really is, under a name that is safe to hand out again."""

    name: str
    content: bytes
    content_type: str

    @property
    def sha256(self) -> str:
        """The content's hash."""
        return hashlib.sha256(self.content).hexdigest()


def safe_name(name: str, content_type: str) -> str:
    """The file's name without folders and signs, with the ending of what it really is."""
    stem = normalise(_UNSAFE_IN_NAMES.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1])).strip()
    stem = _ENDINGS_IN_NAMES.sub("", stem)[:120].strip(". ")
    return f"{stem or _('แฟ้มแนบ')}{ENDINGS[content_type]}"


def _too_many_pixels() -> ValidationError:
    return ValidationError(_("ภาพใหญ่เกินไป ให้ถ่ายหรือย่อภาพให้ไม่เกิน 40 ล้านจุดแล้วแนบใหม่"), code="pixels")


def _picture(content: bytes, kind: str, content_type: str) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            # The header's size, before a single pixel is unpacked.
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            mode = "RGB" if content_type == JPEG or upright.mode not in {"RGBA", "LA", "P"} else "RGBA"
            out = io.BytesIO()
            bare = upright.convert(mode)
            # What the file said of itself, a comment for instance, would be written again.
            bare.info.clear()
            bare.save(out, kind, quality=88, optimize=True)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:
        # The library names no common ancestor for what a broken picture makes it raise.
        raise ValidationError(_("เปิดภาพนี้ไม่ได้ แฟ้มอาจเสีย ให้ถ่ายหรือสแกนใหม่แล้วแนบอีกครั้ง"), code="broken") from error
    return out.getvalue()


def _pages(content: bytes) -> int | None:
    """How many pages a PDF has, counted no further than decides; None: it is locked."""
    try:
        reader = PdfReader(io.BytesIO(content))
        return None if reader.is_encrypted else len(reader.pages)
    except NotImplementedError:
        # Locked by a certificate or in a way of its own, which the reader does not know.
        if b"/Encrypt" in content:
            return None
        raise
    except LimitReachedError:
        return MOST_PAGES + 1


def _paper(content: bytes) -> None:
    try:
        # A tree of pages may double with every step; one without needless branches has fewer of these than pages.
        with apply_configuration(page_tree_maximum_entries=2 * MOST_PAGES):
            pages = _pages(content)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        OSError,
        NotImplementedError,
    ) as error:
        raise ValidationError(_("เปิดแฟ้ม PDF นี้ไม่ได้ แฟ้มอาจเสีย ให้บันทึกหรือสแกนใหม่แล้วแนบอีกครั้ง"), code="broken") from error
    if pages is None:
        message = _("แฟ้ม PDF นี้ล็อกไว้ด้วยรหัสผ่านหรือใบรับรอง ให้ปลดล็อกก่อนแล้วแนบใหม่")
        raise ValidationError(message, code="locked")
    if not 0 < pages <= MOST_PAGES:
        raise ValidationError(_("แฟ้ม PDF ต้องมี 1 ถึง 500 หน้า"), code="pages")


def check(opened: BinaryIO, *, name: str, allowed: frozenset[str]) -> CheckedFile:
    """Look into a file that was sent. ``allowed``: the content types the form takes.

    Raises ``ValidationError`` in Thai that says what to do.
    """
    content = opened.read(settings.UPLOAD_MOST_BYTES + 1)
    if not content:
        raise ValidationError(_("แฟ้มนี้ว่างเปล่า เลือกแฟ้มใหม่"), code="empty")
    if len(content) > settings.UPLOAD_MOST_BYTES:
        most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
        raise ValidationError(_("แฟ้มใหญ่เกินไป ใช้ได้ไม่เกิน %(most)d เมกะไบต์") % {"most": most}, code="size")
    picture = next((found for begins, found in _FORMATS.items() if content.startswith(begins)), None)
    if picture and picture[1] in allowed:
        kind, content_type = picture
        return CheckedFile(safe_name(name, content_type), _picture(content, kind, content_type), content_type)
    if content[:1024].lstrip().startswith(b"%PDF-") and PDF in allowed:
        _paper(content)
        return CheckedFile(safe_name(name, PDF), content, PDF)
    words = {PDF: "PDF", JPEG: _("ภาพถ่าย (JPEG)"), PNG: _("ภาพ (PNG)")}
    names = " ".join(str(words[kind]) for kind in (PDF, JPEG, PNG) if kind in allowed)
    raise ValidationError(_("แฟ้มนี้ไม่ใช่ชนิดที่รับได้ แนบได้เฉพาะ %(kinds)s") % {"kinds": names}, code="kind")
