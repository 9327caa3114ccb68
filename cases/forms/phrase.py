"""The form of a phrase of advice."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.models import AdvicePhrase, Session
from clinic_project.thai.forms import ThaiCharField, ThaiIntegerField, ThaiTextField
from clinic_project.widgets import ChipRadioSelect


class PhraseForm(forms.Form):
    """A phrase. Only central is asked whether every clinic shares it, and only when it is added."""

    title = ThaiCharField(label=_("ชื่อปุ่ม"), max_length=40, help_text=_("สั้น ๆ ให้จำได้ เช่น รวมหนี้"))
    text = ThaiTextField(label=_("ข้อความที่จะแทรก"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    activity = forms.ChoiceField(
        label=_("ใช้กับกิจกรรม"),
        choices=[("", _("ทุกกิจกรรม")), *Session.Activity.choices],
        required=False,
        widget=ChipRadioSelect,
        help_text=_("ขึ้นมาก่อนเมื่อเลือกกิจกรรมนี้"),
    )
    order = ThaiIntegerField(label=_("ลำดับ"), min_value=1, max_value=999, initial=100, help_text=_("เลขน้อยอยู่ก่อน"))
    is_active = forms.BooleanField(label=_("แสดงในหน้าบันทึกการให้บริการ"), required=False, initial=True)
    is_shared = forms.BooleanField(label=_("ใช้ร่วมกันทุกคลินิก"), required=False)

    def __init__(self, data: QueryDict | None, *, asks_shared: bool, phrase: AdvicePhrase | None = None) -> None:
        names = ("title", "text", "activity", "order", "is_active")
        initial = {name: getattr(phrase, name) for name in names} if phrase else {}
        super().__init__(data, initial=initial)
        self.use_required_attribute = False
        if not asks_shared:
            del self.fields["is_shared"]
