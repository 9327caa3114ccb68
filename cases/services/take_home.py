"""Issuing the sheet a member takes home."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases import plan_documents
from cases.models import Plan
from cases.permissions import can_work
from clinic_project import audit
from clinic_project.issuing import issue_document
from clinic_project.models import Counter, IssuedDocument
from clinic_project.pdf.documents import Digits, PdfError

KIND = "take_home"


@transaction.atomic
def issue_take_home(plan: Plan, *, digits: Digits = "arabic", by: Any) -> IssuedDocument:
    """Render the plan's sheet and keep it as given to the member, ``HOME-69-CMI-0042-1``.

    Raises ``NotAllowed``, or ``ValidationError`` when it can't be rendered.
    """
    can_work(by, plan.case).or_raise()
    try:
        content = plan_documents.render(plan, digits=digits)
    except PdfError as error:
        raise ValidationError(_("ออกเอกสารไม่สำเร็จ ลองอีกครั้ง (%(error)s)") % {"error": error}) from error
    number = Counter.next(f"take_home:{plan.case.reference}")
    serial = f"HOME-{plan.case.reference}-{number}"
    audit.record("case.plan.taken_home", plan.case, by=by, detail={"number": plan.number})
    title = plan_documents.title_of(plan)
    return issue_document(kind=KIND, serial=serial, title=title, subject=plan, content=content, by=by)
