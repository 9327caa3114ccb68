"""The password again before an act that binds: signing, deciding, erasing (quality.md, log-in).

The form that asks takes ``PasswordAgain`` beside its own fields. A password is never kept in a draft. After a few wrong
ones the person waits; a session somebody left open is no place to guess from.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic_project.tries import forget_tries, take_try

MOST_WRONG = 5
WAIT_SECONDS = 900


def _name(user: Any) -> str:
    return f"step-up:{user.pk}"


def check_password_again(user: Any, password: str) -> None:
    """Raise ``ValidationError`` in Thai unless it is the person's password, or after too many wrong ones."""
    if take_try(_name(user), seconds=WAIT_SECONDS) > MOST_WRONG:
        raise ValidationError(_("กรอกรหัสผ่านผิดหลายครั้ง รอ 15 นาทีแล้วลองใหม่"), code="too_many")
    if not user.check_password(password):
        raise ValidationError(_("รหัสผ่านไม่ถูกต้อง กรอกรหัสผ่านที่ใช้เข้าสู่ระบบ"), code="wrong")
    forget_tries(_name(user))


class PasswordAgain(forms.Form):
    """A form that asks for the password of ``self.user``; the subclass sets ``user`` before it is checked."""

    user: Any = None
    password = forms.CharField(
        label=_("รหัสผ่านของคุณ"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("กรอกรหัสผ่านอีกครั้งเพื่อยืนยันว่าเป็นคุณ"),
        error_messages={"required": _("กรอกรหัสผ่านที่ใช้เข้าสู่ระบบ")},
    )

    def clean_password(self) -> str:
        """The password, when it is the person's own."""
        password: str = self.cleaned_data["password"]
        check_password_again(self.user, password)
        return password
