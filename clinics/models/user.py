"""People who sign in. What they may do is read from their appointments at each request."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinics.models.appointment import Appointment, Committee, Role
from clinics.querysets import ClinicUserManager


class User(AbstractUser):
    """A member of staff or of a committee, or an administrator (``is_staff``)."""

    prefix = models.CharField(_("คำนำหน้า"), max_length=40, blank=True)
    phone = models.CharField(_("โทรศัพท์"), max_length=20, blank=True)
    must_change_password = models.BooleanField(_("ต้องตั้งรหัสผ่านใหม่เมื่อเข้าใช้"), default=False, editable=False)

    objects: ClassVar[ClinicUserManager] = ClinicUserManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("ผู้ใช้")  # type: ignore[assignment]
        verbose_name_plural = _("ผู้ใช้")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.full_name

    def set_password(self, raw_password: str | None) -> None:
        """Set a password; one that somebody chose for themselves need not be changed again."""
        super().set_password(raw_password)
        self.must_change_password = False

    @property
    def full_name(self) -> str:
        """Prefix, first and last name as on papers: ``นางสาวกัญญาณัฐ ฐิติวัฒน์กุล``."""
        # A rank is set off by a space (ว่าที่ร้อยตรี ฤทธิ์ชัย), a title of address is not.
        joint = " " if self.prefix and self.prefix not in {"นาย", "นาง", "นางสาว"} else ""
        return f"{self.prefix}{joint}{self.first_name} {self.last_name}".strip() or self.username or ""

    def get_short_name(self) -> str:
        """First name, or the user name where there is none."""
        return self.first_name or self.username

    @cached_property
    def seats(self) -> list[Appointment]:
        """Appointments in force today; one query a request."""
        return list(
            Appointment.objects.filter(user=self).in_force().select_related("clinic_year__clinic", "clinic_year__year")
        )

    @cached_property
    def clinic_seats(self) -> list[Appointment]:
        """Posts in clinics."""
        return [seat for seat in self.seats if seat.clinic_year_id]

    @cached_property
    def clinic_ids(self) -> frozenset[int]:
        """Clinics this person works in today."""
        return frozenset(seat.clinic_year.clinic_id for seat in self.clinic_seats if seat.clinic_year)

    def _clinics_as(self, *roles: str) -> frozenset[int]:
        return frozenset(s.clinic_year.clinic_id for s in self.clinic_seats if s.clinic_year and s.role in roles)

    def is_head_of(self, clinic_id: int) -> bool:
        """Head of the clinic, also when acting."""
        return clinic_id in self._clinics_as(Role.HEAD)

    def is_secretary_of(self, clinic_id: int) -> bool:
        """Secretary of the clinic, also when acting."""
        return clinic_id in self._clinics_as(Role.CLINIC_SECRETARY)

    def works_at(self, clinic_id: int) -> bool:
        """Whether this person holds any post in the clinic today."""
        return clinic_id in self.clinic_ids

    @cached_property
    def is_clinic_staff(self) -> bool:
        """Holds a post in any clinic."""
        return bool(self.clinic_seats)

    @cached_property
    def is_central(self) -> bool:
        """Holds a post in the central clinic."""
        return any(seat.clinic_year.clinic.is_central for seat in self.clinic_seats if seat.clinic_year)

    def _sits(self, committee: str, roles: Iterable[str] | None = None) -> bool:
        return any(s.committee == committee and (roles is None or s.role in roles) for s in self.seats)

    @cached_property
    def is_board(self) -> bool:
        """Sits on the operating committee."""
        return self._sits(Committee.BOARD)

    @cached_property
    def is_board_secretary(self) -> bool:
        """Secretary of the operating committee."""
        return self._sits(Committee.BOARD, [Role.COMMITTEE_SECRETARY])

    @cached_property
    def is_board_chair(self) -> bool:
        """Chair of the operating committee."""
        return self._sits(Committee.BOARD, [Role.CHAIR])

    @cached_property
    def is_education(self) -> bool:
        """Sits on the education committee."""
        return self._sits(Committee.EDUCATION)

    @cached_property
    def is_education_officer(self) -> bool:
        """Chair or secretary of the education committee, who issue the evaluation."""
        return self._sits(Committee.EDUCATION, [Role.CHAIR, Role.COMMITTEE_SECRETARY])

    @property
    def main_seat(self) -> Appointment | None:
        """The seat this person acts in by default: clinic posts first."""
        return next(iter(self.clinic_seats or self.seats), None)

    @property
    def clinic(self) -> Any:
        """The clinic of the main seat, or None for committee members and administrators."""
        seat = self.main_seat
        return seat.clinic_year.clinic if seat and seat.clinic_year else None

    @property
    def role_label(self) -> Any:
        """Role of the main seat in Thai."""
        seat = self.main_seat
        if seat:
            acting = _(" (รักษาการ)") if seat.is_acting else ""
            return f"{seat.get_role_display()}{acting}"
        return _("ผู้ดูแลระบบ") if self.is_staff else _("ยังไม่มีการแต่งตั้ง")

    @property
    def place_label(self) -> Any:
        """Clinic or committee of the main seat in Thai."""
        seat = self.main_seat
        if seat is None:
            return ""
        return seat.clinic_year.clinic.name if seat.clinic_year else seat.get_committee_display()

    def audit_role(self) -> str:
        """Role code written into events."""
        seat = self.main_seat
        if seat:
            return f"{seat.committee}.{seat.role}" if seat.committee else seat.role
        return "administrator" if self.is_staff else ""

    def audit_clinic(self) -> str:
        """Clinic code written into events."""
        return self.clinic.code if self.clinic else ""
