"""Filters in force as chips: what each says and where taking it off leads."""

from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from clinic_project.filter_chips import Chip, chips_of, named_chips


class Filters(forms.Form):
    mode = forms.ChoiceField(label="มาทางไหน", required=False, choices=[("", "ทุกทาง"), ("online", "ออนไลน์")])
    topics = forms.MultipleChoiceField(
        label="ปัญหา", required=False, choices=[("กลุ่ม", [("sued", "ถูกฟ้อง")]), ("debts", "หนี้หลายทาง")]
    )
    mine = forms.BooleanField(label="ของฉัน", required=False)
    q = forms.CharField(label="คำค้น", required=False)
    show = forms.CharField(required=False, widget=forms.HiddenInput)


def chips(query: str) -> list[Chip]:
    return chips_of(RequestFactory().get(f"/list/?{query}"), Filters())


def test_each_filter_says_what_it_is_and_leads_to_the_list_without_it() -> None:
    found = chips("mode=online&topics=sued&topics=debts&mine=on&after=7&show=all")
    assert [(chip.label, chip.value) for chip in found] == [
        ("มาทางไหน", "ออนไลน์"),
        ("ปัญหา", "ถูกฟ้อง"),
        ("ปัญหา", "หนี้หลายทาง"),
        ("ของฉัน", ""),
    ]
    assert found[0].url == "/list/?topics=sued&topics=debts&mine=on&show=all"
    assert found[1].url == "/list/?mode=online&topics=debts&mine=on&show=all"


def test_what_the_field_refuses_and_what_is_empty_is_no_filter() -> None:
    assert chips("mode=junk&topics=&q=&page=2&mode=") == []


def test_the_last_one_leads_to_the_bare_list() -> None:
    assert chips("q=สมใจ") == [Chip("คำค้น", "สมใจ", "/list/")]


def test_a_page_without_a_form_names_its_parameters() -> None:
    request = RequestFactory().get("/rows/?clinic=CMI&month=2018-07&after=3")
    named = named_chips(request, {"clinic": "เชียงใหม่", "month": None, "other": "x"})
    assert named == [Chip("", "เชียงใหม่", "/rows/?month=2018-07")]


def test_chips_are_drawn_with_a_way_to_take_all_off() -> None:
    request = RequestFactory().get("/list/?q=<b>&mode=online")
    html = Template("{% load ui %}{% filter_chips form %}").render(Context({"request": request, "form": Filters()}))
    assert html.count("เอาออก<span") == 2
    assert "&lt;b&gt;" in html
    assert '<a href="/list/">เอาออกทั้งหมด</a>' in html
    assert Template("{% load ui %}{% filter_chips form %}").render(Context({"form": Filters()})).strip() == ""
