"""Whether the texts of a draft may still be shown: a draft outlives the post it was written in.

What was typed names the member, so it is shown like the record the form is about: within the person's scope of today,
and the reading is written first (R48). The app that owns the record answers (``registry.form_subjects``).
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from clinic_project import audit
from clinic_project.models import Draft
from clinic_project.registry import FormSubject, registry

PAGE = "drafts"
# Names a member in forms whose address has no number of its own.
MEMBER = "member"


def _subject(draft: Draft) -> FormSubject | None:
    form = draft.form.split(" ")[0]
    return registry.form_subjects.get(form) or registry.form_subjects.get(form.partition(":")[0])


def _number(draft: Draft) -> str:
    """Number of the record the form is about; empty where there is none yet."""
    typed = draft.data.get(MEMBER) or parse_qs(urlsplit(draft.address).query).get(MEMBER) or [""]
    return (draft.subject.split(" ")[0] or str(typed[0])).upper()


def readable(user: Any, drafts: Iterable[Draft]) -> set[str]:
    """Keys of those drafts whose texts the person may see now; what they are about is noted as read before it is shown.

    Forms of no member's record are open to whoever holds any post. A fixed number of queries.
    """
    found, about = set(), dict[FormSubject, list[Draft]]()
    for draft in drafts:
        subject = _subject(draft)
        if subject is not None and _number(draft):
            about.setdefault(subject, []).append(draft)
        elif subject.serves(user) if subject is not None else user.audit_role():
            found.add(draft.key)
    for subject, some in about.items():
        records = subject.find(user, {_number(draft) for draft in some})
        if subject.kind:
            audit.record_readings(records.values(), by=user, page=PAGE, kind=subject.kind)
        found |= {draft.key for draft in some if _number(draft) in records}
    return found
