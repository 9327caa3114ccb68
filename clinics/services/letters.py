"""Writing letters and keeping the register: drafts, numbers from a locked counter, what came in (R2, R3)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit, workflow
from clinic_project.files.checking import CheckedFile
from clinic_project.files.services import store_file
from clinic_project.issuing import issue_document
from clinic_project.models import Counter
from clinic_project.thai.dates import buddhist_year, format_long
from clinics.documents.letter import letter_pdf, title_of
from clinics.models import Clinic, Enclosure, Letter, LetterRecipient, LetterScan, ProgrammeYear
from clinics.permissions.letters import can_issue, can_keep, can_keep_letter

# (name, how many, unit code of Enclosure.Unit)
Parcel = tuple[str, int, str]
# (clinic or None, name of the unit)
Addressee = tuple[Clinic | None, str]


def take_number(series: str, wanted: int | None = None) -> int:
    """The next number of a series under its lock; ``wanted`` is taken as it is, and the series goes on behind it."""
    following = Counter.next(series)
    if wanted is None:
        return following
    Counter.objects.filter(series=series).update(value=max(following - 1, wanted))
    return wanted


def received_number(clinic: Clinic, day: date, typed: str = "") -> str:
    """A receipt number of a place: as typed, or the next one as ``12/2561``.

    Raises ``ValidationError`` at ``received_number`` when the place has used it.
    """
    if typed:
        if _is_used(clinic, typed):
            raise ValidationError({"received_number": _("เลขรับ %(number)s ใช้ไปแล้ว ใช้เลขอื่น") % {"number": typed}})
        return typed
    year = buddhist_year(day)
    while True:
        # Numbers that were typed by hand are passed over.
        number = f"{take_number(f'letter.in.{clinic.code}.{year}')}/{year}"
        if not _is_used(clinic, number):
            return number


def _is_used(clinic: Clinic, number: str) -> bool:
    letters = Letter.objects.filter(clinic=clinic, received_number=number)
    return letters.exists() or LetterRecipient.objects.filter(clinic=clinic, received_number=number).exists()


def refuse_early(received_on: date, sent_on: date, *, sure: bool) -> None:
    """A letter received before it was written is likely a slip; it is saved when somebody looked twice.

    Raises ``ValidationError`` at ``sure``.
    """
    if received_on < sent_on and not sure:
        raise ValidationError({"sure": early_words(received_on, sent_on)})


def early_words(received_on: date, sent_on: date) -> str:
    """The warning in words."""
    words = _("วันรับ %(received)s อยู่ก่อนวันที่ออกหนังสือ %(sent)s ตรวจวันที่อีกครั้ง ถ้าถูกต้องแล้วให้ยืนยันแล้วบันทึกอีกครั้ง")
    return words % {"received": format_long(received_on), "sent": format_long(sent_on)}


def _put_enclosures(letter: Letter, enclosures: Iterable[Parcel]) -> None:
    letter.enclosures.all().delete()
    Enclosure.objects.bulk_create(
        Enclosure(letter=letter, order=order, name=name, count=count, unit=unit)
        for order, (name, count, unit) in enumerate(enclosures, 1)
    )


def addressees(clinics: Iterable[Clinic], units: Iterable[str]) -> list[Addressee]:
    """Who a letter goes to: every host unit of the clinics, and units outside."""
    found: list[Addressee] = []
    for clinic in clinics:
        hosts = [host.name for host in clinic.hosts.all()] or [clinic.name]
        found += [(clinic, host) for host in hosts]
    return found + [(None, unit) for unit in units]


def _put_recipients(letter: Letter, wanted: Iterable[Addressee], *, by: Any) -> None:
    """The draft's recipients become those wanted; of two with one name the first counts."""
    named = {name: clinic for clinic, name in reversed(list(wanted))}
    pairs = {(clinic.pk if clinic else None, name) for name, clinic in named.items()}
    kept = set()
    for row in letter.recipients.all():
        if (row.clinic_id, row.unit_name) in pairs:
            kept.add(row.unit_name)
        else:
            row.delete()
    LetterRecipient.objects.bulk_create(
        LetterRecipient(letter=letter, clinic=clinic, unit_name=name, sent_by=by)
        for name, clinic in reversed(named.items())
        if name not in kept
    )


@transaction.atomic
def draft_letter(
    *,
    year: ProgrammeYear,
    clinic: Clinic,
    facts: Mapping[str, Any],
    enclosures: Iterable[Parcel] = (),
    recipients: Iterable[Addressee] = (),
    by: Any,
) -> Letter:
    """Begin a letter we write, in the register of a place. ``facts``: the letter's own fields.

    Raises ``NotAllowed``; ``ValidationError`` when the year has its letter of invitation already.
    """
    can_keep(by, clinic).or_raise()
    letter = Letter(year=year, clinic=clinic, direction="out", created_at=timezone.now(), created_by=by, **facts)
    letter.validate_constraints()
    letter.save()
    _put_enclosures(letter, enclosures)
    _put_recipients(letter, recipients, by=by)
    audit.record("letter.drafted", letter, by=by, reference=str(year))
    return letter


@transaction.atomic
def edit_letter(
    letter: Letter,
    *,
    year: ProgrammeYear,
    facts: Mapping[str, Any],
    enclosures: Iterable[Parcel],
    recipients: Iterable[Addressee],
    by: Any,
) -> Letter:
    """Change a draft. Raises ``NotAllowed``, ``StaleState`` once it is issued or void."""
    can_issue(by, letter).or_raise()
    locked = workflow.lock(letter)
    if locked.status != "draft":
        raise workflow.StaleState(locked, Letter.machine.moves["issue"])
    for name, value in {**facts, "year": year}.items():
        setattr(locked, name, value)
    locked.validate_constraints()
    locked.save()
    _put_enclosures(locked, enclosures)
    _put_recipients(locked, recipients, by=by)
    audit.record("letter.edited", locked, by=by, reference=str(locked.year))
    return locked


def number_of(letter: Letter, running: int, day: date) -> str:
    """A number as on letters: ``ว.2292/2561`` of a circular, ``พช 2292/2561`` else; a clinic's has its code."""
    number = f"{running}/{buddhist_year(day)}"
    if letter.clinic.is_central:
        return f"ว.{number}" if letter.is_circular else f"พช {number}"
    return f"{letter.clinic.code} ว.{number}" if letter.is_circular else f"{letter.clinic.code} {number}"


@transaction.atomic
def issue_letter(letter: Letter, *, dated_on: date, by: Any, running: int | None = None) -> Letter:
    """Give the letter its number and day, keep its paper as issued, and send it to its recipients.

    ``running``: the number where it was given on paper already. Raises ``NotAllowed``, ``StaleState``, ``PdfError``;
    ``ValidationError`` at ``running`` when the number was given before.
    """
    can_issue(by, letter).or_raise()
    series = f"letter.out.{letter.clinic.code}.{buddhist_year(dated_on)}"
    number = number_of(letter, take_number(series, running), dated_on)
    if Letter.objects.filter(clinic=letter.clinic_id, direction="out", number=number).exists():
        raise ValidationError({"running": _("เลข %(number)s ออกไปแล้ว ใช้เลขอื่นหรือเว้นว่างไว้") % {"number": number}})
    changes = {"number": number, "dated_on": dated_on, "issued_at": timezone.now(), "issued_by": by}
    issued = workflow.apply(letter, "issue", by=by, changes=changes, detail={"number": number})
    issued.recipients.update(sent_on=dated_on)
    short = f"{buddhist_year(dated_on) % 100:02d}"
    serial = f"LT-{short}-{Counter.next(f'document.LT.{short}')}"
    content = letter_pdf(issued, digits="thai" if issued.digits == "thai" else "arabic")
    issue_document(kind="letter", serial=serial, title=title_of(issued), subject=issued, content=content, by=by)
    return issued


@transaction.atomic
def void_letter(letter: Letter, *, reason: str, by: Any) -> Letter:
    """Take a letter out of force; its number is not given again. Raises ``NotAllowed`` or ``StaleState``."""
    return workflow.apply(letter, "void", by=by, changes={"void_reason": reason}, detail={"number": letter.number})


@transaction.atomic
def register_letter(
    *,
    year: ProgrammeYear,
    clinic: Clinic,
    facts: Mapping[str, Any],
    received_on: date,
    number_typed: str = "",
    enclosures: Iterable[Parcel] = (),
    scan: CheckedFile | None = None,
    sure: bool = False,
    by: Any,
) -> Letter:
    """Enter a letter that came in, with a receipt number of the place; ``number_typed`` where it has one on paper.

    Raises ``NotAllowed``; ``ValidationError`` at ``received_number`` when it is taken, at ``sure`` when the letter
    was received before it was written and nobody looked twice.
    """
    can_keep(by, clinic).or_raise()
    refuse_early(received_on, facts["dated_on"], sure=sure)
    letter = Letter(year=year, clinic=clinic, direction="in", created_at=timezone.now(), created_by=by, **facts)
    letter.save()
    _put_enclosures(letter, enclosures)
    if scan is not None:
        LetterScan.objects.create(letter=letter, file=store_file(scan, by=by))
    changes = {
        "received_on": received_on,
        "received_number": received_number(clinic, received_on, number_typed),
        "registered_at": timezone.now(),
        "registered_by": by,
    }
    return workflow.apply(letter, "register", by=by, changes=changes, detail={"number": changes["received_number"]})


@transaction.atomic
def add_scan(letter: Letter, *, scan: CheckedFile, note: str = "", by: Any) -> LetterScan:
    """Keep a scan with the letter. Raises ``NotAllowed``; ``ValidationError`` past the day's quota."""
    can_keep_letter(by, letter).or_raise()
    row = LetterScan.objects.create(letter=letter, file=store_file(scan, by=by), note=note)
    audit.record("letter.scan", letter, by=by, reference=letter.number, detail={"sha256": row.file.sha256})
    return row


@transaction.atomic
def remove_scan(scan: LetterScan, *, by: Any) -> None:
    """Take a wrong scan off the letter; the event keeps its hash. Raises ``NotAllowed``."""
    can_keep_letter(by, scan.letter).or_raise()
    detail = {"sha256": scan.file.sha256}
    audit.record("letter.scan_removed", scan.letter, by=by, reference=scan.letter.number, detail=detail)
    scan.delete()
