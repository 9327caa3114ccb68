"""The template filters, and how little it costs to load them."""

import subprocess
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import Context, Template


def shown(expression, **values):
    return Template("{% load thai %}{{ " + expression + " }}").render(Context(values))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("v|thai_date", date(2018, 5, 23), "23 พฤษภาคม 2561"),
        ("v|thai_short", date(2018, 5, 23), "23 พ.ค. 2561"),
        ("v|thai_formal", date(2018, 5, 23), "วันพุธที่ 23 พฤษภาคม พ.ศ. 2561"),
        ("v|thai_time", time(0, 0), "00.00 น."),
        ("v|thai_datetime", datetime(2018, 10, 16, 3, 12, tzinfo=UTC), "16 ต.ค. 2561 10.12 น."),
        ("v|money", Decimal("-10765"), "−10,765.00"),
        ("v|percent", Decimal("45.42"), "45.42\u00a0%"),
        ("v|percent:0", Decimal("45.42"), "45\u00a0%"),
        ("v|baht_words", Decimal("0.25"), "ยี่สิบห้าสตางค์"),
        ("v|nbsp", "อื่น ๆ", "อื่น\u00a0ๆ"),
        ("v|unbroken", "<b>", '<span class="nowrap">&lt;b&gt;</span>'),
        ("v|money|unbroken", 5, '<span class="nowrap">5.00</span>'),
        ("v|money", None, "–"),
        ("v|percent", None, "–"),
        ("v|thai_date", None, ""),
        ("v|thai_time", None, ""),
        ("v|thai_datetime", None, ""),
        ("v|baht_words", None, ""),
        ("v|thai_relative", None, ""),
    ],
)
def test_filters(expression, value, text):
    assert shown(expression, v=value) == text


def test_relative_to_a_given_day():
    assert shown("v|thai_relative:today", v=date(2018, 5, 26), today=date(2018, 5, 23)) == "อีก 3 วัน"


def test_start_up_does_not_load_the_heavy_libraries():
    code = (
        "import sys; import clinic_project.thai.text, clinic_project.thai.numbers, clinic_project.thai.dates,"
        " clinic_project.thai.workdays, clinic_project.thai.forms;"
        " print([m for m in ('pythainlp', 'holidays', 'stdnum') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
