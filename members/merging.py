"""Which rows of other tables follow a member when two records are merged.

Every foreign key to a member stands here, found from the model registry: one that doesn't is a programming error that
stops a merge before it begins, and a test finds it first. An app above tells its own in its ``registrations``:
 ``merging.follow("app.model.field", merging.MOVE)``.
"""

from typing import Any

from django.db.models import Q

from members.models import Member

MOVE = "move"
"""The row goes over to the member who is kept."""
ONE_EACH = "one_each"
"""It goes over unless the kept member has one of its kind; then it stays with the empty record, for the undoing."""
STAY = "stay"
"""It is about the record, not about the person."""

_barred: dict[str, str] = {}
"""By table: where another member stands whom a row's own member must not be."""

_known: dict[str, str] = {
    "members.memberclinic.member": ONE_EACH,
    "members.consent.member": ONE_EACH,
    "members.payroll.member": ONE_EACH,
    "members.formername.member": MOVE,
    "members.member.merged_into": MOVE,
    "members.merge.kept": STAY,
    "members.merge.gone": STAY,
    "members.differentpeople.first": STAY,
    "members.differentpeople.second": STAY,
}


def follow(label: str, how: str, *, never: str = "") -> None:
    """Say how rows of a table (``app.model.field``) follow a member.

    ``never``: a path from the row to another member. Where that one and the row's own are the two records of a merge,
    the row lies with the empty record until the undoing, because nobody stands in it on both sides.
    """
    if how not in {MOVE, ONE_EACH, STAY}:
        raise ValueError(how)
    _known[label] = how
    if never:
        _barred[label] = never


def barred(label: str, kept: Member, gone: Member) -> Q:
    """Rows of a table that would have the one person on both sides."""
    path = _barred.get(label)
    return Q(**{f"{path}__in": (kept.pk, gone.pk)}) if path else Q(pk__in=())


def _pointing() -> dict[str, Any]:
    """Every field of the whole product that points to a member, hidden relations too."""
    relations: list[Any] = [
        rel for rel in Member._meta.get_fields(include_hidden=True) if rel.auto_created and rel.is_relation
    ]
    found = {}
    for rel in relations:
        if rel.many_to_many:
            continue  # The rows between are a table of their own, with its own foreign key.
        found[f"{rel.related_model._meta.label_lower}.{rel.field.name}"] = rel.field
    return found


def unknown() -> list[str]:
    """Foreign keys to a member of which nobody said how they follow."""
    return sorted(set(_pointing()) - set(_known))


def followers() -> list[tuple[str, Any, str]]:
    """What follows: label, field, how. Raises ``RuntimeError`` for a foreign key nobody told of."""
    if missing := unknown():
        raise RuntimeError(f"say in registrations how these follow a merged member: {missing}")
    return [(label, field, _known[label]) for label, field in _pointing().items() if _known[label] != STAY]


def what_follows(gone: Member) -> list[tuple[str, int]]:
    """The kinds of records that follow a record, in Thai, with how many there are of each; none without any."""
    found: dict[str, int] = {}
    for _label, field, _how in followers():
        if field.model is not Member:
            name = str(field.model._meta.verbose_name)
            found[name] = found.get(name, 0) + field.model._base_manager.filter(**{field.name: gone}).count()
    return sorted((name, count) for name, count in found.items() if count)
