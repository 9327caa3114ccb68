"""Form คส.05: the consents of a member, blank and with the member's name. Nothing on it is ticked beforehand."""

from dataclasses import dataclass

from clinic_project.cooperative import COOPERATIVE
from clinic_project.pdf.documents import Digits, render_document
from members.consent_texts import texts_in_force
from members.models import Member

TITLE = "แบบให้ความยินยอมเกี่ยวกับข้อมูลส่วนบุคคล"


@dataclass(frozen=True)
class Person:
    """Who signs; empty fields are rules to write on."""

    name: str = ""
    number: str = ""
    unit: str = ""


def consent_pdf(member: Member | None, *, digits: Digits = "arabic") -> bytes:
    """Draw the form with the texts in force today. Raises ``PdfError`` in Thai."""
    person = Person(member.full_name, member.number, member.unit) if member else Person()
    context = {
        "person": person,
        "texts": [(order, text) for order, text in enumerate(texts_in_force().values(), 1)],
        "name": COOPERATIVE.name,
    }
    return render_document("members/pdf/consent.html", context, title=TITLE, digits=digits, form_code="คส.05")
