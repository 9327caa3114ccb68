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

__all__ = [
    "ConsentForm",
    "EditMemberForm",
    "FindForm",
    "MemberRecord",
    "NewMemberForm",
    "ReceiveForm",
    "RenameForm",
    "RevealForm",
]
