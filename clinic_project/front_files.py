"""Files of the pages made from pinned packages: letters (WOFF2), icons (one sprite), the kept part of Bootstrap.

They are made once, kept in ``static/`` and compared by a test. Made anew after a change of a package or of the lists
below: ``manage.py front_files`` (needs requirements-dev.txt, where Lucide stands).
"""

from __future__ import annotations

import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from importlib.resources import files
from zipfile import ZipFile

import tinycss2
from fontTools import subset

from clinic_project.icons import ICONS

# Two weights carry every page: text and emphasis. Each more would be 18 KB and one request of a first visit.
WEIGHTS = {400: "Regular", 600: "SemiBold"}
# Latin with the signs papers and names use, Thai without what no keyboard has. What is outside comes from the system.
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x0E01, 0x0E3B),
    *range(0x0E3F, 0x0E5C),
    *(0x200B, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x202F, 0x2212, 0x25CC),
)
# Marks over marks, kerning, local forms, ligatures: what Thai needs to stand right.
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk"]

# Classes of Bootstrap that our templates and crispy-forms use; rules of any other class stay behind.
KEPT = re.compile(
    r"""(
    btn(-(primary|danger|success|link|outline-primary|outline-danger|check|sm|lg))? | disabled | active | show
    | form-(label|control|control-plaintext|text|select|check|check-input|check-label|check-inline) | col-form-label
    | input-group(-text)? | is-invalid | invalid-feedback
    | table(-responsive|-sm|-hover|-striped)? | alert(-(info|success|warning|danger|link))?
    | visually-hidden(-focusable)? | row | col(-(md-)?[0-9]+)? | g-[0-5] | m[tbsexy]?-[0-5] | p[tbsexy]?-[0-5]
    | small | lead | fs-5 | text-(center|end|nowrap) | align-items-center
    )\Z""",
    re.VERBOSE,
)
_CLASS = re.compile(r"\.(-?[A-Za-z_][A-Za-z0-9_-]*)")


def font(weight: int) -> bytes:
    """Sarabun of that weight as WOFF2, with the letters of ``LETTERS`` only."""
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True)
    source = (files("fontpkg_sarabun") / "files" / f"Sarabun-{WEIGHTS[weight]}.ttf").read_bytes()
    loaded = subset.load_font(io.BytesIO(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(loaded)
    written = io.BytesIO()
    subset.save_font(loaded, written, options)
    return written.getvalue()


def fonts() -> bytes:
    """The letters inside a style sheet, which the browser waits for: no page is ever drawn in other letters first.

    A font of its own would arrive after the first paint on a slow line, and the lines would jump. Packed like this
    it is 37 KB on the wire, as before. Weights above 600 are drawn with 600.
    """
    parts = ["/* Sarabun (SIL Open Font License 1.1), the letters in use; made by manage.py front_files */"]
    for weight in WEIGHTS:
        packed = b64encode(font(weight)).decode()
        parts.append(
            f"@font-face{{font-family:Sarabun;font-style:normal;font-weight:{weight if weight == 400 else '600 800'};"
            f'font-display:block;src:url("data:font/woff2;base64,{packed}") format("woff2")}}'
        )
    return ("\n".join(parts) + "\n").encode()


def icons() -> bytes:
    """One SVG with a symbol for each icon of ``clinic_project.icons``, drawn by Lucide."""
    parts = ["<!-- Lucide (ISC licence); made by manage.py front_files -->"]
    with ZipFile(io.BytesIO((files("lucide") / "lucide.zip").read_bytes())) as drawings:
        for name, (drawn_as, _words) in ICONS.items():
            lines = drawings.read(f"{drawn_as}.svg").decode().splitlines()
            shapes = "".join(line.strip().replace(" />", "/>") for line in lines if line.startswith("  <"))
            parts.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(parts) + "\n</svg>\n").encode()


def _keeps(selector: str) -> bool:
    # A dark page is made by our own tokens; Bootstrap's attribute for it is not used.
    if "data-bs-theme=dark" in selector or "[dir=" in selector:
        return False
    return all(KEPT.match(name) for name in _CLASS.findall(selector))


def _kept_rules(rules: list[tinycss2.ast.Node]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [part.strip() for part in tinycss2.serialize(rule.prelude).split(",")]
            kept = selectors if ":is(" in "".join(selectors) else [part for part in selectors if _keeps(part)]
            if kept and all(_keeps(part) for part in kept):
                yield ",".join(kept) + "{" + tinycss2.serialize(rule.content) + "}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media" and rule.content is not None:
            inner = "".join(_kept_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True)))
            if inner:
                yield f"@media{tinycss2.serialize(rule.prelude)}{{{inner}}}"


def bootstrap() -> bytes:
    """The rules of Bootstrap for plain elements and for the classes of ``KEPT``."""
    whole = (files("bootstrap") / "css" / "bootstrap.min.css").read_text(encoding="utf-8")
    rules = tinycss2.parse_stylesheet(whole, skip_comments=True, skip_whitespace=True)
    head = "/* Bootstrap 5 (MIT licence), the parts in use; made by manage.py front_files */\n"
    return (head + "\n".join(_kept_rules(rules)) + "\n").encode()


FILES: dict[str, Callable[[], bytes]] = {
    "css/fonts.css": fonts,
    "img/icons.svg": icons,
    "css/bootstrap.css": bootstrap,
}
