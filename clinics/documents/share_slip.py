"""A slip for the counter: the QR code under which a member reads a document."""

from typing import Any

from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.numbers import format_phone
from clinics.models import ShareLink


def share_slip_pdf(share: ShareLink, *, qr: Any, address: str, digits: Digits = "arabic") -> bytes:
    """Draw the slip of a link with document and clinic at hand. Raises ``PdfError`` with a Thai message."""
    phone = format_phone(share.clinic.phone)
    if phone and share.clinic.phone_extension:
        phone = f"{phone} ต่อ {share.clinic.phone_extension}"
    context = {
        "document": share.document,
        "clinic": share.clinic,
        "phone": phone,
        "until": share.expires_on,
        "qr": qr,
        "address": address,
    }
    return render_document("clinics/pdf/share_slip.html", context, title=share.document.title, digits=digits)
