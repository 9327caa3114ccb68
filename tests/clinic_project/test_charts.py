"""Charts: numbers to drawings, safe text, no inline styles, nothing drawn for what is not told."""

import re
from decimal import Decimal
from xml.etree import ElementTree as Tree

import pytest

from clinic_project import charts
from clinic_project.charts import Bar

BARS = [Bar("จ.เชียงใหม่", Decimal("4.32"), "4.32 (28)"), Bar("<b>&", 2, is_short=True), Bar("ปิด", None)]
ALL = {
    "bars": charts.bar_chart(BARS, title='ก"<&', target=4, top=5),
    "columns": charts.column_chart(BARS, title="ก", target=2),
    "lines": charts.line_chart(["ม.ค.", "ก.พ."], [("หนึ่ง", [1, None]), ("สอง", [0, 0])], title="ก"),
    "heat": charts.heat_chart(["ก"], ["ข", "ค"], [[(2, "2"), (None, "<5")]], title="ก"),
    "nothing": charts.line_chart([], [], title="ก"),
    "no bars": charts.column_chart([], title="ก"),
}


@pytest.mark.parametrize("chart", ALL.values(), ids=ALL)
def test_whole_safe_and_named(chart):
    root = Tree.fromstring(chart)
    assert root.find("{http://www.w3.org/2000/svg}title").text
    assert root.get("role") == "img"
    assert not re.search(r"style=|<script|NaN|inf", chart)


def test_lengths_follow_the_numbers():
    widths = [float(w) for w in re.findall(r'class="c-(?:bar|short)"[^>]*? width="([0-9.]+)"', ALL["bars"])]
    assert widths[0] / widths[1] == pytest.approx(4.32 / 2, rel=0.01)
    assert widths[2] == 0
    assert "&lt;b&gt;&amp;" in ALL["bars"]


def test_what_is_not_told_is_not_drawn():
    assert ALL["lines"].count("<circle") == 2
    assert 'class="c-heat0"' in ALL["heat"]
