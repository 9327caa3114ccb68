"""The paper of a programme year (โครงการ): why, what, where, when, how much, and who signed it (R1, R36, R40, R44)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clinic_project.pdf.documents import Digits, render_document
from clinic_project.thai.dates import format_short
from clinics.models import ProgrammeSignature, ProgrammeYear

DRAFT, TO_SIGN, SIGNING, ISSUED = "draft", "to_sign", "signing", "issued"
"""How the paper stands: nobody signs yet; the text put before the signers; some have signed; all have."""
FIRST_YEAR = 2560


@dataclass(frozen=True)
class Place:
    """A line of the table of clinics."""

    number: int
    group: str
    name: str
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A line of the calendar; ``when`` in Thai words."""

    title: str
    when: str


@dataclass(frozen=True)
class Basis:
    """A resolution the year rests on."""

    body: str
    meeting: str
    day: date | None
    subject: str
    amount: Decimal | None


@dataclass(frozen=True)
class Signer:
    """A signature block; empty until somebody signed."""

    label: str
    name: str = ""
    position: str = ""
    acting: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class ProgrammePaper:
    """What stands in the paper. Amounts in baht."""

    title: str
    year: int
    version: int
    places: tuple[Place, ...]
    continuing: int
    steps: tuple[Step, ...]
    bases: tuple[Basis, ...]
    total: Decimal
    each: Decimal
    central: Decimal
    walk_in_days: int
    startup_months: int
    satisfaction: Decimal
    conclusion: int
    confirm_due: date
    service: tuple[date, date]
    evaluation: tuple[date, date]
    cutoff: date
    signers: tuple[Signer, ...] = ()
    state: str = DRAFT
    serial: str = ""
    sha256: str = ""
    copy_of: str = ""

    @property
    def nth(self) -> int:
        """Which year of the programme it is; 2560 was the first."""
        return self.year - FIRST_YEAR + 1

    @property
    def selected(self) -> int:
        """Clinics that are selected by group, beside the continuing ones."""
        return len(self.places) - self.continuing

    @property
    def clinics_sum(self) -> Decimal:
        """Baht of all clinics together."""
        return self.each * len(self.places)

    @property
    def rest(self) -> Decimal:
        """Baht of the whole that neither clinics nor central have (0 where it adds up)."""
        return self.total - self.clinics_sum - self.central


def _places(year: ProgrammeYear) -> tuple[Place, ...]:
    rows = year.clinic_years.select_related("clinic").prefetch_related("clinic__hosts")
    return tuple(
        Place(
            number=row.clinic.number,
            group=str(row.clinic.group) if row.clinic.group else _("นำร่องปี 2560"),
            name=row.clinic.name,
            hosts=tuple(host.name for host in row.clinic.hosts.all()) or (row.unit_name,),
        )
        for row in rows.order_by("clinic__number")
    )


def when_of(milestone: Any) -> str:
    """A milestone's time in words: ``1 มิ.ย. 2561 ถึง 30 มิ.ย. 2561``, one day alone, or the words it has instead."""
    if milestone.starts_on is None:
        return milestone.timing or _("ยังไม่กำหนดวัน")
    first, last = format_short(milestone.starts_on), format_short(milestone.ends_on)
    days = first if first == last else _("%(first)s ถึง %(last)s") % {"first": first, "last": last}
    return f"{days} ({milestone.timing})" if milestone.timing else days


def paper_of(year: ProgrammeYear) -> ProgrammePaper:
    """The year's facts as the paper says them, unsigned."""
    continuing = year.clinic_years.filter(clinic__is_continuing_pilot=True).count()
    return ProgrammePaper(
        title=year.title,
        year=year.buddhist_year,
        version=year.version,
        places=_places(year),
        continuing=continuing,
        steps=tuple(Step(row.title, when_of(row)) for row in year.milestones.order_by("order", "id")),
        bases=tuple(
            Basis(row.body, row.meeting_number, row.resolved_on, row.subject, row.amount)
            for row in year.resolutions.order_by("resolved_on", "id")
        ),
        total=year.budget_total,
        each=year.budget_clinic,
        central=year.budget_central,
        walk_in_days=year.walk_in_days,
        startup_months=year.startup_months,
        satisfaction=year.satisfaction_target,
        conclusion=year.conclusion_target,
        confirm_due=year.confirm_due,
        service=(year.service_start, year.service_end),
        evaluation=(year.evaluation_start, year.evaluation_end),
        cutoff=year.cutoff,
    )


def fingerprint(paper: ProgrammePaper) -> str:
    """SHA-256 of what the paper says, whoever signed it and however it is drawn."""
    return hashlib.sha256(repr(replace(paper, signers=(), state="", serial="", sha256="")).encode()).hexdigest()


def _signers(signatures: Sequence[ProgrammeSignature]) -> tuple[Signer, ...]:
    signed = {signature.step: signature for signature in signatures}
    blocks = []
    for step in ProgrammeSignature.Step:
        row = signed.get(step)
        label = str(step.label)
        blocks.append(
            Signer(label, row.name, row.position, row.acting, row.signed_at) if row is not None else Signer(label)
        )
    return tuple(blocks)


def render(
    year: ProgrammeYear,
    *,
    signatures: Sequence[ProgrammeSignature] = (),
    state: str = DRAFT,
    serial: str = "",
    copy_of: str = "",
    digits: Digits = "arabic",
) -> bytes:
    """The paper as PDF. ``copy_of``: serial of the issued paper this is only a reading copy of. Raises ``PdfError``."""
    paper = replace(
        paper_of(year),
        signers=_signers(signatures),
        state=state,
        serial=serial,
        copy_of=copy_of,
        sha256=signatures[0].sha256 if signatures else "",
    )
    return render_document("clinics/pdf/programme.html", {"paper": paper}, title=paper.title, digits=digits)
