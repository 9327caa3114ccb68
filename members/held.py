"""What is held about a member, as tables of text: for a member who asks to see it, within the scope of who answers."""

from typing import Any

from django.utils.translation import gettext as _

from clinic_project.person_tree import table_of
from clinic_project.registry import HeldTable, registry
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import format_money
from clinics.models import Clinic
from members.models import Consent, DataRequest, FormerName, Member, Payroll


def _facts(member: Member) -> HeldTable:
    amounts = {name: getattr(member, name) for name in ("share_capital", "deposits", "loans")}
    # As on the member's page: nothing with no day is nothing known.
    money = {name: format_money(n) if n or member.amounts_on else _("ยังไม่ทราบ") for name, n in amounts.items()}
    days = ("birth_date", "joined_on", "retirement_date", "amounts_on")
    dates = {name: format_short(getattr(member, name)) for name in days if getattr(member, name)}
    told = ("number", "unit", "position", "province", "phone", "phone_extension", "second_phone")
    texts = {"kind": member.get_kind_display(), **{name: getattr(member, name) for name in told}}
    rows = [[_("ชื่อ"), member.full_name], [_("เลขประจำตัวประชาชน"), member.masked_national_id or "–"]]
    for name, value in {**texts, **dates, **money}.items():
        rows.append([str(Member._meta.get_field(name).verbose_name), str(value)])  # type: ignore[union-attr]
    return HeldTable(_("ทะเบียนสมาชิก"), [_("รายการ"), _("ข้อมูล")], rows)


def missing_parts(user: Any, member: Member) -> HeldTable:
    """Clinics whose part of the file this person can't make, as what they keep there is not theirs to read.

    Neither how much it is nor of what kind is told: who may not read a restricted case learns nothing of it here.
    """
    keys = {key for source in registry.held_elsewhere for key in source(user, member)}
    clinics = Clinic.objects.filter(pk__in=keys).order_by("number")
    todo = _("เลขานุการคลินิกนี้ต้องออกแฟ้มส่วนของตนเพิ่มให้สมาชิก โดยบันทึกคำขอเดียวกันที่คลินิก")
    rows = [[str(clinic), todo] for clinic in clinics]
    return HeldTable(_("แฟ้มนี้ยังไม่ครบ"), [_("คลินิกที่ยังมีข้อมูล"), _("สิ่งที่ต้องทำ")], rows)


def held_tables(user: Any, member: Member) -> list[HeldTable]:
    """Every table with something in it: the register, consents, requests, and what the apps above hold."""
    links = [[str(link.clinic), format_short(link.since)] for link in member.clinic_links.select_related("clinic")]
    consents = Consent.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    names = FormerName.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    payrolls = Payroll.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    requests = DataRequest.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    tables = [
        missing_parts(user, member),
        _facts(member),
        table_of(FormerName, list(names), but={"member"}),
        HeldTable(_("คลินิกที่ดูแล"), [_("คลินิก"), _("ตั้งแต่")], links),
        table_of(Consent, list(consents), but={"member"}),
        table_of(Payroll, list(payrolls), but={"member"}),
        table_of(DataRequest, list(requests), but={"member"}),
    ]
    tables += [table for source in registry.held_tables for table in source(user, member)]
    return [table for table in tables if table.rows]
