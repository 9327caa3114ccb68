"""Setting up a programme year from another one, undoing that, and changing a year's rules."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.models import Event
from clinic_project.registry import registry
from clinic_project.thai.numbers import format_money
from clinics.models import FOLLOWS, Budget, ClinicYear, Milestone, ProgrammeYear, ServiceDay
from clinics.permissions.years import can_lead_years
from clinics.services.sign_off import drop_signatures
from clinics.services.year_plans import BUDGET, DATES, RULES, YearPlan, date_problems, plan_year

CHANGEABLE = ("title", *DATES, *BUDGET, *RULES)


def _refuse(problems: list[tuple[str, str]]) -> None:
    """Raise ``ValidationError`` with each sentence at its field."""
    if not problems:
        return
    named: dict[str, list[str]] = {}
    for field, words in problems:
        named.setdefault(field or "__all__", []).append(words)
    raise ValidationError(named)


@transaction.atomic
def set_up_year(
    *, buddhist_year: int, copy_from: ProgrammeYear, by: Any, changes: Mapping[str, Any] | None = None
) -> ProgrammeYear:
    """Open a programme year with the rules, calendar and milestones of another one, and every clinic in it.

    Exactly what :func:`plan_year` says with the same ``changes`` (dates, sums, title). ``by``: None is the operator at
    the machine. Raises ``NotAllowed``, or ``ValidationError`` in Thai when the year exists or dates are impossible.
    """
    if by is not None:
        can_lead_years(by).or_raise()
    # One at a time: a second set-up of the same year then sees the first.
    source = ProgrammeYear.objects.select_for_update().get(pk=copy_from.pk)
    plan: YearPlan = plan_year(buddhist_year=buddhist_year, copy_from=source, changes=changes)
    _refuse(plan.conflicts)
    year: ProgrammeYear = ProgrammeYear.objects.create(buddhist_year=buddhist_year, **plan.values)
    ClinicYear.objects.bulk_create(
        ClinicYear(clinic=planned.clinic, year=year, status=planned.status, unit_name=planned.unit_name)
        for planned in plan.clinics
    )
    for milestone in plan.milestones:
        milestone.year = year
    Milestone.objects.bulk_create(plan.milestones)
    for part in registry.year_parts:
        part.copy(copy_from=source, year=year, by=by)
    detail = {"from": source.buddhist_year, "clinics": len(plan.clinics), "milestones": len(plan.milestones)}
    audit.record("year.set_up", year, by=by, reference=str(year), detail=detail)
    return year


def _made_by_set_up() -> set[str]:
    return {
        "clinics.clinicyear",
        "clinics.milestone",
        *(label for part in registry.year_parts for label in part.models),
    }


def _parts() -> list[type[models.Model]]:
    """Models of the rows other parts of the system made with the year; each has a ``year``."""
    return [apps.get_model(label) for part in registry.year_parts for label in part.models]


def _pointing(record: type[models.Model], to: models.QuerySet[Any]) -> list[str]:
    """What stands in the database about these rows, beside what the set-up itself made: ``การแต่งตั้ง 3 รายการ``."""
    found = []
    for relation in record._meta.related_objects:
        model = relation.related_model
        if model._meta.label_lower in _made_by_set_up():
            continue
        count = model._base_manager.filter(**{f"{relation.field.name}__in": to}).count()
        if count:
            name = model._meta.verbose_name_plural
            found.append(_("มี%(what)sแล้ว %(n)s รายการ") % {"what": name, "n": f"{count:,}"})
    return found


def undo_obstacles(year: ProgrammeYear) -> list[str]:
    """Why the year's set-up can't be undone any more, in Thai; empty while nothing was done in it.

    Any row that points to the year or to a clinic in it counts, of whichever app; so does any event of them.
    """
    own = ProgrammeYear.objects.filter(pk=year.pk)
    clinic_years = ClinicYear.objects.filter(year=year)
    events = audit.events_of(year).exclude(kind__endswith=".read")
    # What the set-up itself did stands before its event.
    made = events.filter(kind="year.set_up").first()
    if made is None:
        return [_("ปีนี้ไม่ได้ตั้งจากปีก่อนด้วยระบบ จึงไม่มีอะไรให้ยกเลิก")]
    found = [*_pointing(ProgrammeYear, own), *_pointing(ClinicYear, clinic_years)]
    found += [words for model in _parts() for words in _pointing(model, model._base_manager.filter(year=year))]
    if events.filter(pk__gt=made.pk).exists() or year.milestones.filter(done_on__isnull=False).exists():
        found.append(_("มีการแก้ไขหรือบันทึกในปีนี้หลังตั้งปีแล้ว"))
    of_clinics = Event.objects.filter(subject_type=audit.subject_type(ClinicYear), subject_id__in=clinic_years)
    if of_clinics.exists():
        found.append(_("มีคลินิกที่บันทึกความคืบหน้าในปีนี้แล้ว"))
    days = ServiceDay.objects.filter(day__year=year.gregorian_year).count()
    if days:
        found.append(_("มีวันให้บริการของปีนี้แล้ว %(n)s วัน") % {"n": f"{days:,}"})
    found += [str(reason) for ask in registry.year_obstacles if (reason := ask(year))]
    return found


@transaction.atomic
def undo_year(year: ProgrammeYear, *, by: Any) -> None:
    """Delete a year that was set up and in which nothing was done since; the event stays.

    Raises ``NotAllowed``, or ``ValidationError`` with every reason why it is too late.
    """
    if by is not None:
        can_lead_years(by).or_raise()
    locked = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    obstacles = undo_obstacles(locked)
    if obstacles:
        raise ValidationError(obstacles)
    detail = {"clinics": locked.clinic_years.count(), "milestones": locked.milestones.count()}
    audit.record("year.undone", locked, by=by, reference=str(locked), detail=detail)
    for model in _parts():
        model._base_manager.filter(year=locked).delete()
    locked.clinic_years.all().delete()
    locked.delete()


def _allocated_over(year: ProgrammeYear) -> list[tuple[str, str]]:
    """What is wrong where the clinics and central were given more already than the year would have."""
    given = Budget.objects.filter(year=year).aggregate(total=Sum("allocation"))["total"] or 0
    if given <= year.budget_total:
        return []
    words = _("จัดสรรงบประมาณไปแล้ว %(given)s บาท งบประมาณทั้งหมดต้องไม่น้อยกว่านี้")
    return [("budget_total", words % {"given": format_money(given)})]


@transaction.atomic
def update_year(year: ProgrammeYear, *, by: Any, **facts: Any) -> ProgrammeYear:
    """Change a year's title, dates, budget or rules; ``facts`` names fields of :data:`CHANGEABLE`.

    Milestones that follow the dates move with them. A change after somebody signed begins a new version without
    signatures (R44). Raises ``NotAllowed``, or ``ValidationError`` at the fields.
    """
    can_lead_years(by, year).or_raise()
    locked: ProgrammeYear = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    changed = sorted(name for name, value in facts.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    for name in changed:
        if name not in CHANGEABLE:
            raise ValueError(f"{name} is no rule of a year")
        setattr(locked, name, facts[name])
    _refuse(date_problems(locked.buddhist_year, {name: getattr(locked, name) for name in DATES}))
    _refuse(_allocated_over(locked))
    locked.full_clean()
    locked.save(update_fields=changed)
    for kind, (first, last) in FOLLOWS.items():
        dates = {"starts_on": getattr(locked, first), "ends_on": getattr(locked, last)}
        Milestone.objects.filter(year=locked, kind=kind).update(**dates)
    audit.record("year.edited", locked, by=by, reference=str(locked), detail={"fields": changed})
    drop_signatures(locked, by=by, reason=_("แก้ไขกฎของปีโครงการ"))
    return locked
