"""What tables in and out hang into the frame: kinds of background work, the menu of who imports, words of events."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinic_project.jobs.kinds import Kind
from clinic_project.jobs.kinds import register as register_kind
from clinic_project.registry import NavEntry, registry
from members.models import Payroll
from members.permissions import can_import
from members.services import table_jobs
from members.services.payrolls import latest_payroll


def _imports(user: Any) -> bool:
    return bool(can_import(user))


def payroll_panel(user: Any, member: Any) -> dict[str, Any] | None:
    """The newest month of the payroll, and how many months there are before it; the member is within scope."""
    row = latest_payroll(member)
    if row is None:
        return None
    months = Payroll.objects.visible_to(user).filter(member=member).order_by("-month")[:6]
    return {"template": "members/_payroll.html", "row": row, "months": months}


def register() -> None:
    """Hang everything in; called once when the app is ready."""
    register_kind(
        Kind(table_jobs.CHECK, table_jobs.run_check, table_jobs.may_import, keep_days=1, open_label=_("ดูผลการตรวจ"))
    )
    register_kind(
        Kind(table_jobs.STORE, table_jobs.run_store, table_jobs.may_import, keep_days=1, open_label=_("ดูผลการนำเข้า"))
    )
    register_kind(
        Kind(table_jobs.EXPORT, table_jobs.run_export, table_jobs.may_export, keep_days=1, open_label=_("ดาวน์โหลด"))
    )
    registry.nav.append(NavEntry(85, _("นำเข้าทะเบียน"), "members:import", _imports, icon="member"))
    registry.member_panels.append(payroll_panel)
    registry.event_kinds |= {
        "member.table_sent": _("ส่งแฟ้มนำเข้า"),
        "member.columns_named": _("จับคู่คอลัมน์ของแฟ้มนำเข้า"),
        "member.payroll_import": _("นำเข้าข้อมูลเงินเดือน"),
    }
