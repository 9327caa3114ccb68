"""Forms of the register of letters: writing, issuing, registering, receiving, passing on, scans, filters."""

import re
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic_project.files.fields import UploadField
from clinic_project.plain_forms import PlainForm
from clinic_project.thai.digits import to_arabic_digits
from clinic_project.thai.forms import FewLines, ThaiCharField, ThaiDateField, ThaiIntegerField, ThaiTextField
from clinic_project.widgets import ChipCheckboxSelectMultiple, ChipRadioSelect
from clinics.models import Clinic, Enclosure, Letter, LetterRecipient, ProgrammeYear
from clinics.permissions.letters import places_kept
from clinics.services.letters import Addressee, Parcel, addressees, early_words

_ENCLOSURE = re.compile(r"(.+?) ?(?:จำนวน)? ?([0-9]{1,4}) ?(ชุด|ฉบับ|เล่ม|แผ่น)\Z")
_UNITS = {"ชุด": "set", "ฉบับ": "copy", "เล่ม": "volume", "แผ่น": "sheet"}
_LEADING = re.compile(r"(?:[0-9]{1,2}[.)]|[-•]) ?(?=\S)")


def parcels(text: str) -> list[Parcel]:
    """Enclosures written one a line, as in ``โครงการ จำนวน 1 ชุด``. Raises ``ValidationError`` that names the line."""
    found = []
    for number, line in enumerate(filter(None, (line.strip() for line in text.splitlines())), 1):
        match = _ENCLOSURE.match(_LEADING.sub("", to_arabic_digits(line), count=1).strip())
        if match is None or not int(match[2]):
            words = _("บรรทัดที่ %(number)s อ่านจำนวนไม่ออก เขียนชื่อ จำนวน และหน่วย เช่น โครงการ จำนวน 1 ชุด (ชุด ฉบับ เล่ม แผ่น)")
            raise ValidationError(words % {"number": number})
        found.append((match[1].strip()[:200], int(match[2]), _UNITS[match[3]]))
    return found


def parcel_lines(rows: list[Parcel]) -> str:
    """The same as text, one a line."""
    labels = dict(Enclosure.Unit.choices)
    return "\n".join(f"{name} จำนวน {count} {labels[unit]}" for name, count, unit in rows)


class EnclosuresField(ThaiTextField):
    """Enclosures, one a line; cleans to the same lines written one way."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("สิ่งที่ส่งมาด้วย"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", FewLines())
        kwargs.setdefault(
            "help_text", _("บรรทัดละหนึ่งอย่าง เช่น โครงการนำร่องคลินิกสหกรณ์ จำนวน 1 ชุด ใช้หน่วย ชุด ฉบับ เล่ม หรือแผ่น")
        )
        super().__init__(max_length=3000, **kwargs)

    def clean(self, value: Any) -> Any:
        """The lines. Raises ``ValidationError`` in Thai."""
        return parcel_lines(parcels(super().clean(value) or ""))


class RecipientsForm(PlainForm):
    """Who a letter goes to: clinics to tick, and units outside one a line."""

    clinics = forms.MultipleChoiceField(
        label=_("ส่งถึงคลินิก"), required=False, widget=ChipCheckboxSelectMultiple, choices=()
    )
    units = ThaiTextField(
        label=_("ส่งถึงหน่วยงานอื่น"),
        required=False,
        max_length=4000,
        widget=FewLines(),
        help_text=_("บรรทัดละหนึ่งหน่วยงาน"),
    )

    def __init__(self, *args: Any, user: Any, sender: Clinic | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        found = Clinic.objects.visible_to(user).prefetch_related("hosts").order_by("number")
        self.known = {str(clinic.pk): clinic for clinic in found if sender is None or clinic.pk != sender.pk}
        field: Any = self.fields["clinics"]
        field.choices = [(key, clinic.name) for key, clinic in self.known.items()]

    def clean_units(self) -> str:
        """Names one a line, none longer than it can be stored."""
        lines = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()]
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("ชื่อหน่วยงานยาวได้ไม่เกิน 200 ตัวอักษร เขียนบรรทัดละหนึ่งหน่วยงาน"))
        return "\n".join(dict.fromkeys(lines))

    def recipients(self) -> list[Addressee]:
        """Clinics' host units and other units."""
        data = self.cleaned_data
        return addressees((self.known[key] for key in data["clinics"]), data["units"].splitlines())


class _PlaceForm(PlainForm):
    """A letter's place and programme year; the place is asked of who keeps more than one register."""

    def narrow(self, user: Any) -> None:
        """Choices of this person."""
        self.places = {str(clinic.pk): clinic for clinic in places_kept(user)}
        self.years = {str(year.pk): year for year in ProgrammeYear.objects.visible_to(user)}
        fields: dict[str, Any] = dict(self.fields)
        fields["year"].choices = [(key, year.buddhist_year) for key, year in self.years.items()]
        fields["clinic"].choices = [(key, clinic.name) for key, clinic in self.places.items()]
        if len(self.places) < 2:
            del self.fields["clinic"]

    def place(self) -> Clinic:
        """Whose register the letter stands in."""
        chosen = self.cleaned_data.get("clinic") or next(iter(self.places))
        found: Clinic = self.places[chosen]
        return found

    def programme_year(self) -> ProgrammeYear:
        """The programme year the letter belongs to."""
        found: ProgrammeYear = self.years[self.cleaned_data["year"]]
        return found


class LetterForm(RecipientsForm, _PlaceForm):
    """A letter we write, as a draft."""

    FACTS = (
        "is_circular", "dated_on", "from_text", "to_text", "subject", "references", "body", "due_on",
        "signer_name", "signer_position", "signer_acting", "digits",
    )  # fmt: skip
    clinic = forms.ChoiceField(label=_("ทะเบียนของ"), choices=())
    year = forms.ChoiceField(label=_("ปีโครงการ"), choices=())
    is_circular = forms.BooleanField(label=_("หนังสือเวียน (ออกเลข ว.)"), required=False)
    dated_on = ThaiDateField(label=_("ลงวันที่"), help_text=_("แก้ได้อีกครั้งเมื่อออกเลข"))
    due_on = ThaiDateField(
        label=_("ขอคำตอบภายใน"), required=False, help_text=_("กำหนดตอบกลับ แยกจากวันที่ส่งหนังสือ เว้นว่างได้")
    )
    from_text = ThaiCharField(label=_("จาก"), max_length=250)
    to_text = ThaiCharField(label=_("เรียน"), max_length=250)
    subject = ThaiCharField(label=_("เรื่อง"), max_length=300)
    references = ThaiTextField(
        label=_("อ้างถึง"), required=False, max_length=2000, widget=FewLines(), help_text=_("บรรทัดละหนึ่งรายการ")
    )
    enclosures = EnclosuresField()
    body = ThaiTextField(
        label=_("เนื้อความ"),
        required=False,
        max_length=12000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_("ขึ้นบรรทัดใหม่คือขึ้นย่อหน้าใหม่"),
    )
    signer_name = ThaiCharField(label=_("ผู้ลงชื่อ"), required=False, max_length=200)
    signer_position = ThaiCharField(label=_("ตำแหน่ง"), required=False, max_length=200)
    signer_acting = ThaiCharField(
        label=_("ลงชื่อแทน"), required=False, max_length=200, help_text=_("เช่น ปฏิบัติหน้าที่แทน ประธานกรรมการดำเนินการ")
    )
    digits = forms.ChoiceField(label=_("ตัวเลขในหนังสือ"), choices=Letter.DigitStyle.choices, widget=ChipRadioSelect)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.narrow(user)
        place = ["clinic"] if "clinic" in self.fields else []
        self.helper.layout = Layout(
            Fieldset(_("หนังสือ"), *place, "year", "is_circular", "dated_on", "due_on", "from_text"),
            Fieldset(_("เรื่องและเนื้อความ"), "subject", "to_text", "references", "enclosures", "body"),
            Fieldset(_("ผู้ลงชื่อ"), "signer_name", "signer_position", "signer_acting", "digits"),
            Fieldset(_("ส่งถึง"), "clinics", "units"),
        )

    @classmethod
    def facts_of(cls, letter: Letter) -> dict[str, Any]:
        """What is stored, as the form shows it."""
        rows = list(letter.recipients.all())
        parts = [(row.name, row.count, row.unit) for row in letter.enclosures.all()]
        return {name: getattr(letter, name) for name in cls.FACTS} | {
            "clinic": str(letter.clinic_id),
            "year": str(letter.year_id),
            "enclosures": parcel_lines(parts),
            "clinics": sorted({str(row.clinic_id) for row in rows if row.clinic_id}),
            "units": "\n".join(row.unit_name for row in rows if not row.clinic_id),
        }

    def arguments(self) -> dict[str, Any]:
        """What the services take."""
        facts = {name: self.cleaned_data[name] for name in self.FACTS}
        enclosures = parcels(self.cleaned_data["enclosures"])
        return {"facts": facts, "enclosures": enclosures, "recipients": self.recipients()}


class IssueForm(PlainForm):
    """The letter's day, and its number where it was given on paper."""

    dated_on = ThaiDateField(label=_("ลงวันที่"))
    running = ThaiIntegerField(
        label=_("เลขที่"),
        required=False,
        min_value=1,
        max_value=99999,
        help_text=_("เว้นว่างให้ระบบออกเลขถัดไป กรอกเฉพาะเมื่อออกเลขในสมุดไว้แล้ว เช่น 2292"),
    )


class _TwiceForm(PlainForm):
    """A form whose odd dates have to be confirmed a second time."""

    def ask_twice(self, received_on: date | None, sent_on: date | None) -> None:
        """Warn in words when the letter arrived before it was written; ticking the box lets it pass."""
        if received_on is None or sent_on is None or received_on >= sent_on:
            return
        self.fields["sure"] = forms.BooleanField(label=_("ตรวจแล้ว วันที่ถูกต้อง ให้บันทึกตามนี้"), required=False)
        self.cleaned_data["sure"] = bool(self.data.get("sure"))
        if self.helper.layout is not None:
            self.helper.layout.append("sure")
        if not self.cleaned_data["sure"]:
            self.add_error("sure", early_words(received_on, sent_on))


class RegisterForm(_TwiceForm, _PlaceForm):
    """A letter that came in."""

    FACTS = ("number", "dated_on", "from_text", "to_text", "subject", "references", "due_on")
    clinic = forms.ChoiceField(label=_("ทะเบียนของ"), choices=())
    year = forms.ChoiceField(label=_("ปีโครงการ"), choices=())
    received_on = ThaiDateField(label=_("วันรับ"), max_date=timezone.localdate)
    received_number = ThaiCharField(
        label=_("เลขรับ"), required=False, max_length=60, help_text=_("เว้นว่างให้ระบบออกเลขรับถัดไป")
    )
    number = ThaiCharField(label=_("ที่ (เลขหนังสือต้นเรื่อง)"), required=False, max_length=60)
    dated_on = ThaiDateField(label=_("ลงวันที่"))
    from_text = ThaiCharField(label=_("จาก"), max_length=250)
    to_text = ThaiCharField(label=_("เรียน"), max_length=250)
    subject = ThaiCharField(label=_("เรื่อง"), max_length=300)
    references = ThaiTextField(label=_("อ้างถึง"), required=False, max_length=2000, widget=FewLines())
    enclosures = EnclosuresField()
    due_on = ThaiDateField(label=_("ต้องตอบภายใน"), required=False)
    scan = UploadField(label=_("สำเนาหนังสือ"), required=False, help_text=_("PDF หรือภาพถ่าย แนบภายหลังได้"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow(user)
        place = ["clinic"] if "clinic" in self.fields else []
        self.helper.layout = Layout(
            Fieldset(_("การรับ"), *place, "year", "received_on", "received_number"),
            Fieldset(_("หนังสือ"), "number", "dated_on", "from_text", "to_text", "subject"),
            Fieldset(_("รายละเอียด"), "references", "enclosures", "due_on", "scan"),
        )

    def clean_number(self) -> str:
        """The sender's number with Arabic digits."""
        return to_arabic_digits(self.cleaned_data["number"])

    def clean_received_number(self) -> str:
        """The receipt number with Arabic digits."""
        return to_arabic_digits(self.cleaned_data["received_number"])

    def clean(self) -> dict[str, Any]:
        """Odd dates are confirmed a second time."""
        data = super().clean() or {}
        self.ask_twice(data.get("received_on"), data.get("dated_on"))
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "clinic": self.place(),
            "year": self.programme_year(),
            "facts": {name: data[name] for name in self.FACTS},
            "enclosures": parcels(data["enclosures"]),
            "received_on": data["received_on"],
            "number_typed": data["received_number"],
            "scan": data["scan"],
            "sure": data.get("sure", False),
        }


class AcknowledgeForm(_TwiceForm):
    """When a letter arrived, under which number."""

    received_on = ThaiDateField(label=_("วันรับ"), max_date=timezone.localdate)
    received_number = ThaiCharField(label=_("เลขรับ"), required=False, max_length=60)

    def __init__(self, *args: Any, recipient: LetterRecipient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipient = recipient
        own = _("เว้นว่างให้ระบบออกเลขรับถัดไปของคลินิก")
        self.fields["received_number"].help_text = own if recipient.clinic_id else _("เลขรับของหน่วยงานนั้น")

    def clean_received_number(self) -> str:
        """The receipt number with Arabic digits."""
        return to_arabic_digits(self.cleaned_data["received_number"])

    def clean(self) -> dict[str, Any]:
        """Odd dates are confirmed a second time."""
        data = super().clean() or {}
        sent_on = self.recipient.sent_on or self.recipient.letter.dated_on
        self.ask_twice(data.get("received_on"), sent_on)
        return self.cleaned_data


class PassOnForm(RecipientsForm):
    """Sending a letter further."""

    sent_on = ThaiDateField(label=_("วันที่ส่ง"))


class ScanForm(PlainForm):
    """A scan to keep with the letter."""

    scan = UploadField(label=_("แฟ้มสำเนาหนังสือ"), help_text=_("PDF หรือภาพถ่าย"))
    note = ThaiCharField(
        label=_("คำอธิบาย"), required=False, max_length=200, help_text=_("เช่น ฉบับลงนามแล้ว หรือสำเนาประทับรับ")
    )


SHOWN = [("", _("ทั้งหมด")), ("in", _("หนังสือรับ")), ("out", _("หนังสือส่ง")), ("waiting", _("รอบันทึกรับ"))]


class LetterFilterForm(PlainForm):
    """Filters of the register. What can't be read is left out, never an error."""

    show = forms.ChoiceField(choices=SHOWN, required=False, widget=forms.HiddenInput)
    q = ThaiCharField(label=_("เลขที่หรือเรื่อง"), required=False, max_length=100)
    year = forms.ChoiceField(label=_("ปีโครงการ"), required=False, choices=())

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = ProgrammeYear.objects.visible_to(user).values_list("buddhist_year", flat=True)
        field: Any = self.fields["year"]
        field.choices = [("", _("ทุกปี")), *((str(year), str(year)) for year in years)]

    def usable(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
