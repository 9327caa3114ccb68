"""Forms of a programme year: choosing where a new one comes from, its dates and sums, all its rules."""

from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import MoneyField, PercentField, ThaiCharField, ThaiDateField, ThaiIntegerField
from clinics.models import ProgrammeYear
from clinics.services.year_plans import BUDGET, DATES, RULES

_SCORE_WORDS = {
    "required": _("กรอกคะแนนเป้าหมาย 1 ถึง 5"),
    "min_value": _("คะแนนต้องไม่น้อยกว่า %(limit)s"),
    "max_value": _("คะแนนต้องไม่เกิน %(limit)s"),
}
_LIMITS = {"conclusion_target": (0, 100), "startup_months": (0, 12), "walk_in_days": (0, 23), "small_cell": (1, 20)}
_PERCENT = {"min_net_ratio": 100, "dsr_watch": 200, "dsr_complex": 200, "dsr_critical": 200, "headroom_rate": 100}
_MONEY = {*BUDGET, "min_net_baht"}
CLOCKS = ("acknowledge_days", "accept_days", "chase_days", "tell_head_days", "decision_days", "tell_member_days")


def field_of(name: str) -> forms.Field:
    """The box for one of a year's rules, called as the model calls it."""
    model_field: Any = ProgrammeYear._meta.get_field(name)
    named: dict[str, Any] = {"label": model_field.verbose_name, "help_text": model_field.help_text}
    if name == "title":
        return ThaiCharField(max_length=200, **named)
    if name in DATES:
        return ThaiDateField(**named)
    if name in _MONEY:
        return MoneyField(**named)
    if name in _PERCENT:
        return PercentField(max_value=_PERCENT[name], **named)
    if name == "satisfaction_target":
        return PercentField(min_value=1, max_value=5, error_messages=_SCORE_WORDS, **named)
    low, high = _LIMITS.get(name, (1, 999))
    if name in CLOCKS:
        named["help_text"] = _("วันทำการ")
    return ThaiIntegerField(min_value=low, max_value=high, **named)


class _YearForm(PlainForm):
    """Fields of a programme year, each by its name."""

    names: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.names:
            self.fields[name] = field_of(name)


class YearChoiceForm(forms.Form):
    """Which year to set up, and from which one (asked in the address)."""

    source = forms.ChoiceField(label=_("คัดลอกจากปี"))
    year = ThaiIntegerField(label=_("ปีที่จะตั้ง (พ.ศ.)"), min_value=2500, max_value=2700)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["source"]
        box.choices = [(str(year), str(year)) for year in years]


class YearSetUpForm(_YearForm):
    """Title, dates and sums of the new year; everything else is copied as it is."""

    names = ("title", *DATES, *BUDGET)
    source = forms.IntegerField(label=_("คัดลอกจากปี"), widget=forms.HiddenInput)
    year = forms.IntegerField(label=_("ปีที่จะตั้ง"), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "source",
            "year",
            "title",
            Fieldset(_("วันที่"), Div(*DATES, css_class="grid2")),
            Fieldset(_("งบประมาณ (บาท)"), Div(*BUDGET, css_class="grid2")),
        )

    def changes(self) -> dict[str, Any]:
        """What was filled in, by field of the year."""
        return {name: self.cleaned_data[name] for name in self.names}


class YearRulesForm(_YearForm):
    """Everything about a year that is data: title, dates, budget, targets, clocks, thresholds."""

    names = ("title", *DATES, *BUDGET, *RULES)

    def __init__(self, *args: Any, year: ProgrammeYear, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(year, name) for name in self.names}
        super().__init__(*args, **kwargs)
        thresholds = ("min_net_ratio", "min_net_baht", "dsr_watch", "dsr_complex", "dsr_critical")
        headroom = ("headroom_rate", "headroom_periods", "complex_creditors")
        self.helper.layout = Layout(
            "title",
            Fieldset(_("วันที่"), Div(*DATES, "startup_months", css_class="grid2")),
            Fieldset(_("งบประมาณ (บาท)"), Div(*BUDGET, css_class="grid2")),
            Fieldset(_("เป้าหมาย"), Div("walk_in_days", "satisfaction_target", "conclusion_target", css_class="grid2")),
            Fieldset(_("กำหนดเวลาของเรื่องที่ส่งต่อ"), Div(*CLOCKS, css_class="grid2")),
            Fieldset(_("เกณฑ์ของการให้คำปรึกษา"), Div(*thresholds, *headroom, css_class="grid2")),
            Fieldset(
                _("ตัวเลข แบบประเมิน และสายตรง"), Div("small_cell", "survey_days", "direct_line_days", css_class="grid2")
            ),
        )

    def clean(self) -> dict[str, Any]:
        """The three limits of debt rise from watch to critical."""
        data = super().clean() or self.cleaned_data
        limits = [data.get(name) for name in ("dsr_watch", "dsr_complex", "dsr_critical")]
        if None not in limits and limits != sorted(limits):  # type: ignore[type-var]
            self.add_error("dsr_complex", ValidationError(_("เกณฑ์ภาระหนี้ต้องเรียงจากน้อยไปมาก: เฝ้าระวัง ซับซ้อน วิกฤติ")))
        return data
