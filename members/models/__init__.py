"""Members, one module a noun."""

from members.models.consent import Consent
from members.models.former_name import FormerName
from members.models.member import (
    NATIONAL_ID_TAKEN,
    Member,
    MemberClinic,
    number_key,
    validate_number,
)
from members.models.merge import DifferentPeople, Merge
from members.models.payroll import Payroll
from members.models.table_file import ColumnMapping, TableFile, TableKind

__all__ = [
    "NATIONAL_ID_TAKEN",
    "ColumnMapping",
    "Consent",
    "DifferentPeople",
    "FormerName",
    "Member",
    "MemberClinic",
    "Merge",
    "Payroll",
    "TableFile",
    "TableKind",
    "number_key",
    "validate_number",
]
