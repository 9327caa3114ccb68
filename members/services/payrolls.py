"""What the payroll says of a member."""

from members.models import Member, Payroll


def latest_payroll(member: Member) -> Payroll | None:
    """The newest month's payroll of a member, or None. Whoever shows it has fetched the member within their scope."""
    row: Payroll | None = Payroll.objects.filter(member=member).order_by("-month").first()
    return row
