"""The derived font: built once, whole, and unchanged in what it draws."""

import pytest
from fontTools.ttLib import TTFont

from clinic_project.pdf import fonts


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return fonts.ensure_fonts(tmp_path_factory.mktemp("fonts"))


def test_building_again_gives_the_same_bytes(built, tmp_path):
    again = fonts.ensure_fonts(tmp_path)

    assert again.folder.name == built.folder.name
    for weight in fonts.WEIGHTS:
        assert again.path(weight).read_bytes() == built.path(weight).read_bytes()


def test_second_start_builds_nothing(built, monkeypatch):
    monkeypatch.setattr(fonts, "build_font", lambda *_: pytest.fail("built again"))

    assert fonts.ensure_fonts(built.folder.parent).glyph_text == built.glyph_text


def test_lost_race_uses_the_winners_folder(tmp_path, monkeypatch):
    original = fonts.build_font

    def slow(source, weight, target):
        if not list(tmp_path.glob("fonts-*")):
            monkeypatch.setattr(fonts, "build_font", original)
            fonts.ensure_fonts(tmp_path)
        return original(source, weight, target)

    monkeypatch.setattr(fonts, "build_font", slow)

    assert fonts.ensure_fonts(tmp_path).path(700).is_file()
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("weight", fonts.WEIGHTS)
def test_every_glyph_thai_can_use_has_text(built, weight):
    font = TTFont(built.path(weight))
    text = built.glyph_text[weight]

    assert all(text.values())
    nameless = {name for number, name in enumerate(font.getGlyphOrder()) if number not in text}
    assert not {name for name in nameless if name.startswith("uni0E") or "thai" in name}


def test_own_outlines_are_untouched(built):
    from io import BytesIO

    source, derived = TTFont(BytesIO(fonts.source_bytes(400))), TTFont(built.path(400))

    for name in source.getGlyphOrder():
        assert derived["hmtx"][name] == source["hmtx"][name]
        assert derived["glyf"][name] == source["glyf"][name]


def test_name_is_our_own(built):
    assert TTFont(built.path(700))["name"].getDebugName(6) == "SarabunClinic-Bold"
