"""Issuing the order that appoints a clinic's staff (คส.02)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import workflow
from clinic_project.issuing import issue_document
from clinic_project.models import Counter
from clinic_project.pdf.documents import Digits, PdfError
from clinic_project.thai.dates import format_long
from clinics.documents import appointment_order as document
from clinics.models import Appointment, AppointmentOrder, ClinicYear
from clinics.permissions.appointments import can_issue_order

KIND = "appointment_order"


def staff_on(clinic_year: ClinicYear, day: date) -> list[Appointment]:
    """Who is appointed on a day, in the order of the form."""
    return list(clinic_year.appointments.in_form_order().in_force(day))


def usual_signer() -> str:
    """Who signs orders: the board's chair; empty while there is none."""
    chair = Appointment.objects.on_board().filter(role="chair", is_acting=False).first()
    return chair.user.full_name if chair else ""


def order_in_force(clinic_year: ClinicYear) -> AppointmentOrder | None:
    """The newest order of the clinic's year, or None."""
    found: AppointmentOrder | None = AppointmentOrder.objects.filter(clinic_year=clinic_year).for_page().first()
    return found


def replaced_words(order: AppointmentOrder | None) -> str:
    """How a new order names the one it takes the place of; empty for the first."""
    if order is None:
        return ""
    facts = {"number": order.reference, "day": format_long(order.ordered_on)}
    return _("คำสั่งที่ %(number)s ลงวันที่ %(day)s") % facts


@transaction.atomic
def issue_order(clinic_year: ClinicYear, *, words: document.Words, digits: Digits, by: Any) -> AppointmentOrder:
    """Give the order its number, keep the paper as issued, and note the order at the appointments it covers.

    All in one transaction: where the paper can't be made no number is used. The order before is superseded. Raises
    ``NotAllowed``, or ``ValidationError`` in Thai.
    """
    can_issue_order(by, clinic_year).or_raise()
    clinic_year = workflow.lock(clinic_year)
    staff = staff_on(clinic_year, words.effective_on)
    if not staff:
        message = _("ไม่มีบุคลากรที่ดำรงตำแหน่งในวันที่คำสั่งมีผล แต่งตั้งก่อนแล้วออกคำสั่ง")
        raise ValidationError({"effective_on": message})
    order_year = words.ordered_on.year + 543
    number = Counter.next(f"appointment-order.{order_year}")
    serial = f"ORD-{order_year % 100:02d}-{number:03d}"
    paper = document.paper_of(
        clinic_year,
        staff,
        words,
        number=f"{number}/{order_year}",
        serial=serial,
        replaces=replaced_words(order_in_force(clinic_year)),
    )
    try:
        content = document.render(clinic_year, paper, digits=digits)
    except PdfError as error:
        raise ValidationError(_("ออกเอกสารไม่สำเร็จ ลองอีกครั้ง (%(error)s)") % {"error": error}) from error
    title = _("คำสั่งที่ %(number)s เรื่อง %(subject)s") % {
        "number": paper.number,
        "subject": document.subject_of(clinic_year),
    }
    issued = issue_document(kind=KIND, serial=serial, title=title[:250], subject=clinic_year, content=content, by=by)
    order: AppointmentOrder = AppointmentOrder.objects.create(
        clinic_year=clinic_year,
        number=number,
        buddhist_year=order_year,
        ordered_on=words.ordered_on,
        effective_on=words.effective_on,
        grounds=words.grounds,
        signer_name=words.signer_name,
        signer_position=words.signer_position,
        signer_acting=words.signer_acting,
        document=issued,
        issued_at=timezone.now(),
        issued_by=by,
    )
    lacking = [seat.pk for seat in staff if not seat.order_number]
    Appointment.objects.filter(pk__in=lacking).update(order_number=order.reference, order_date=order.ordered_on)
    return order
