"""What an option does with the loans, in words a member understands."""

from django.utils.translation import gettext as _

from cases.counselling.courses import NOTHING, Change, Loan
from cases.counselling.payoff import AVALANCHE
from cases.counselling.ways_out import Facts, Terms
from clinic_project.thai.numbers import format_money


def _changed(loan: Loan, change: Change) -> list[str]:
    words = []
    if change.grace and change.grace_months:
        text = _("พักชำระ%(loan)s %(n)d เดือน") if change.grace == NOTHING else _("จ่ายเฉพาะดอกเบี้ย%(loan)s %(n)d เดือน")
        words.append(text % {"loan": f" {loan.label} ", "n": change.grace_months})
    if change.periods:
        words.append(_("ผ่อน %(loan)s ใน %(n)d งวด") % {"loan": loan.label, "n": change.periods})
    if change.rate is not None:
        rate = f"{change.rate.normalize():f}"
        words.append(_("ลดดอกเบี้ย %(loan)s เหลือร้อยละ %(rate)s") % {"loan": loan.label, "rate": rate})
    return words


def steps_of(facts: Facts, terms: Terms) -> list[str]:
    """One line a thing that is done, in the order of the loans."""
    lines: list[str] = []
    joining = [loan.label for loan in facts.loans if (c := terms.changes.get(loan.key)) and c.joins]
    if joining:
        rules = facts.position.rules
        rate = rules.headroom_rate if terms.new_rate is None else terms.new_rate
        values = {
            "names": ", ".join(joining),
            "rate": f"{rate.normalize():f}",
            "n": terms.new_periods or rules.headroom_periods,
        }
        lines.append(_("รวม %(names)s เป็นเงินกู้สหกรณ์ ดอกเบี้ยร้อยละ %(rate)s ผ่อน %(n)d งวด") % values)
    for loan in facts.loans:
        change = terms.changes.get(loan.key)
        if change and not change.joins:
            lines += _changed(loan, change)
    if terms.order:
        first = _("ดอกเบี้ยสูงสุด") if terms.order == AVALANCHE else _("ยอดน้อยที่สุด")
        text = _("จ่ายหนี้ภายนอกโดยปิดรายที่%(first)sก่อน") % {"first": first}
        if terms.extra:
            text += _(" เพิ่มจากค่างวดเดิมเดือนละ %(extra)s บาท") % {"extra": format_money(terms.extra)}
        lines.append(text)
    return lines
