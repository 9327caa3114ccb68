"""The public page behind the QR code of an issued paper: what it is, whether it is in force, and is this file it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clinic_project import verifying
from clinic_project.public_pages import public_page


class CompareForm(forms.Form):
    """A file to be compared; it is read once and not kept."""

    file = forms.FileField(
        label=gettext_lazy("แฟ้มที่ได้รับมา"),
        max_length=250,
        help_text=gettext_lazy("ระบบอ่านแฟ้มเพื่อเทียบเท่านั้น ไม่เก็บไว้"),
        error_messages={
            "required": gettext_lazy("เลือกแฟ้มที่จะเทียบ"),
            "invalid": gettext_lazy("แฟ้มไม่ได้ถูกส่งมา เลือกแฟ้มแล้วส่งอีกครั้ง"),
            "missing": gettext_lazy("เลือกแฟ้มที่จะเทียบ"),
            "contradiction": gettext_lazy("เลือกแฟ้มที่จะเทียบ"),
            "empty": gettext_lazy("แฟ้มนี้ว่างเปล่า เลือกแฟ้มใหม่"),
            "max_length": gettext_lazy("ชื่อแฟ้มยาวเกินไป ตั้งชื่อให้สั้นลงแล้วเลือกใหม่"),
        },
    )

    def clean_file(self) -> str:
        """The file's SHA-256. Raises ``ValidationError`` for one that is larger than any paper of ours."""
        sent = self.cleaned_data["file"]
        if sent.size > settings.UPLOAD_MOST_BYTES:
            most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
            raise ValidationError(_("แฟ้มใหญ่เกินไป ใช้ได้ไม่เกิน %(most)d เมกะไบต์") % {"most": most}, code="size")
        return verifying.sha256_of(sent.chunks())


@public_page("verify")
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """What the paper with this QR code is; one page for every token that is none, so that trying teaches nothing."""
    answer = verifying.answer_for(token)
    if answer is None:
        return render(request, "verify_unknown.html", status=404)
    is_sent = request.method == "POST"
    form = CompareForm(request.POST, request.FILES) if is_sent else CompareForm()
    context: dict[str, Any] = {"answer": answer, "form": form}
    if is_sent and form.is_valid():
        context["is_compared"] = True
        context["is_same"] = form.cleaned_data["file"] == answer.paper.sha256
    return render(request, "verify.html", context, status=422 if is_sent and form.errors else 200)
