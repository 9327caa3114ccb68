"""The colours, measured: text on every ground it stands on reaches 7:1 in both themes, edges and focus 3:1."""

import re
from itertools import product

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
DARK_BEGINS = "@media (prefers-color-scheme:dark)"
PLAIN = ["ground", "surface", "sunken"]
WASHES = ["brand-wash", "wait-wash", "alarm-wash", "calm-wash"]
TEXT = {
    *product(["ink", "soft"], PLAIN + WASHES),
    *product(["brand", "brand-strong"], [*PLAIN, "brand-wash"]),
    *product(["wait"], [*PLAIN, "wait-wash"]),
    *product(["alarm", "alarm-strong"], [*PLAIN, "alarm-wash"]),
    *product(["calm"], [*PLAIN, "calm-wash"]),
    *product(["brand-ink"], ["brand", "brand-strong"]),
    *product(["alarm-ink"], ["alarm", "alarm-strong"]),
}
EDGES = {*product(["edge", "focus", "brand", "alarm", "wait"], PLAIN)}


def _themes() -> dict[str, dict[str, str]]:
    def hex_tokens(text: str) -> dict[str, str]:
        return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})\b", text))

    light, dark = (hex_tokens(part) for part in TOKENS.split(DARK_BEGINS))
    return {"light": light, "dark": {**light, **dark}}


THEMES = _themes()


def channels(colour: str) -> list[int]:
    """Red, green, blue of ``#rgb`` or ``#rrggbb``."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [value / 255 for value in channels(colour)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_text_reaches_aaa_and_edges_reach_aa(theme: str) -> None:
    colours = THEMES[theme]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 7} == {}
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_both_themes_have_the_same_colours() -> None:
    dark = set(re.findall(r"--([a-z-]+):#", TOKENS.split(DARK_BEGINS)[1]))
    assert dark == set(THEMES["light"])


@pytest.mark.parametrize("theme", THEMES)
def test_the_colours_bootstrap_takes_in_parts_are_the_same(theme: str) -> None:
    text = TOKENS.split(DARK_BEGINS)[list(THEMES).index(theme)]
    parts = dict(re.findall(r"--([a-z]+)-rgb:([0-9,]+)", text))
    assert len(parts) == 7
    for name, numbers in parts.items():
        assert [int(number) for number in numbers.split(",")] == channels(THEMES[theme][name]), name


def test_running_text_has_room_for_marks_above_and_below() -> None:
    found = re.search(r"--bs-body-line-height:([0-9.]+)", TOKENS)
    assert found is not None
    assert float(found.group(1)) >= 1.6


# Headings and what always stays on one line: tone marks have room there below 1.6 too.
ONE_LINE = re.compile(r"\bh1|\.count|\.me\b|\.figures dd\.v|\.stat b|\.scale \.pick span b")


def test_only_headings_and_single_lines_stand_closer_than_running_text() -> None:
    for path in (settings.BASE_DIR / "static" / "css").glob("*.css"):
        if path.stem in {"bootstrap", "fonts", "admin", "print"}:
            continue
        for selector, height in re.findall(r"([^{}]+)\{[^{}]*line-height:([0-9.]+)(?=[;}])", path.read_text()):
            assert float(height) >= 1.6 or ONE_LINE.search(selector), f"{path.name}: {selector.strip()} {height}"


def test_the_ratio_is_the_known_one() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
