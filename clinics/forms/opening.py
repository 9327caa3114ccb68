"""Forms of the opening: the year's criteria, central's reason, what was announced (R5, R15)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiTextField
from clinic_project.widgets import ChipCheckboxSelectMultiple
from clinics.models import OpeningNotice
from clinics.opening import Criterion
from clinics.orientation import POST_WORDS


class CriteriaForm(PlainForm):
    """Which criteria a clinic must meet before it opens, and who must attend the orientation."""

    required = forms.MultipleChoiceField(
        label=_("ต้องครบก่อนเปิดให้บริการ"),
        required=False,
        widget=ChipCheckboxSelectMultiple,
        help_text=_("ข้อที่ไม่เลือกยังแสดงในรายการตรวจของคลินิก แต่ไม่กั้นการเปิด"),
    )
    posts = forms.MultipleChoiceField(
        label=_("ตำแหน่งที่ต้องเข้ารับการปฐมนิเทศ"),
        choices=list(POST_WORDS.items()),
        widget=ChipCheckboxSelectMultiple,
        help_text=_("คลินิกผ่านการปฐมนิเทศเมื่อผู้ดำรงตำแหน่งเหล่านี้เข้าร่วมครบ"),
        error_messages={"required": _("เลือกอย่างน้อยหนึ่งตำแหน่ง")},
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterion], posts: Sequence[str], **kwargs: Any) -> None:
        chosen = [criterion.code for criterion in criteria if criterion.is_required]
        kwargs["initial"] = {"required": chosen, "posts": list(posts)}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["required"]
        field.choices = [(criterion.code, criterion.label) for criterion in criteria]


class OpenForm(PlainForm):
    """Nothing to fill in when everything is there; central's reason when something is missing."""

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = ThaiTextField(
                label=_("เหตุผลที่เปิดก่อนครบเกณฑ์"),
                max_length=500,
                help_text=_("เก็บไว้และแสดงในหน้าการเปิดของคลินิก"),
                error_messages={"required": _("เขียนเหตุผลที่เปิดทั้งที่ยังไม่ครบเกณฑ์")},
            )


class NoticeForm(PlainForm):
    """How members were told."""

    announced_on = ThaiDateField(label=_("วันที่ประกาศ"), max_date=timezone.localdate)
    channels = forms.MultipleChoiceField(
        label=_("ช่องทาง"),
        choices=OpeningNotice.Channel.choices,
        widget=ChipCheckboxSelectMultiple,
        error_messages={"required": _("เลือกช่องทางที่ประกาศอย่างน้อยหนึ่งทาง")},
    )
    text = ThaiTextField(
        label=_("ข้อความที่ประกาศ"),
        max_length=3000,
        widget=forms.Textarea({"rows": 9}),
        help_text=_("ข้อความนี้เปิดเผยต่อสาธารณะ ไม่ใส่ชื่อหรือข้อมูลของสมาชิก"),
    )


class ReasonForm(PlainForm):
    """Why figures are given back."""

    reason = ThaiCharField(label=_("สิ่งที่ต้องแก้ไข"), max_length=500)
