"""What templates of papers need."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from clinic_project.pdf.text import NOTE_LIMIT, paper_html

register = template.Library()


@register.filter
def pdf_text(value: object, limit: int = NOTE_LIMIT) -> SafeString:
    """Plain text as escaped paragraphs, cut after ``limit`` letters with a note: ``{{ note|pdf_text:2000 }}``."""
    text = "" if value is None else str(value)
    return mark_safe(paper_html(text, int(limit)))  # noqa: S308 - paper_html escapes every line
