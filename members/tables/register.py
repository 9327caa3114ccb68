"""What a table of the register would change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project.sealing import digest, digests
from clinics.models import Clinic
from members.models import NATIONAL_ID_TAKEN, Member, MemberClinic, TableKind
from members.tables.checking import Checker, Line
from members.tables.columns import CLINICS, NATIONAL_ID, NUMBER

# Another one of these is another name; a prefix alone is not.
NAMES = frozenset({"first_name", "last_name"})


@dataclass
class Part:
    """Records of a part as they would be stored: new ones, changed ones and the fields of them, clinics to link."""

    new: list[Member] = field(default_factory=list)
    changed: list[Member] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    links: list[tuple[Member, int]] = field(default_factory=list)
    # Members whose name is another one now, with the prefix, first and last name they had.
    renamed: list[tuple[Member, tuple[str, str, str]]] = field(default_factory=list)


def _wrong_dates(member: Member) -> str:
    """The field whose day can't be, as the form of a member has it; empty when all can."""
    born, joined, left = member.birth_date, member.joined_on, member.retirement_date
    if born and born > timezone.localdate():
        return "birth_date"
    if born and joined and joined <= born:
        return "joined_on"
    return "retirement_date" if joined and left and left < joined else ""


class RegisterChecker(Checker):
    """Members by number. An empty cell leaves what is stored; clinics are added, none is taken away."""

    kind = TableKind.MEMBERS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clinics = dict(Clinic.objects.values_list("code", "pk"))
        self._ids: dict[str, int] = {}
        self._is_nameless = False

    def parts(self, *, lock: bool = False) -> Iterator[Part]:
        """What each part would change; ``lock`` takes the rows for storing."""
        for lines in self.lines():
            known = self.known(lines, lock=lock)
            likely, linked, holders = self.lost_zeros(lines, known), self._linked(known), self._holders(lines)
            part = Part()
            for line in lines:
                if not self.number_is_right(line, known, likely):
                    continue
                member = known.get(line.values[NUMBER])
                if self._has_ids_right(line, member, holders) and self._has_clinics_right(line):
                    self._compare(line, member, linked, part)
            yield part

    def _linked(self, known: dict[str, Member]) -> dict[int, set[int]]:
        """Clinics of the members of the part."""
        found: dict[int, set[int]] = {}
        if CLINICS in self.headings:
            rows = MemberClinic.objects.filter(member__in=known.values()).values_list("member_id", "clinic_id")
            for member, clinic in rows:
                found.setdefault(member, set()).add(clinic)
        return found

    def _holders(self, lines: list[Line]) -> dict[str, int]:
        """Who has the national IDs of the part: digest -> key, under every key in use."""
        asked = [
            found for line in lines for found in digests(line.values.get(NATIONAL_ID, "")) if NATIONAL_ID in line.values
        ]
        rows = (
            Member.objects.filter(merged_into__isnull=True, national_id_digest__in=asked)
            if asked
            else Member.objects.none()
        )
        return {found: pk for pk, found in rows.values_list("pk", "national_id_digest")}

    def _has_ids_right(self, line: Line, member: Member | None, holders: dict[str, int]) -> bool:
        if NATIONAL_ID not in line.values:
            return True
        holder = next((holders[one] for one in digests(line.values[NATIONAL_ID]) if one in holders), None)
        first = self._ids.setdefault(digest(line.values[NATIONAL_ID]), line.row)
        if first != line.row:
            self.problem(line.row, NATIONAL_ID, _("เลขประจำตัวประชาชนซ้ำกับแถวที่ %(row)d ในแฟ้มนี้") % {"row": first})
        elif holder is not None and (member is None or holder != member.pk):
            self.problem(line.row, NATIONAL_ID, NATIONAL_ID_TAKEN)
        else:
            return True
        return False

    def _has_clinics_right(self, line: Line) -> bool:
        unknown = [code for code in line.values.get(CLINICS, []) if code not in self._clinics]
        if unknown:
            self.problem(line.row, CLINICS, _("ไม่มีคลินิกรหัส %(codes)s") % {"codes": ", ".join(unknown)[:60]})
        return not unknown

    def _tell_nameless(self, line: Line) -> None:
        """Row by row where a cell is empty; once where the file has no such column."""
        if "first_name" in self.headings:
            self.problem(line.row, "first_name", _("สมาชิกใหม่ต้องมีชื่อ"))
        elif not self._is_nameless:
            text = _("แฟ้มไม่มีคอลัมน์ชื่อ จึงเพิ่มสมาชิกใหม่ไม่ได้ เลือกคอลัมน์ชื่อในหน้าคอลัมน์ หรือลบแถวของเลขที่ยังไม่มีในทะเบียนตั้งแต่แถวนี้ไป")
            self.problem(line.row, "first_name", text)
        self._is_nameless = "first_name" not in self.headings

    def _compare(self, line: Line, member: Member | None, linked: dict[int, set[int]], part: Part) -> None:
        values = {name: value for name, value in line.values.items() if name != CLINICS}
        is_new, record = member is None, member or Member()
        if is_new and "first_name" not in values:
            self._tell_nameless(line)
            return
        changed = {name for name, value in values.items() if is_new or self._differs(record, name, value)}
        old_name = (record.prefix, record.first_name, record.last_name)
        for name in changed:
            setattr(record, name, values[name])
        if wrong := _wrong_dates(record):
            self.problem(line.row, wrong, _("วันที่ไม่เรียงตามชีวิต ตรวจวันเกิด วันเป็นสมาชิก และวันเกษียณ"))
            return
        wanted = {self._clinics[code] for code in line.values.get(CLINICS, [])} - linked.get(record.pk or 0, set())
        part.links += [(record, clinic) for clinic in sorted(wanted)]
        if is_new:
            part.new.append(record)
            self.found.new += 1
        elif changed or wanted:
            self.found.changed += 1
            if changed:
                part.changed.append(record)
                part.fields |= changed
            if changed & NAMES:
                part.renamed.append((record, old_name))
        else:
            self.found.same += 1

    @staticmethod
    def _differs(record: Member, name: str, value: Any) -> bool:
        if name == NATIONAL_ID:
            return record.national_id_digest not in digests(value)
        return bool(getattr(record, name) != value)
