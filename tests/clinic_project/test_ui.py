"""The shared parts of every page: chips, clocks, money, error summary, table, chips to press, frames."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string

from clinic_project import front_files
from clinic_project.static import STYLES
from clinic_project.templatetags import ui
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect

ERROR_PAGES = ["400", "403", "404", "409", "419", "429", "500"]


class Visit(forms.Form):
    member = forms.CharField(label="สมาชิก", help_text="เลขสมาชิกหรือชื่อ")
    mode = forms.ChoiceField(
        label="มาทางไหน", choices=[("walk_in", "เดินเข้ามา"), ("online", "ออนไลน์")], widget=ChipRadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="ลักษณะปัญหา",
        required=False,
        choices=[("ขอความช่วยเหลือ", [("sued", "ถูกฟ้องร้อง"), ("debts", "หนี้หลายทาง")])],
        widget=ChipCheckboxSelectMultiple,
    )


class DebtRow(forms.Form):
    balance = forms.DecimalField(label="ยอดคงเหลือ")


def squeeze(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def draw(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("left", "kind", "text"),
    [
        (-2, "alarm", "เกินมา 2 วันทำการ"),
        (0, "wait", "ครบกำหนดวันนี้"),
        (1, "wait", "เหลือ 1 วันทำการ"),
        (2, "wait", "เหลือ 2 วันทำการ"),
        (3, "calm", "เหลือ 3 วันทำการ"),
    ],
)
def test_deadline_says_how_many_working_days(left: int, kind: str, text: str) -> None:
    html = draw("{% deadline_chip due %}", due=SimpleNamespace(working_days_left=left))
    assert html == f'<span class="chip {kind}">{text}</span>'


def test_deadline_names_who_must_act() -> None:
    due = SimpleNamespace(working_days_left=-1, holder="คลินิก")
    assert "รอคลินิก · เกินมา 1 วันทำการ" in draw("{% deadline_chip due %}", due=due)


def test_deadline_counts_from_the_given_day() -> None:
    due = SimpleNamespace(working_days_left=lambda today: 10 - today)
    assert "เหลือ 4 วันทำการ" in draw("{% deadline_chip due 6 %}", due=due)


@pytest.mark.parametrize("due", [None, "", SimpleNamespace(working_days_left=None)])
def test_nothing_due_draws_nothing(due: object) -> None:
    assert draw("{% deadline_chip due %}", due=due) == ""


def test_status_chip_escapes_and_falls_back_to_plain() -> None:
    assert ui.status_chip('x" onclick="', "<b>") == '<span class="chip plain">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Decimal("-10765"), "−10,765.00"), (Decimal("0.005"), "0.01"), (0, "0.00"), (1150000, "1,150,000.00")],
)
def test_money_has_separators_and_a_true_minus(value: Decimal | int, shown: str) -> None:
    assert draw("{% money value %}", value=value) == f'<span class="num">{shown}</span>'


def test_money_unknown_is_a_dash_with_words() -> None:
    html = draw("{% money value %}", value=None)
    assert "–" in html
    assert "ไม่มีข้อมูล" in html


def test_money_keeps_its_unit_on_the_line() -> None:
    assert "150,000.00\N{NO-BREAK SPACE}บาท" in draw('{% money value "บาท" %}', value=150000)


def test_error_summary_links_to_the_first_control_of_each_field() -> None:
    form = Visit({})
    form.add_error(None, "มีบันทึกเวลาเดียวกันอยู่แล้ว")
    html = draw("{% error_summary form %}", form=form)
    assert 'href="#id_member"' in html
    assert 'href="#id_mode_0"' in html
    assert "มีบันทึกเวลาเดียวกันอยู่แล้ว" in html
    assert "มี 3 จุดต้องแก้" in html
    assert "id_topics" not in html


def test_error_summary_numbers_the_rows_of_a_formset_and_skips_deleted_ones() -> None:
    factory = forms.formset_factory(DebtRow, can_delete=True, extra=0)
    data = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "3", "form-0-balance": "x", "form-0-DELETE": "on"}
    html = draw("{% error_summary rows %}", rows=factory(data | {"form-1-balance": "5", "form-2-balance": "ห้าบาท"}))
    assert 'href="#id_form-2-balance"' in html
    assert "แถวที่ 3 · ยอดคงเหลือ" in html
    assert "form-0" not in html


def test_error_summary_is_silent_when_all_is_well() -> None:
    assert draw("{% error_summary form %}", form=Visit()).strip() == ""
    assert draw("{% error_summary form %}", form=None).strip() == ""


def test_error_summary_is_shown_once_a_page() -> None:
    form = Visit({})
    assert "error-summary" in draw("{% error_summary form %}", form=form)
    assert "error-summary" not in render_crispy_form(form)


def test_crispy_form_shows_its_summary_by_itself() -> None:
    assert render_crispy_form(Visit({})).count('class="error-summary"') == 1


def test_help_and_errors_are_tied_to_their_field() -> None:
    html = render_crispy_form(Visit({}))
    assert 'aria-describedby="id_member_helptext id_member_error"' in html
    assert 'id="id_member_helptext"' in html
    assert 'id="id_member_error"' in html
    assert '<fieldset aria-describedby="id_mode_error">' in html
    assert 'id="id_mode_error"' in html


def test_chips_are_real_inputs_with_the_chosen_one_checked() -> None:
    form = Visit(initial={"mode": "online", "topics": ["sued"]})
    for html in (render_crispy_form(form), str(form["mode"]) + str(form["topics"])):
        assert html.count('type="radio"') == 2
        assert html.count('type="checkbox"') == 2
        assert 'role="group" aria-label="ขอความช่วยเหลือ"' in html
        checked = [part for part in html.split("<input")[1:] if "checked" in part.split(">")[0]]
        assert ['value="online"' in checked[0], 'value="sued"' in checked[1]] == [True, True]
        assert len(checked) == 2


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    assert render_crispy_form(Visit()).count("(ไม่บังคับ)") == 1


def test_table_names_each_cell_for_the_phone() -> None:
    html = draw(
        "{% data_table columns rows totals=totals %}",
        columns=["เจ้าหนี้", ("คงเหลือ", "num")],
        rows=[["สินเชื่อบุคคล <ก>", ui.money(180000)]],
        totals=["รวม", "180,000.00"],
    )
    assert '<th scope="row" role="rowheader">สินเชื่อบุคคล &lt;ก&gt;</th>' in html
    assert '<td role="cell" data-label="คงเหลือ" class="num"><span class="num">180,000.00</span></td>' in html
    assert "<tfoot" in html


def test_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="zip"):
        ui.data_table(["ก", "ข"], [["1"]])


def test_moves_show_the_reason_of_what_is_not_allowed() -> None:
    buttons = [
        SimpleNamespace(label="ยุติเรื่อง", url="/close/", allowed=False, reason="ต้องมีผลการติดตามก่อน", primary=False),
        SimpleNamespace(label="ติดตามผล", url="/follow/", allowed=True, reason="", primary=True),
    ]
    html = squeeze(render_to_string("components/moves.html", {"buttons": buttons}))
    assert 'href="/close/"' not in html
    assert "ต้องมีผลการติดตามก่อน" in html
    assert '<a class="btn btn-primary" href="/follow/">' in html


@pytest.mark.parametrize(
    "name",
    [f"errors/{code}.html" for code in ERROR_PAGES] + ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"],
)
def test_error_pages_need_no_context(name: str) -> None:
    html = get_template(name).render({})
    assert "<h1>" in html
    assert "เลขอ้างอิง" not in html


@pytest.mark.parametrize("code", ERROR_PAGES)
def test_error_pages_show_their_reference(code: str) -> None:
    assert "A1B2C3D4" in get_template(f"errors/{code}.html").render({"reference": "A1B2C3D4"})


def test_expired_form_shows_what_was_typed() -> None:
    assert "รวมหนี้ &lt;2&gt; ใบ" in get_template("errors/419.html").render({"typed": [("advice", "รวมหนี้ <2> ใบ")]})


def test_every_icon_is_drawn_and_others_are_a_dot() -> None:
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([a-z]+)"', sprite)) == set(ui.ICONS)
    assert "#dot" in ui.icon("unheard-of")


TEMPLATES = sorted(path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "pdf" not in path.parts)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:|<style|<script(?![^>]*\bsrc=)", text)


def test_thai_is_never_slanted_or_spread() -> None:
    css = "".join(path.read_text() for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
    assert not re.search(r"font-style:\s*(italic|oblique)|letter-spacing", css)


def test_member_chip_hides_the_name_when_masked() -> None:
    shown = render_to_string(
        "components/member_chip.html", {"name": "นางสาวสมหญิง ใจดี", "number": "012345", "url": "/members/012345/"}
    )
    masked = render_to_string(
        "components/member_chip.html", {"name": "นางสาวสมหญิง ใจดี", "number": "012345", "url": "/m/", "masked": True}
    )
    assert "ใจดี" in shown
    assert "012345" in shown
    assert "ใจดี" not in masked
    assert "012345" not in masked
    assert "/m/" not in masked
    assert "•••345" in masked


def test_a_moment_is_told_by_its_distance_and_holds_its_date() -> None:
    now = datetime(2018, 10, 16, 5, 0, tzinfo=UTC)
    html = Template("{% load thai %}{% relative_time then now %}").render(
        Context({"then": now - timedelta(minutes=3), "now": now})
    )
    assert ">3 นาทีที่แล้ว</time>" in html
    assert 'title="16 ต.ค. 2561 11.57 น."' in html


@pytest.mark.parametrize("name", front_files.FILES)
def test_files_made_from_packages_are_what_the_packages_give(name: str) -> None:
    made = front_files.FILES[name]()
    assert made == (settings.BASE_DIR / "static" / name).read_bytes(), "run manage.py front_files"


def test_every_class_of_bootstrap_in_a_template_is_in_the_kept_part() -> None:
    whole = (resources.files("bootstrap") / "css" / "bootstrap.min.css").read_text()
    known = set(re.findall(r"\.([A-Za-z][\w-]*)", whole))
    own = "".join(path.read_text() for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
    for path in TEMPLATES:
        for given in re.findall(r'class="([^"]*)"', path.read_text()):
            for name in re.sub(r"{[%{].*?[%}]}", " ", given).split():
                missing = name in known and not re.search(rf"\.{re.escape(name)}(?![\w-])", own)
                assert not missing, f"{path.name}: {name} belongs into KEPT of clinic_project/front_files.py"


def test_every_style_sheet_reaches_the_pages() -> None:
    present = {path.stem for path in (settings.BASE_DIR / "static" / "css").glob("*.css")}
    assert present - {"admin", "fonts"} == set(STYLES)
