"""Where a letter goes: receipts by clinics, passing on, the year's letter of invitation (R3, R12)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.cooperative import COOPERATIVE
from clinic_project.thai.dates import format_long
from clinics.models import Appointment, Clinic, Letter, LetterRecipient, ProgrammeYear
from clinics.permissions.letters import can_acknowledge_letter, can_pass_on
from clinics.services.letters import Addressee, addressees, draft_letter, received_number, refuse_early


@transaction.atomic
def acknowledge_letter(
    recipient: LetterRecipient, *, received_on: date, by: Any, number_typed: str = "", sure: bool = False
) -> LetterRecipient:
    """Note that the letter arrived, under the place's own receipt number; a clinic gets the next one if none is typed.

    Raises ``NotAllowed``; ``ValidationError`` when somebody noted it before, at ``received_number`` and ``sure``.
    """
    can_acknowledge_letter(by, recipient).or_raise()
    workflow.lock(recipient.letter)
    locked = (
        LetterRecipient.objects.select_for_update(of=("self",)).select_related("letter", "clinic").get(pk=recipient.pk)
    )
    if locked.received_on:
        words = _("%(unit)s รับหนังสือนี้ไว้แล้ว เลขรับ %(number)s")
        raise ValidationError(words % {"unit": locked.unit_name, "number": locked.received_number})
    refuse_early(received_on, locked.sent_on or locked.letter.dated_on, sure=sure)
    if locked.clinic is not None:
        locked.received_number = received_number(locked.clinic, received_on, number_typed)
    elif not number_typed:
        raise ValidationError({"received_number": _("กรอกเลขรับของหน่วยงานนั้น")})
    else:
        locked.received_number = number_typed
    locked.received_on, locked.acknowledged_at, locked.acknowledged_by = received_on, timezone.now(), by
    locked.save()
    detail = {"number": locked.received_number}
    audit.record("letter.received", locked.letter, by=by, reference=locked.letter.number, detail=detail)
    return locked


@transaction.atomic
def pass_on(
    letter: Letter, *, to: Iterable[Addressee], sent_on: date, passed_from: LetterRecipient | None = None, by: Any
) -> list[LetterRecipient]:
    """Send a letter further: its own place to more units, or a recipient to units of its own.

    Raises ``NotAllowed``; ``ValidationError`` when nobody is named, one has it already, or it is passed on before it
    was received.
    """
    can_pass_on(by, letter, passed_from).or_raise()
    locked = workflow.lock(letter)
    wanted = list(to)
    known = set(locked.recipients.values_list("unit_name", flat=True))
    twice = [name for _clinic, name in wanted if name in known]
    if not wanted:
        raise ValidationError({"units": _("เลือกคลินิกหรือพิมพ์ชื่อหน่วยงานอย่างน้อยหนึ่งแห่ง")})
    if twice:
        words = _("หนังสือนี้ส่งถึง %(units)s แล้ว เอาออกจากรายการก่อนบันทึก")
        raise ValidationError({"units": words % {"units": ", ".join(twice)}})
    if passed_from is not None and passed_from.received_on is None:
        raise ValidationError(_("บันทึกรับหนังสือก่อน แล้วจึงส่งต่อ"))
    named = {name: clinic for clinic, name in wanted}
    rows = [
        LetterRecipient.objects.create(
            letter=locked, clinic=clinic, unit_name=name, passed_from=passed_from, sent_on=sent_on, sent_by=by
        )
        for name, clinic in named.items()
    ]
    audit.record("letter.passed_on", locked, by=by, reference=locked.number, detail={"count": len(rows)})
    return rows


def _invitation_text(year: ProgrammeYear) -> list[str]:
    """The letter's paragraphs, in our own words, with the year's deadline and budget."""
    due, title = format_long(year.confirm_due), year.title
    first = _(
        "ด้วยสหกรณ์ดำเนินงานตาม%(title)s เพื่อให้คำปรึกษาแก่สมาชิกที่มีปัญหาด้านการเงิน "
        "และให้ความรู้เรื่องการวางแผนการเงินและการลงทุนกับสหกรณ์อย่างทั่วถึง "
        "โดยมีตัวแทนสหกรณ์และผู้แทนสมาชิกในพื้นที่ร่วมกันให้บริการ"
    )
    second = _(
        "ในการนี้ สหกรณ์ขอเชิญหน่วยงานของท่านพิจารณาสมัครเป็นที่ตั้งคลินิกสหกรณ์ของกลุ่ม พร้อมแจ้งเหตุผลและความพร้อมของหน่วยงาน "
        "คณะกรรมการศึกษาจะคัดเลือกกลุ่มละหนึ่งแห่ง ส่วนจังหวัดนำร่องปี 2560 ดำเนินการต่อเนื่องโดยไม่ต้องสมัคร"
    )
    third = _(
        "หน่วยงานที่ได้รับคัดเลือกโปรดส่งแบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์พร้อมรายชื่อเจ้าหน้าที่คลินิกให้สหกรณ์ภายในวันที่ %(due)s "
        "โดยสหกรณ์สนับสนุนงบประมาณดำเนินงานแห่งละ %(budget)s บาท"
    )
    words = {"title": title if title.startswith(_("โครงการ")) else _("โครงการ") + title, "due": due}
    budget = f"{year.budget_clinic:,.0f}"
    return [first % words, second, third % {**words, "budget": budget}, _("จึงเรียนมาเพื่อโปรดพิจารณา")]


@transaction.atomic
def draft_invitation(year: ProgrammeYear, *, by: Any) -> Letter:
    """Draft the year's circular that invites the groups' units, to the host units of all its clinics.

    Raises ``NotAllowed``; ``ValidationError`` when the year has one already.
    """
    central = Clinic.objects.central()
    chair = Appointment.objects.on_board().filter(role="chair").first()
    clinics = Clinic.objects.for_list(year)
    today = timezone.localdate()
    facts = {
        "purpose": "invitation",
        "is_circular": True,
        "dated_on": today,
        "from_text": COOPERATIVE.name,
        "to_text": _("พัฒนาการจังหวัด และผู้อำนวยการศูนย์ศึกษาและพัฒนาชุมชน"),
        "subject": _("ขอเชิญสมัครจัดตั้งคลินิกสหกรณ์นำร่อง ประจำปี %(year)s") % {"year": year.buddhist_year},
        "references": "\n".join(_references(year)),
        "body": "\n".join(_invitation_text(year)),
        "due_on": year.confirm_due,
        "signer_name": chair.user.full_name if chair else "",
        "signer_position": _("ประธานกรรมการดำเนินการ"),
    }
    enclosures = [
        (_("โครงการนำร่องคลินิกสหกรณ์ ประจำปี %(year)s") % {"year": year.buddhist_year}, 1, "set"),
        (_("แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง"), 1, "copy"),
    ]
    to = addressees(clinics, [])
    return draft_letter(year=year, clinic=central, facts=facts, enclosures=enclosures, recipients=to, by=by)


def _references(year: ProgrammeYear) -> list[str]:
    """The resolutions the year rests on, as a letter names them."""
    found = []
    for row in year.resolutions.order_by("resolved_on", "pk"):
        number = _(" ครั้งที่ %(number)s") % {"number": row.meeting_number} if row.meeting_number else ""
        day = _(" เมื่อวันที่ %(day)s") % {"day": format_long(row.resolved_on)} if row.resolved_on else ""
        found.append(_("มติ%(body)s%(number)s%(day)s") % {"body": row.body, "number": number, "day": day})
    return found
