"""What the comparison shows, live or as kept: a column an option, a row a figure, balances over time."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.explanations import explained
from cases.models import WayOut
from clinic_project.charts import line_chart
from clinic_project.registry import registry
from clinic_project.thai.numbers import format_money, format_percent
from clinics.models import ProgrammeYear

Figures = Mapping[str, Any]
UNIT = 10_000
MOST_LABELS = 8
MOST_LINES = 4


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _term(figures: Figures) -> str:
    months = figures["months"]
    if months is None:
        return _("ไม่มีวันหมด")
    years, rest = divmod(months, 12)
    told = [_("%(n)d ปี") % {"n": years}] if years else []
    told += [_("%(n)d เดือน") % {"n": rest}] if rest or not years else []
    return " ".join(told)


def _interest(figures: Figures) -> str:
    interest = _number(figures["interest"])
    return _("ไม่มีวันหมด") if interest is None else format_money(interest)


def _relief(figures: Figures, before: Figures) -> str:
    return format_money(Decimal(before["instalment"]) - Decimal(figures["instalment"]))


def _saving(figures: Figures, before: Figures) -> str:
    mine, theirs = _number(figures["interest"]), _number(before["interest"])
    if mine is None or theirs is None:
        return "–"
    saved = theirs - mine
    return format_money(saved) if saved >= 0 else _("จ่ายเพิ่ม %(more)s") % {"more": format_money(-saved)}


def _shown(figures: Figures, name: str, show: Any) -> list[str]:
    """The figure of the first month, and below it what it is once a grace has ended."""
    lines = [show(_number(figures[name]))]
    # A comparison kept before the later figures were all worked out lacks some.
    later = figures.get(f"{name}_later") if figures["is_temporary"] else None
    if later is not None:
        lines.append(_("หลังพัก %(figure)s") % {"figure": show(_number(later))})
    return lines


def _clauses(figures: Figures) -> list[str]:
    told = [_("ต้องขอยกเว้น %(name)s: %(text)s") % {"name": name, "text": text} for name, text in figures["clauses"]]
    return told or [_("อยู่ในเกณฑ์ ไม่ต้องขอยกเว้น")]


def _remarks(heads: Sequence[str], all_figures: Sequence[Figures]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """What is said of each option in words: its head, then labels with one or more lines."""
    found = []
    for head, figures in zip(heads, all_figures, strict=True):
        told = [
            (_("ผลต่อผู้ค้ำประกัน"), figures["guarantors"]),
            (_("ระเบียบและเกณฑ์"), _clauses(figures)),
            (_("ข้อสังเกต"), figures["notes"]),
        ]
        found.append((head, [(label, lines) for label, lines in told if lines]))
    # Of what stands now something is said only where something is wrong with it.
    as_it_is = all_figures[0]
    return found if as_it_is["clauses"] or as_it_is["notes"] else found[1:]


def _glance(number: int, figures: Figures) -> dict[str, Any]:
    """The two figures that stay in sight, of the first month and once a grace has ended (None: it doesn't change)."""
    names = ("instalment", "residual", "instalment_later", "residual_later")
    return {"number": number, "ends": figures["is_temporary"]} | {name: _number(figures[name]) for name in names}


def _rows(all_figures: Sequence[Figures], before: Figures) -> list[tuple[str, str, list[list[str]]]]:
    """Code of the explanation (empty: none), label, and a cell of one or more lines an option."""
    makers: list[tuple[str, str, Any]] = [
        ("instalments", _("ค่างวดทั้งหมดต่อเดือน"), lambda f: _shown(f, "instalment", format_money)),
        ("", _("เบาลงเดือนละ"), lambda f: [_relief(f, before)]),
        ("", _("หมดหนี้ใน"), lambda f: [_term(f)]),
        ("", _("ดอกเบี้ยที่เหลือทั้งหมด"), lambda f: [_interest(f)]),
        ("", _("ประหยัดดอกเบี้ย"), lambda f: [_saving(f, before)]),
        ("net", _("คงเหลือสุทธิ"), lambda f: _shown(f, "net", format_money)),
        ("net_ratio", _("คงเหลือสุทธิต่อเงินเดือน"), lambda f: _shown(f, "net_ratio", format_percent)),
        ("dsr", _("ภาระหนี้ต่อรายได้"), lambda f: _shown(f, "dsr", format_percent)),
        ("residual", _("เหลือใช้จริงต่อเดือน"), lambda f: _shown(f, "residual", format_money)),
        ("", _("ต้นทุนต่อสหกรณ์"), lambda f: [format_money(_number(f["cost"]))]),
    ]
    return [(code, label, [make(figures) for figures in all_figures]) for code, label, make in makers]


def _balances(labels: Sequence[str], all_figures: Sequence[Figures], numbers: Sequence[int]) -> dict[str, Any]:
    """What is owed at each year's end: a chart, and its table."""
    longest = max(len(figures["balances"]) for figures in all_figures)
    columns = [[Decimal(f["balances"][min(n, len(f["balances"]) - 1)]) for n in range(longest)] for f in all_figures]
    years = [_("วันนี้"), *(_("ปีที่ %(n)d") % {"n": n} for n in range(1, longest))]
    every = -(-longest // MOST_LABELS)
    shown = [year if n % every == 0 else "" for n, year in enumerate(years)]
    # More than four lines nobody can follow: beside four options, what stands now is in the table alone.
    names = [labels[0], *(_("ทางที่ %(n)d") % {"n": n} for n in numbers)]
    series = [(name, [value / UNIT for value in column]) for name, column in zip(names, columns, strict=True)]
    title = _("หนี้คงเหลือทั้งหมดเมื่อสิ้นแต่ละปี หน่วยหมื่นบาท")
    rows = [[year, *(format_money(column[n]) for column in columns)] for n, year in enumerate(years)]
    return {"chart": line_chart(shown, series[-MOST_LINES:], title=title, width=720), "title": title, "rows": rows}


def result_context(
    labels: Sequence[str],
    all_figures: Sequence[Figures],
    before: Figures,
    year: ProgrammeYear,
    numbers: Sequence[int] = (),
) -> dict[str, Any]:
    """As it is and the options side by side. ``labels`` and ``all_figures`` without what stands now.

    ``numbers``: those of the options as the form has them, where some can't be worked out; else one after another.
    """
    numbers = numbers or range(1, len(labels) + 1)
    heads = [_("คงเดิม"), *(f"{n}. {label}" for n, label in zip(numbers, labels, strict=True))]
    figures = [before, *all_figures]
    rows = _rows(figures, before)
    return {
        "heads": heads,
        "rows": rows,
        "remarks": _remarks(heads, figures),
        "glance": [_glance(n, f) for n, f in zip(numbers, all_figures, strict=True)],
        "balances": _balances(heads, figures, numbers),
        "explained": [(label, explained(code, year)) for code, label, _cells in rows if code],
    }


def uses_of(user: Any, case: Any, options: Sequence[WayOut]) -> list[tuple[WayOut, list[dict[str, Any]]]]:
    """Each kept option with what higher apps can make of it. A fixed number of queries a case."""
    makers = [make for source in registry.way_out_uses if (make := source(user, case))]
    return [(option, [make(option) for make in makers]) for option in options]
