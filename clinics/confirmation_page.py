"""What the page of a confirmation shows: steps, checks in words, what may be done next, papers and scans."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.issuing import documents_of
from clinic_project.workflow import Button
from clinics.calendar import work_calendar
from clinics.confirmation_states import standings
from clinics.documents.confirmation import KIND, people_of
from clinics.models import ClinicYear, Confirmation
from clinics.permissions.confirmation import can_prepare_confirmation, is_printable, is_selected
from clinics.posts import lacks_choice, vacancies
from clinics.services.confirmations import blank_of

STEPS = (
    ("fill", gettext_lazy("กรอกแบบ")),
    ("print", gettext_lazy("พิมพ์")),
    ("sign", gettext_lazy("ลงนามและแนบสแกน")),
    ("submit", gettext_lazy("ส่งส่วนกลาง")),
    ("accept", gettext_lazy("ส่วนกลางรับ")),
)


@dataclass(frozen=True)
class Check:
    """One thing to look at before printing: a sentence, and the button that leads to where it is put right."""

    text: Any
    url: str
    button: Any


def newest_or_blank(user: Any, clinic_year: ClinicYear) -> Confirmation:
    """The clinic's confirmation; one not stored yet where nobody began, or after an earlier one was declined."""
    found: Confirmation | None = Confirmation.objects.visible_to(user).newest_of(clinic_year)
    if found is None or (found.status == "declined" and clinic_year.status == "selected"):
        return blank_of(clinic_year)
    return found


def checks_of(clinic_year: ClinicYear) -> list[Check]:
    """Vacant posts, and representatives whose choice of a secretary is not recorded (R13). Nothing is refused."""
    people = people_of(clinic_year)
    found = [
        Check(_("ตำแหน่งว่าง: %(post)s") % {"post": post.label}, post.url, post.button)
        for post in vacancies(clinic_year, people)
    ]
    chosen = set(clinic_year.secretary_choices.values_list("appointment_id", flat=True))
    if lacks_choice(people, chosen):
        url = reverse("clinics:staff_secretary", args=[clinic_year.clinic.code, clinic_year.year.buddhist_year])
        text = _("มีผู้แทนสมาชิกหลายคน แต่ยังไม่ได้บันทึกว่าคัดเลือกเลขานุการกันอย่างไร")
        found.append(Check(text, url, _("บันทึกการคัดเลือกเลขานุการ")))
    return found


def steps_of(confirmation: Confirmation) -> list[dict[str, Any]]:
    """The steps, with the one that is on now."""
    order = [code for code, _label in STEPS]
    now = {
        "draft": "fill" if not is_printable(None, confirmation) else "print",
        "printed": "submit" if confirmation.has_fresh_scan else "sign",
        "returned": "sign",
        "submitted": "accept",
    }.get(confirmation.status)
    at = order.index(now) if now else len(order)
    return [
        {"label": label, "state": "past" if n < at else "now" if n == at else "next"}
        for n, (_code, label) in enumerate(STEPS)
    ]


def address(clinic_year: ClinicYear, name: str, *more: Any) -> str:
    """One of the confirmation's pages."""
    return reverse(
        f"clinics:confirmation_{name}", args=[clinic_year.clinic.code, clinic_year.year.buddhist_year, *more]
    )


def buttons_of(user: Any, confirmation: Confirmation) -> list[Button]:
    """What may be done next: filling, printing, attaching by their own pages, the moves by theirs."""
    clinic_year = confirmation.clinic_year
    machine_buttons = confirmation.machine.buttons(user, confirmation, lambda move: address(clinic_year, "move", move))
    moves = {button.name: button for button in machine_buttons}
    prepare = can_prepare_confirmation(user, confirmation)
    drawn = []
    if confirmation.status in {"draft", "printed", "returned"} and (prepare or prepare.shown):
        verdict = prepare and is_selected(user, confirmation)
        drawn = _preparing(confirmation, verdict, moves)
    return [*drawn, *(moves[name] for name in ("submit", "accept", "return", "decline") if name in moves)]


def _preparing(confirmation: Confirmation, verdict: Any, moves: dict[str, Button]) -> list[Button]:
    clinic_year = confirmation.clinic_year
    is_filled = bool(confirmation.pk and is_printable(None, confirmation))
    has_paper = confirmation.paper_id is not None and confirmation.status != "draft"
    is_current = has_paper and not confirmation.changed_since_print
    has_scan = is_current and confirmation.has_fresh_scan

    def button(name: str, label: Any, is_first: bool) -> Button:
        primary = bool(verdict) and is_first
        return Button(name, label, address(clinic_year, name), bool(verdict), verdict.reason, primary)

    drawn = [button("edit", _("แก้ไขแบบ") if is_filled else _("กรอกแบบ"), not is_filled)]
    if is_filled:
        label = _("พิมพ์ใหม่") if has_paper else _("พิมพ์เพื่อลงนาม")
        drawn.append(button("print", label, not is_current and confirmation.status != "returned"))
    if is_current:
        drawn.append(button("scan", _("แนบสแกนใหม่") if has_scan else _("แนบสแกนที่ลงนามแล้ว"), not has_scan))
    return sorted(drawn, key=lambda one: not one.primary)


def page_of_confirmation(user: Any, clinic_year: ClinicYear, confirmation: Confirmation) -> dict[str, Any]:
    """Everything the page draws; its queries do not grow with the clinic's people."""
    lines = ClinicYear.objects.visible_to(user).filter(pk=clinic_year.pk).for_confirmations()
    is_stored = confirmation.pk is not None
    return {
        "clinic_year": clinic_year,
        "confirmation": confirmation,
        "form_rows": confirmation.form.rows,
        "signer": confirmation,
        "line": standings(lines, timezone.localdate(), work_calendar())[0],
        "steps": steps_of(confirmation) if confirmation.status != "declined" else [],
        "checks": checks_of(clinic_year) if confirmation.status in {"draft", "printed", "returned"} else [],
        "may_staff": bool(can_prepare_confirmation(user, confirmation)),
        "changed": confirmation.changed_since_print,
        "buttons": buttons_of(user, confirmation),
        "papers": list(documents_of(confirmation, KIND)) if is_stored else [],
        "scans": list(confirmation.scans.select_related("file", "attached_by", "paper")) if is_stored else [],
    }
