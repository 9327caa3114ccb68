"""The gallery: every part of the pages in every state, for administrators, with made-up content."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from clinic_project.charts import Bar, bar_chart
from clinic_project.explanations import Explanation
from clinic_project.icons import ICONS
from clinic_project.templatetags.ui import deadline_chip, money, status_chip
from clinic_project.thai.forms import MoneyField, ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.verdicts import NotAllowed
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect

NAME = _("นางสาวสมหญิง ใจดี")
NUMBER = "012345"
CHIPS = [
    ("alarm", _("เกินกำหนด")),
    ("wait", _("รอดำเนินการ")),
    ("calm", _("มีเวลา")),
    ("done", _("เสร็จแล้ว")),
    ("plain", _("ทั่วไป")),
]
EXPLANATION = Explanation(
    formula=_("รายรับทั้งหมด หักด้วยรายการหัก ณ ที่จ่าย"),
    source=_("เกณฑ์ของสหกรณ์"),
    counted=_("เงินเดือน ค่าตอบแทน"),
    excluded=_("รายได้ที่ไม่แน่นอน"),
)
MODES = [("walk_in", _("เดินเข้ามา")), ("online", _("ออนไลน์")), ("media", _("สื่อ / ไลน์"))]
TOPICS = [(_("หนี้สิน"), [("sued", _("ถูกฟ้องร้อง")), ("debts", _("หนี้หลายทาง"))]), (_("ออม"), [("save", _("ออมเงิน"))])]


class SampleForm(forms.Form):
    """One field of each kind."""

    subject = ThaiCharField(label=_("หัวข้อ"), help_text=_("สั้นและบอกว่าเรื่องอะไร"))
    advice = ThaiTextField(label=_("คำแนะนำ"), required=False)
    on = ThaiDateField(label=_("วันที่"))
    amount = MoneyField(label=_("จำนวนเงิน"))
    place = forms.ChoiceField(label=_("คลินิก"), choices=[("", _("เลือก")), ("cmi", _("จ.เชียงใหม่"))])
    mode = forms.ChoiceField(label=_("มาทางไหน"), choices=MODES, widget=ChipRadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("ลักษณะปัญหา"), choices=TOPICS, required=False, widget=ChipCheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label=_("ผู้รับบริการยินยอมให้เก็บข้อมูล"))


class SampleFilter(forms.Form):
    """What a list's filter looks like."""

    mode = forms.ChoiceField(label=_("มาทางไหน"), required=False, choices=[("", _("ทุกทาง")), *MODES])
    q = ThaiCharField(label=_("คำค้น"), required=False)


def _statuses() -> dict[str, Any]:
    holders = [("", 5), (_("คลินิก"), 2), (_("ส่วนกลาง"), 0), (_("คณะกรรมการ"), -3)]
    now = timezone.now()
    return {
        "chips": CHIPS,
        "clocks": [SimpleNamespace(working_days_left=left, holder=holder) for holder, left in holders],
        "amounts": [Decimal("150000"), Decimal("-10765.5"), None],
        "moments": [now - timedelta(minutes=3), now - timedelta(days=2), now - timedelta(days=40)],
        "icons": [(name, words) for name, (_drawing, words) in ICONS.items()],
        "name": NAME,
        "number": NUMBER,
    }


def _lists() -> dict[str, Any]:
    """Work list, search hits, changes, timeline, steps, table, figures."""
    item = {"title": _("ตอบข้อมูลเพิ่มให้ส่วนกลาง"), "url": "#lists", "reference": "69-CMI-0042", "detail": NAME}
    entry = {"title": _("ส่งต่อส่วนกลาง"), "when": _("16 ต.ค. 2561 10.12 น."), "who": NAME}
    hit = {"title": NAME, "url": "#lists", "detail": NUMBER}
    rows = [
        [_("สหกรณ์ออมทรัพย์"), money(Decimal("250000")), status_chip("done", _("ปกติ"))],
        [_("บัตรเครดิต"), money(Decimal("80000")), status_chip("alarm", _("ค้างชำระ"))],
    ]
    return {
        "tasks": [SimpleNamespace(**item, working_days_left=left) for left in (-1, 1, 6)],
        "hits": [hit],
        "answer": {
            "guess": _("สมหญิง"),
            "count": 2,
            "exact": [hit],
            "groups": [{"group": _("สมาชิก"), "total": 1, "hits": [hit]}],
            "hits": [hit],
        },
        "changes": [{**item, "at": timezone.now() - timedelta(minutes=3), "more": 2}],
        "entries": [{**entry, "kind": "alarm"}, {**entry, "kind": "done", "text": _("อนุมัติแบบมีเงื่อนไข")}, entry],
        "steps": [
            {"label": _("รับเรื่อง"), "state": "past"},
            {"label": _("ให้คำปรึกษา"), "state": "now", "note": _("เหลือ 3 วันทำการ")},
            {"label": _("ยุติเรื่อง"), "state": "next"},
        ],
        "columns": [_("เจ้าหนี้"), (_("คงเหลือ"), "num"), _("สถานะ")],
        "rows": rows,
        "totals": [_("รวม"), money(Decimal("330000")), ""],
    }


def _figures() -> dict[str, Any]:
    bars = [Bar(_("จ.เชียงใหม่"), 12, "12"), Bar(_("ศพช.ลำปาง"), 4, "4", is_short=True)]
    return {
        "figures": [
            {"label": _("คงเหลือสุทธิ"), "value": "25,253.00", "tone": "good", "explanation": EXPLANATION},
            {"label": _("เหลือใช้จริง"), "value": "−5,585.00", "note": _("ติดลบ"), "tone": "bad"},
            {"label": _("หนี้ทั้งหมด"), "value": "330,000.00", "url": "#lists"},
        ],
        "explanations": [(_("คงเหลือสุทธิ"), EXPLANATION)],
        "chart": bar_chart(bars, title=_("การให้บริการรายคลินิก"), target=8),
        "chart_table": {"caption": _("การให้บริการรายคลินิก"), "columns": [_("คลินิก"), (_("ครั้ง"), "num")],
                        "rows": [[bar.label, bar.text] for bar in bars]},
        "compared": {"label": _("ตัวอย่างตารางเทียบ"), "first": _("รายการ"), "heads": [_("คงเดิม"), _("ขยายเวลา")],
                     "rows": [[_("ค่างวด (บาท)"), "11,922.09", "9,704.35"]]},
    }  # fmt: skip


def _forms() -> dict[str, Any]:
    by = SimpleNamespace(full_name=NAME)
    last = SimpleNamespace(actor=by, at=timezone.now() - timedelta(minutes=3))
    record = SimpleNamespace(status_label=_("ส่วนกลางรับเรื่อง"), get_absolute_url="#forms")
    return {
        "form": SampleForm(prefix="fresh", initial={"mode": "walk_in", "topics": ["debts"], "subject": _("หนี้หลายทาง")}),
        "wrong": SampleForm({"wrong-amount": "มาก"}, prefix="wrong"),
        "stale": SimpleNamespace(record=record, last=last),
        "buttons": [
            {
                "label": _("ส่งต่อส่วนกลาง"),
                "url": "#forms",
                "allowed": True,
                "primary": True,
                "help": _("ส่วนกลางมีเวลา 3 วันทำการ"),
            },
            {"label": _("พักเรื่อง"), "url": "#forms", "allowed": True},
            {"label": _("ยุติเรื่อง"), "url": "#forms", "allowed": False, "reason": _("ต้องมีผลการติดตามก่อน")},
        ],
        "notices": [Message(level, str(text)) for level, text in NOTICES],
    }


NOTICES = [(40, _("บันทึกไม่ได้")), (30, _("ใกล้ครบกำหนด")), (25, _("บันทึกแล้ว")), (20, _("ไม่มีอะไรเปลี่ยน"))]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state; administrators only."""
    if not request.user.is_staff:
        raise NotAllowed(_("หน้านี้เป็นของผู้ดูแลระบบ ใช้ตรวจส่วนประกอบของหน้าจอ"))
    filter_form = SampleFilter(request.GET or None)
    links = [
        {"label": _("ทั้งหมด"), "url": "?", "current": not request.GET, "count": 12},
        {"label": _("เดินเข้ามา"), "url": "?mode=walk_in", "current": request.GET.get("mode") == "walk_in"},
    ]
    context = {**_statuses(), **_lists(), **_figures(), **_forms(), "filter_form": filter_form, "links": links}
    context["clock_chips"] = [deadline_chip(clock) for clock in context["clocks"]]
    return render(request, "gallery/index.html", context)
