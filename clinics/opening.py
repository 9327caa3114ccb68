"""What a clinic needs before it opens, and how it stands (R15). Reads only."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.thai.dates import month_name
from clinics.models import Baseline, ClinicYear, OpeningCriterion, ProgrammeYear, ServiceDay
from clinics.orientation import ClinicStand, holds, stand_of

Code = OpeningCriterion.Code
ORIENTED = frozenset({"oriented", "open", "closed"})
CONFIRMED = ORIENTED | {"confirmed"}


@dataclass(frozen=True)
class Criterion:
    """One line of a year's checklist as it is set."""

    code: str
    label: Any
    is_required: bool
    order: int


@dataclass(frozen=True)
class Line:
    """One criterion of a clinic: met or not, how it stands in words, and where to do it."""

    criterion: Criterion
    is_done: bool
    words: Any
    url: str = ""
    action: Any = ""

    @property
    def is_missing(self) -> bool:
        """Whether it keeps the clinic from opening."""
        return self.criterion.is_required and not self.is_done


def criteria_of(year: ProgrammeYear) -> list[Criterion]:
    """The year's criteria in their order; what was never set is required, in the order of the programme paper."""
    stored = {row.code: row for row in OpeningCriterion.objects.filter(year=year)}
    found = []
    for number, (code, label) in enumerate(Code.choices, 1):
        row = stored.get(code)
        found.append(Criterion(code, label, row.is_required if row else True, row.order if row else number))
    return sorted(found, key=lambda criterion: criterion.order)


@dataclass
class _Facts:
    """What the criteria are judged by, read when the first of them asks."""

    clinic_year: ClinicYear
    args: list[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.args = [self.clinic_year.clinic.code, self.clinic_year.year.buddhist_year]

    @cached_property
    def stand(self) -> ClinicStand:
        """The clinic's people and their orientation."""
        return stand_of(self.clinic_year)

    @cached_property
    def open_months(self) -> list[str]:
        """Months without enough planned days."""
        return unplanned_months(self.clinic_year)

    @cached_property
    def baseline(self) -> Baseline | None:
        """The figures of the start."""
        return Baseline.objects.filter(clinic_year=self.clinic_year, moment="start").first()

    def url(self, name: str, *more: Any) -> str:
        """A page of this clinic's year."""
        return reverse(f"clinics:{name}", args=[*self.args, *more])


def unplanned_months(clinic_year: ClinicYear, today: date | None = None) -> list[str]:
    """Months from now on in which the walk-in rule counts and too few days are planned (R25), in Thai."""
    year, today = clinic_year.year, today or timezone.localdate()
    months = [m for m in year.service_months() if year.is_rule_enforced(m) and m >= today.replace(day=1)]
    if not months:
        return []
    days = ServiceDay.objects.filter(clinic_id=clinic_year.clinic_id, day__gte=months[0], day__lte=year.service_end)
    planned = Counter(day.replace(day=1) for day in days.open_days().values_list("day", flat=True))
    return [month_name(month.month) for month in months if planned[month] < year.walk_in_days]


def _confirmed(facts: _Facts) -> tuple[bool, Any, str, Any]:
    if not facts.clinic_year.must_confirm:
        return True, _("จังหวัดนำร่องเดิม ไม่ต้องแจ้งยืนยัน"), "", ""
    if facts.clinic_year.status in CONFIRMED:
        return True, _("ส่วนกลางรับแบบแจ้งยืนยันแล้ว"), "", ""
    return False, _("ยังไม่ได้แจ้งยืนยัน"), facts.url("confirmation_detail"), _("เปิดแบบแจ้งยืนยัน")


def _oriented(facts: _Facts) -> tuple[bool, Any, str, Any]:
    if facts.clinic_year.status in ORIENTED:
        return True, _("ผ่านการปฐมนิเทศแล้ว"), "", ""
    url = reverse("clinics:orientation", args=facts.args[1:])
    if facts.stand.is_complete:
        return False, _("เข้าร่วมครบแล้ว รอส่วนกลางบันทึก"), url, _("ดูการปฐมนิเทศ")
    words = _("ยังขาด %(who)s") % {"who": ", ".join(facts.stand.lacking_posts)}
    return False, words, url, _("ดูวันปฐมนิเทศ")


def _appointed(post: str) -> Callable[[_Facts], tuple[bool, Any, str, Any]]:
    def judge(facts: _Facts) -> tuple[bool, Any, str, Any]:
        seat = next((person.seat for person in facts.stand.people if holds(person.seat, post)), None)
        if seat:
            acting = _(" (รักษาการแทน)") if seat.is_acting else ""
            return True, f"{seat.user.full_name}{acting}", "", ""
        return False, _("ตำแหน่งว่าง"), facts.url("staff"), _("ดูบุคลากรของคลินิก")

    return judge


def _baseline(facts: _Facts) -> tuple[bool, Any, str, Any]:
    if facts.baseline and facts.baseline.status == "submitted":
        return True, _("ส่งแล้ว"), "", ""
    words = _("กรอกแล้วบางส่วน ยังไม่ได้ส่ง") if facts.baseline else _("ยังไม่ได้กรอก")
    return False, words, facts.url("baseline"), _("กรอกข้อมูลเบื้องต้น")


def _calendar(facts: _Facts) -> tuple[bool, Any, str, Any]:
    if not facts.open_months:
        return True, _("วางแผนครบทุกเดือน"), "", ""
    words = _("ยังไม่ครบเดือนละ %(n)s วัน: %(months)s") % {
        "n": facts.clinic_year.year.walk_in_days,
        "months": ", ".join(facts.open_months),
    }
    return False, words, reverse("clinics:calendar"), _("วางแผนวันให้บริการ")


def _contact(facts: _Facts) -> tuple[bool, Any, str, Any]:
    clinic = facts.clinic_year.clinic
    lacks = [word for word, value in ((_("ที่อยู่"), clinic.address), (_("โทรศัพท์"), clinic.phone)) if not value]
    if not lacks:
        return True, _("ครบแล้ว"), "", ""
    return False, _("ยังไม่มี%(what)s") % {"what": _("และ").join(lacks)}, facts.url("edit"), _("กรอกช่องทางติดต่อ")


_JUDGES: dict[str, Callable[[_Facts], tuple[bool, Any, str, Any]]] = {
    Code.CONFIRMED: _confirmed,
    Code.ORIENTED: _oriented,
    Code.HEAD: _appointed("head"),
    Code.SECRETARY: _appointed("secretary"),
    Code.FINANCE: _appointed("finance"),
    Code.BASELINE: _baseline,
    Code.CALENDAR: _calendar,
    Code.CONTACT: _contact,
}


def checklist(clinic_year: ClinicYear) -> list[Line]:
    """Every criterion of the clinic's year, met or not, with what to do next; a fixed number of queries."""
    facts = _Facts(clinic_year)
    return [Line(criterion, *_JUDGES[criterion.code](facts)) for criterion in criteria_of(clinic_year.year)]


def missing(lines: Iterable[Line]) -> list[Line]:
    """Those that keep the clinic from opening."""
    return [line for line in lines if line.is_missing]


def missing_labels(clinic_year: ClinicYear) -> list[str]:
    """What keeps the clinic from opening, in Thai."""
    return [f"{line.criterion.label} ({line.words})" for line in missing(checklist(clinic_year))]
