"""Numbers are read as people write them and shown one way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_project.thai import numbers

AMOUNTS = st.decimals(-999_999_999, 999_999_999, places=2)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234.5", "1234.5"),
        ("1,234.50", "1234.50"),
        ("๑,๒๓๔.๕๐", "1234.50"),
        ("฿1,234", "1234"),
        ("฿ 1,234.-", "1234"),
        ("1,234.50 บาท", "1234.50"),
        ("150,000 บาทถ้วน", "150000"),
        ("150 000", "150000"),
        ("-20", "-20"),
        ("−20.25", "-20.25"),
        ("+7", "7"),
        (".5", "0.5"),
        ("-0", "0"),
        ("\u200b 42\u00a0", "42"),
        ("0007", "7"),
    ],
)
def test_what_is_read(typed, number):
    read = numbers.parse_number(typed)
    assert read == Decimal(number)
    assert not (read == 0 and read.is_signed())


@pytest.mark.parametrize(
    "typed",
    ["", " ", "บาท", "NaN", "inf", "-Infinity", "1e400", "1E5", "12,34", "1,0000", "1,234,56", "1.234", "1.2.3", ".",
     "-", "0x10", "１２", "²", "1_000", "5 หมื่น", "9" * 16, "9" * 100_000, "1\n2"],
)  # fmt: skip
def test_what_is_refused(typed):
    with pytest.raises(numbers.ThaiNumberError, match=r"[ก-ฮ]"):
        numbers.parse_number(typed)


def test_decimals_allowed_are_the_fields_affair():
    assert numbers.parse_number("6.1255", places=4) == Decimal("6.1255")
    with pytest.raises(numbers.ThaiNumberError, match="ไม่เกิน 4 ตำแหน่ง"):
        numbers.parse_number("6.12551", places=4)
    with pytest.raises(numbers.ThaiNumberError, match="จำนวนเต็ม"):
        numbers.parse_number("6.0", places=0)


def test_digits_go_both_ways():
    assert numbers.to_thai_digits("คส.01 (1/2561)") == "คส.๐๑ (๑/๒๕๖๑)"
    assert numbers.to_arabic_digits("๐๑๒๓๔๕๖๗๘๙") == "0123456789"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("150000", "หนึ่งแสนห้าหมื่นบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("21.25", "ยี่สิบเอ็ดบาทยี่สิบห้าสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("0.01", "หนึ่งสตางค์"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("5000", "ห้าพันบาทถ้วน"),
        ("0.125", "สิบสามสตางค์"),
        ("-20.50", "ลบยี่สิบบาทห้าสิบสตางค์"),
        ("9007199254740993.37", "เก้าพันเจ็ดล้านหนึ่งแสนเก้าหมื่นเก้าพันสองร้อยห้าสิบสี่ล้านเจ็ดแสนสี่หมื่นเก้าร้อยเก้าสิบสามบาทสามสิบเจ็ดสตางค์"),
    ],
)
def test_baht_in_words(amount, words):
    assert numbers.baht_words(Decimal(amount)) == words


@pytest.mark.parametrize("function", [numbers.baht_words, numbers.format_money, numbers.format_percent])
@pytest.mark.parametrize("value", [0.1, True, "5"])
def test_only_decimals_are_amounts(function, value):
    with pytest.raises(TypeError):
        function(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_no_paper_says_nan(value):
    with pytest.raises(ValueError):
        numbers.format_money(Decimal(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5"), "1,234.50"),
        (Decimal("-10765"), "−10,765.00"),
        (Decimal("0.005"), "0.01"),
        (Decimal("-0.001"), "0.00"),
        (1_535_000, "1,535,000.00"),
        (None, "–"),
    ],
)
def test_amounts_shown(value, shown):
    assert numbers.format_money(value) == shown


def test_percentages_shown():
    assert numbers.format_percent(Decimal("45.415")) == "45.42\u00a0%"
    assert numbers.format_percent(Decimal(100), 0) == "100\u00a0%"
    assert numbers.format_percent(None) == "–"


def test_figures_and_words_together():
    assert numbers.words_with_amount(Decimal(150_000)) == "150,000.00 (หนึ่งแสนห้าหมื่นบาทถ้วน)"


@given(AMOUNTS)
def test_what_we_show_we_can_read(amount):
    assert numbers.parse_number(numbers.format_money(amount)) == amount
    assert numbers.parse_number(numbers.to_thai_digits(f"{amount:,f} บาท")) == amount


@given(AMOUNTS)
def test_the_words_say_the_amount(amount):
    """Read back by an independent rule, the words give the same satang."""
    assert _satang(numbers.baht_words(amount)) == int(amount * 100)


_UNITS = {"หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8,
          "เก้า": 9, "ศูนย์": 0}  # fmt: skip
_PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}


def _whole(words):
    total = block = 0
    unit = None
    while words:
        word = next(w for w in (*_UNITS, *_PLACES, "ล้าน") if words.startswith(w))
        words = words[len(word) :]
        if word in _UNITS:
            unit = _UNITS[word]
        elif word in _PLACES:
            block, unit = block + (1 if unit is None else unit) * _PLACES[word], None
        else:
            total, block, unit = (total + block + (unit or 0)) * 1_000_000, 0, None
    return total + block + (unit or 0)


def _satang(words):
    sign = -1 if words.startswith("ลบ") else 1
    words = words.removeprefix("ลบ").removesuffix("ถ้วน")
    baht, _, satang = words.rpartition("บาท")
    return sign * (_whole(baht) * 100 + _whole(satang.removesuffix("สตางค์")))


@given(st.text() | st.from_regex(r"[-+−฿ ]{0,2}[0-9๐-๙., ]{0,20}(บาท)?", fullmatch=True))
def test_any_text_is_a_number_or_a_thai_sentence(text):
    number, sentence = Decimal(0), "กรอก"
    try:
        number = numbers.parse_number(text)
    except numbers.ThaiNumberError as error:
        sentence = str(error)
    assert any("ก" <= letter <= "ฮ" for letter in sentence)
    assert number.is_finite()
    assert number == round(number, 2)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("0812345678", "081-234-5678"),
        ("021438144", "02-143-8144"),
        ("053112233", "053-112-233"),
        ("+66812345678", "+66812345678"),
        ("1234", "1234"),
        ("", ""),
    ],
)
def test_a_telephone_number_is_read_in_groups(stored: str, shown: str) -> None:
    assert numbers.format_phone(stored) == shown
