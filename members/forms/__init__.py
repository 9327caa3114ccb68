"""Forms about members, one module a noun."""

from members.forms.consent import ConsentForm, ConsentTextForm, WithdrawConsentForm
from members.forms.data_request import AnswerForm, ConfirmForm, DataRequestForm, WithdrawForm
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
from members.forms.privacy import BreachForm, BreachKeepForm, BreachNotifyForm, HoldForm, LiftForm
from members.forms.table import ColumnsForm, ExportForm, MendedForm, SendForm

__all__ = [
    "AnswerForm",
    "BreachForm",
    "BreachKeepForm",
    "BreachNotifyForm",
    "ColumnsForm",
    "ConfirmForm",
    "ConsentForm",
    "ConsentTextForm",
    "DataRequestForm",
    "EditMemberForm",
    "ExportForm",
    "FindForm",
    "HoldForm",
    "LiftForm",
    "MemberRecord",
    "MendedForm",
    "MergeFindForm",
    "MergeForm",
    "NewMemberForm",
    "ReceiveForm",
    "RenameForm",
    "RevealForm",
    "SendForm",
    "WithdrawConsentForm",
    "WithdrawForm",
]
