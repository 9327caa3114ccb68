"""One spelling for what looks the same; keys that sort and find as a Thai reader expects."""

import itertools
import random
import sqlite3
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_project.thai import text

IN_ORDER = "กมล กาญจนา กำพล เกง เก็ง เก่ง เกษม แกน แก่น แก้ว โกมล ไกร ขวัญ จันทร์ จันทรา ใจ นา นำ น้ำ"
WORDS = IN_ORDER.split()
THAI = st.text(
    st.sampled_from(
        [chr(c) for c in range(0x0E01, 0x0E5C) if unicodedata.category(chr(c)) != "Cn"]
        + list(" \u200b\u00a0a\u0301-.1\n")
    ),
    max_size=12,
)
ANY = st.text(st.characters(), max_size=30) | THAI
NAM = "น\u0e49\u0e33"


@pytest.mark.parametrize(
    "typed",
    ["น\u0e49\u0e33", "น\u0e49\u0e4d\u0e32", "น\u0e4d\u0e49\u0e32", "น\u0e33\u0e49", "น\u0e4d\u0e49\u0e49\u0e32",
     "น\u0e4d\u0e49\u0e33", "น\u0e49\u0e33\u0e33"],
)  # fmt: skip
def test_water_has_one_spelling(typed):
    assert text.normalise(typed) == NAM


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ท\u0e4d\u0e32งาน", "ท\u0e33งาน"),
        ("ก\u0e48\u0e34", "ก\u0e34\u0e48"),
        ("ก\u0e49\u0e31น", "ก\u0e31\u0e49น"),
        ("ป\u0e48\u0e39", "ป\u0e39\u0e48"),
        ("พนธ\u0e4c\u0e38", "พนธ\u0e38\u0e4c"),
        ("มา\u0e48ก", "ม\u0e48าก"),
        ("ค\u0e30\u0e48", "ค\u0e48\u0e30"),
        ("เเก้ว", "แก้ว"),
        ("กๅ", "กา"),
        ("ฤๅษี", "ฤๅษี"),
        ("ฦๅชา", "ฦๅชา"),
        ("มาาก", "มาก"),
        ("ดีีี", "ดี"),
        ("โโต๊ะ", "โต๊ะ"),
        ("เก\u0e48\u0e48ง", "เก่ง"),
        ("เก\u0e48\u0e49ง", "เก้ง"),
        ("ส\u200bม\ufeffช\u200d\u200cา\u2060\u00ad\u200e\u202aย", "สมชาย"),
        ("\u200b", ""),
        ("สมชาย\u00a0\u3000 ใจดี ", "สมชาย ใจดี"),
        ("บรรทัด\r\nต่อ", "บรรทัด ต่อ"),
        ("เกาะ เพราะ ก็ ผัวะ", "เกาะ เพราะ ก็ ผัวะ"),
        ("พั ฒนา", "พั ฒนา"),
        ("ｆ ﬁ ½", "ｆ ﬁ ½"),
        ("ทองค\u0e4d\u0e48า\x00\ud800", "ทองค\u0e48\u0e33"),
    ],
)
def test_normalised(typed, stored):
    assert text.normalise(typed) == stored


def test_lines_stay_lines():
    assert text.normalise_multiline("\r\n เเถวหนึ่ง \r\n\r\nแถว  สอง\u2028แถวสาม\n\n") == "แถวหนึ่ง\n\nแถว สอง\nแถวสาม"


@given(ANY)
@settings(max_examples=500)
def test_normalising_twice_changes_nothing(typed):
    once = text.normalise(typed)
    assert text.normalise(once) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)
    lines = text.normalise_multiline(typed)
    assert text.normalise_multiline(lines) == lines


@given(st.permutations(["\u0e34", "\u0e49", "\u0e4c"]), st.sampled_from("กขนป"))
def test_the_order_marks_were_typed_in_does_not_matter(marks, letter):
    assert text.normalise(letter + "".join(marks)) == letter + "\u0e34\u0e49\u0e4c"


@pytest.mark.parametrize("unit", ["\u0e48\u0e4c", "\u0e48\u0e34", "า\u0e48", "\u0e4d", " ", "\u200b", "เ", "ๅ", "ั"])
def test_hostile_text_costs_linear_time(unit):
    """The library's rules take hours on a megabyte of tone marks; ours must not grow faster than the text."""
    hostile = unit * 100_000
    start = time.process_time()
    text.normalise(hostile)
    text.has_stray_mark(hostile)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("typed", "stray"),
    [
        ("พั ฒนา", True),
        ("\u0e48ก", True),
        ("ก \u0e34", True),
        ("ส \u0e33นักงาน", True),
        ("เ\u0e48ง", True),
        ("abc\u0e49", True),
        ("กา\u0e34", True),
        ("", False),
        ("พัฒนา", False),
        ("น้ำใจงาม ฤๅษี เกาะ ตั้ง ผัวะ ก็ได้ ณัฏฐ์ ฎีกา ปู่ญ่า กี่ ป้ำ ฝี่", False),
        ("อื่น ๆ ฯลฯ 10 %", False),
        ("แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี ๒๕๖๑ ให้มีความอยู่ดีกินดี ค้ำประกัน กู้ยืม ก้ำกึ่ง", False),
    ],
)
def test_marks_without_a_letter_are_found(typed, stray):
    assert text.has_stray_mark(typed) is stray
    assert bool(text.stray_marks(typed)) is stray


def test_dictionary_order():
    shuffled = WORDS[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=text.sort_key) == WORDS


@pytest.mark.parametrize(("first", "then"), list(itertools.pairwise(WORDS)))
def test_each_word_comes_before_the_next(first, then):
    assert text.sort_key(first) < text.sort_key(then)


def test_the_database_sorts_the_key_the_same_way():
    with sqlite3.connect(":memory:") as base:
        base.execute("create table t (word text, key text)")
        base.executemany("insert into t values (?, ?)", [(w, text.sort_key(w)) for w in reversed(WORDS)])
        assert [row[0] for row in base.execute("select word from t order by key")] == WORDS


def test_the_first_name_decides_before_the_last():
    names = ["กมล แก้วคำ", "กมลา กาญจน์", "เก่ง กมล", "เก่งกาจ กมล", "ฦๅชา แก้ว", "ฦๅนาม กมล"]
    assert sorted(set(names), key=text.sort_key) == names


@given(ANY)
def test_a_sort_key_never_holds_what_a_database_refuses(typed):
    key = text.sort_key(typed)
    assert "\x00" not in key
    key.encode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("เก่ง", "เกง"),
        ("เก็ง", "เกง"),
        ("ศักดิ์", "ศักดิ"),
        ("๐๐๔๓๒๑", "004321"),
        ("080-000-0012", "๐๘๐ ๐๐๐ ๐๐๑๒"),
        ("ส.พ.จ. เชียงใหม่", "สพจเชียงใหม่"),
        ("น\u0e4d\u0e49\u0e32ใจ", "นำใจ"),
        ("Somchai", "SOMCHAI"),
        ("เเก้ว", "แกว"),
    ],
)
def test_searched_alike(one, other):
    assert text.search_key(one) == text.search_key(other)


def test_a_prefix_is_never_cut_from_the_key():
    assert text.search_key("นางนวล") == "นางนวล"
    assert text.search_key("นายิกา") == "นายิกา"


@given(ANY)
@settings(max_examples=300)
def test_a_search_key_is_its_own_key(typed):
    key = text.search_key(typed)
    assert text.search_key(key) == key


@pytest.mark.parametrize(
    ("full", "prefix", "name"),
    [
        ("นางสาวกัญญาณัฐ ฐิติวัฒน์กุล", "นางสาว", "กัญญาณัฐ ฐิติวัฒน์กุล"),
        ("นายกำพล น้ำใจงาม", "นาย", "กำพล น้ำใจงาม"),
        ("นางปิ่นปักษ์ ฝ้ายคำ", "นาง", "ปิ่นปักษ์ ฝ้ายคำ"),
        ("ว่าที่ร้อยตรี ฤทธิ์ชัย ญาติเจริญ", "ว่าที่ร้อยตรี", "ฤทธิ์ชัย ญาติเจริญ"),
        ("จ่าสิบเอก เก่งกาจ แก้วกาญจน์", "จ่าสิบเอก", "เก่งกาจ แก้วกาญจน์"),
        ("นางสาวเอื้ออารี อิ่มเอม", "นางสาว", "เอื้ออารี อิ่มเอม"),
        ("นายณัฏฐ์ ฎีกาธรรม", "นาย", "ณัฏฐ์ ฎีกาธรรม"),
        ("น.ส.สมหญิง ใจดี", "น.ส.", "สมหญิง ใจดี"),
        ("ผศ.ดร.สมชาย ใจดี", "ผศ.ดร.", "สมชาย ใจดี"),
        ("รองศาสตราจารย์ ดร.สมหญิง ใจดี", "รองศาสตราจารย์ ดร.", "สมหญิง ใจดี"),
        ("นางนวล", "", "นางนวล"),
        ("นายิกา", "", "นายิกา"),
        ("นายิกา ใจดี", "", "นายิกา ใจดี"),
        ("คุณธรรม ใจดี", "", "คุณธรรม ใจดี"),
        ("สมชาย ใจดี", "", "สมชาย ใจดี"),
        ("นาย", "", "นาย"),
        ("", "", ""),
    ],
)
def test_prefixes_are_suggested(full, prefix, name):
    assert text.split_prefix(full) == (prefix, name)


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        ("l,=kp", "สมชาย"),
        ("somchai", None),
        ("004321", None),
        ("080-000-0012", None),
        ("61-CMI-0007", None),
        ("สมชาย", None),
        ("", None),
        ("a", None),
        ("x" * 5000, None),
    ],
)
def test_typed_with_the_wrong_keyboard(typed, guess):
    assert text.keyboard_guess(typed) == guess


@pytest.mark.parametrize(("one", "other"), [("สมชัย", "สมไชย"), ("พันธ์", "พันธุ์"), ("เพชร", "เพ็ชร")])
def test_names_that_sound_alike(one, other):
    assert text.sound_key(one) == text.sound_key(other) != ""


def test_names_that_do_not_sound_alike():
    assert text.sound_key("สมชัย") != text.sound_key("กำพล")
    assert text.sound_key("สมชัย ใจดี") != text.sound_key("สมชัย กำพล")
    assert text.sound_key("12 abc") == ""


@pytest.mark.parametrize("number", ["3100600445635", "1999000000017", "3-1006-00445-63-5", "๓๑๐๐๖๐๐๔๔๕๖๓๕"])
def test_national_ids_that_hold(number):
    assert text.valid_national_id(number)


@pytest.mark.parametrize(
    "number", ["3100600445634", "0999000000017", "9999000000017", "310060044563", "", "abc", "1" * 100_000]
)
def test_national_ids_that_do_not(number):
    assert not text.valid_national_id(number)


@given(ANY)
def test_no_text_breaks_a_helper(typed):
    text.keyboard_guess(typed)
    text.sound_key(typed)
    text.valid_national_id(typed)
    prefix, name = text.split_prefix(typed)
    assert (prefix + name).replace(" ", "") == text.normalise(typed).replace(" ", "")


def test_maiyamok_stays_with_its_word():
    assert text.nbsp_before_maiyamok("อื่น ๆ ต่าง  ๆ") == "อื่น\u00a0ๆ ต่าง\u00a0ๆ"
