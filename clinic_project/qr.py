"""QR codes for pages and papers, drawn into them: no file is asked for."""

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe


def public_address(request: HttpRequest, path: str) -> str:
    """An address as it is printed: at the public site where one is set, else at that of the request."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def qr_of(address: str) -> SafeString:
    """A QR code as inline SVG without a single style attribute, as the content security policy asks."""
    svg = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2)
    return mark_safe(svg)  # noqa: S308 - drawn by us from our own address


def qr_image(text: str) -> str:
    """A QR code as the ``src`` of an ``img`` on a page (papers take none): an SVG with quiet zone, correction M."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(border=2, omitsize=True))
