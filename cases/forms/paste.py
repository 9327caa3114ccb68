"""Debts pasted as rows from a spreadsheet: read cell by cell by the very form a debt is typed into."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.debts import OWN_KINDS, DebtForm
from cases.models import Debt
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiTextField
from clinic_project.thai.text import normalise, search_key

MOST_ROWS = 40
COLUMNS: tuple[tuple[str, Any], ...] = (
    ("creditor", gettext_lazy("เจ้าหนี้")),
    ("kind", gettext_lazy("ประเภทหนี้")),
    ("balance", gettext_lazy("ยอดคงเหลือ")),
    ("rate", gettext_lazy("ดอกเบี้ย")),
    ("instalment", gettext_lazy("ค่างวด")),
    ("periods_left", gettext_lazy("งวดที่เหลือ")),
    ("arrears_amount", gettext_lazy("ยอดค้าง")),
)
SAMPLE = (gettext_lazy("เงินด่วน ค."), gettext_lazy("สินเชื่อบุคคล"), "180,000", "28", "6,500", "36", "13,000")
UNITS = (("คงที่", "flat_rate"), ("เดือน", "per_month"), ("วัน", "per_day"))
_NUMBER = re.compile(r"[0-9๐-๙.,]+")
_MANGLED = re.compile(r"[0-9.]+[eE][+-]?[0-9]+")


class PasteForm(PlainForm):
    """The text box; tabs between cells are what a spreadsheet copies."""

    rows = ThaiTextField(
        label=gettext_lazy("วางแถวจากตาราง"),
        max_length=20_000,
        help_text=gettext_lazy("คัดลอกแถวจากโปรแกรมตารางแล้ววางในช่องนี้ หนึ่งแถวต่อหนี้หนึ่งรายการ เรียงคอลัมน์ตามตัวอย่าง"),
        error_messages={"required": gettext_lazy("วางแถวอย่างน้อยหนึ่งแถว")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its cleaning would join tabs to spaces, and with them the cells.
        self.fields["rows"]._normalised = lambda text: text.strip("\r\n")  # type: ignore[attr-defined]
        self.fields["rows"].widget.attrs["rows"] = 8


@dataclass(frozen=True)
class PastedRow:
    """One row: its number as pasted, its cells, the debt's fields, and what is wrong in Thai by column."""

    number: int
    cells: list[str]
    fields: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def told(self) -> list[tuple[str, str]]:
        """Each cell under the column it was read as; the kind in our words, and what it means for the debt."""
        known = dict(Debt.Kind.choices)
        kind = self.fields.get("kind")
        read = {"kind": str(known[kind])} if kind else {}
        shown = [(str(label), read.get(name, cell)) for (name, label), cell in zip(COLUMNS, self.cells, strict=False)]
        if self.fields.get("is_at_source"):
            shown.append((str(_("ชำระ")), str(_("หักจากเงินเดือน ณ ที่จ่าย"))))
        return [(label, cell) for label, cell in shown if cell]


LOAN = search_key("เงินกู้")
# Words people use at the counter that can only mean one kind.
SHORT_WORDS: dict[str, tuple[str, ...]] = {
    Debt.Kind.CREDIT_CARD: ("เครดิต",),
    Debt.Kind.PERSONAL: ("บุคคล", "ส่วนบุคคล", "สินเชื่อส่วนบุคคล", "บัตรกดเงินสด"),
    Debt.Kind.HIRE_PURCHASE: ("รถ", "รถยนต์", "ผ่อนรถ", "รถจักรยานยนต์", "มอเตอร์ไซค์"),
    Debt.Kind.HOUSING: ("บ้าน", "ผ่อนบ้าน", "กู้บ้าน", "คอนโด"),
    Debt.Kind.LEASING: ("จำนำรถ", "จำนำทะเบียน", "จำนำทะเบียนรถ", "ทะเบียนรถ"),
    Debt.Kind.PAWN: ("โรงจำนำ",),
    Debt.Kind.STUDENT: ("กยศ", "กู้เรียน"),
    Debt.Kind.FUND: ("หมู่บ้าน", "กลุ่มออมทรัพย์"),
    Debt.Kind.INFORMAL: ("นอกระบบ",),
}
_SHORT = {search_key(word): str(kind) for kind, words in SHORT_WORDS.items() for word in words}
_KINDS = {str(code): search_key(str(label)).removeprefix(LOAN) for code, label in Debt.Kind.choices}


def _kind(text: str) -> str:
    """The one kind meant: its words or their beginning, with or without "เงินกู้" before them, or a short word for it.

    Empty where it is none, or could be two.
    """
    key = search_key(text).removeprefix(LOAN)
    if key in _SHORT:
        return _SHORT[key]
    begun = [code for code, word in _KINDS.items() if key and word.startswith(key)]
    return begun[0] if len(begun) == 1 else next((code for code in begun if _KINDS[code] == key), "")


def _rate(text: str) -> tuple[str, str]:
    """A rate and its kind: ``20 ต่อเดือน``, ``3.49 คงที่``, or per year."""
    kind = next((code for word, code in UNITS if word in text), "reducing_balance")
    found = _NUMBER.search(text)
    return (found[0] if found else text, kind)


def _posted(cells: list[str]) -> dict[str, str]:
    values = dict(zip((name for name, _label in COLUMNS), [*cells, *[""] * len(COLUMNS)], strict=False))
    rate, rate_kind = _rate(values["rate"])
    kind = _kind(values["kind"]) if values["kind"] else Debt.Kind.OTHER.value
    values |= {"kind": kind, "rate": rate, "rate_kind": rate_kind, "stage": "normal"}
    if kind in OWN_KINDS:
        values |= {"is_cooperative": "on", "is_at_source": "on"}
    return values


def _row(number: int, cells: list[str]) -> PastedRow:
    problems = [
        _("คอลัมน์ %(column)s: โปรแกรมตารางย่อตัวเลขเป็น %(text)s ขยายคอลัมน์แล้วคัดลอกใหม่") % {"column": label, "text": cell}
        for (_name, label), cell in zip(COLUMNS, cells, strict=False)
        if _MANGLED.fullmatch(cell)
    ]
    if len(cells) > len(COLUMNS):
        problems.append(_("มี %(count)d คอลัมน์ เกินกว่าที่รับได้") % {"count": len(cells)})
    posted = QueryDict(mutable=True)
    posted.update(_posted(cells))
    form = DebtForm(posted)
    if form.is_valid() and not problems:
        return PastedRow(number, cells, fields=form.cleaned_data)
    labels = dict(COLUMNS)
    if "kind" in form.errors:
        known = ", ".join(str(label) for label in Debt.Kind.labels)
        problems.append(
            _("ไม่รู้จักประเภทหนี้ “%(text)s” ใช้คำเหล่านี้ หรือเว้นว่าง: %(known)s") % {"text": cells[1], "known": known}
        )
        del form.errors["kind"]
    for name, errors in form.errors.items():
        label = labels.get(name, form.fields[name].label if name in form.fields else "")
        problems += [f"{label}: {error}" for error in errors]
    return PastedRow(number, cells, problems=problems)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [normalise(cell) for cell in line.split("\t")]
        while cells and not cells[-1]:
            cells.pop()
        is_heading = bool(cells) and search_key(cells[0]) == search_key(str(COLUMNS[0][1]))
        if cells and not is_heading:
            yield number, cells


def read_rows(text: str) -> list[PastedRow]:
    """The rows of a pasted text, a row of headings and empty ones left out; nothing is written."""
    return [_row(number, cells) for number, cells in _lines(text)]
