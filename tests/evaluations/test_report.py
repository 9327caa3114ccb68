"""The report as three readers read it: words, numbers, tags, alternative texts, digits."""

import io

import pypdf
import pytest

from evaluations.documents import report_pdf
from tests.pdf_readers import READERS, plain


@pytest.fixture
def paper(full):
    return report_pdf(full.year, is_guarded=True)


def test_every_section_reads_in_every_reader(full, paper):
    texts = {name: plain(read(paper)) for name, read in READERS.items()}
    for name, text in texts.items():
        for words in (
            "รายงานผลการดำเนินงานคลินิกสหกรณ์ ประจำปี 2561",
            "1. ผลตามตัวชี้วัด",
            "2. วิธีนับและวันตัดยอด",
            "สิ้นวันที่ 15 ธันวาคม 2561",
            "4. ความพึงพอใจ",
            "5. การส่งต่อและมติ",
            "ระบบยังไม่มีข้อมูลการเบิกจ่าย",
            "150,000.00 (หนึ่งแสนห้าหมื่นบาทถ้วน)",
            "2. คลินิก CMI",
            "ภาคผนวก",
        ):
            assert words in text, (name, words)
        assert "น้ำใจงาม" not in text
        assert "61-CMI" not in text


def test_charts_are_told_in_words_and_the_file_is_tagged(full, paper):
    reader = pypdf.PdfReader(io.BytesIO(paper))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    alts = [obj["/Alt"] for obj in _structure(reader.trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in obj]
    assert sum("แผนภูมิ" in alt for alt in alts) == 2 + len(full.figures().clinics)


def _structure(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict):
            yield kid
            yield from _structure(kid)


def test_a_clinics_own_pages_in_thai_digits(full):
    text = plain(READERS["pdfium"](report_pdf(full.year, is_guarded=False, only="CMI", digits="thai")))
    assert "ผลการดำเนินงาน คลินิก CMI ประจำปี ๒๕๖๑" in text
    assert not set(text) & set("0123456789")
    assert "ตารางของคลินิก" in text
