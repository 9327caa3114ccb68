"""The form of an outreach plan (R27)."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from clinic_project.choices import RecordsField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.forms.service_days import CHOOSE, CHOOSE_MANY
from clinics.models import Clinic, OutreachPlan, User

FACTS = ("starts_on", "ends_on", "occasion", "title", "place", "expected", "services", "note")


class PeopleField(RecordsField):
    """People as chips, by their whole names."""

    widget = ChipCheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Prefix, first and last name."""
        return str(obj.full_name)


class OutreachForm(PlainForm):
    """When, on which occasion, where, with whom and what for."""

    starts_on = ThaiDateField(label=_("วันแรก"))
    ends_on = ThaiDateField(label=_("วันสุดท้าย"), required=False, help_text=_("เว้นว่างถ้าวันเดียว"))
    occasion = forms.ChoiceField(
        label=_("ไปในโอกาสใด"), choices=OutreachPlan.Occasion.choices, widget=ChipRadioSelect, error_messages=CHOOSE
    )
    title = ThaiCharField(label=_("ชื่องาน"), max_length=200, help_text=_("เช่น อบรมการออมของกลุ่มสตรีอำเภอสันทราย"))
    place = ThaiCharField(label=_("สถานที่"), max_length=200)
    expected = ThaiIntegerField(label=_("คาดว่ามีผู้รับบริการ (คน)"), min_value=1, max_value=5000)
    services = forms.MultipleChoiceField(
        label=_("บริการที่นำไป"),
        choices=OutreachPlan.Service.choices,
        widget=ChipCheckboxSelectMultiple,
        error_messages={**CHOOSE_MANY, "required": _("เลือกบริการที่นำไปอย่างน้อยหนึ่งอย่าง")},
    )
    team = PeopleField(
        label=_("ผู้ไปให้บริการ"),
        queryset=User.objects.none(),
        error_messages={
            **CHOOSE_MANY,
            "required": _("เลือกผู้ไปให้บริการอย่างน้อยหนึ่งคน"),
            "invalid_pk_value": CHOOSE["invalid_choice"],
        },
    )
    note = ThaiTextField(label=_("สิ่งที่ต้องเตรียม"), required=False, max_length=2000)

    def __init__(self, *args: Any, clinic: Clinic, stored: OutreachPlan | None = None, **kwargs: Any) -> None:
        if stored is not None:
            facts = {name: getattr(stored, name) for name in FACTS}
            kwargs["initial"] = {**facts, "team": list(stored.team.values_list("pk", flat=True))}
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.queryset = User.objects.staff_of(clinic.pk)
        self.helper.layout = Layout(
            Fieldset(_now("งาน"), "occasion", "title", "starts_on", "ends_on", "place", "expected"),
            Fieldset(_now("บริการ"), "services", "team", "note"),
        )

    def clean(self) -> dict[str, Any]:
        """One day when no last day is given."""
        data = super().clean() or {}
        if data.get("starts_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = data["starts_on"]
        return data
