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

__all__ = [
    "ConsentForm",
    "EditMemberForm",
    "FindForm",
    "MemberRecord",
    "MergeFindForm",
    "MergeForm",
    "NewMemberForm",
    "ReceiveForm",
    "RenameForm",
    "RevealForm",
]
