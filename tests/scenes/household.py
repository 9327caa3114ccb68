"""Guarantors, a guarantee given, and lawsuits of a case with the example's debts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.services.guarantees import add_guarantor, save_guarantee
from cases.services.lawsuits import save_lawsuit
from cases.services.papers import add_paper
from clinic_project.files.checking import CheckedFile
from tests.factories_cases import make_case, with_example


def things() -> dict[str, list[Any]]:
    """All of one case in the charge of officer.cmi."""
    case = with_example(make_case("in_progress"))
    by, debt = case.officer, case.debts.order_by("pk")[0]
    guarantor = add_guarantor(debt, name="นายณัฏฐ์ ฎีกาธรรม", by=by)
    given = save_guarantee(case, borrower="นายกำพล น้ำใจงาม", creditor="สอ.พช.", balance=Decimal(250_000), by=by)
    file = CheckedFile("สลิป.pdf", b"%PDF-1.7 a payslip", "application/pdf")
    paper = add_paper(case, file=file, kind="payslip", by=by)
    soon = timezone.localdate() + timedelta(days=5)
    suit = save_lawsuit(case, plaintiff="บริษัท ก.", court="ศาลแขวงตัวอย่าง", next_date=soon, by=by)
    again = make_case("in_progress", member=case.member)
    reference = case.reference
    return {
        "hh case": [reference],
        "hh again": [again.reference],
        "hh debt": [reference, debt.pk],
        "hh guarantor": [reference, debt.pk, guarantor.pk],
        "hh given": [reference, given.pk],
        "hh paper": [reference, paper.pk],
        "hh suit": [reference, suit.pk],
    }
