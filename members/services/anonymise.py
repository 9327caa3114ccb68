"""Taking out what was kept long enough. There is no way back."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.erasing import GONE, opened, sweep, wipe
from clinic_project.models import Draft
from clinic_project.needles import Needles
from clinic_project.person_tree import pieces, tree_of
from clinic_project.registry import Ended, registry
from clinics.models import Clinic, User
from members.models import DifferentPeople, FormerName, Member, MemberClinic, Merge, Payroll, TableFile
from members.models.member import NOBODY
from members.privacy_permissions import can_run_retention
from members.retention import ERASURE, Due, due_on

NAME = _("ไม่ระบุตัวตน")
# Rows that say nothing once nobody is behind them.
DELETED = (Payroll, FormerName, Merge, DifferentPeople, MemberClinic)


@transaction.atomic
def anonymise_due(*, by: Any, today: date | None = None, tell: Any = None) -> Due:
    """Take out everything that is due, all of it or nothing; gives what was taken out and what was left."""
    can_run_retention(by).or_raise()
    due = _still_due(today or timezone.localdate())
    if not due.counts:
        return due
    people = _people(due)
    with opened():
        for kind in ("case", "advice"):
            _anonymise_things([thing for thing in due.things.get(kind, []) if thing.member_id not in people])
        if people:
            anonymise_members(people, by=by)
        for kind, count in due.counts.items():
            audit.record("retention.taken_out", by, by=by, detail={"kind": kind, "count": count})
    return due


def _people(due: Due) -> set[int]:
    """Members who go whole."""
    return {thing.member_id for kind in ("former", ERASURE) for thing in due.things.get(kind, [])}


def _still_due(day: date) -> Due:
    """What is due while it is locked.

    A case that was opened again, a hold, a new matter of a member: whoever was faster is seen by the second look, and
    whoever comes later waits. What became due between the two looks is not locked and goes the next time.
    """
    chosen = due_on(day)
    if not chosen.counts:
        return chosen
    _lock(chosen)
    locked = {(kind, type(one.record), one.record.pk) for kind, things in chosen.things.items() for one in things}
    due = due_on(day)
    for kind, things in due.things.items():
        due.things[kind] = [one for one in things if (kind, type(one.record), one.record.pk) in locked]
    return due


def _lock(due: Due) -> None:
    """Members before what is theirs, as everybody does who writes something about a member."""
    _lock_rows(Member, {thing.member_id for things in due.things.values() for thing in things})
    by_model: dict[type[models.Model], set[int]] = {}
    for things in due.things.values():
        for thing in things:
            by_model.setdefault(type(thing.record), set()).add(thing.record.pk)
    for member in Member._base_manager.filter(pk__in=_people(due)).order_by("pk"):
        for source in registry.member_subjects:
            for label, keys in source(member):
                by_model.setdefault(apps.get_model(label), set()).update(keys)
    by_model.pop(Member, None)
    for model, keys in sorted(by_model.items(), key=lambda item: item[0]._meta.label):
        _lock_rows(model, keys)


def _lock_rows(model: type[models.Model], keys: set[int]) -> None:
    for some in pieces(keys):
        # Not against who only points to the row: a case that is opened again would wait for its member, and we for it.
        rows = model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk__in=some)
        list(rows.order_by("pk").values_list("pk"))


def nobody() -> Member:
    """The member without a name. No clinic serves them, so nobody finds them in the register."""
    found, _new = Member.objects.get_or_create(number=NOBODY, defaults={"first_name": str(NAME)})
    return found


def _anonymise_things(things: list[Ended]) -> None:
    """Services and cases go over to nobody, with all their texts written over."""
    by_model: dict[type[models.Model], set[int]] = {}
    for thing in things:
        by_model.setdefault(type(thing.record), set()).add(thing.record.pk)
    if not by_model:
        return
    someone = nobody()
    rows = tree_of(by_model)
    wipe(rows)
    _forget_drafts({thing.reference for thing in things})
    for model, keys in rows.items():
        if any(field.name == "member" for field in model._meta.concrete_fields):
            for some in pieces(keys):
                models.QuerySet(model).filter(pk__in=some, member__isnull=False).update(member=someone)


def _forget_drafts(references: set[str]) -> None:
    for reference in references:
        Draft._base_manager.filter(subject__contains=reference).delete()


@transaction.atomic
def anonymise_members(keys: set[int], *, by: Any) -> None:
    """Whole members: the record, everything that hangs from it, and their names and numbers wherever they stand."""
    members = list(Member._base_manager.filter(pk__in=keys))
    rows = tree_of({Member: keys})
    everyone = list(Member._base_manager.filter(pk__in=rows[Member]))
    needles = _needles(everyone)
    wipe(rows, but=Member)
    for model in DELETED:
        for some in pieces(rows.get(model, set())):
            model._base_manager.filter(pk__in=some).delete()
    for member in everyone:
        _empty(member)
    # Files on their way into the register may hold anybody; they are sent again.
    TableFile._base_manager.all().delete()
    sweep(needles, but={"members.member", "members.formername"})
    for member in members:
        audit.record("member.anonymised", member, by=by)


def _needles(members: list[Member]) -> Needles:
    """What names the members anywhere, but for a name or telephone that somebody else has too."""
    keys = [member.pk for member in members]
    others = Member._base_manager.exclude(pk__in=keys).exclude(merged_into__in=keys)
    numbers, spaced, names = set(), set(), set()
    for member in members:
        numbers.add(member.number)
        spaced.add(member.national_id)
        for phone in {member.phone, member.second_phone} - {""}:
            owns = others.filter(Q(phone=phone) | Q(second_phone=phone))
            if not any(found.exists() for found in (owns, User.objects.filter(phone=phone), _clinics_at(phone))):
                spaced |= _dialled(phone)
        called = [(member.first_name, member.last_name)]
        called += list(member.former_names.values_list("first_name", "last_name"))
        for first, last in called:
            bears: dict[str, str] = {"first_name": first, "last_name": last}
            if first and last and not User.objects.filter(**bears).exists() and not others.filter(**bears).exists():
                names.add(f"{first} {last}")
    return Needles(numbers=numbers, spaced=spaced, names=names)


def _dialled(phone: str) -> set[str]:
    """A telephone number as it is dialled here and from abroad."""
    digits = phone.removeprefix("+")
    at_home = f"0{digits[2:]}" if phone.startswith("+66") else digits
    return {digits, at_home, f"66{at_home[1:]}" if at_home.startswith("0") else at_home}


def _clinics_at(phone: str) -> Any:
    return Clinic.objects.filter(phone=phone)


def _empty(member: Member) -> None:
    """Nothing is left but a number that says so."""
    blank: dict[str, Any] = {}
    for field in Member._meta.concrete_fields:
        if field.name in {"id", "number", "kind", "merged_into", "created_at"}:
            continue
        if isinstance(field, models.BooleanField):
            blank[field.name] = False
        elif field.null:
            blank[field.name] = None
        elif isinstance(field, models.DecimalField):
            blank[field.name] = 0
        else:
            blank[field.name] = ""
    number = f"{NOBODY}-{member.pk}"
    models.QuerySet(Member).filter(pk=member.pk).update(**{**blank, "number": number, "first_name": str(NAME)})


__all__ = ["GONE", "anonymise_due", "anonymise_members", "nobody"]
