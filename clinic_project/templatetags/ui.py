"""Tags for what every page shows the same way: ``{% load ui %}``.

The small ones build their HTML directly, without a template, because lists draw hundreds of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clinic_project.filter_chips import chips_of, named_chips
from clinic_project.icons import ICONS
from clinic_project.static import FONTS, style_sheets
from clinic_project.thai import numbers

register = template.Library()

KINDS = frozenset({"alarm", "wait", "calm", "done"})
# From this many working days left a deadline is calm.
CALM_FROM = 3


@register.simple_tag
def status_chip(kind: str, label: Any) -> SafeString:
    """A status: word, shape and colour. ``kind`` is alarm, wait, calm or done; anything else is plain."""
    return format_html('<span class="chip {}">{}</span>', kind if kind in KINDS else "plain", label)


def deadline_text(left: int) -> str:
    """Say how many working days are left (negative: past; 0: due today)."""
    if left < 0:
        return _("เกินมา %(days)d วันทำการ") % {"days": -left}
    if left == 0:
        return _("ครบกำหนดวันนี้")
    return _("เหลือ %(days)d วันทำการ") % {"days": left}


def deadline_kind(left: int) -> str:
    """Kind of chip for that many working days left."""
    if left < 0:
        return "alarm"
    return "wait" if left < CALM_FROM else "calm"


@register.simple_tag
def deadline_chip(due: Any, today: Any = None) -> SafeString:
    """A working-day clock.

    ``due`` is an ``int`` of working days left, or has ``.working_days_left`` (int, None, or a function of
    ``today``) and perhaps ``.holder`` (who must act). Nothing due gives nothing.
    """
    left = getattr(due, "working_days_left", due)
    if callable(left):
        left = left(today)
    if not isinstance(left, int):
        return SafeString()
    holder = getattr(due, "holder", "")
    text = deadline_text(left)
    if holder:
        text = _("รอ%(holder)s · %(clock)s") % {"holder": holder, "clock": text}
    return status_chip(deadline_kind(left), text)


@register.simple_tag
def money(value: Decimal | int | None, unit: Any = "") -> SafeString:
    """An amount that never breaks over two lines; ``unit`` (for instance บาท) follows. Nothing known gives a dash."""
    if value is None or value == "":
        return format_html('<span class="num">–<span class="visually-hidden">{}</span></span>', _("ไม่มีข้อมูล"))
    text = numbers.format_money(value)
    return format_html('<span class="num">{}</span>', f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of ``static/img/icons.svg``; unknown or empty names give the dot."""
    href = f"{static('img/icons.svg')}#{name if name in ICONS else 'dot'}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', href)


@register.simple_tag
def style_links() -> SafeString:
    """Link the letters, make them ready before anything is drawn, and link the style sheets of every page.

    The script stands behind the letters and waits for them; without scripts the letters are ready a moment later.
    """
    link = '<link rel="stylesheet" href="{}">'
    letters = format_html(link + '\n<script src="{}"></script>\n', static(FONTS), static("js/letters.js"))
    return letters + format_html_join("\n", link, ((address,) for address in style_sheets()))


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; ``target`` is the id of the field to jump to, or empty."""

    target: str
    label: str
    message: str


def _target(bound: forms.BoundField) -> str:
    """Id of the first control of a field; a group of chips names only its single controls."""
    if bound.is_hidden or not bound.auto_id:
        return ""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _form_problems(form: forms.BaseForm, row: str = "") -> Iterator[Problem]:
    for message in form.non_field_errors():
        yield Problem("", row, str(message))
    for bound in form:
        label = " · ".join(part for part in (row, str(bound.label or "")) if part)
        for message in bound.errors:
            yield Problem(_target(bound), label, str(message))


def _is_deleted(form: forms.BaseForm) -> bool:
    return bool(getattr(form, "cleaned_data", {}).get("DELETE"))


def _problems(parts: Iterable[Any]) -> Iterator[Problem]:
    for part in parts:
        if isinstance(part, BaseFormSet):
            for message in part.non_form_errors() if part.is_bound else ():
                yield Problem("", "", str(message))
            for number, form in enumerate(part.forms, start=1):
                if form.is_bound and not _is_deleted(form):
                    yield from _form_problems(form, _("แถวที่ %(number)d") % {"number": number})
        elif part and part.is_bound:
            yield from _form_problems(part)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts: Any) -> dict[str, Any]:
    """Everything wrong in the given forms and formsets, each line a link to its field.

    Shown once a page: a form that was summed up is marked, so crispy's own summary stays away.
    """
    fresh = [part for part in parts if part is not None and not getattr(part, "is_summed_up", False)]
    for part in fresh:
        for form in [part, *getattr(part, "forms", [])]:
            form.is_summed_up = True
    return {"problems": list(_problems(fresh))}


@register.inclusion_tag("components/data_table.html")
def data_table(
    columns: Sequence[Any], rows: Iterable[Any], caption: str = "", totals: Sequence[Any] = ()
) -> dict[str, Any]:
    """A table that turns into cards on a phone.

    ``columns``: texts, or ``(text, "num")`` for figures set right. ``rows``: sequences of cells in that order; a cell
    is a text or ready HTML (``status_chip``, ``money``). The first cell heads its row. ``totals``: the last row.
    """
    heads = [column if isinstance(column, tuple) else (column, "") for column in columns]

    def paired(row: Iterable[Any]) -> list[tuple[Any, str, Any]]:
        return [(label, kind, cell) for (label, kind), cell in zip(heads, row, strict=True)]

    return {
        "heads": heads,
        "rows": [paired(row) for row in rows],
        "caption": caption,
        "totals": paired(totals) if totals else [],
    }


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(context: Context, form: forms.BaseForm | None = None, **named: Any) -> dict[str, Any]:
    """The filters in force, of a GET form or by parameter name; each can be taken off by a link."""
    request = context.get("request")
    if request is None:
        return {"chips": []}
    chips = (chips_of(request, form) if form is not None else []) + named_chips(request, named)
    return {"chips": chips, "clear_url": request.path}
