"""A member of the cooperative, and which clinics serve them."""

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic_project.fields import KeyField
from clinic_project.thai import text as thai_text
from clinics.models import Clinic
from members.querysets import MemberQuerySet

NUMBER_VALIDATOR = RegexValidator(r"[0-9]{4,10}\Z", _("เลขสมาชิกเป็นตัวเลข 4 ถึง 10 หลัก ใส่ศูนย์นำหน้าให้ครบ"))


class Member(models.Model):
    """A member. The number is text, leading zeros kept. Names are kept as written; keys are derived."""

    number = models.CharField(_("เลขสมาชิก"), max_length=10, unique=True, validators=[NUMBER_VALIDATOR])
    prefix = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    first_name = models.CharField(_("ชื่อ"), max_length=100)
    last_name = models.CharField(_("นามสกุล"), max_length=100, blank=True)
    national_id = models.CharField(_("เลขประจำตัวประชาชน"), max_length=13, blank=True)
    birth_date = models.DateField(_("วันเกิด"), null=True, blank=True)
    unit = models.CharField(_("หน่วยงาน"), max_length=200, blank=True)
    position = models.CharField(_("ตำแหน่ง"), max_length=200, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=20, blank=True)
    phone_extension = models.CharField(_("ต่อ"), max_length=10, blank=True)
    retirement_date = models.DateField(_("วันเกษียณหรือออก"), null=True, blank=True)
    share_capital = models.DecimalField(_("ทุนเรือนหุ้น"), max_digits=12, decimal_places=2, default=Decimal(0))
    deposits = models.DecimalField(_("เงินฝาก"), max_digits=12, decimal_places=2, default=Decimal(0))
    joined_on = models.DateField(_("เป็นสมาชิกเมื่อ"), null=True, blank=True)
    sort_key = KeyField(max_length=400, editable=False, db_index=True)
    search_key = KeyField(max_length=400, editable=False)
    # How the names sound, for "did you mean": สมชัย is found by สมไชย.
    sound_key = models.CharField(max_length=100, editable=False, default="")
    # True from the moment a case of this member is sent to central; kept here so that scope needs no join.
    is_known_to_central = models.BooleanField(_("ส่วนกลางรับรู้"), default=False, editable=False)
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("สมาชิก")
        verbose_name_plural = _("สมาชิก")
        constraints = [
            models.CheckConstraint(
                name="member_money_not_negative", condition=Q(share_capital__gte=0) & Q(deposits__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Normalise the names and derive the keys for sorting and searching."""
        for name in ("prefix", "first_name", "last_name", "unit", "position"):
            setattr(self, name, thai_text.normalise(getattr(self, name)))
        self.sort_key = thai_text.sort_key(f"{self.first_name} {self.last_name}".strip())[:400]
        parts = (f"{self.first_name} {self.last_name}", self.number, self.phone)
        self.search_key = " ".join(thai_text.search_key(part) for part in parts if part)[:400]
        self.sound_key = thai_text.sound_key(f"{self.first_name} {self.last_name}")[:100]
        super().save(*args, **kwargs)

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
        return f"x-xxxx-xxxxx-{self.national_id[-3:-1]}-{self.national_id[-1]}" if self.national_id else ""


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
