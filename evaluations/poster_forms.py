"""Forms of a clinic's poster."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from clinic_project.files.fields import PICTURES, UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect
from evaluations.models import PosterPhoto


class StoryChoice(forms.ModelChoiceField):
    """Closed cases whose member allowed their story to be told."""

    def label_from_instance(self, case: Any) -> str:
        """Number and subject: who writes the poster works in the clinic and knows the case."""
        return f"{case.reference} {case.subject}"


class PosterForm(PlainForm):
    """The words of the poster."""

    headline = ThaiCharField(
        label=_("พาดหัว"), max_length=90, help_text=_("หนึ่งประโยคที่คนเดินผ่านอ่านแล้วหยุด เช่น ปลดหนี้ได้ ถ้ามีคนช่วยคิด")
    )
    message = ThaiTextField(label=_("สิ่งที่ได้เรียนรู้"), required=False, max_length=600, widget=forms.Textarea({"rows": 3}))
    story_case = StoryChoice(
        label=_("เรื่องที่นำมาเล่า"),
        queryset=Case.objects.none(),
        required=False,
        empty_label=_("ไม่เล่าเรื่อง"),
        help_text=_("มีเฉพาะเรื่องที่ยุติแล้วและสมาชิกให้ความยินยอมไว้ บันทึกความยินยอมได้ที่หน้าสมาชิก"),
        error_messages={"invalid_choice": _("เรื่องนี้เลือกไม่ได้ อาจถอนความยินยอมไปแล้ว เลือกจากรายการ")},
    )
    story_title = ThaiCharField(label=_("ชื่อเรื่องเล่า"), required=False, max_length=90)
    story = ThaiTextField(
        label=_("เรื่องเล่า"),
        required=False,
        max_length=900,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("ไม่ใส่ชื่อ หน่วยงาน เลขสมาชิก หรือจำนวนเงินที่ทำให้รู้ว่าเป็นใคร"),
    )

    def __init__(self, *args: Any, user: Any, clinic_year: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = Case.objects.visible_to(user).that_may_be_told(clinic_year.clinic_id)
        self.fields["story_case"].queryset = told  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Fieldset(_("ข้อความ"), "headline", "message"),
            Fieldset(_("เรื่องเล่าจากสมาชิก"), "story_case", "story_title", "story"),
        )


class PhotoForm(PlainForm):
    """A picture, and why its people may be shown. Nothing is chosen beforehand."""

    picture = UploadField(
        label=_("ภาพ"), kinds=PICTURES, help_text=_("JPEG หรือ PNG ภาพใหญ่พิมพ์ A1 ได้คมกว่า ตำแหน่งที่ถ่ายจะถูกลบออกให้")
    )
    caption = ThaiCharField(label=_("คำบรรยายภาพ"), max_length=120)
    people = forms.ChoiceField(
        label=_("ผู้ที่อยู่ในภาพ"),
        choices=PosterPhoto.People.choices,
        widget=ChipRadioSelect,
        error_messages={
            "required": _("บอกว่าผู้ที่อยู่ในภาพยินยอมแล้ว หรือไม่มีใครที่จำหน้าได้"),
            "invalid_choice": _("เลือกจากรายการ"),
        },
    )
