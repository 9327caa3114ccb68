"""Who holds which post, from when to when. All rights come from the appointments in force today."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinic_project.files.models import StoredFile
from clinic_project.thai.dates import format_short
from clinics.models.clinic import ClinicYear
from clinics.querysets import AppointmentQuerySet


class Role(models.TextChoices):
    """What a person does in a clinic or a committee."""

    HEAD = "head", _("หัวหน้าคลินิก")
    CLINIC_SECRETARY = "secretary", _("เลขานุการคลินิก")
    OFFICER = "officer", _("เจ้าหน้าที่คลินิก")
    CHAIR = "chair", _("ประธานกรรมการ")
    COMMITTEE_SECRETARY = "committee_secretary", _("กรรมการและเลขานุการ")
    COMMITTEE_MEMBER = "member", _("กรรมการ")


CLINIC_ROLES = (Role.HEAD, Role.CLINIC_SECRETARY, Role.OFFICER)


class Post(models.TextChoices):
    """The position in the confirmation form that a clinic role follows from (R13, R45)."""

    AGENT = "agent", _("ตัวแทนสหกรณ์")
    ADMINISTRATION_HEAD = "administration_head", _("หัวหน้าฝ่ายอำนวยการ")
    FINANCE = "finance", _("เจ้าหน้าที่การเงิน")
    MEMBER_REPRESENTATIVE = "member_representative", _("ผู้แทนสมาชิก")
    OTHER = "other", _("อื่น ๆ")


# Which roles a post carries (R13, the fixed rows of form คส.01). The central clinic's own posts are ``other``.
ROLES_OF_POST: dict[str, tuple[str, ...]] = {
    Post.AGENT: (Role.HEAD,),
    Post.ADMINISTRATION_HEAD: (Role.OFFICER,),
    Post.FINANCE: (Role.OFFICER,),
    Post.MEMBER_REPRESENTATIVE: (Role.CLINIC_SECRETARY, Role.OFFICER),
    Post.OTHER: (Role.HEAD, Role.CLINIC_SECRETARY, Role.OFFICER),
}
# One person at a time, and one more who acts; by the role, or by the post.
SINGLE_ROLES = (Role.HEAD, Role.CLINIC_SECRETARY, Role.CHAIR, Role.COMMITTEE_SECRETARY)
SINGLE_POSTS = (Post.FINANCE,)
FOR_EVER = date.max


class Committee(models.TextChoices):
    """The two committees of the programme."""

    BOARD = "board", _("คณะกรรมการดำเนินการ")
    EDUCATION = "education", _("คณะกรรมการศึกษา")


class Appointment(models.Model):
    """A person in a post: of a clinic in one year, or of a committee, from ``starts_on`` to ``ends_on``, both included.

    ``is_acting``: รักษาการแทน, for whoever ``acting_for`` holds the post, or for a vacant one where that is empty.
    ``order_number`` and ``order_date`` are those of the order it rests on, ``evidence`` its scan (R4).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("ผู้ใช้")
    )
    clinic_year = models.ForeignKey(
        ClinicYear,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("คลินิกในปี"),
    )
    committee = models.CharField(_("คณะกรรมการ"), max_length=20, choices=Committee, blank=True)
    role = models.CharField(_("หน้าที่"), max_length=24, choices=Role)
    post = models.CharField(_("ตำแหน่งตามแบบ"), max_length=24, choices=Post, default=Post.OTHER)
    post_title = models.CharField(_("ชื่อตำแหน่ง"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("ลำดับ"), default=1)
    is_acting = models.BooleanField(_("รักษาการแทน"), default=False)
    starts_on = models.DateField(_("ตั้งแต่"))
    ends_on = models.DateField(_("ถึง"), null=True, blank=True)
    acting_for = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acted_by",
        verbose_name=_("รักษาการแทนผู้ใด"),
    )
    reason = models.CharField(_("เหตุผล"), max_length=300, blank=True)
    order_number = models.CharField(_("คำสั่งที่"), max_length=40, blank=True)
    order_date = models.DateField(_("ลงวันที่"), null=True, blank=True)
    evidence = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("หลักฐาน"),
    )
    ended_reason = models.CharField(_("เหตุที่พ้นตำแหน่ง"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("บันทึกการพ้นเมื่อ"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ผู้บันทึกการพ้น"),
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("การแต่งตั้ง")
        verbose_name_plural = _("การแต่งตั้ง")
        ordering: ClassVar = ["clinic_year", "committee", "order"]
        constraints = [
            models.CheckConstraint(
                name="appointment_clinic_or_committee",
                violation_error_message=_(
                    "บทบาทของคลินิกต้องเลือกคลินิกและปี บทบาทของกรรมการต้องเลือกคณะกรรมการ เลือกอย่างใดอย่างหนึ่ง"
                ),
                condition=Q(clinic_year__isnull=False, committee="", role__in=["head", "secretary", "officer"])
                | Q(
                    clinic_year__isnull=True,
                    committee__in=["board", "education"],
                    role__in=["chair", "committee_secretary", "member"],
                ),
            ),
            models.CheckConstraint(
                name="appointment_in_order",
                violation_error_message=_("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม"),
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="appointment_role_fits_post",
                violation_error_message=_(
                    "หน้าที่ไม่ตรงกับตำแหน่ง ตัวแทนสหกรณ์เป็นหัวหน้าคลินิก หัวหน้าฝ่ายอำนวยการและเจ้าหน้าที่การเงินเป็นเจ้าหน้าที่คลินิก "
                    "ผู้แทนสมาชิกเป็นเลขานุการหรือเจ้าหน้าที่คลินิก"
                ),
                condition=Q(post="agent", role="head")
                | Q(post__in=["administration_head", "finance"], role="officer")
                | Q(post="member_representative", role__in=["secretary", "officer"])
                | Q(post="other"),
            ),
            models.CheckConstraint(
                name="appointment_acts_for",
                violation_error_message=_("ระบุผู้ที่รักษาการแทนได้เฉพาะการรักษาการแทน"),
                condition=Q(acting_for__isnull=True) | Q(is_acting=True) & ~Q(acting_for=F("id")),
            ),
            models.CheckConstraint(
                name="appointment_ended_pair",
                violation_error_message=_("การพ้นตำแหน่งต้องมีวันสุดท้าย ผู้บันทึก และเวลาที่บันทึกพร้อมกัน"),
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ends_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["user", "starts_on", "ends_on"], name="appointment_in_force")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    @property
    def last_day(self) -> date:
        """The last day in the post; the end of time while none is set."""
        return self.ends_on or FOR_EVER

    @property
    def title(self) -> str:
        """The post in words: its own title where it has one, else the form's."""
        if self.committee:
            return self.post_title or str(self.get_role_display())
        return self.post_title or str(self.get_post_display())

    @property
    def place(self) -> ClinicYear:
        """The clinic's year the post is in. Raises ``ValueError`` for a committee's seat, which is in none."""
        if self.clinic_year is None:
            raise ValueError(self)
        return self.clinic_year

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.starts_on <= day <= self.last_day

    def overlaps(self, other: "Appointment") -> bool:
        """Whether both are in force on some day."""
        return self.starts_on <= other.last_day and other.starts_on <= self.last_day

    def clash(self, other: "Appointment") -> str:
        """Why this and another appointment of the same clinic-year or committee can't be in force together; else ''.

        The database refuses the same (migration ``appointment_rules``).
        """
        if not self.overlaps(other):
            return ""
        is_single = self.role in SINGLE_ROLES and self.role == other.role
        is_single_post = self.post in SINGLE_POSTS and self.post == other.post
        if self.is_acting == other.is_acting and (is_single or is_single_post):
            return str(_words_of_single(self, other))
        if self.user_id == other.user_id and self._is_same_post(other):
            words = _("%(name)s อยู่ในตำแหน่งนี้อยู่แล้ว%(when)s แก้วันที่ไม่ให้ทับกัน")
            return str(words) % {"name": self.user, "when": _period(other)}
        return ""

    def _is_same_post(self, other: "Appointment") -> bool:
        if self.post != other.post or (self.post == Post.OTHER and self.post_title != other.post_title):
            return False
        return self.role == other.role or not (self.is_acting or other.is_acting)

    def clean(self) -> None:
        """Refuse what overlaps. Raises ``ValidationError`` in Thai that says who holds the post, and until when."""
        if not (self.user_id and self.starts_on and (self.clinic_year_id or self.committee)):
            return
        for other in Appointment.objects.beside(self):
            if words := self.clash(other):
                raise ValidationError(words, code="overlap")


def _period(appointment: Appointment) -> str:
    """`` ตั้งแต่ 1 ม.ค. 2561 ถึง 31 ธ.ค. 2561``, for the middle of a sentence."""
    until = _(" ถึง %(day)s") % {"day": format_short(appointment.ends_on)} if appointment.ends_on else ""
    return str(_(" ตั้งแต่ %(day)s") % {"day": format_short(appointment.starts_on)}) + str(until)


def _words_of_single(new: Appointment, held: Appointment) -> Any:
    """Who holds the post already, and what to do."""
    post = held.get_post_display() if held.post in SINGLE_POSTS else held.get_role_display()
    place = held.get_committee_display() if held.committee else _("คลินิกนี้")
    facts = {"place": place, "post": post, "name": held.user, "when": _period(held)}
    if new.is_acting:
        return _("%(place)sมี%(name)sรักษาการแทน%(post)sอยู่แล้ว%(when)s เลือกช่วงวันที่ไม่ทับกัน") % facts
    return _("%(place)sมี%(post)sอยู่แล้ว คือ %(name)s%(when)s บันทึกวันพ้นตำแหน่งของคนเดิมก่อน หรือเลือกรักษาการแทน") % facts
