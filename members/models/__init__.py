"""Members, one module a noun."""

from members.models.consent import Consent
from members.models.member import NUMBER_VALIDATOR, Member, MemberClinic

__all__ = ["NUMBER_VALIDATOR", "Consent", "Member", "MemberClinic"]
