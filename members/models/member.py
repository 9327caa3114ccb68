"""A member of the cooperative, and which clinics serve them."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.fields import KeyField
from clinic_project.sealing import digest, seal, unseal
from clinic_project.thai import text as thai_text
from clinics.models import Clinic
from members.querysets import MemberQuerySet

_PLAIN = re.compile(r"[0-9A-Za-z-]*[0-9][0-9A-Za-z-]*\Z")
NATIONAL_ID_TAKEN = _("เลขประจำตัวประชาชนนี้มีอยู่แล้วในทะเบียน ตรวจกับบัตรประชาชน ถ้าถูกต้องสมาชิกอาจมีอยู่แล้วในเลขสมาชิกอื่น")


def validate_number(number: str) -> None:
    """Refuse what is no number by ``settings.MEMBER_NUMBER_PATTERN``; whatever that says, one digit at the least."""
    if not _PLAIN.match(number) or not re.fullmatch(settings.MEMBER_NUMBER_PATTERN, number):
        raise ValidationError(settings.MEMBER_NUMBER_WORDS, code="invalid")


def number_key(number: str) -> str:
    """What is left of a number when a spreadsheet has been at it: without leading zeros and hyphens."""
    return number.replace("-", "").lstrip("0").upper()


def words_to_search(*parts: str) -> str:
    """What the search looks into: keys of the parts, each after a space that marks where a word begins."""
    return "".join(f" {key}" for part in parts if (key := thai_text.search_key(part)))[:600]


NOBODY = "NOBODY"
"""The number of the one member without a name, to whom anonymous services and cases belong."""


class Member(models.Model):
    """A member. The number is text, leading zeros kept. Names are kept as written; keys are derived.

    The national ID is stored sealed (``clinic_project.sealing``); ``national_id`` opens it. A member whose record was
    merged into another one's stays as an empty place with ``merged_into``, seen by nobody, so that it can be undone.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("สมาชิกสามัญ")
        ASSOCIATE = "associate", _("สมาชิกสมทบ")
        PENSIONER = "pensioner", _("สมาชิกบำนาญ")
        FORMER = "former", _("พ้นสมาชิกภาพ")

    number = models.CharField(_("เลขสมาชิก"), max_length=20, unique=True, validators=[validate_number])
    kind = models.CharField(_("ประเภทสมาชิก"), max_length=10, choices=Kind, default=Kind.ORDINARY)
    prefix = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    national_id_sealed = models.CharField(max_length=200, blank=True, editable=False)
    national_id_digest = models.CharField(max_length=64, null=True, blank=True, editable=False)
    birth_date = models.DateField(_("วันเกิด"), null=True, blank=True)
    unit = models.CharField(_("หน่วยงาน"), max_length=200, blank=True)
    position = models.CharField(_("ตำแหน่ง"), max_length=200, blank=True)
    province = models.CharField(_("จังหวัด"), max_length=60, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=20, blank=True)
    phone_extension = models.CharField(_("ต่อ"), max_length=10, blank=True)
    second_phone = models.CharField(_("โทรศัพท์สำรอง"), max_length=20, blank=True)
    retirement_date = models.DateField(_("วันเกษียณหรือออก"), null=True, blank=True)
    share_capital = models.DecimalField(_("ทุนเรือนหุ้น"), max_digits=12, decimal_places=2, default=Decimal(0))
    deposits = models.DecimalField(_("เงินฝาก"), max_digits=12, decimal_places=2, default=Decimal(0))
    loans = models.DecimalField(_("เงินกู้คงเหลือ"), max_digits=12, decimal_places=2, default=Decimal(0))
    # The day on which shares, deposits and loans stood so.
    amounts_on = models.DateField(_("ยอด ณ วันที่"), null=True, blank=True)
    joined_on = models.DateField(_("เป็นสมาชิกเมื่อ"), null=True, blank=True)
    number_key = KeyField(max_length=20, editable=False, db_index=True, default="")
    sort_key = KeyField(max_length=400, editable=False, db_index=True)
    search_key = KeyField(max_length=600, editable=False)
    # How the names sound, for "did you mean": สมชัย is found by สมไชย.
    sound_key = models.CharField(max_length=200, editable=False, default="", db_index=True)
    # Names the member had before, for the keys alone; the rows are FormerName.
    former_names_text = models.CharField(max_length=400, editable=False, default="", blank=True)
    # True from the moment a case of this member is sent to central; kept here so that scope needs no join.
    is_known_to_central = models.BooleanField(_("ส่วนกลางรับรู้"), default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("สมาชิก")
        verbose_name_plural = _("สมาชิก")
        constraints = [
            models.CheckConstraint(
                name="member_money_not_negative", condition=Q(share_capital__gte=0) & Q(deposits__gte=0)
            ),
            models.CheckConstraint(
                name="member_loans_not_negative",
                condition=Q(loans__gte=0),
                violation_error_message=_("เงินกู้คงเหลือต้องไม่ติดลบ"),
            ),
            models.CheckConstraint(
                name="member_not_merged_into_itself", condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="member_digest_has_seal",
                condition=Q(national_id_digest__isnull=True) | ~Q(national_id_sealed=""),
            ),
            models.UniqueConstraint(
                fields=["national_id_digest"],
                condition=Q(merged_into__isnull=True),
                name="member_national_id_once",
                violation_error_message=NATIONAL_ID_TAKEN,
            ),
        ]
        indexes = [
            models.Index(fields=["phone"], name="member_phone", condition=~Q(phone="")),
            models.Index(fields=["second_phone"], name="member_second_phone", condition=~Q(second_phone="")),
            models.Index(fields=["birth_date"], name="member_birth_date"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Normalise the names and derive the keys for sorting and searching."""
        self.derive_keys()
        super().save(*args, **kwargs)

    def derive_keys(self) -> None:
        """Normalise the texts and derive what is sorted and searched by; ``save`` does it, a bulk write has to."""
        for name in ("prefix", "first_name", "last_name", "unit", "position", "province"):
            setattr(self, name, thai_text.normalise(getattr(self, name)))
        name = f"{self.first_name} {self.last_name}".strip()
        self.number_key = number_key(self.number)
        self.sort_key = thai_text.sort_key(name)[:400]
        self.search_key = words_to_search(
            name, self.last_name, self.number, self.phone, self.second_phone, *self.former_names_text.split()
        )
        self.sound_key = thai_text.sound_key(f"{name} {self.former_names_text}")[:200]

    @property
    def is_taken_out(self) -> bool:
        """Whether nothing is left of the member but a number that says so."""
        return self.number.startswith(f"{NOBODY}-")

    @property
    def national_id(self) -> str:
        """The national ID, opened. Showing it to a person is a logged act."""
        return unseal(self.national_id_sealed)

    @national_id.setter
    def national_id(self, digits: str) -> None:
        """Seal a national ID; the same one is not sealed anew, so that an unchanged record stays unchanged."""
        if not digits:
            self.national_id_sealed, self.national_id_digest = "", None
        elif digest(digits) != self.national_id_digest:
            self.national_id_sealed, self.national_id_digest = seal(digits), digest(digits)

    def get_absolute_url(self) -> str:
        """The member's page."""
        return reverse("members:detail", args=[self.number])

    @property
    def full_name(self) -> str:
        """Prefix, first and last name as on papers."""
        joint = " " if self.prefix and self.prefix not in {"นาย", "นาง", "นางสาว"} else ""
        return f"{self.prefix}{joint}{self.first_name} {self.last_name}".strip()

    @property
    def masked_national_id(self) -> str:
        """The ID with all but the last three digits hidden; showing the rest is a logged act."""
        digits = self.national_id
        return f"x-xxxx-xxxxx-{digits[-3:-1]}-{digits[-1]}" if digits else ""


class MemberClinic(models.Model):
    """A clinic serves this member; a member may choose another clinic than the nearest (R47)."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="clinic_links", verbose_name=_("สมาชิก"))
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="member_links", verbose_name=_("คลินิก"))
    since = models.DateField(_("ตั้งแต่"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("คลินิกที่ดูแลสมาชิก")
        verbose_name_plural = _("คลินิกที่ดูแลสมาชิก")
        ordering: ClassVar = ["since", "id"]
        constraints = [models.UniqueConstraint(fields=["member", "clinic"], name="member_clinic_once")]
        indexes = [models.Index(fields=["clinic", "member"], name="member_clinic_scope")]

    def __str__(self) -> str:
        return f"{self.member} {self.clinic}"
