"""Thai text: one spelling for what looks the same, and keys to sort and to search by.

The library's `normalize` is not used for saving: it guesses (drops or moves loose marks), joins lines, needs several
passes to settle and takes seconds on a few thousand hostile marks. The rules here run in one pass, in linear time.
"""

from __future__ import annotations

import re
import unicodedata

from .digits import to_arabic_digits

_CONSONANT = "ก-ฮ"
_LEAD = "เ-ไ"
_FOLLOW = "ะาำ"
_TONE = "\u0e48-\u0e4b"
_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_NIKHAHIT, _AA, _AM = "\u0e4d", "\u0e32", "\u0e33"
_LATE = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4e")
_TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b")
_TIE_BREAKERS = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a"
_KEY_BREAK = "\t"

# NUL and lone surrogates: neither database takes them.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Zero-width, joiner, direction and control characters, lone surrogates: nothing a reader can see.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_DOUBLE_E = re.compile("เ{2,}")
_DOUBLE_LEAD = re.compile("([แโใไ])\\1+")
_DOUBLE_LONG = re.compile("ๅ{2,}")
_LONG_AS_AA = re.compile("(?<![ฤฦ])ๅ")
_TAIL = re.compile(f"[{_MARK}]*(?:[{_FOLLOW}][{_FOLLOW}{_TONE}]*)|[{_MARK}]{{2,}}")
_REPEATED = re.compile(f"([{_FOLLOW}])\\1+")

# A mark or following vowel needs a letter to sit on; ั can't end a word, so `พั ฒนา` has lost its way too.
_STRAY = re.compile(
    f"(?<![{_CONSONANT}{_MARK}])[{_MARK}]|(?<![{_CONSONANT}{_MARK}{_FOLLOW}])[{_FOLLOW}]"
    f"|\u0e31[{_TONE}]?(?![{_CONSONANT}{_TONE}])"
)
_LEAD_FIRST = re.compile(f"([{_LEAD}])([{_CONSONANT}])")
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_DROPPED_MARKS = re.compile("[\u0e47-\u0e4c]")
_MAIYAMOK = re.compile("[ \u00a0]+ๆ")

_PREFIXES = (
    "ว่าที่ร้อยตรีหญิง|ว่าที่ร้อยตรี|ว่าที่ร้อยโท|ว่าที่ร้อยเอก|ว่าที่พันตรี|ว่าที่ ร.ต.หญิง|ว่าที่ ร.ต.|ว่าที่ร.ต.|"
    "จ่าสิบเอก|จ่าสิบโท|จ่าสิบตรี|สิบเอก|สิบโท|สิบตรี|ร้อยตรี|ร้อยโท|ร้อยเอก|พันตรี|พันโท|พันเอก|"
    "ร้อยตำรวจตรี|ร้อยตำรวจโท|ร้อยตำรวจเอก|พันตำรวจตรี|พันตำรวจโท|พันตำรวจเอก|"
    "ดาบตำรวจ|จ่าสิบตำรวจ|สิบตำรวจเอก|สิบตำรวจโท|สิบตำรวจตรี|"
    "หม่อมราชวงศ์|หม่อมหลวง|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|"
    "ร.ต.ต.|ร.ต.ท.|ร.ต.อ.|พ.ต.ต.|พ.ต.ท.|พ.ต.อ.|จ.ส.อ.|จ.ส.ท.|จ.ส.ต.|ส.ต.อ.|ส.ต.ท.|ส.ต.ต.|"
    "ร.ต.|ร.ท.|ร.อ.|พ.ต.|พ.ท.|พ.อ.|ส.อ.|ส.ท.|ส.ต.|ด.ต.|ม.ร.ว.|ม.ล.|น.ส.|ด.ช.|ด.ญ.|"
    "ผศ.|รศ.|ศ.|ดร.|นพ.|พญ.|เด็กชาย|เด็กหญิง|นางสาว|นาง|นาย|คุณ"
)
_PREFIX = re.compile(f"(?:{'|'.join(re.escape(p) for p in sorted(_PREFIXES.split('|'), key=len, reverse=True))})")
_NAME_START = re.compile(f"[{_LEAD}]?[{_CONSONANT}](?![{_CONSONANT}]?\\Z)")


def _tail_in_order(found: re.Match[str]) -> str:
    """The marks and following vowels after a letter in the one right order: vowel, tone, following vowel."""
    tail = found[0]
    marks = dict.fromkeys(c for c in tail if c not in _FOLLOW and c not in _TONES)
    tones = [c for c in tail if c in _TONES]
    follow = _REPEATED.sub(r"\1", "".join(c for c in tail if c in _FOLLOW))
    if _NIKHAHIT in marks and follow[:1] in (_AA, _AM):
        del marks[_NIKHAHIT]
        follow = _REPEATED.sub(r"\1", _AM + follow[1:])
    early = "".join(c for c in marks if c not in _LATE)
    late = "".join(c for c in marks if c in _LATE)
    return early + "".join(tones[-1:]) + late + follow


def _line(text: str) -> str:
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())
    if text.isascii():
        return text
    text = _DOUBLE_LEAD.sub(r"\1", _DOUBLE_E.sub("แ", text))
    text = _LONG_AS_AA.sub("า", _DOUBLE_LONG.sub("ๅ", text))
    return unicodedata.normalize("NFC", _TAIL.sub(_tail_in_order, text))


def normalise(text: str) -> str:
    """One line of text in the one spelling we store: never NFKC, nothing guessed, loose marks left for has_stray_mark.

    Names keep what was typed beside it: the caller stores the raw value too.
    """
    return _line(_UNSEEN.sub("", str(text)))


def normalise_multiline(text: str) -> str:
    """Like normalise, line by line; blank lines at both ends go, those between stay."""
    return "\n".join(_line(line) for line in _LINE_BREAK.split(_UNSEEN.sub("", str(text)))).strip("\n")


def stray_marks(text: str, limit: int = 3) -> list[str]:
    """The first few places, with a little text around them, where a mark has no letter to sit on."""
    found = _STRAY.finditer(text)
    return [text[max(0, m.start() - 4) : m.end() + 4].strip() for m, _nth in zip(found, range(limit), strict=False)]


def has_stray_mark(text: str) -> bool:
    """Whether a vowel or tone mark stands without its letter (`พั ฒนา`, from PDF copies): ask, don't guess."""
    return _STRAY.search(text) is not None


def sort_key(text: str) -> str:
    """A column key whose plain code point order (PostgreSQL COLLATE "C", SQLite BINARY) is the dictionary's order.

    Leading vowels go behind their consonant; tone marks, ็ and ์ only break ties, after a tab that sorts before
    everything else. Give the name without its prefix.
    """
    turned = _LEAD_FIRST.sub(r"\2\1", to_arabic_digits(normalise(text)).casefold().replace("ๅ", "า"))
    letters: list[str] = []
    ties: list[str] = []
    for char in turned:
        rank = _TIE_BREAKERS.find(char)
        if rank < 0:
            letters.append(char)
        ties.append(str(rank + 1))
    tie = "".join(ties).rstrip("0")
    return "".join(letters) + (_KEY_BREAK + tie if tie else "")


def search_key(text: str) -> str:
    """A key to look up by substring: digits Arabic; spaces, dots, hyphens, tones, ็ and ์ gone; เก่ง is เกง.

    A prefix is not taken off (นางนวล and นายิกา are names): split_prefix suggests that to a person.
    """
    return _DROPPED_MARKS.sub("", normalise(_SEPARATORS.sub("", to_arabic_digits(normalise(text).casefold()))))


def _is_prefix(prefix: str, after: str) -> bool:
    """Whether `after` reads as the name behind `prefix`; one joined word may itself be a name (นางนวล)."""
    if not _NAME_START.match(after.lstrip()):
        return False
    if after.startswith(" ") or prefix.endswith("."):
        return True
    return prefix != "คุณ" and (" " in after or len(prefix) > 4)


def split_prefix(full_name: str) -> tuple[str, str]:
    """A suggestion of (prefix, name); ("", name) when in doubt. Only ever shown to a person who decides."""
    name = normalise(full_name)
    end = 0
    while found := _PREFIX.match(name, end):
        if (end and not found[0].endswith(".")) or not _is_prefix(found[0], name[found.end() :]):
            break
        end = found.end() + name[found.end() :].startswith(" ")
    return name[:end].rstrip(), name[end:]


def keyboard_guess(text: str) -> str | None:
    """What `text` would be had the keyboard been on Thai (``l,=kp`` is สมชาย); None when that makes no Thai word."""
    typed = normalise(text)
    if not typed.isascii() or len(typed) > 100 or not re.search(r"[^0-9\s./()+#-]", typed):
        return None
    from pythainlp.util import eng_to_thai

    guess = normalise(eng_to_thai(typed))
    if len(guess) < 2 or not re.fullmatch(f"[{_CONSONANT}{_MARK}{_FOLLOW}{_LEAD}ๆ ]+", guess) or has_stray_mark(guess):
        return None
    return None if re.search(f"[{_LEAD}](?![{_CONSONANT}])|(?:^| )ๆ", guess) else guess


def sound_key(text: str) -> str:
    """How the words sound, for "did you mean": สมชัย is สมไชย, พันธ์ is พันธุ์. Empty without Thai letters."""
    words = re.sub(f"[^{_CONSONANT}{_MARK}{_FOLLOW}{_LEAD}ๅ ]+", "", normalise(text)).split()
    if not words:
        return ""
    from pythainlp.soundex import soundex

    return " ".join(filter(None, (soundex(word, engine="udom83") for word in words)))


def valid_national_id(text: str) -> bool:
    """Whether the 13 digits (Thai or Arabic, spaces and hyphens allowed) carry the right check digit; first 1-8."""
    from stdnum.th import pin

    return len(text) <= 40 and bool(pin.is_valid(to_arabic_digits(normalise(text))))


def nbsp_before_maiyamok(text: str) -> str:
    """Keep ๆ on the line of its word: the space before it becomes one that doesn't break."""
    return _MAIYAMOK.sub("\u00a0ๆ", text)
