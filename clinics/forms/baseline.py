"""The form of a clinic's baseline figures (R37)."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import MoneyField, ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinics.models import Baseline

MOST_PEOPLE = 10_000_000
MOST_BAHT = 9_999_999_999_999
WORDS = ("expectations", "sources")


def _people(label: Any, **more: Any) -> ThaiIntegerField:
    return ThaiIntegerField(label=label, required=False, min_value=0, max_value=MOST_PEOPLE, **more)


class BaselineForm(PlainForm):
    """May be kept half filled; what contradicts itself is refused at once."""

    counted_on = ThaiDateField(label=_("ข้อมูล ณ วันที่"), required=False, max_date=timezone.localdate)
    members = _people(_("สมาชิกในพื้นที่ (คน)"))
    units = _people(_("หน่วยงานในพื้นที่ (แห่ง)"), help_text=_("หน่วยงานที่มีสมาชิกสังกัดอยู่"))
    borrowers = _people(_("สมาชิกที่มีเงินกู้ (คน)"))
    loans_outstanding = MoneyField(label=_("เงินกู้คงเหลือ (บาท)"), required=False, max_value=MOST_BAHT)
    members_in_arrears = _people(_("สมาชิกที่ค้างชำระ (คน)"))
    arrears_baht = MoneyField(label=_("เงินค้างชำระ (บาท)"), required=False, max_value=MOST_BAHT)
    expectations = ThaiTextField(
        label=_("ความคาดหวังของสมาชิกและหน่วยงาน"),
        required=False,
        max_length=4000,
        help_text=_("สรุปภาพรวม ไม่ใส่ชื่อหรือข้อมูลของสมาชิกรายคน"),
    )
    sources = ThaiCharField(
        label=_("แหล่งข้อมูล"), required=False, max_length=300, help_text=_("เช่น ทะเบียนสมาชิก รายงานเงินให้กู้ของสหกรณ์")
    )

    def __init__(self, *args: Any, baseline: Baseline | None = None, **kwargs: Any) -> None:
        if baseline:
            kwargs["initial"] = {name: getattr(baseline, name) for name in ("counted_on", *Baseline.NUMBERS, *WORDS)}
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(_("วันที่ของข้อมูล"), "counted_on"),
            Fieldset(_("สมาชิกและหน่วยงาน"), "members", "units"),
            Fieldset(_("เงินกู้และการค้างชำระ"), "borrowers", "loans_outstanding", "members_in_arrears", "arrears_baht"),
            Fieldset(_("ความคาดหวังและที่มา"), "expectations", "sources"),
        )

    def clean(self) -> dict[str, Any]:
        """A part is never more than its whole."""
        data = super().clean() or {}
        for part, whole, message in (
            ("borrowers", "members", _("ต้องไม่เกินสมาชิกในพื้นที่")),
            ("members_in_arrears", "borrowers", _("ต้องไม่เกินสมาชิกที่มีเงินกู้")),
            ("arrears_baht", "loans_outstanding", _("ต้องไม่เกินเงินกู้คงเหลือ")),
        ):
            some, all_of_it = data.get(part), data.get(whole)
            if some is not None and all_of_it is not None and some > all_of_it:
                self.add_error(part, message)
        return data
