"""What confirmations hang into the frame: tasks, panels, reminders, who may read the papers, what the public reads."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic_project.registry import NoticeKind, PublicPaper, Task, registry
from clinic_project.templatetags.ui import deadline_kind, deadline_text
from clinic_project.verdicts import ALLOW, Verdict, hide
from clinics.calendar import work_calendar
from clinics.confirmation_page import address
from clinics.confirmation_states import REMINDED, STATES, Standing, counts, public_words, standings
from clinics.documents.confirmation import KIND
from clinics.models import ClinicYear, Confirmation
from clinics.permissions.confirmation import can_follow_confirmations
from clinics.services import reminders

MOST = 30
ORDER = 20


def _lines(rows: Any) -> list[Standing]:
    return standings(rows.for_confirmations(), timezone.localdate(), work_calendar())


def own_tasks(user: Any) -> Iterable[Task]:
    """For head and secretary: the form that has to be sent, with the deadline."""
    clinics = [clinic for clinic in user.clinic_ids if user.is_head_of(clinic) or user.is_secretary_of(clinic)]
    if not clinics:
        return
    rows = ClinicYear.objects.visible_to(user).filter(clinic_id__in=clinics, status="selected")
    for line in _lines(rows):
        if line.is_open:
            yield _own_task(line)


def _own_task(line: Standing) -> Task:
    clinic_year, left = line.clinic_year, line.working_days_left or 0
    is_returned = line.confirmation is not None and line.confirmation.status == "returned"
    return Task(
        title=_("แก้แบบแจ้งยืนยันที่ส่วนกลางส่งกลับ") if is_returned else _("ส่งแบบแจ้งยืนยันการจัดตั้งคลินิก"),
        detail=f"{clinic_year.clinic.name} · {line.step}",
        url=address(clinic_year, "detail"),
        due=clinic_year.year.confirm_due,
        working_days_left=left,
        chip=deadline_text(left),
        tone=deadline_kind(left),
    )


def central_tasks(user: Any) -> Iterable[Task]:
    """For central: forms that were sent and wait to be received."""
    if not user.is_central:
        return
    for confirmation in Confirmation.objects.visible_to(user).to_receive()[:MOST]:
        clinic_year = confirmation.clinic_year
        yield Task(
            title=_("ตรวจรับแบบแจ้งยืนยัน"),
            detail=clinic_year.clinic.name,
            url=address(clinic_year, "move", "accept"),
            due=confirmation.submitted_on,
            chip=_("รอรับ"),
        )


def clinic_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any]:
    """On the page of a clinic's year."""
    rows = ClinicYear.objects.visible_to(user).filter(pk=clinic_year.pk)
    return {
        "template": "clinics/panels/confirmation.html",
        "is_required": clinic_year.must_confirm,
        "line": _lines(rows)[0],
        "due": clinic_year.year.confirm_due,
        "url": address(clinic_year, "detail"),
    }


def year_panel(user: Any, year: Any) -> dict[str, Any] | None:
    """On the page of a programme year, for who follows all clinics."""
    if not can_follow_confirmations(user):
        return None
    lines = _lines(ClinicYear.objects.visible_to(user).filter(year=year))
    url = reverse("clinics:confirmations", args=[year.buddhist_year])
    found = counts(lines)
    figures = [
        {"label": STATES[state], "value": count, "url": f"{url}?state={state}"}
        for state, count in found.items()
        if state != "not_selected" or count
    ]
    return {
        "template": "clinics/panels/confirmations.html",
        "figures": figures,
        "open": any(line.is_open for line in lines),
        "days_left": work_calendar().working_days_between(timezone.localdate(), year.confirm_due),
        "url": url,
    }


def may_be_reminded(user: Any, notice: Any) -> Verdict:
    """Whether the person still answers for the clinic's confirmation, and it still has to be sent."""
    rows = ClinicYear.objects.visible_to(user).filter(pk=notice.about_id)
    line = next(iter(_lines(rows)), None)
    if line is None or not reminders.can_be_told(user, line.clinic_year):
        return hide(_("ผู้รับไม่ได้เป็นหัวหน้าหรือเลขานุการของคลินิกนี้แล้ว"))
    return ALLOW if line.is_open else hide(_("คลินิกส่งแบบแล้ว ไม่ต้องเตือน"))


def _reads_paper(user: Any, paper: Any) -> bool:
    return bool(Confirmation.objects.visible_to(user).filter(pk=paper.subject_id).exists())


def register() -> None:
    """Called once, when the apps are ready."""
    words = gettext_lazy("แบบแจ้งยืนยันการจัดตั้งคลินิก")
    registry.tasks += [own_tasks, central_tasks]
    registry.clinic_panels.append((ORDER, clinic_panel))
    registry.year_panels.append((ORDER, year_panel))
    registry.notices[reminders.KIND] = NoticeKind(words, may_be_reminded)
    registry.document_readers[KIND] = _reads_paper
    registry.public_papers[KIND] = PublicPaper(gettext_lazy("แบบแจ้งยืนยันการจัดตั้งคลินิกสหกรณ์นำร่อง (คส.01)"), public_words)
    registry.lists.add("clinics:confirmations")
    registry.places["clinics:confirmation_detail"] = words
    registry.form_names |= {
        "clinics:confirmation_edit": words,
        "clinics:confirmation_move return": gettext_lazy("ส่งแบบแจ้งยืนยันกลับ"),
        "clinics:confirmation_move decline": gettext_lazy("ขอไม่เข้าร่วมโครงการ"),
        "clinics:confirmation_move": words,
    }
    registry.event_kinds |= {
        "confirmation.begun": gettext_lazy("เริ่มแบบแจ้งยืนยัน"),
        "confirmation.filled": gettext_lazy("กรอกแบบแจ้งยืนยัน"),
        "confirmation.scan": gettext_lazy("แนบสแกนแบบแจ้งยืนยัน"),
        "confirmation.scan_read": gettext_lazy("เปิดสแกนแบบแจ้งยืนยัน"),
        REMINDED: gettext_lazy("เตือนให้แจ้งยืนยัน"),
    }
