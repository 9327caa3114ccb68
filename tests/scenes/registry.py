"""Records of one person at CMI: two that may be one, and two that became one; for the access table."""

from typing import Any

from clinics.models import User
from members.services.merges import merge_members
from tests.factories_members import make_member


def things() -> dict[str, list[Any]]:
    """Two alike, and a merge that can be undone."""
    first, second = make_member(number="060001"), make_member(number="060002", unit="กองคลัง")
    kept, gone = make_member(number="060003"), make_member(number="060004")
    merge = merge_members(kept, gone, take=[], by=User.objects.get(username="head.cmi"))
    return {
        "alike": [first.number, second.number],
        "alike one": [first.number],
        "merged": [kept.number, merge.pk],
    }
