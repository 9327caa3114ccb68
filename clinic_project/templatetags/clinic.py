"""Tags every form needs."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from clinic_project.idempotency import FIELD, new_key

register = template.Library()


@register.simple_tag
def form_key() -> SafeString:
    """Draw the hidden key that makes sending a form twice have one effect; stands in every POST form."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
