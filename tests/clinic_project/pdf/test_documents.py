"""Papers from templates: digits, layout, plain text, the answer to the browser."""

import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_project.cooperative import COOPERATIVE
from clinic_project.pdf.documents import document_html, pdf_response, render_document
from clinic_project.pdf.text import clip_note, convert_digits, paper_html
from clinic_project.templatetags.pdf import pdf_text


def test_letterhead_comes_first_and_form_code_on_each_page(paper, read):
    name = paper("<p>หน้าแรก</p><p class='new-page'>หน้าสอง</p>")
    text = read(render_document(name, {}, title="แบบ", form_code="คส.01"))

    assert text.startswith(f"{COOPERATIVE.name} {COOPERATIVE.address[0]}")
    assert text.count("แบบ คส.01 (ปรับปรุง 1/2561)") == 2
    assert "- 2 -" in text
    assert "- 1 -" not in text


def test_one_digit_style_a_document(paper, read):
    name = paper(
        "<ol><li>ข้อ ๑ ปี 2561</li></ol>"
        "<svg viewBox='0 0 90 20' width='90' height='20'><text x='1' y='12'>15 ครั้ง</text></svg>"
        "<p class='new-page'>004321 ๐๘๐</p>"
    )
    thai = render_document(name, {}, title="ปี 2561", digits="thai", form_code="คส.01")
    arabic = render_document(name, {}, title="ปี ๒๕๖๑", digits="arabic", form_code="คส.01")

    assert not set(read(thai)) & set("0123456789")
    assert "- ๒ -" in read(thai)
    assert "แบบ คส.๐๑ (ปรับปรุง ๑/๒๕๖๑)" in read(thai)
    assert not set(read(arabic)) & set("๐๑๒๓๔๕๖๗๘๙")
    assert "004321 080" in read(arabic)
    assert pypdf.PdfReader(io.BytesIO(thai)).metadata.title == "ปี ๒๕๖๑"


def test_digits_of_markup_stay():
    source = (
        '<!DOCTYPE html><style>p{margin:1cm}</style><p class="c1" data-n="2">3 &amp; &#52; &#3585;</p>'
        '<svg viewBox="0 0 5 6"><rect x="7"/><text y="8">9</text></svg><code data-digits="keep">a1<b>2</b></code>0<br>1'
    )

    assert convert_digits(source, "thai") == (
        '<!DOCTYPE html><style>p{margin:1cm}</style><p class="c1" data-n="2">๓ &amp; ๔ &#3585;</p>'
        '<svg viewBox="0 0 5 6"><rect x="7"/><text y="8">๙</text></svg><code data-digits="keep">a1<b>2</b></code>๐<br>๑'
    )


def test_notes_are_text(paper, read):
    note = '<script>1</script> & "อื่น ๆ"\r\nบรรทัดสอง\n\n\nย่อหน้าใหม่\x00\u200b\ud800'
    name = paper("<div class='note'>{{ note|pdf_text }}</div>")

    assert "บรรทัดสอง ย่อหน้าใหม่" in read(render_document(name, {"note": note}, title="ก"))
    assert "&lt;script&gt;" in document_html(name, {"note": note}, title="ก")


def test_note_as_paragraphs():
    assert paper_html("ก  ข\nค\n\n\nง <b>") == "<p>ก ข<br>ค</p><p>ง &lt;b&gt;</p>"
    assert pdf_text(None) == ""
    assert pdf_text("เด็ก ๆ และๆ") == "<p>เด็ก\u00a0ๆ และ\u00a0ๆ</p>"


def test_long_note_is_cut_and_says_so():
    assert clip_note("น้ำใจ", 5) == "น้ำใจ"
    assert clip_note("ก" * 12_345, 10) == "ก" * 10 + " … (ข้อความยาว 12,345 ตัวอักษร พิมพ์ไว้เพียงส่วนต้น อ่านทั้งหมดได้ในระบบ)"
    # Never between a letter and what stands on it, never after a vowel that leads.
    assert clip_note("กก้ำกก", 2).startswith("ก …")
    assert clip_note("กกเกก", 3).startswith("กก …")


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_any_text_is_safe(text, limit):
    html = paper_html(text, limit)

    inside = html.replace("<p>", "").replace("</p>", "").replace("<br>", "")
    assert "<" not in inside
    html.encode("utf-8")
    assert len(html) < 12 * (limit + 200)


def test_fifty_thousand_lines_of_a_note_are_one_page(paper):
    name = paper("{{ note|pdf_text }}")
    content = render_document(name, {"note": "\n" * 50_000 + "ก\n" * 50_000}, title="ก")

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) < 10


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ({}, "(ลงชื่อ) () ตำแหน่ง วันที่"),
        (
            {
                "name": "นายกำพล น้ำใจงาม",
                "position": "หัวหน้าคลินิก",
                "date": "23 พฤษภาคม 2561",
                "acting": "ปฏิบัติหน้าที่แทนตัวแทนสหกรณ์",
            },
            "(ลงชื่อ) (นายกำพล น้ำใจงาม) ตำแหน่ง หัวหน้าคลินิก ปฏิบัติหน้าที่แทนตัวแทนสหกรณ์ วันที่ 23 พฤษภาคม 2561",
        ),
    ],
)
def test_signature(paper, read, given_name, expected):
    name = paper('{% include "pdf/_signature.html" %}')
    text = read(render_document(name, {"date": "", **given_name}, title="ก"))

    assert expected.replace(" ", "") in text.replace(" ", "")


def test_signature_is_centred_in_the_right_half(paper):
    name = paper('{% include "pdf/_signature.html" with name="นายกำพล น้ำใจงาม" %}')
    found: list[float] = []

    def visit(text, _cm, tm, _font, _size):
        if "นาย" in text or "กำพล" in text:
            found.append(tm[4])

    pypdf.PdfReader(io.BytesIO(render_document(name, {}, title="ก"))).pages[0].extract_text(visitor_text=visit)

    # A4 is 595 pt wide with 85 pt and 57 pt of margin: the right half begins at 312 pt (416 px).
    assert found
    assert min(found) > 416


def test_tick_is_drawn(paper):
    on = render_document(paper("<span class='tick on'></span>ก"), {}, title="ก")
    off = render_document(paper("<span class='tick'></span>ก"), {}, title="ก")

    assert len(on) > len(off) + 100


def test_table_head_repeats_on_each_page(paper, read):
    name = paper(
        "<table class='data'><thead><tr><th scope='col'>ชื่อหัวตาราง</th></tr></thead><tbody>"
        "{% for n in rows %}<tr><td>{{ n }}</td></tr>{% endfor %}</tbody></table>"
    )
    content = render_document(name, {"rows": range(100)}, title="ก")

    pages = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    assert pages > 1
    assert read(content).count("ชื่อหัวตาราง") == pages


def test_response_is_shown_and_kept_by_no_cache():
    response = pdf_response(b"%PDF-", "ใบรับรอง 61-CMI-0007.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%E0%B9%83")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
