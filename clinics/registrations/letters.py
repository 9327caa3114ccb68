"""What the register of letters hangs into the frame: menu, tasks, search, panels, who reads an issued letter."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic_project.registry import Hit, NavEntry, Results, Task, registry
from clinic_project.searching import results_of
from clinic_project.thai.dates import format_short
from clinics.calendar import work_calendar
from clinics.models import ClinicYear, Letter, LetterRecipient, ProgrammeYear
from clinics.permissions.letters import can_see_letters, places_kept

ORDER = 76
PANEL = 15
MOST = 30


def _sees(user: Any) -> bool:
    return bool(can_see_letters(user))


def _waiting(user: Any) -> Any:
    kept = [clinic.pk for clinic in places_kept(user)]
    return LetterRecipient.objects.visible_to(user).filter(clinic_id__in=kept).waiting()


def _count(user: Any) -> int:
    return int(_waiting(user).count()) if user.is_clinic_staff else 0


def letter_tasks(user: Any) -> Iterable[Task]:
    """Letters that went to the person's place and were not acknowledged there."""
    if not places_kept(user):
        return
    today = timezone.localdate()
    for row in _waiting(user)[:MOST]:
        letter = row.letter
        left = work_calendar().working_days_between(today, letter.due_on) if letter.due_on else None
        yield Task(
            title=_("บันทึกรับหนังสือ"),
            detail=f"{letter.subject} · {row.unit_name}",
            url=reverse("clinics:letter_receive", args=[letter.pk, row.pk]),
            due=letter.due_on,
            working_days_left=left,
            chip=_("รอบันทึกรับ"),
            tone="wait",
            reference=letter.number,
        )


def search(user: Any, text: str, most: int) -> Results | None:
    """Letters by number or subject."""
    if not _sees(user):
        return None

    def hit(letter: Letter) -> Hit:
        detail = f"{letter.get_direction_display()} · {letter.clinic.name} · {format_short(letter.dated_on)}"
        title = f"{letter.number} {letter.subject}".strip()
        return Hit(title, detail, letter.get_absolute_url(), is_exact=bool(text) and letter.number == text)

    found = Letter.objects.visible_to(user).matching(text).select_related("clinic").order_by("-dated_on", "-id")
    return results_of(gettext("หนังสือ"), found, hit, most)


def _panel(user: Any, letters: Any, waiting: Any, year: int) -> dict[str, Any]:
    return {
        "template": "clinics/panels/letters.html",
        "latest": letters.order_by("-dated_on", "-id").first(),
        "waiting": waiting,
        "url": f"{reverse('clinics:letter_list')}?year={year}",
    }


def year_panel(user: Any, year: ProgrammeYear) -> dict[str, Any] | None:
    """The newest letter of the programme's year."""
    if not _sees(user):
        return None
    return _panel(user, Letter.objects.visible_to(user).filter(year=year), None, year.buddhist_year)


def clinic_panel(user: Any, clinic_year: ClinicYear) -> dict[str, Any] | None:
    """The clinic's newest letter of the year, and the first that waits for its receipt."""
    if not _sees(user):
        return None
    came = LetterRecipient.objects.visible_to(user).filter(
        clinic=clinic_year.clinic_id, letter__year=clinic_year.year_id
    )
    own = Q(clinic=clinic_year.clinic_id) | Q(pk__in=came.values("letter"))
    letters = Letter.objects.visible_to(user).filter(own, year=clinic_year.year_id)
    return _panel(user, letters, came.waiting().first(), clinic_year.year.buddhist_year)


def _reads(user: Any, document: Any) -> bool:
    return bool(Letter.objects.visible_to(user).filter(pk=document.subject_id).exists())


def register() -> None:
    """Called once, when the apps are ready."""
    label = _("หนังสือ")
    registry.nav.append(NavEntry(ORDER, label, "clinics:letter_list", _sees, icon="file", count=_count, key="g h"))
    registry.tasks.append(letter_tasks)
    registry.searches.append((ORDER, search))
    registry.lists.add("clinics:letter_list")
    registry.year_panels.append((PANEL, year_panel))
    registry.clinic_panels.append((PANEL, clinic_panel))
    registry.document_readers["letter"] = _reads
    registry.places |= {"clinics:letter_detail": label, "clinics:letter_edit": _("ร่างหนังสือ")}
    registry.form_names |= {
        "clinics:letter_new": _("ร่างหนังสือส่ง"),
        "clinics:letter_edit": _("แก้ร่างหนังสือ"),
        "clinics:letter_register": _("ลงทะเบียนหนังสือรับ"),
        "clinics:letter_issue": _("ออกเลขหนังสือ"),
        "clinics:letter_void": _("ยกเลิกหนังสือ"),
        "clinics:letter_receive": _("บันทึกรับหนังสือ"),
        "clinics:letter_pass_on": _("ส่งหนังสือให้หน่วยงานเพิ่ม"),
        "clinics:letter_forward": _("ส่งต่อหนังสือ"),
        "clinics:letter_scan": _("แนบสำเนาหนังสือ"),
    }
    registry.event_kinds |= {
        "letter.drafted": _("ร่างหนังสือ"),
        "letter.edited": _("แก้ร่างหนังสือ"),
        "letter.received": _("บันทึกรับหนังสือ"),
        "letter.passed_on": _("ส่งต่อหนังสือ"),
        "letter.scan": _("แนบสำเนาหนังสือ"),
        "letter.scan_removed": _("เอาสำเนาหนังสือออก"),
    }
    registry.event_details |= {"number": _("เลขที่"), "group": _("กลุ่ม")}
