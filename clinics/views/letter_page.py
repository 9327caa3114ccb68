"""What the pages of letters draw: rows of the register, the cascade, what can be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from clinic_project.cooperative import COOPERATIVE
from clinic_project.templatetags.ui import status_chip
from clinic_project.thai.dates import format_short
from clinics.models import Letter, LetterRecipient, ProgrammeYear
from clinics.permissions.letters import can_acknowledge_letter, can_keep_letter, can_pass_on, places_kept

TONES = {"draft": "wait", "issued": "done", "registered": "done", "void": "plain"}
COLUMNS = (_("ที่"), _("เรื่อง"), _("จาก / ถึง"), (_("ลงวันที่"), "nowrap"), _("สถานะ"))


def rows_of(user: Any, letters: list[Letter]) -> list[list[Any]]:
    """Cells of the register, each letter as the person's place sees it."""
    return [_row(user, letter) for letter in letters]


def _row(user: Any, letter: Letter) -> list[Any]:
    recipients = list(letter.recipients.all())
    is_own = letter.clinic_id in user.clinic_ids
    mine = [] if is_own else [row for row in recipients if row.clinic_id in user.clinic_ids]
    came = letter.direction == "in" or mine
    name = letter.number or _("ไม่มีเลข") if letter.direction == "in" else letter.number or _("ร่าง")
    return [
        format_html('<a class="num" href="{}">{}</a>', letter.get_absolute_url(), name),
        letter.subject,
        letter.from_text if came else _sent_to(letter, recipients),
        format_short(letter.dated_on),
        _state(letter, mine, recipients),
    ]


def _sent_to(letter: Letter, recipients: list[LetterRecipient]) -> Any:
    if len(recipients) == 1:
        return recipients[0].unit_name
    return _t("%(to)s (%(n)s แห่ง)") % {"to": letter.to_text, "n": len(recipients)} if recipients else letter.to_text


def _state(letter: Letter, mine: list[LetterRecipient], recipients: list[LetterRecipient]) -> Any:
    if letter.status in {"issued", "registered"} and mine:
        waiting = [row for row in mine if row.received_on is None]
        if waiting:
            return status_chip("wait", _("รอบันทึกรับ"))
        return status_chip("done", _t("เลขรับ %(number)s") % {"number": mine[0].received_number})
    if letter.status == "registered":
        return status_chip("done", _t("เลขรับ %(number)s") % {"number": letter.received_number})
    if letter.status == "issued" and recipients:
        received = sum(1 for row in recipients if row.received_on)
        tone = "done" if received == len(recipients) else "calm"
        return status_chip(tone, _t("รับแล้ว %(n)s จาก %(all)s") % {"n": received, "all": len(recipients)})
    return status_chip(TONES[letter.status], letter.status_label)


@dataclass(frozen=True)
class Step:
    """A recipient in the cascade: how deep, what is odd about its dates, what can be done."""

    row: LetterRecipient
    depth: int
    tone: str
    label: Any
    notes: list[Any]
    buttons: list[dict[str, Any]]


def cascade_of(user: Any, letter: Letter) -> list[Step]:
    """The recipients as a tree, each followed by those it passed the letter on to."""
    below: dict[int | None, list[LetterRecipient]] = {}
    for row in letter.recipients.all():
        row.letter = letter
        below.setdefault(row.passed_from_id, []).append(row)

    def walk(parent: int | None, depth: int) -> list[Step]:
        found = []
        for row in below.get(parent, []):
            found += [_step(user, letter, row, depth), *walk(row.pk, depth + 1)]
        return found

    return walk(None, 0)


def _step(user: Any, letter: Letter, row: LetterRecipient, depth: int) -> Step:
    tone, label = ("done", _("รับแล้ว")) if row.received_on else ("wait", _("รอบันทึกรับ"))
    if letter.status == "draft":
        tone, label = "plain", _("ยังไม่ส่ง")
    notes = []
    if letter.due_on and row.sent_on and row.sent_on > letter.due_on:
        notes.append(_("ส่งหลังวันครบกำหนด"))
    elif letter.due_on and row.received_on and row.received_on > letter.due_on:
        notes.append(_("รับหลังวันครบกำหนด"))
    if row.received_on and row.received_on < (row.sent_on or letter.dated_on):
        notes.append(_("วันรับอยู่ก่อนวันที่ออกหนังสือ"))
    return Step(row, depth, tone, label, notes, _step_buttons(user, letter, row))


def _step_buttons(user: Any, letter: Letter, row: LetterRecipient) -> list[dict[str, Any]]:
    found: list[tuple[str, Any]] = []
    if row.received_on is None and can_acknowledge_letter(user, row):
        found.append(("letter_receive", _("บันทึกรับ")))
    if row.received_on and row.clinic_id and can_pass_on(user, letter, row):
        found.append(("letter_forward", _("ส่งต่อ")))
    return [{"label": label, "url": reverse(f"clinics:{name}", args=[letter.pk, row.pk])} for name, label in found]


def buttons_of(user: Any, letter: Letter) -> list[dict[str, Any]]:
    """What can be done with the letter, as ``components/moves.html`` draws it."""
    pages = {"issue": "letter_issue", "void": "letter_void"}

    def url(name: str) -> str:
        return reverse(f"clinics:{pages.get(name, 'letter_void')}", args=[letter.pk])

    found: list[Any] = [button for button in letter.machine.buttons(user, letter, url) if button.name in pages]
    keeps = can_keep_letter(user, letter)
    more = []
    if letter.status == "draft" and letter.is_out:
        more.append(("letter_edit", _("แก้ร่าง"), keeps))
    if letter.status in {"issued", "registered"}:
        more.append(("letter_pass_on", _("ส่งให้หน่วยงานเพิ่ม"), can_pass_on(user, letter)))
    if letter.status != "void":
        more.append(("letter_scan", _("แนบสำเนา"), keeps))
    extra = [
        {
            "label": label,
            "url": reverse(f"clinics:{name}", args=[letter.pk]),
            "allowed": verdict.allowed,
            "reason": verdict.reason,
        }
        for name, label, verdict in more
        if verdict
    ]
    voids = [button for button in found if button.name == "void"]
    return [*(button for button in found if button.name != "void"), *extra, *voids]


def page_context(user: Any, letter: Letter) -> dict[str, Any]:
    """Everything a letter's page draws; a fixed number of queries on top of ``for_page``."""
    steps = cascade_of(user, letter)
    waiting = [step for step in steps if step.row.clinic_id in user.clinic_ids and step.row.received_on is None]
    return {
        "letter": letter,
        "tone": TONES[letter.status],
        "steps": steps,
        "received": sum(1 for step in steps if step.row.received_on),
        "primary": next((step.buttons[0] for step in waiting if step.buttons), None),
        "buttons": buttons_of(user, letter),
        "keeps": bool(can_keep_letter(user, letter)),
    }


def act_page(letter: Letter, title: Any, label: Any, **more: Any) -> dict[str, Any]:
    """Context of a page that does something with a letter."""
    return {"letter": letter, "title": title, "label": label, "back_url": letter.get_absolute_url(), **more}


def likely_letter(user: Any, today: date) -> dict[str, Any]:
    """What a new letter most likely says of its place and day."""
    place = next(iter(places_kept(user)))
    year = ProgrammeYear.objects.visible_to(user).current()
    name = COOPERATIVE.name if place.is_central else _t("คลินิกสหกรณ์ %(name)s") % {"name": place.name}
    signer = {} if place.is_central else {"signer_name": user.full_name, "signer_position": str(user.role_label)}
    return {
        "clinic": str(place.pk),
        "year": str(year.pk) if year else "",
        "dated_on": today,
        "from_text": name,
        "digits": "thai",
        **signer,
    }


def likely_receipt(user: Any, today: date) -> dict[str, Any]:
    """What the entry of a letter that came in most likely says of place and day."""
    likely = likely_letter(user, today)
    return {"clinic": likely["clinic"], "year": likely["year"], "to_text": likely["from_text"], "received_on": today}
