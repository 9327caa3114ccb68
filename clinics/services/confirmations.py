"""Writes about a clinic's confirmation: filled, printed, signed, sent, received (R6, R7, R45)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinic_project.issuing import issue_document
from clinic_project.models import Counter, IssuedDocument
from clinic_project.pdf.documents import Digits
from clinic_project.verifying import new_mark
from clinics.documents.confirmation import KIND, confirmation_pdf, title_of
from clinics.models import ClinicYear, Confirmation, ConfirmationScan
from clinics.permissions.confirmation import NOT_REQUIRED, can_prepare_confirmation, is_selected
from clinics.services.selecting import reopen_group

WORDS = ("unit_name", "signer_name", "signer_position", "signer_acting")


def blank_of(clinic_year: ClinicYear) -> Confirmation:
    """The clinic's confirmation as it stands before anybody saved it: what is known is filled in. Not stored."""
    last = Confirmation.objects.filter(clinic_year__clinic=clinic_year.clinic_id).order_by("-id").first()
    words = {name: getattr(last, name) for name in WORDS} if last else {}
    words["unit_name"] = clinic_year.unit_name or words.get("unit_name") or clinic_year.clinic.name
    return Confirmation(clinic_year=clinic_year, **words)


@transaction.atomic
def begin_confirmation(clinic_year: ClinicYear, *, by: Any) -> Confirmation:
    """The clinic's confirmation in force; a new draft where there is none.

    Raises ``ValidationError`` for one of the continuing pilots, ``NotAllowed`` for who doesn't prepare it or while the
    clinic is not selected.
    """
    if not clinic_year.must_confirm:
        raise ValidationError(NOT_REQUIRED)
    locked = workflow.lock(clinic_year)
    found = locked.confirmations.exclude(status="declined").select_related("clinic_year__clinic", "clinic_year__year")
    if (known := found.first()) is not None:
        return known
    draft = blank_of(locked)
    can_prepare_confirmation(by, draft).or_raise()
    is_selected(by, draft).or_raise()
    draft.version = locked.confirmations.count() + 1
    draft.save()
    audit.record("confirmation.begun", draft, by=by, detail={"version": draft.version})
    return draft


@transaction.atomic
def fill_confirmation(clinic_year: ClinicYear, *, by: Any, **words: str) -> Confirmation:
    """Write the form's words. A printed or returned form becomes a draft again when they change.

    Raises what :func:`begin_confirmation` raises, and ``StaleState`` once the form was sent.
    """
    confirmation = workflow.lock(begin_confirmation(clinic_year, by=by))
    can_prepare_confirmation(by, confirmation).or_raise()
    if confirmation.status not in {"draft", "printed", "returned"}:
        raise workflow.StaleState(confirmation, confirmation.machine.moves["revise"])
    changed = sorted(name for name in WORDS if getattr(confirmation, name) != words.get(name, ""))
    if changed and confirmation.status != "draft":
        confirmation = workflow.apply(confirmation, "revise", by=by)
    for name in WORDS:
        setattr(confirmation, name, words.get(name, ""))
    confirmation.save(update_fields=WORDS)
    ClinicYear.objects.filter(pk=confirmation.clinic_year_id).update(unit_name=confirmation.unit_name)
    audit.record("confirmation.filled", confirmation, by=by, detail={"fields": changed})
    return confirmation


@transaction.atomic
def print_confirmation(clinic_year: ClinicYear, *, by: Any, digits: Digits = "arabic") -> IssuedDocument:
    """Issue the paper to be signed, with its QR code; an earlier one is superseded.

    Raises ``NotAllowed`` while something is missing, ``PdfError`` when it can't be drawn.
    """
    confirmation = workflow.lock(begin_confirmation(clinic_year, by=by))
    # A form that was sent back and is printed as it stands goes the same way as one that was changed.
    if confirmation.status == "returned":
        confirmation = workflow.apply(confirmation, "revise", by=by)
    workflow.open_or_raise(confirmation, "print", by=by)
    form, mark = confirmation.form, new_mark()
    serial = _serial(confirmation)
    content = confirmation_pdf(form, digits=digits, mark=mark, serial=serial)
    paper = issue_document(
        kind=KIND, serial=serial, title=title_of(form.year), subject=confirmation, content=content, by=by,
        token=mark.token,
    )  # fmt: skip
    printed = {"paper": paper, "printed_people": form.people_print, "printed_words": form.words_print}
    workflow.apply(confirmation, "print", by=by, changes=printed, detail={"serial": serial})
    return paper


def _serial(confirmation: Confirmation) -> str:
    """``KS01-61-CMI-1``: the form, the year, the clinic, and the how-manieth print."""
    clinic_year = confirmation.clinic_year
    series = f"KS01-{clinic_year.year.short}-{clinic_year.clinic.code}"
    return f"{series}-{Counter.next(f'document.{series}')}"


@transaction.atomic
def attach_scan(confirmation: Confirmation, *, by: Any, scan: CheckedFile) -> ConfirmationScan:
    """Keep the scan of the signed paper beside the earlier ones.

    Raises ``NotAllowed``, or ``ValidationError`` when nothing was printed yet, the form was sent meanwhile, or the
    person's share of uploads is used up.
    """
    locked = workflow.lock(confirmation)
    can_prepare_confirmation(by, locked).or_raise()
    if locked.status not in {"printed", "returned"} or locked.paper_id is None:
        raise ValidationError(_("แนบสแกนได้หลังพิมพ์แบบและก่อนส่งเท่านั้น เปิดหน้าแบบแจ้งยืนยันเพื่อดูขั้นล่าสุด"))
    if changed := locked.changed_since_print:
        raise ValidationError(changed)
    stored = store_file(scan, by=by)
    kept = ConfirmationScan.objects.create(
        confirmation=locked, paper_id=locked.paper_id, file=stored, attached_at=timezone.now(), attached_by=by
    )
    audit.record("confirmation.scan", locked, by=by, detail={"sha256": stored.sha256})
    return kept


@transaction.atomic
def submit_confirmation(confirmation: Confirmation, *, by: Any) -> Confirmation:
    """Send the signed form to central. Raises ``NotAllowed`` with what is missing, or ``StaleState``."""
    return workflow.apply(confirmation, "submit", by=by, changes={"submitted_at": timezone.now(), "submitted_by": by})


@transaction.atomic
def accept_confirmation(confirmation: Confirmation, *, by: Any) -> Confirmation:
    """Central receives it: the clinic has confirmed, on the day its form was sent."""
    changes = {"accepted_at": timezone.now(), "accepted_by": by}
    accepted = workflow.apply(confirmation, "accept", by=by, changes=changes)
    workflow.apply(accepted.clinic_year, "confirm", by=by, changes={"confirmed_on": accepted.submitted_on})
    return accepted


@transaction.atomic
def return_confirmation(confirmation: Confirmation, *, by: Any, reason: str) -> Confirmation:
    """Central sends it back with what has to be put right."""
    changes = {"returned_at": timezone.now(), "returned_by": by, "return_reason": reason}
    return workflow.apply(confirmation, "return", by=by, changes=changes)


@transaction.atomic
def decline_confirmation(clinic_year: ClinicYear, *, by: Any, reason: str) -> Confirmation:
    """The clinic will not take part this year: its group can select another one (R12)."""
    confirmation = begin_confirmation(clinic_year, by=by)
    changes = {"declined_at": timezone.now(), "declined_by": by, "decline_reason": reason}
    declined = workflow.apply(confirmation, "decline", by=by, changes=changes)
    reopen_group(declined.clinic_year, reason=reason, by=by)
    return declined
