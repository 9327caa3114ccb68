"""Forms about members, one module a noun."""

from members.forms.consent import ConsentForm
from members.forms.member import (
    EditMemberForm,
    FindForm,
    MemberRecord,
    NewMemberForm,
    ReceiveForm,
    RenameForm,
    RevealForm,
)
from members.forms.merge import MergeFindForm, MergeForm
from members.forms.table import ColumnsForm, ExportForm, SendForm

__all__ = [
    "ColumnsForm",
    "ConsentForm",
    "EditMemberForm",
    "ExportForm",
    "FindForm",
    "MemberRecord",
    "MergeFindForm",
    "MergeForm",
    "NewMemberForm",
    "ReceiveForm",
    "RenameForm",
    "RevealForm",
    "SendForm",
]
