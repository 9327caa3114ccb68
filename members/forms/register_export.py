"""The administrators' export of the register asks for the password again, as the clinics' own does."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from import_export.forms import ExportForm

from clinic_project.step_up import PasswordAgain


class RegisterExportForm(PasswordAgain, ExportForm):
    """The library's form and the password. The page checks it twice in one request; a wrong password counts once."""

    answers: ClassVar[dict[str, ValidationError | None]]

    @classmethod
    def of(cls, user: Any) -> type["RegisterExportForm"]:
        """The form of one person in one request."""
        return type(cls.__name__, (cls,), {"user": user, "answers": {}})

    def clean_password(self) -> str:
        """The password, when it is the person's own."""
        password: str = self.cleaned_data["password"]
        if password not in self.answers:
            try:
                super().clean_password()
            except ValidationError as error:
                self.answers[password] = error
            else:
                self.answers[password] = None
        if wrong := self.answers[password]:
            raise wrong
        return password
