"""From a Django template to a paper: one digit style, the official layout, an answer no cache keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from clinic_project.cooperative import COOPERATIVE
from clinic_project.pdf.renderer import (
    OnStep,
    PdfError,
    PdfRefusedError,
    PdfTimeoutError,
    PdfTooLongError,
    render_pdf,
)
from clinic_project.pdf.text import Digits, clip_note, convert_digits, to_digits

__all__ = [
    "Digits",
    "OnStep",
    "PdfError",
    "PdfRefusedError",
    "PdfTimeoutError",
    "PdfTooLongError",
    "clip_note",
    "document_html",
    "pdf_response",
    "render_document",
]

EDITION = "ปรับปรุง 1/2561"
"""The edition of the programme's forms, printed beside the form's code."""


def document_html(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    digits: Digits = "arabic",
    form_code: str | None = None,
) -> str:
    """The HTML of a paper, as :func:`render_document` sends it to the renderer."""
    everything = {
        "cooperative": COOPERATIVE,
        **context,
        "title": title,
        "digits": digits,
        "form_code": f"แบบ {form_code} ({EDITION})" if form_code else "",
    }
    return convert_digits(render_to_string(template, everything), digits)


def render_document(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    digits: Digits = "arabic",
    form_code: str | None = None,
    timeout: float = 30,
    on_step: OnStep | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """Render a template that extends ``pdf/base.html`` to PDF.

    ``digits`` is the digit style of the whole paper, title included (R49). ``form_code`` (``"คส.01"``) is printed at
    the lower right of every page. ``pictures``: photographs the template names
    ``clinic:picture/<name>``. Raises :class:`PdfError` with a Thai message.
    """
    html = document_html(template, context, title=title, digits=digits, form_code=form_code)
    named = to_digits(title, digits)
    return render_pdf(html, title=named, timeout=timeout, on_step=on_step, pictures=pictures)


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """Show a paper in the browser, under ``filename`` (Thai letters allowed), kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=filename) or "inline"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
