"""What a table of a month's payroll would change."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from members.models import Payroll, TableKind
from members.tables.checking import Checker
from members.tables.columns import NUMBER


@dataclass
class PayrollPart:
    """Payrolls of a part as they would be stored."""

    new: list[Payroll] = field(default_factory=list)
    changed: list[Payroll] = field(default_factory=list)


class PayrollChecker(Checker):
    """One month. Members are never made by it: who isn't in the register is a bad row."""

    kind = TableKind.PAYROLL

    def __init__(self, *args: Any, month: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month = month

    def parts(self, *, lock: bool = False) -> Iterator[PayrollPart]:
        """What each part would change; ``lock`` takes the rows for storing."""
        for lines in self.lines():
            members = self.known(lines, lock=False)
            likely = self.lost_zeros(lines, members)
            rows = Payroll.objects.filter(month=self.month, member__in=members.values())
            rows = rows.select_for_update(of=("self",)) if lock else rows
            stored = {row.member_id: row for row in rows}
            part = PayrollPart()
            for line in lines:
                if not self.number_is_right(line, members, likely):
                    continue
                member = members.get(line.values[NUMBER])
                if member is None:
                    self.problem(line.row, NUMBER, _("ไม่มีเลขสมาชิกนี้ในทะเบียน นำเข้าทะเบียนสมาชิกก่อน"))
                    continue
                amounts = {name: value for name, value in line.values.items() if name != NUMBER}
                self._compare(stored.get(member.pk), Payroll(member=member, month=self.month), amounts, part)
            yield part

    def _compare(self, stored: Payroll | None, fresh: Payroll, amounts: dict[str, Any], part: PayrollPart) -> None:
        row = stored or fresh
        changed = [name for name, value in amounts.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, amounts[name])
        if stored is None:
            part.new.append(row)
            self.found.new += 1
        elif changed:
            part.changed.append(row)
            self.found.changed += 1
        else:
            self.found.same += 1
