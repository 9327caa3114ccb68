"""What is held about a member, as tables of text: for a member who asks to see it, within the scope of who answers."""

from typing import Any

from django.utils.translation import gettext as _

from clinic_project.person_tree import table_of
from clinic_project.registry import HeldTable, registry
from clinic_project.thai.dates import format_short
from clinic_project.thai.numbers import format_money
from members.models import Consent, DataRequest, Member


def _facts(member: Member) -> HeldTable:
    money = {name: format_money(getattr(member, name)) for name in ("share_capital", "deposits")}
    days = ("birth_date", "joined_on", "retirement_date")
    dates = {name: format_short(getattr(member, name)) for name in days if getattr(member, name)}
    texts = {name: getattr(member, name) for name in ("number", "unit", "position", "phone", "phone_extension")}
    rows = [[_("ชื่อ"), member.full_name], [_("เลขประจำตัวประชาชน"), member.masked_national_id or "–"]]
    for name, value in {**texts, **dates, **money}.items():
        rows.append([str(Member._meta.get_field(name).verbose_name), str(value)])  # type: ignore[union-attr]
    return HeldTable(_("ทะเบียนสมาชิก"), [_("รายการ"), _("ข้อมูล")], rows)


def held_tables(user: Any, member: Member) -> list[HeldTable]:
    """Every table with something in it: the register, consents, requests, and what the apps above hold."""
    links = [[str(link.clinic), format_short(link.since)] for link in member.clinic_links.select_related("clinic")]
    consents = Consent.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    requests = DataRequest.objects.visible_to(user).filter(member=member).values_list("pk", flat=True)
    tables = [
        _facts(member),
        HeldTable(_("คลินิกที่ดูแล"), [_("คลินิก"), _("ตั้งแต่")], links),
        table_of(Consent, list(consents), but={"member"}),
        table_of(DataRequest, list(requests), but={"member"}),
    ]
    tables += [table for source in registry.held_tables for table in source(user, member)]
    return [table for table in tables if table.rows]
