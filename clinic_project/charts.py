"""Charts as inline SVG, made on the server: pure functions from numbers to markup, for pages and papers alike.

Looks come from presentation attributes, so a paper needs no style sheet and a page's security policy is kept; the
classes let a page recolour them (dark mode). The numbers always stand in a table beside the chart: the drawing has a
title that says in words what it shows. Text is text, in the page's font. A value of None is not told, and not drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Number = Decimal | int | None

BRAND, SOFT, LINE, INK, TRACK, SHORT = "#0d5c4f", "#525d57", "#d9d5ca", "#1c2420", "#efede6", "#9a6500"
SERIES = (BRAND, "#2a5c8a", "#b9812a", "#7a4b8f")
HEAT = ("#f2f6f5", "#cfe3de", "#9cc8bf", "#5ba596", "#0d5c4f")
FONT = "Sarabun, 'Sarabun Clinic', sans-serif"
TEXT = 13
ROOM = 6


@dataclass(frozen=True)
class Bar:
    """One bar: what it is, how long, what is written at its end; ``is_short`` colours what misses its target."""

    label: Any
    value: Number
    text: Any = ""
    is_short: bool = False


def _chart(width: int, height: int, title: Any, body: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" width="{}" height="{}" font-family="{}" font-size="{}"'
        ' xmlns="http://www.w3.org/2000/svg"><title>{}</title>{}</svg>',
        width, height, width, height, FONT, TEXT, title, body,
    )  # fmt: skip


def _tone(bar: Bar) -> tuple[str, str]:
    """Colour and class of a bar."""
    return (SHORT, "short") if bar.is_short else (BRAND, "bar")


def _join(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _text(x: float, y: float, text: Any, anchor: str = "start", kind: str = "soft") -> SafeString:
    colour = INK if kind == "ink" else "#ffffff" if kind == "light" else SOFT
    return format_html(
        '<text class="c-{}" x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>',
        kind, _at(x), _at(y), anchor, colour, text,
    )  # fmt: skip


def _rect(x: float, y: float, width: float, height: float, fill: str, kind: str) -> SafeString:
    return format_html(
        '<rect class="c-{}" x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}"/>',
        kind, _at(x), _at(y), _at(max(width, 0)), _at(height), fill,
    )  # fmt: skip


def _rule(x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> SafeString:
    return format_html(
        '<line class="c-{}" x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>',
        "target" if dashed else "line", _at(x1), _at(y1), _at(x2), _at(y2),
        SHORT if dashed else LINE, "1.5" if dashed else "1", "5 3" if dashed else "none",
    )  # fmt: skip


def _at(value: float) -> str:
    """A coordinate with a dot, whatever the language; one decimal is finer than any printer's eye."""
    return f"{value:.1f}".removesuffix(".0")


def _top(values: Sequence[Number], *others: Number) -> float:
    return max([float(value) for value in (*values, *others) if value is not None], default=0.0) or 1.0


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: Any,
    target: Number = None,
    top: Number = None,
    width: int = 640,
    label_width: int = 190,
) -> SafeString:
    """Lying bars, one under the other: labels of any length stay readable. ``top``: the value of a full bar.

    ``target`` draws a dashed rule through all bars. A bar without a value shows only its text.
    """
    row, end_room = 26, 92
    scale = (width - label_width - end_room) / _top([bar.value for bar in bars], target, top)
    parts = []
    for number, bar in enumerate(bars):
        y = number * row + ROOM
        length = float(bar.value or 0) * scale
        parts.append(_text(label_width - 8, y + 15, bar.label, "end", "ink"))
        parts.append(_rect(label_width, y + 3, width - label_width - end_room, 16, TRACK, "track"))
        parts.append(_rect(label_width, y + 3, length, 16, *_tone(bar)))
        shown = bar.text if bar.text != "" else bar.value
        parts.append(_text(width - end_room + 8, y + 15, "–" if shown is None else shown, kind="ink"))
    height = len(bars) * row + 2 * ROOM
    if target is not None:
        x = label_width + float(target) * scale
        parts.append(_rule(x, 2, x, height - 2, dashed=True))
    return _chart(width, height, title, _join(parts))


def column_chart(
    columns: Sequence[Bar], *, title: Any, target: Number = None, width: int = 640, height: int = 190
) -> SafeString:
    """Standing bars over time, the number on each and its label under it. ``target`` draws a dashed rule across."""
    floor, roof = height - 24, 24
    scale = (floor - roof) / _top([column.value for column in columns], target)
    step = (width - 2 * ROOM) / max(len(columns), 1)
    parts = [_rule(ROOM, floor, width - ROOM, floor)]
    for number, column in enumerate(columns):
        tall = float(column.value or 0) * scale
        x, middle = ROOM + number * step + step * 0.2, ROOM + (number + 0.5) * step
        parts.append(_rect(x, floor - tall, step * 0.6, tall, *_tone(column)))
        shown = column.text if column.text != "" else column.value
        parts.append(_text(middle, floor - tall - 6, "–" if shown is None else shown, "middle", "ink"))
        parts.append(_text(middle, height - 7, column.label, "middle"))
    if target is not None:
        y = floor - float(target) * scale
        parts.append(_rule(ROOM, y, width - ROOM, y, dashed=True))
    return _chart(width, height, title, _join(parts))


def line_chart(
    labels: Sequence[Any],
    series: Sequence[tuple[Any, Sequence[Number]]],
    *,
    title: Any,
    width: int = 640,
    height: int = 210,
) -> SafeString:
    """Lines over time. Each series has its own mark and its name at the end, so colour is never the only sign."""
    left, right, floor, roof = 34, 120, height - 26, 16
    top = _top([value for _name, values in series for value in values])
    step = (width - left - right) / max(len(labels) - 1, 1)

    def y_of(value: Number) -> float:
        return floor - float(value or 0) / top * (floor - roof)

    parts = [_rule(left, y_of(0), width - right, y_of(0)), _text(left - 6, y_of(0) + 4, "0", "end")]
    parts += [_rule(left, roof, width - right, roof), _text(left - 6, roof + 4, f"{top:,.0f}", "end")]
    parts += [_text(left + n * step, height - 7, label, "middle") for n, label in enumerate(labels)]
    lasts = [next((value for value in reversed(values) if value is not None), 0) for _name, values in series]
    ends = _spread([y_of(value) for value in lasts], floor - 5)
    for number, ((name, values), end) in enumerate(zip(series, ends, strict=True)):
        points = [(left + n * step, y_of(value)) for n, value in enumerate(values) if value is not None]
        parts += _drawn_line(points, number)
        parts.append(_mark(width - right + 14, end, number))
        parts.append(_text(width - right + 24, end + 4, name, kind="ink"))
    return _chart(width, height, title, _join(parts))


def _drawn_line(points: Sequence[tuple[float, float]], number: int) -> list[SafeString]:
    path = " ".join(f"{_at(x)},{_at(y)}" for x, y in points)
    line = format_html(
        '<polyline class="c-series{}" points="{}" fill="none" stroke="{}" stroke-width="2"/>',
        number, path, SERIES[number % len(SERIES)],
    )  # fmt: skip
    return [line, *(_mark(x, y, number) for x, y in points)]


def _mark(x: float, y: float, number: int) -> SafeString:
    """A point: round, square, diamond or triangle by the series' number."""
    colour, kind = SERIES[number % len(SERIES)], f"series{number}"
    if number % 4 == 0:
        return format_html('<circle class="c-{}" cx="{}" cy="{}" r="4" fill="{}"/>', kind, _at(x), _at(y), colour)
    shapes = {
        1: ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        2: ((0, -5), (5, 0), (0, 5), (-5, 0)),
        3: ((0, -5), (5, 4), (-5, 4)),
    }
    corners = " ".join(f"{_at(x + dx)},{_at(y + dy)}" for dx, dy in shapes[number % 4])
    return format_html('<polygon class="c-{}" points="{}" fill="{}"/>', kind, corners, colour)


def _spread(heights: Sequence[float], lowest: float, gap: float = 17) -> list[float]:
    """Move labels that would cover each other or the axis upwards, keeping their order."""
    placed: dict[int, float] = {}
    last = lowest + gap
    for number in sorted(range(len(heights)), key=lambda n: -heights[n]):
        last = min(heights[number], last - gap)
        placed[number] = last
    return [placed[number] for number in range(len(heights))]


def heat_chart(
    rows: Sequence[Any],
    columns: Sequence[Any],
    cells: Sequence[Sequence[tuple[Number, Any]]],
    *,
    title: Any,
    width: int = 640,
    label_width: int = 150,
) -> SafeString:
    """A grid of shaded cells, each a value (None: not told, left hatched white) and the text written in it."""
    row, head = 24, 22
    step = (width - label_width) / max(len(columns), 1)
    top = _top([value for line in cells for value, _shown in line])
    parts = [_text(label_width + (n + 0.5) * step, 15, label, "middle") for n, label in enumerate(columns)]
    for r, (label, line) in enumerate(zip(rows, cells, strict=True)):
        y = head + r * row
        parts.append(_text(label_width - 8, y + 16, label, "end", "ink"))
        for c, (value, shown) in enumerate(line):
            level = 0 if not value else min(1 + int(float(value) / top * 3.999), 4)
            x = label_width + c * step
            parts.append(_rect(x + 1, y + 1, step - 2, row - 2, HEAT[level], f"heat{level}"))
            parts.append(_text(x + step / 2, y + 16, shown, "middle", "light" if level == 4 else "ink"))
    return _chart(width, head + len(rows) * row + 4, title, _join(parts))
