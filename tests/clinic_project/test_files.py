"""Files people send in: looked into, made harmless, kept under names that tell nothing, handed out to be saved."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image

from clinic_project.files import checking
from clinic_project.files.checking import JPEG, PDF, PNG, CheckedFile, check, safe_name
from clinic_project.files.fields import ONLY_PDF, PAPERS, PICTURES, UploadField
from clinic_project.files.models import StoredFile
from clinic_project.files.responses import file_response
from clinic_project.files.services import store_file
from tests.cast import make_user


def jpeg(**options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", **options)
    return out.getvalue()


def png(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG")
    return out.getvalue()


def pdf(pages: int = 1, password: str = "") -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def huge_png(width: int = 13_000, height: int = 13_000) -> bytes:
    """A few kilobytes that say they are 169 million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * ((width + 1) * 100), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def looked_at(content: bytes, name: str = "a.jpg", allowed: frozenset[str] = PAPERS) -> CheckedFile:
    return check(io.BytesIO(content), name=name, allowed=allowed)


def refused(content: bytes, code: str, **how: Any) -> None:
    with pytest.raises(ValidationError, match=r"[ก-๙]") as found:
        looked_at(content, **how)
    assert found.value.code == code


# ---- pictures --------------------------------------------------------------------------------------------------


def test_a_photo_loses_the_place_it_was_taken_at() -> None:
    exif = Image.Exif()
    exif[0x010F] = "ผู้ผลิตจำลอง"
    exif.get_ifd(0x8825).update({1: "N", 2: (18.0, 47.0, 0.0), 3: "E", 4: (98.0, 59.0, 0.0)})
    sent = jpeg(exif=exif)
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    kept = looked_at(sent)
    assert not Image.open(io.BytesIO(kept.content)).getexif()
    assert b"Exif" not in kept.content


def test_a_photo_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = looked_at(jpeg(exif=exif))
    assert Image.open(io.BytesIO(kept.content)).size == (40, 60)


def test_what_hangs_behind_a_picture_is_gone() -> None:
    kept = looked_at(jpeg() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in kept.content
    commented = jpeg(comment=b"<?php system(1) ?>")
    assert b"php" not in looked_at(commented).content


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_pictures_of_every_kind_of_pixel_are_taken(mode: str) -> None:
    assert looked_at(png(mode=mode), "a.png").content_type == PNG


def test_a_large_photo_is_made_smaller() -> None:
    kept = looked_at(png((4000, 1000)), "a.png")
    assert Image.open(io.BytesIO(kept.content)).size == (3000, 750)


def test_a_bomb_of_pixels_is_refused_by_its_header(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = huge_png()
    assert len(bomb) < 20_000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("unpacked"))
    refused(bomb, "pixels", name="a.png")


def test_a_header_beyond_all_bounds_is_refused_too() -> None:
    refused(huge_png(60_000, 60_000), "pixels", name="a.png")


def test_a_broken_picture_is_refused() -> None:
    refused(png()[:40], "broken", name="a.png")
    refused(jpeg()[:20], "broken")
    refused(b"\xff\xd8\xff" + b"nothing of a picture", "broken")


def test_another_format_behind_a_known_beginning_is_refused() -> None:
    refused(b"\x89PNG\r\n\x1a\n" + b"GIF89a" * 10, "broken", name="a.png")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_pictures_are_not_taken(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (5, 5)).save(out, kind)
    refused(out.getvalue(), "kind")


# ---- papers ----------------------------------------------------------------------------------------------------


def test_a_pdf_is_kept_byte_for_byte() -> None:
    content = pdf(2)
    kept = looked_at(content, "ใบเสร็จ.pdf")
    assert (kept.content, kept.content_type, kept.name) == (content, PDF, "ใบเสร็จ.pdf")


def test_what_is_no_pdf_is_none_by_its_name() -> None:
    refused(b"MZ\x90\x00" + b"\0" * 200, "kind", name="ใบเสร็จ.pdf")
    refused(b"<html><script>1</script>", "kind", name="a.pdf")
    refused(b"PK\x03\x04" + b"\0" * 100, "kind", name="a.pdf")


def test_a_locked_pdf_is_refused() -> None:
    refused(pdf(password="ความลับ-2561"), "locked", name="a.pdf")


@pytest.mark.parametrize("keep", [5, 30, 100])
def test_a_cut_off_pdf_is_refused(keep: int) -> None:
    refused(pdf()[:keep] if keep > 5 else b"%PDF-", "broken", name="a.pdf")


def assembled(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first one its catalogue."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    begins, size = len(content), len(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % one for one in places)
    return content + b"trailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, begins)


CATALOGUE, PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Page/MediaBox[0 0 9 9]>>"


def test_a_pdf_locked_by_a_certificate_is_refused() -> None:
    lock = b"<</Filter/Adobe.PubSec/SubFilter/adbe.pkcs7.s5/V 4/R 4/Length 128>>"
    said = b"/Encrypt 4 0 R/ID[<00><00>]"
    refused(assembled(CATALOGUE, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", PAGE, lock, trailer=said), "locked")


def test_pages_that_double_with_every_step_are_not_counted_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = 0
    flatten = pypdf.PdfReader._flatten_leaf_page

    def counted(*asked: Any, **how: Any) -> Any:
        nonlocal made
        made += 1
        return flatten(*asked, **how)

    monkeypatch.setattr(pypdf.PdfReader, "_flatten_leaf_page", counted)
    steps = [b"<</Type/Pages/Count 3/Kids[%d 0 R %d 0 R]>>" % (number, number) for number in range(3, 15)]
    refused(assembled(CATALOGUE, *steps, PAGE), "pages")
    assert made <= 2 * checking.MOST_PAGES


def test_a_pdf_that_breaks_its_reader_is_refused() -> None:
    loop = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        looked_at(loop, "a.pdf")
    deep = b"%PDF-1.4\n1 0 obj" + b"[" * 20_000 + b"]" * 20_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    with pytest.raises(ValidationError, match=r"[ก-๙]"):
        looked_at(deep, "a.pdf")


def test_a_pdf_without_pages_or_with_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_project.files.checking.MOST_PAGES", 3)
    refused(pdf(0), "pages", name="a.pdf")
    refused(pdf(4), "pages", name="a.pdf")


def test_a_page_that_says_it_is_a_pdf_further_on_is_refused() -> None:
    """A browser would take it for a page, a reader for a PDF."""
    refused(b"<html><script>alert(1)</script>" + pdf(), "kind", name="a.pdf")
    refused(b"GIF89a" + pdf(), "kind", name="a.pdf")


def test_a_file_that_is_both_is_what_it_begins_with() -> None:
    kept = looked_at(jpeg() + pdf(), "a.pdf")
    assert (kept.content_type, kept.name) == (JPEG, "a.jpg")
    assert b"%PDF" not in kept.content


# ---- sizes, names ------------------------------------------------------------------------------------------------


def test_an_empty_and_an_oversized_file_are_refused(settings: Any) -> None:
    refused(b"", "empty")
    settings.UPLOAD_MOST_BYTES = 1024 * 1024
    refused(b"%PDF-1.4" + b"\0" * (1024 * 1024), "size")
    with pytest.raises(ValidationError, match="1 เมกะไบต์"):
        looked_at(b"%PDF-1.4" + b"\0" * (1024 * 1024))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ใบเสร็จ ค่าน้ำ.pdf", "ใบเสร็จ ค่าน้ำ.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\ของฉัน\ใบเสร็จ.exe", "ใบเสร็จ.pdf"),
        ("ใบเสร็จ.pdf.exe", "ใบเสร็จ.pdf"),
        ("ใบเสร็จ\r\nSet-Cookie: x=1.pdf", "ใบเสร็จ Set-Cookie x=1.pdf"),
        ("\x00\x01.pdf", "แฟ้มแนบ.pdf"),
        ("....", "แฟ้มแนบ.pdf"),
        ('"><img src=x>.pdf', "img src=x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("", "แฟ้มแนบ.pdf"),
        ("ก" * 300 + ".pdf", "ก" * 120 + ".pdf"),
    ],
)
def test_names_are_made_safe_and_thai_stays(name: str, safe: str) -> None:
    assert safe_name(name, PDF) == safe


# ---- the form's box ------------------------------------------------------------------------------------------------


def test_the_box_gives_what_the_form_takes_and_says_what_it_does_not() -> None:
    box = UploadField(kinds=ONLY_PDF)
    found = box.clean(SimpleUploadedFile("a.pdf", pdf()))
    assert found is not None
    assert found.content_type == PDF
    with pytest.raises(ValidationError, match="เฉพาะ PDF"):
        box.clean(SimpleUploadedFile("a.jpg", jpeg()))
    with pytest.raises(ValidationError, match="ภาพถ่าย"):
        UploadField(kinds=PICTURES).clean(SimpleUploadedFile("a.pdf", pdf()))


def test_an_optional_box_stays_empty_and_a_required_one_says_so() -> None:
    assert UploadField(required=False).clean(None) is None
    for sent in (None, SimpleUploadedFile("a.pdf", b"")):
        with pytest.raises(ValidationError, match=r"[ก-๙]"):
            UploadField().clean(sent)
    with pytest.raises(ValidationError, match="ชื่อแฟ้มยาวเกินไป"):
        UploadField().clean(SimpleUploadedFile("ก" * 251 + ".pdf", pdf()))


# ---- keeping and handing out -----------------------------------------------------------------------------------------


@pytest.fixture
def kept(db: None, settings: Any, tmp_path: Any) -> Callable[..., StoredFile]:
    """Store a checked file for somebody."""
    settings.MEDIA_ROOT = tmp_path
    user = make_user("officer.x")
    return lambda checked: store_file(checked, by=user)


def test_a_stored_file_lies_under_a_name_that_tells_nothing(kept: Callable[..., StoredFile]) -> None:
    first, second = (kept(looked_at(pdf(), "เงินเดือนกำพล.pdf")) for _n in range(2))
    assert first.content.name != second.content.name
    for stored in (first, second):
        assert "เงินเดือน" not in stored.content.name
        assert not stored.content.name.endswith(".pdf")
        assert len(stored.content.name.rsplit("/", 1)[-1]) == 32
        assert (stored.read(), stored.size) == (pdf(), len(pdf()))
    assert first.sha256 == second.sha256


def test_a_days_share_is_counted_a_person(kept: Callable[..., StoredFile], settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES_A_DAY = len(pdf()) * 2
    kept(looked_at(pdf()))
    kept(looked_at(pdf()))
    with pytest.raises(ValidationError, match="โควตา"):
        kept(looked_at(pdf()))
    store_file(looked_at(pdf()), by=make_user("officer.y"))
    assert StoredFile.objects.count() == 3


def test_it_is_handed_out_to_be_saved_and_never_guessed_at(kept: Callable[..., StoredFile]) -> None:
    answer = file_response(kept(looked_at(pdf(), "ใบเสร็จ.pdf")))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "filename*=utf-8''%E0%B9%83" in answer["Content-Disposition"]
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert answer["Content-Type"] == PDF


def test_only_a_picture_may_stand_in_a_page(kept: Callable[..., StoredFile]) -> None:
    shown = file_response(kept(looked_at(jpeg())), as_attachment=False)
    assert shown["Content-Disposition"].startswith("inline")
    paper = file_response(kept(looked_at(pdf())), as_attachment=False)
    assert paper["Content-Disposition"].startswith("attachment")


def test_a_file_the_storage_lost_is_not_there(kept: Callable[..., StoredFile]) -> None:
    stored = kept(looked_at(pdf()))
    stored.content.storage.delete(stored.content.name)
    with pytest.raises(Http404):
        file_response(stored)


def test_a_name_with_line_breaks_never_reaches_the_header(kept: Callable[..., StoredFile]) -> None:
    stored = kept(looked_at(pdf(), "a\r\nSet-Cookie: x=1"))
    answer = file_response(stored)
    assert "\n" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
