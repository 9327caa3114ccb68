"""What a request says about a paper."""

from django.http import HttpRequest

from clinic_project.pdf.text import Digits


def digits_of(request: HttpRequest) -> Digits:
    """Digit style asked for by ``?digits=thai``; Arabic otherwise (R49)."""
    return "thai" if request.GET.get("digits") == "thai" else "arabic"
