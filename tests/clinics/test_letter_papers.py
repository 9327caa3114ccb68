"""The letter on paper: exact, tagged, kept as issued (R2)."""

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from clinic_project.issuing import documents_of
from clinics.documents.letter import letter_pdf
from tests.factories_letters import make_letter
from tests.pdf_readers import TORTURE, tight

pytestmark = pytest.mark.django_db
Cast = dict[str, Any]


def test_the_letter_on_paper_is_exact_in_three_readers(cast: Cast, read: Callable[[bytes], str]) -> None:
    letter = make_letter(body=f"{TORTURE}\nจึงเรียนมาเพื่อโปรดทราบ", signer_acting="รักษาการแทน ผู้จัดการ")
    text = tight(read(letter_pdf(letter, digits="thai")))
    for words in (
        "เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ขอแสดงความนับถือ", TORTURE, "๑. โครงการนำร่องคลินิกสหกรณ์ จำนวน ๑ ชุด",
        "๒. แบบแจ้งยืนยัน จำนวน ๒ ฉบับ", "(นางปิ่นปักษ์ ฝ้ายคำ)", "รักษาการแทน ผู้จัดการ",
    ):  # fmt: skip
        assert tight(words) in text
    assert "1" not in text
    arabic = tight(read(letter_pdf(letter, digits="arabic")))
    assert tight(f"ที่ {letter.number}") in arabic
    assert "๑" not in arabic


def test_the_letter_is_tagged_and_titled(cast: Cast) -> None:
    reader = pypdf.PdfReader(io.BytesIO(letter_pdf(make_letter(), digits="arabic")))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert "ขอให้แจ้งยืนยัน" in str(reader.metadata.title)


def test_the_paper_is_kept_as_issued(client_as: Any) -> None:
    letter = make_letter(clinics=["CMI"])
    stored = documents_of(letter, "letter").get()
    page = reverse("clinics:letter_paper", args=[letter.pk])
    assert client_as("head.cmi").get(page).content == bytes(stored.content)
    copy = client_as("head.cmi").get(page, {"digits": "arabic"}).content
    assert copy != bytes(stored.content)
    assert copy.startswith(b"%PDF")


def test_a_draft_on_paper_says_so(client_as: Any, read: Callable[[bytes], str]) -> None:
    draft = make_letter("draft", place="CMI", by="head.cmi")
    content = client_as("officer.cmi").get(reverse("clinics:letter_paper", args=[draft.pk])).content
    assert tight("ร่าง ยังไม่ได้ออกเลข") in tight(read(content))
