"""Records of one person at CMI, and tables on their way in at central and with the administrator."""

from typing import Any

from clinics.models import User
from members.models import TableFile
from members.services.merges import merge_members
from members.services.tables import check_table, send_table
from tests.factories_members import make_member


def _sent(username: str, text: str, *, is_checked: bool = True) -> TableFile:
    """A table of the head of central; a table is its owner's alone."""
    by = User.objects.get(username=username)
    sent = send_table(kind="members", content=text.encode(), name="ทะเบียน.csv", by=by)
    if is_checked:
        check_table(sent, by=by)
    return sent


def things() -> dict[str, list[Any]]:
    """Two alike, a merge that can be undone, tables to go on with, to mend and to store."""
    first, second = make_member(number="060001"), make_member(number="060002", unit="กองคลัง")
    kept, gone = make_member(number="060003"), make_member(number="060004")
    merge = merge_members(kept, gone, take=[], by=User.objects.get(username="head.cmi"))
    good = _sent("head.cen", "เลขสมาชิก,ชื่อ\n060005,กำพล\n")
    bad = _sent("head.cen", "เลขสมาชิก,ชื่อ\n12,กำพล\n,เก่งกาจ\n")
    waiting = _sent("head.cen", "เลขสมาชิก,ชื่อ\n060006,กำพล\n", is_checked=False)
    return {
        "table good": [good.key],
        "table bad": [bad.key],
        "table waiting": [waiting.key],
        "table kind": ["payroll"],
        "alike": [first.number, second.number],
        "alike one": [first.number],
        "merged": [kept.number, merge.pk],
    }
