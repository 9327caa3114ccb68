"""The text in the file is the text on the page, in PDFium, pypdf and poppler."""

import itertools
from functools import cache

import pytest

from clinic_project.pdf.renderer import render_pdf
from clinic_project.pdf.textlayer import rewrite

STYLE = (
    "<style>html{font-family:'Sarabun Clinic';font-size:11pt;line-height:21pt}"
    "@page{size:A4;margin:2cm;font-family:'Sarabun Clinic'}p{margin:0}td{border:1px solid}</style>"
)
AMOUNTS = ["150,000.00 บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)", "๑๕๐,๐๐๐.๐๐ บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)", "฿1,000,001.25"]


@cache
def pdf(body: str) -> bytes:
    return render_pdf(f"<!DOCTYPE html><html lang=th><head>{STYLE}</head><body>{body}</body></html>", title="ทดสอบ")


@pytest.mark.parametrize("weight", [400, 600, 700])
@pytest.mark.parametrize("size", [9, 11, 13.7])
def test_torture_line(read, torture, weight, size):
    # One word a line, so that a line's end can't hide a lost or an added space.
    words = torture.split()
    content = pdf(f"<div style='font-weight:{weight};font-size:{size}pt'>{'<br>'.join(words)}</div>")

    assert read(content) == " ".join(words)


@pytest.mark.parametrize("weight", [400, 700])
def test_torture_line_as_one_paragraph(read, torture, weight):
    content = pdf(f"<p style='font-weight:{weight};font-size:8pt'>{torture}</p>")

    # Long enough to wrap, between words of the dictionary: only there may a space have come in.
    assert read(content).replace(" ", "") == torture.replace(" ", "")


@pytest.mark.parametrize("weight", [400, 700])
def test_people_and_amounts_in_a_table(read, people, weight):
    cells = [*people, *AMOUNTS]
    rows = "".join(f"<tr><td style='white-space:nowrap'>{cell}</td><td>{n}</td></tr>" for n, cell in enumerate(cells))
    content = pdf(f"<table style='font-weight:{weight};table-layout:fixed;width:100%'>{rows}</table>")

    assert read(content) == " ".join(f"{cell} {n}" for n, cell in enumerate(cells))


def test_people_in_nowrap_spans(read, people):
    content = pdf("".join(f"<p>เรียน <span style='white-space:nowrap'>{one}</span> ทราบ</p>" for one in people))

    assert read(content) == " ".join(f"เรียน {one} ทราบ" for one in people)


def test_text_of_drawings(read, torture):
    words = torture.split()
    texts = "".join(f"<text x='5' y='{20 * n}' font-size='12'>{word}</text>" for n, word in enumerate(words, 1))
    content = pdf(f"<svg viewBox='0 0 500 600' width='500' height='600'><title>กราฟ</title>{texts}</svg>")

    assert read(content) == " ".join(words)


def syllables() -> list[str]:
    """Every consonant with every vowel and tone mark that can stand on it, and a last letter to catch a stray space."""
    consonants = [chr(code) for code in range(0x0E01, 0x0E2F) if chr(code) not in "ฤฦ"]
    vowels, tones = ["", *"ัิีึืุู็ำ"], ["", *"่้๊๋์"]
    return [
        letter + (tone + vowel if vowel == "ำ" else vowel + tone) + "น"
        for letter, vowel, tone in itertools.product(consonants, vowels, tones)
        if (vowel, tone) != ("ำ", "์")
    ]


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_every_syllable(read, weight):
    words = syllables()
    lines = "".join(f"<p>{' '.join(words[n : n + 12])}</p>" for n in range(0, len(words), 12))
    content = pdf(f"<div style='font-weight:{weight}'>{lines}</div>")

    assert read(content).split() == words


def test_no_glyph_maps_to_nothing():
    lines = [b"1 beginbfchar", b"<0005> <>", b"<0006> <0e32>", b"<0007> <0e01>", b"endbfchar"]

    rewrite(lines, {6: "ำ"})

    assert lines == [b"1 beginbfchar", b"<0005> <fffd>", b"<0006> <0e33>", b"<0007> <0e01>", b"endbfchar"]
