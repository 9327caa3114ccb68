"""The derived font of the papers: Sarabun, prepared so that every drawn glyph stands for the right letters.

Shaping splits ำ into ํ + า, so a glyph-by-glyph text layer would read น้ำ as น้า. The derived font puts the letters
back together without moving anything on the page: ํ + า becomes the font's own ำ glyph, and า after a joined
"ํ + tone mark" glyph becomes an alias that looks like า and stands for ำ. An upper vowel and the mark above it (ึ่ in
กึ่ง) become one glyph: drawn apart, the mark is shifted back and forth, and readers take that shift for a space.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from copy import deepcopy
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

FAMILY = "Sarabun Clinic"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}

AA, AM, NIKHAHIT = "uni0E32", "uni0E33", "uni0E4D"
AA_ALIAS, AM_NARROW = "uni0E32.am", "uni0E33.narrow"
TONES = ("uni0E48", "uni0E49", "uni0E4A", "uni0E4B")
UPPER_VOWELS = tuple(
    f"uni0E{code}{suffix}" for code in ("31", "34", "35", "36", "37", "47") for suffix in ("", ".narrow")
)
STACKED_MARKS = tuple(f"{mark}.small" for mark in (*TONES, "uni0E4C"))
JOINED = tuple(f"{NIKHAHIT}{tone[3:]}{suffix}" for tone in TONES for suffix in ("", ".narrow"))


@dataclass(frozen=True)
class ClinicFonts:
    """Where the derived font files are, and what each glyph of each weight stands for."""

    folder: Path
    glyph_text: dict[int, dict[int, str]]

    def path(self, weight: int) -> Path:
        """The font file of one weight (400, 600 or 700)."""
        return self.folder / file_name(weight)


def file_name(weight: int) -> str:
    """The name a style sheet asks for, as in ``clinic:fonts/SarabunClinic-Bold.ttf``."""
    return f"SarabunClinic-{WEIGHTS[weight]}.ttf"


def source_bytes(weight: int) -> bytes:
    """The Sarabun file the weight is derived from."""
    return (files("fontpkg_sarabun") / "files" / f"Sarabun-{WEIGHTS[weight]}.ttf").read_bytes()


def ensure_fonts(cache: Path) -> ClinicFonts:
    """Return the derived fonts kept under ``cache``, building them the first time.

    The folder's name is a hash of the sources and of this module (the recipe), and it appears under that name only
    when complete, so that several processes may start at once.
    """
    sources = {weight: source_bytes(weight) for weight in WEIGHTS}
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for data in sources.values():
        digest.update(hashlib.sha256(data).digest())
    folder = cache / f"fonts-{digest.hexdigest()[:20]}"
    if not (folder / "glyphs.json").is_file():
        _build_folder(folder, sources)
    stored = json.loads((folder / "glyphs.json").read_text(encoding="utf-8"))
    text = {int(weight): {int(glyph): letters for glyph, letters in table.items()} for weight, table in stored.items()}
    return ClinicFonts(folder, text)


def _build_folder(folder: Path, sources: dict[int, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as scratch:
        building = Path(scratch) / "fonts"
        building.mkdir()
        tables = {}
        for weight, data in sources.items():
            tables[weight] = build_font(data, weight, building / file_name(weight))
        (building / "glyphs.json").write_text(json.dumps(tables), encoding="utf-8")
        try:
            building.rename(folder)
        except OSError:
            # Another process was faster; its folder is complete, because it too was renamed into place.
            if not (folder / "glyphs.json").is_file():
                raise


def build_font(source: bytes, weight: int, target: Path) -> dict[int, str]:
    """Write the derived font to ``target`` and return the text of each of its glyphs, by glyph number."""
    from io import BytesIO

    from fontTools.ttLib import TTFont

    font: Any = TTFont(BytesIO(source), recalcTimestamp=False)
    _level_anchors(font)
    stacks = _stacks(font)
    _add_glyphs(font, stacks)
    _add_lookups(font, stacks)
    _rename(font, weight)
    text = glyph_text(font)
    font.save(target)
    return {font.getGlyphID(name): letters for name, letters in text.items()}


def _level_anchors(font: Any) -> None:
    """Bring a consonant's anchor to the height its marks have when it misses by a unit or two, as the bold ษ does.

    A thousandth of the letter's size can't be seen, but raised text is written apart and read as a new word.
    """
    for table in _positioning(font, 4):
        heights = {mark.Class: mark.MarkAnchor.YCoordinate for mark in table.MarkArray.MarkRecord}
        for record in table.BaseArray.BaseRecord:
            for kind, anchor in enumerate(record.BaseAnchor):
                if anchor is not None and 0 < abs(anchor.YCoordinate - heights.get(kind, 1e9)) <= 2:
                    anchor.YCoordinate = heights[kind]


def _stacks(font: Any) -> dict[str, tuple[str, str, int, int]]:
    """Name of each vowel-and-mark glyph to add: vowel, mark, and how far the font moves the mark over the vowel."""
    stacks = {}
    for vowel in UPPER_VOWELS:
        for mark in STACKED_MARKS:
            shift = None
            for table in _positioning(font, 6):
                if mark in table.Mark1Coverage.glyphs and vowel in table.Mark2Coverage.glyphs:
                    own = table.Mark1Array.MarkRecord[table.Mark1Coverage.glyphs.index(mark)]
                    record = table.Mark2Array.Mark2Record[table.Mark2Coverage.glyphs.index(vowel)]
                    anchor = record.Mark2Anchor[own.Class]
                    if anchor is not None:
                        place = own.MarkAnchor
                        shift = (anchor.XCoordinate - place.XCoordinate, anchor.YCoordinate - place.YCoordinate)
            if shift is not None:
                stacks[f"{vowel}_{mark}"] = (vowel, mark, *shift)
    return stacks


def _positioning(font: Any, kind: int) -> list[Any]:
    """The positioning subtables of one kind (4 mark to base, 6 mark to mark), in the order they are applied."""
    lookups = font["GPOS"].table.LookupList.Lookup
    return [table for lookup in lookups if lookup.LookupType == kind for table in lookup.SubTable]


def _add_glyphs(font: Any, stacks: dict[str, tuple[str, str, int, int]]) -> None:
    """Add the look-alike of า, ำ with its circle moved aside for ป ฝ ฟ, and the stacks, all from the font's parts."""
    _compose(font, AA_ALIAS, [(AA, 0, 0)], AA)
    _compose(font, AM_NARROW, [(f"{NIKHAHIT}.narrow", 0, 0), (AA, 0, 0)], AA)
    classes = font["GDEF"].table.GlyphClassDef.classDefs
    classes[AM_NARROW] = classes[AM]
    for name, (vowel, mark, right, up) in stacks.items():
        _compose(font, name, [(vowel, 0, 0), (mark, right, up)], vowel)
        classes[name] = classes[vowel]
        for table in _positioning(font, 4):
            # A stack sits on its consonant exactly as its vowel does.
            covered = table.MarkCoverage.glyphs
            if vowel in covered:
                table.MarkArray.MarkRecord.append(deepcopy(table.MarkArray.MarkRecord[covered.index(vowel)]))
                table.MarkArray.MarkCount = len(table.MarkArray.MarkRecord)
                covered.append(name)


def _compose(font: Any, name: str, parts: list[tuple[str, int, int]], width_of: str) -> None:
    """Append a glyph drawn from existing ones, each moved by (right, up) font units."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen, shapes = TTGlyphPen(font.getGlyphSet()), font["glyf"]
    for part, right, up in parts:
        pen.addComponent(part, (1, 0, 0, 1, right, up))
    order = [*font.getGlyphOrder(), name]
    font.setGlyphOrder(order)
    glyph = pen.glyph()
    shapes.glyphs[name], shapes.glyphOrder = glyph, order
    glyph.recalcBounds(shapes)
    font["hmtx"][name] = (font["hmtx"][width_of][0], glyph.xMin)


def _add_lookups(font: Any, stacks: dict[str, tuple[str, str, int, int]]) -> None:
    """Append our substitutions after the font's own, in the feature every Thai text goes through (``ccmp``)."""
    from fontTools.otlLib import builder
    from fontTools.ttLib.tables import otTables

    gsub = font["GSUB"].table
    lookups = gsub.LookupList.Lookup
    glyphs = font.getReverseGlyphMap()

    alias = builder.buildLookup([builder.buildSingleSubstSubtable({AA: AA_ALIAS})])
    chain: Any = otTables.ChainContextSubst()
    chain.Format = 3
    chain.BacktrackGlyphCount, chain.BacktrackCoverage = 1, [builder.buildCoverage(set(JOINED), glyphs)]
    chain.InputGlyphCount, chain.InputCoverage = 1, [builder.buildCoverage({AA}, glyphs)]
    chain.LookAheadGlyphCount, chain.LookAheadCoverage = 0, []
    record: Any = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, len(lookups)
    chain.SubstCount, chain.SubstLookupRecord = 1, [record]
    after_tone = builder.buildLookup([chain])
    whole_am = {(NIKHAHIT, AA): AM, (f"{NIKHAHIT}.narrow", AA): AM_NARROW}
    joined = {(vowel, mark): name for name, (vowel, mark, _right, _up) in stacks.items()}
    whole = builder.buildLookup([builder.buildLigatureSubstSubtable(whole_am | joined)])

    added = [len(lookups) + 1, len(lookups) + 2]
    lookups.extend([alias, after_tone, whole])
    gsub.LookupList.LookupCount = len(lookups)
    thai = next(script for script in gsub.ScriptList.ScriptRecord if script.ScriptTag == "thai")
    for index in thai.Script.DefaultLangSys.FeatureIndex:
        record = gsub.FeatureList.FeatureRecord[index]
        if record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex = [*record.Feature.LookupListIndex, *added]
            record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def _rename(font: Any, weight: int) -> None:
    style, compact = WEIGHTS[weight], FAMILY.replace(" ", "")
    names = {1: FAMILY, 2: style, 3: f"{compact}-{style}", 4: f"{FAMILY} {style}", 6: f"{compact}-{style}"}
    for entry in font["name"].names:
        if entry.nameID in names:
            entry.string = names[entry.nameID]


def glyph_text(font: Any) -> dict[str, str]:
    """The letters each glyph stands for: from the character map, then through the font's own substitutions."""
    text: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        # ﬁ and ﬂ are drawings of two letters each; someone who searches types the letters.
        text.setdefault(name, {0xFB01: "fi", 0xFB02: "fl"}.get(code, chr(code)))
    singles, ligatures = _substitutions(font)
    for _round in range(3):
        for source, target in singles:
            if source in text and target not in text:
                text[target] = text[source]
        for parts, target in ligatures:
            if target not in text and all(part in text for part in parts):
                text[target] = "".join(text[part] for part in parts)
    for joined in JOINED:
        # The ํ of this glyph is told by the ำ that follows it.
        text[joined] = text[f"uni{joined.removesuffix('.narrow')[-4:]}"]
    text[AA_ALIAS] = text[AM_NARROW] = text[AM]
    for name in font.getGlyphOrder():
        if name not in text and (found := re.match(r"uni([0-9A-F]{4})", name)):
            text[name] = chr(int(found[1], 16))
    return text


def _substitutions(font: Any) -> tuple[list[tuple[str, str]], list[tuple[list[str], str]]]:
    singles: list[tuple[str, str]] = []
    ligatures: list[tuple[list[str], str]] = []
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            if lookup.LookupType == 1:
                singles += table.mapping.items()
            elif lookup.LookupType == 4:
                for first, rest in table.ligatures.items():
                    ligatures += [([first, *each.Component], each.LigGlyph) for each in rest]
    return singles, ligatures
