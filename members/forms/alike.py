"""The part of a form that takes a member on: whoever looks alike is shown before, once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AlikePart(forms.Form):
    """Remembers who was shown and found to be another person, so that sending the form again goes through."""

    # Numbers of members who look alike and were found to be other people.
    another = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    alike: Any = ()
    """Members who look alike, once they were shown."""

    def others(self) -> set[str]:
        """Numbers a person has looked at and found to be of other people."""
        return set(self.cleaned_data["another"].split())

    def show_alike(self, found: Any, *, likely: Sequence[str] = ()) -> None:
        """Show these beside the form; sending it again says that they are other people.

        ``likely``: numbers of another clinic's members that the one typed may be meant for.
        """
        self.alike = found
        data: Any = self.data
        self.data = data.copy()
        self.data["another"] = " ".join([*(one.member.number for one in found), *likely])  # type: ignore[index]
        if found:
            self.add_error(None, _("มีสมาชิกที่คล้ายกันอยู่แล้ว ดูรายชื่อก่อนบันทึก"))
        if likely:
            text = _("เลขนี้ยังไม่มีในทะเบียน แต่มีเลข %(likely)s ศูนย์นำหน้าอาจหายไป ตรวจกับบัตรสมาชิก ถ้าเป็นคนละคนให้บันทึกอีกครั้ง")
            self.add_error(None, text % {"likely": ", ".join(likely)})
