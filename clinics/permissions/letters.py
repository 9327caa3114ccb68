"""Who keeps which register of letters, acknowledges one and passes it on (R3)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.verdicts import ALLOW, Verdict, deny, hide


def can_see_letters(user: Any) -> Verdict:
    """Open the register: clinics, the education committee, administrators; each sees its own part."""
    if user.is_clinic_staff or user.is_education or user.is_staff:
        return ALLOW
    return hide(_("ทะเบียนหนังสือเป็นของคลินิก ส่วนกลาง และคณะกรรมการศึกษา"))


def places_kept(user: Any) -> list[Any]:
    """Clinics whose register the person keeps: central for its staff, else those they are head or secretary of."""
    found = {}
    for seat in user.clinic_seats:
        clinic = seat.clinic_year.clinic
        if clinic.is_central or user.is_head_of(clinic.pk) or user.is_secretary_of(clinic.pk):
            found[clinic.pk] = clinic
    return list(found.values())


def can_keep(user: Any, clinic: Any) -> Verdict:
    """Write in a place's register: central staff in central's, a clinic's head or secretary in their own."""
    if any(place.pk == clinic.pk for place in places_kept(user)):
        return ALLOW
    if user.works_at(clinic.pk):
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้ดูแลทะเบียนหนังสือ"))
    return hide(_("เฉพาะผู้ดูแลทะเบียนหนังสือของหน่วยงานนี้"))


def can_write_letters(user: Any) -> Verdict:
    """Begin a letter in some register."""
    if places_kept(user):
        return ALLOW
    if user.is_clinic_staff:
        return deny(_("หัวหน้าหรือเลขานุการคลินิกเป็นผู้ดูแลทะเบียนหนังสือ"))
    return hide(_("เฉพาะผู้ดูแลทะเบียนหนังสือ"))


def can_keep_letter(user: Any, letter: Any) -> Verdict:
    """Change, void or add a scan to a letter: who keeps the register it stands in."""
    return can_keep(user, letter.clinic)


def can_issue(user: Any, letter: Any) -> Verdict:
    """Issue a letter we write."""
    if letter.direction != "out":
        return hide(_("ออกเลขได้เฉพาะหนังสือส่ง"))
    return can_keep(user, letter.clinic)


def can_register(user: Any, letter: Any) -> Verdict:
    """Register a letter that came in."""
    if letter.direction != "in":
        return hide(_("ลงทะเบียนรับได้เฉพาะหนังสือรับ"))
    return can_keep(user, letter.clinic)


def is_written(user: Any, letter: Any) -> Verdict:
    """A letter goes out with its subject, text, addressee and signer."""
    if not (letter.subject and letter.to_text and letter.body and letter.signer_name):
        return deny(_("ยังออกหนังสือไม่ได้ กรอกเรื่อง เรียน เนื้อความ และผู้ลงชื่อให้ครบก่อน"))
    return ALLOW


def can_acknowledge_letter(user: Any, recipient: Any) -> Verdict:
    """Note that a letter arrived: the clinic it went to; for a unit outside, whoever sent or passed it on."""
    if recipient.letter.status not in {"issued", "registered"}:
        return hide(_("หนังสือนี้ยังไม่ได้ออกหรือยกเลิกแล้ว"))
    if recipient.clinic is not None:
        return can_keep(user, recipient.clinic)
    passed_from = recipient.passed_from
    sender = (
        passed_from.clinic if passed_from is not None and passed_from.clinic is not None else recipient.letter.clinic
    )
    return can_keep(user, sender)


def can_pass_on(user: Any, letter: Any, recipient: Any = None) -> Verdict:
    """Send a letter further: who keeps its register to more units, a clinic that received it to its own."""
    if letter.status not in {"issued", "registered"}:
        return hide(_("ส่งต่อได้เมื่อออกหนังสือหรือลงทะเบียนรับแล้ว"))
    if recipient is None or recipient.clinic is None:
        return can_keep(user, letter.clinic)
    return can_keep(user, recipient.clinic)
