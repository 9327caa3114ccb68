"""Form fields answer with a value or a Thai sentence, and keep what was typed."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from clinic_project.thai.forms import (
    MoneyField,
    PercentField,
    ThaiCharField,
    ThaiDateField,
    ThaiIntegerField,
    ThaiTextField,
)

DAY = date(2018, 5, 23)
NASTY = st.text(st.characters(codec=None, categories=None), max_size=40) | st.sampled_from(
    ["\x00", "\ud800", "\u200b", "NaN", "1e400", "๑๒", "พั ฒนา", "-1", "9" * 5000, "23/5/2561", "\u0e48" * 3000]
)


class DateForm(forms.Form):
    day = ThaiDateField(label="วันที่รับเรื่อง", min_date=date(2018, 1, 1), max_date=lambda: date(2018, 12, 31))


def posted(day="", month="", year=""):
    return {"day_day": day, "day_month": month, "day_year": year}


@pytest.mark.parametrize(
    "data",
    [
        posted("23", "5", "2561"),
        posted("๒๓", "5", "๒๕๖๑"),
        posted("23", "5", "61"),
        posted("23", "5", "พ.ศ. 2561"),
        posted("23/5/2561"),
        posted("23 พ.ค. 2561", "5", "2561"),
        {"day": "23/5/2561"},
        {"day": "2018-05-23"},
        {"day": DAY},
    ],
)
def test_a_day_typed_or_pasted(data):
    form = DateForm(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == DAY


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ({}, "กรอกวันที่ให้ครบ"),
        (posted("\u200b", "", " "), "กรอกวันที่ให้ครบ"),
        (posted("", "5", "2561"), "ยังไม่ได้กรอกวันที่"),
        (posted("23", "", "2561"), "ยังไม่ได้เลือกเดือน"),
        (posted("23", "5", ""), "ยังไม่ได้กรอกปี"),
        (posted("31", "6", "2561"), "เดือนมิถุนายน พ.ศ. 2561 มีวันที่ 1 ถึง 30"),
        (posted("23", "13", "2561"), "เดือนต้องเป็น 1 ถึง 12"),
        (posted("23", "5", "2300"), "ปี พ.ศ."),
        (posted("23", "5", "x"), "อ่านวันที่ไม่ออก"),
        (posted("23/5/2561", "6", ""), "ไม่ตรงกับช่องเดือน"),
        (posted("31", "12", "2560"), "ต้องไม่ก่อนวันที่ 1 มกราคม 2561"),
        (posted("1", "1", "2562"), "ต้องไม่หลังวันที่ 31 ธันวาคม 2561"),
        (posted("2\x003", "5", "2561"), "ระบบเก็บไม่ได้"),
    ],
)
def test_a_day_refused_says_why(data, hint):
    form = DateForm(data)
    assert not form.is_valid()
    assert hint in form.errors["day"][0]


def test_what_was_typed_stays_in_the_boxes():
    html = str(DateForm(posted("๓๑", "6", "61x"))["day"])
    assert 'value="๓๑"' in html
    assert '<option value="6" selected>มิถุนายน</option>' in html
    assert 'value="61x"' in html


def test_a_stored_day_is_shown_in_three_boxes():
    html = str(DateForm(initial={"day": DAY})["day"])
    assert 'value="23"' in html
    assert '<option value="5" selected>' in html
    assert 'value="2561"' in html
    assert "2018" not in html


def test_each_box_has_a_name_and_the_first_carries_the_fields_id():
    html = str(DateForm()["day"])
    for label in ("วันที่", "เดือน", "ปี พ.ศ."):
        assert f'aria-label="{label}"' in html
    assert html.count('id="id_day"') == 1
    assert html.count("required") == 1
    assert html.count("form-select") == 1
    assert "style=" not in html


def test_changes_are_noticed():
    field = ThaiDateField()
    assert not field.has_changed(DAY, ["23", "5", "61"])
    assert field.has_changed(DAY, ["24", "5", "61"])
    assert field.has_changed(DAY, ["x", "", ""])
    assert field.has_changed(None, ["23", "5", "61"])
    assert not field.has_changed(None, ["", "", ""])


def test_an_optional_day_may_be_empty():
    assert ThaiDateField(required=False).clean(["", "", ""]) is None


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (MoneyField(), "๑,๒๓๔.๕๐ บาท", Decimal("1234.50")),
        (MoneyField(), "999,999,999.99", Decimal("999999999.99")),
        (MoneyField(required=False), " \u200b", None),
        (MoneyField(min_value=None), "−5", Decimal(-5)),
        (PercentField(), "ร้อยละ ๖.๒๕ %", Decimal("6.25")),
        (PercentField(places=4), "6.1255%", Decimal("6.1255")),
        (ThaiIntegerField(min_value=1, max_value=600), "๑๒๐", 120),
        (ThaiIntegerField(required=False), "", None),
        (ThaiCharField(), " เเก้ว\u200b  ใจดี\n", "แก้ว ใจดี"),
        (ThaiCharField(required=False), "\u200b", ""),
        (ThaiCharField(max_length=3), "น\u0e4d\u0e49\u0e32\u200b\u200b", "น้ำ"),
        (ThaiTextField(), "หนึ่ง\r\nสอง\r\n", "หนึ่ง\nสอง"),
    ],
)
def test_accepted(field, typed, value):
    cleaned = field.clean(typed)
    assert cleaned == value
    assert type(cleaned) is type(value)


@pytest.mark.parametrize(
    ("field", "typed", "hint"),
    [
        (MoneyField(), "", "กรอกจำนวนเงิน"),
        (MoneyField(), "-1", "ต้องไม่น้อยกว่า 0.00 บาท"),
        (MoneyField(), "1,000,000,000", "ต้องไม่เกิน 999,999,999.99 บาท"),
        (MoneyField(), "1e400", "อ่านตัวเลขไม่ออก"),
        (MoneyField(), "NaN", "อ่านตัวเลขไม่ออก"),
        (MoneyField(), "1.234", "ทศนิยมได้ไม่เกิน 2"),
        (MoneyField(), "9" * 10_000_000, "ยาวเกินไป"),
        (MoneyField(), "5\x00", "ระบบเก็บไม่ได้"),
        (PercentField(), "101", "ต้องไม่เกิน 100"),
        (ThaiIntegerField(min_value=1), "0", "ต้องไม่น้อยกว่า 1"),
        (ThaiIntegerField(), "1.5", "จำนวนเต็ม"),
        (ThaiCharField(), "\u200b\ufeff ", "กรอกข้อความ"),
        (ThaiCharField(), "ก\x00", "ระบบเก็บไม่ได้"),
        (ThaiCharField(), "ก\udc80", "ระบบเก็บไม่ได้"),
        (ThaiCharField(), "กองพั ฒนา", "ลอยอยู่ที่ “กองพั ฒนา”"),
        (ThaiCharField(max_length=5), "กขคงจฉ", "ไม่เกิน 5 ตัวอักษร (ขณะนี้ 6)"),
        (ThaiTextField(), "ก" * 10_000_000, "ไม่เกิน 20,000 ตัวอักษร (ขณะนี้ 10,000,000)"),
    ],
)
def test_refused_with_a_thai_sentence(field, typed, hint):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert hint in refused.value.messages[0]


def test_amounts_are_shown_with_commas_and_typed_text_as_typed():
    class Form(forms.Form):
        amount = MoneyField()

    assert 'value="1,234.50"' in str(Form(initial={"amount": Decimal("1234.5")})["amount"])
    typed = str(Form({"amount": "๑๒ x"})["amount"])
    assert 'value="๑๒ x"' in typed
    assert 'inputmode="decimal"' in typed
    assert not Form({"amount": "1,234.50"}, initial={"amount": Decimal("1234.5")}).has_changed()


@pytest.mark.parametrize(
    "field",
    [
        MoneyField(),
        PercentField(),
        ThaiIntegerField(),
        ThaiCharField(max_length=20),
        ThaiTextField(max_length=20),
    ],
    ids=lambda field: type(field).__name__,
)
@given(NASTY)
def test_no_text_gets_past_as_an_error(field, typed):
    sentence, value = "", None
    try:
        value = field.clean(typed)
    except ValidationError as refused:
        sentence = refused.messages[0]
    assert (value is not None) != any("ก" <= letter <= "ฮ" for letter in sentence)
    str(value).encode()


@given(NASTY, NASTY, NASTY)
def test_no_three_boxes_get_past_as_an_error(day, month, year):
    form = DateForm(posted(day, month, year))
    form.is_valid()
    str(form["day"])
    for message in form.errors.get("day", []):
        assert any("ก" <= letter <= "ฮ" for letter in message)
