"""Members, one module a noun."""

from members.models.breach import Breach
from members.models.consent import Consent, ConsentText, Purpose
from members.models.data_request import DataRequest
from members.models.former_name import FormerName
from members.models.member import NATIONAL_ID_TAKEN, Member, MemberClinic, number_key, validate_number
from members.models.merge import DifferentPeople, Merge
from members.models.payroll import Payroll
from members.models.retention import LegalHold, RetentionRule
from members.models.table_file import ColumnMapping, TableFile, TableKind

__all__ = [
    "NATIONAL_ID_TAKEN",
    "Breach",
    "ColumnMapping",
    "Consent",
    "ConsentText",
    "DataRequest",
    "DifferentPeople",
    "FormerName",
    "LegalHold",
    "Member",
    "MemberClinic",
    "Merge",
    "Payroll",
    "Purpose",
    "RetentionRule",
    "TableFile",
    "TableKind",
    "number_key",
    "validate_number",
]
