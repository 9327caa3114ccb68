"""The three-step sign-off of a programme year (R44): propose, endorse, approve, and what makes it void."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.issuing import issue_document
from clinic_project.models import IssuedDocument
from clinics.documents import programme as paper
from clinics.models import ProgrammeSignature, ProgrammeYear
from clinics.permissions.years import can_return, can_sign

TEXT, PROGRAMME = "programme_text", "programme"
"""Kinds of issued documents: the text the three sign, and the paper with their signatures."""
Step = ProgrammeSignature.Step


def signatures_of(year: ProgrammeYear) -> list[ProgrammeSignature]:
    """Signatures of the year's present version, in their order."""
    found = ProgrammeSignature.objects.filter(year=year, version=year.version)
    return list(found.select_related("signed_by").order_by("step"))


def seen_mark(year: ProgrammeYear) -> str:
    """What a signer has before them: the hash of the text already signed, before that of what the paper says."""
    signed = signatures_of(year)
    return signed[0].sha256 if signed else paper.fingerprint(paper.paper_of(year))


@transaction.atomic
def sign_programme(year: ProgrammeYear, *, by: Any, position: str, seen: str, acting: str = "") -> ProgrammeSignature:
    """Take the next step of the sign-off; with the third the paper is issued.

    The first signer's text is kept as a file; all three sign its SHA-256. ``seen`` is :func:`seen_mark` as it was when
    the person opened the page. ``acting``: words of who signs for another (R7). The caller has asked for the password
    again. Raises ``NotAllowed``, ``PdfError``, or ``ValidationError`` when the paper is not the one that was read.
    """
    locked: ProgrammeYear = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    signed = signatures_of(locked)
    can_sign(by, locked, signed).or_raise()
    if seen != seen_mark(locked):
        raise ValidationError(_("เอกสารเปลี่ยนไปหลังจากคุณเปิดหน้านี้ เปิดอ่านเอกสารอีกครั้งแล้วจึงลงนาม"))
    facts = paper.fingerprint(paper.paper_of(locked))
    if signed and signed[0].facts != facts:
        raise ValidationError(_("ข้อมูลในเอกสารเปลี่ยนหลังลงนามเสนอ ส่งกลับเพื่อให้หัวหน้าคลินิกส่วนกลางเสนอฉบับใหม่"))
    document = _text_of(signed) if signed else _issue_text(locked, by=by)
    signature = ProgrammeSignature.objects.create(
        year=locked,
        version=locked.version,
        step=len(signed) + 1,
        name=by.full_name,
        position=position,
        acting=acting,
        signed_at=timezone.now(),
        signed_by=by,
        document=document,
        sha256=document.sha256,
        facts=facts,
    )
    detail = {"step": signature.step, "version": locked.version, "sha256": document.sha256}
    audit.record("year.signed", locked, by=by, reference=str(locked), detail=detail)
    if signature.step == Step.APPROVER:
        _issue_paper(locked, [*signed, signature], by=by)
    return signature


def _text_of(signed: list[ProgrammeSignature]) -> IssuedDocument:
    document = signed[0].document
    if not document.is_intact() or document.sha256 != signed[0].sha256:
        raise ValidationError(_("แฟ้มเอกสารไม่ตรงกับที่ลงนามไว้ แจ้งผู้ดูแลระบบ และอย่าลงนาม"))
    return document


def _issue_text(year: ProgrammeYear, *, by: Any) -> IssuedDocument:
    serial = f"PRG-{year.buddhist_year}-{year.version}T"
    title = _("%(title)s (เอกสารเสนอลงนาม ฉบับที่ %(n)s)") % {"title": year.title, "n": year.version}
    content = paper.render(year, state=paper.TO_SIGN, serial=serial)
    return issue_document(kind=TEXT, serial=serial, title=title[:250], subject=year, content=content, by=by)


def _issue_paper(year: ProgrammeYear, signed: list[ProgrammeSignature], *, by: Any) -> IssuedDocument:
    serial = f"PRG-{year.buddhist_year}-{year.version}"
    content = paper.render(year, signatures=signed, state=paper.ISSUED, serial=serial)
    return issue_document(kind=PROGRAMME, serial=serial, title=year.title, subject=year, content=content, by=by)


@transaction.atomic
def drop_signatures(year: ProgrammeYear, *, by: Any, reason: str) -> int:
    """Begin a new version after a change, where somebody had signed; the old signatures stay as history.

    Gives how many fell away. Part of the change's own transaction, which has checked the permission.
    """
    locked: ProgrammeYear = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    fallen = ProgrammeSignature.objects.filter(year=locked, version=locked.version)
    count: int = fallen.update(dropped_at=timezone.now(), dropped_by=by, drop_reason=reason)
    if count:
        locked.paper_version = locked.version + 1
        locked.save(update_fields=["paper_version"])
        year.paper_version = locked.paper_version
        detail = {"signatures": count, "version": locked.version}
        audit.record("year.signatures_dropped", locked, by=by, reference=str(locked), detail=detail)
    return count


@transaction.atomic
def return_programme(year: ProgrammeYear, *, by: Any, reason: str) -> None:
    """Send the paper back instead of signing: the signatures fall away, with the reason in words.

    Raises ``NotAllowed`` unless the paper waits for this person, or this person proposed it.
    """
    locked: ProgrammeYear = ProgrammeYear.objects.select_for_update().get(pk=year.pk)
    can_return(by, locked, signatures_of(locked)).or_raise()
    audit.record("year.returned", locked, by=by, reference=str(locked), detail={"version": locked.version})
    drop_signatures(locked, by=by, reason=reason)


def issued_paper(year: ProgrammeYear) -> IssuedDocument | None:
    """The paper of the year's present version as issued, or None while it is not signed by all three."""
    serial = f"PRG-{year.buddhist_year}-{year.version}"
    found: IssuedDocument | None = IssuedDocument.objects.filter(kind=PROGRAMME, serial=serial).first()
    return found


def usual_post(user: Any, step: int) -> dict[str, str]:
    """The words of the post in which a person takes a step: position, and whom an acting one stands for (R7)."""
    names = {
        Step.PROPOSER: _("หัวหน้าคลินิกสหกรณ์ส่วนกลาง"),
        Step.ENDORSER: _("ประธานคณะกรรมการศึกษา"),
        Step.APPROVER: _("ประธานกรรมการดำเนินการ"),
    }
    name = names[Step(step)]
    wanted = {Step.PROPOSER: ("", "head"), Step.ENDORSER: ("education", "chair"), Step.APPROVER: ("board", "chair")}
    seats = [seat for seat in user.seats if (seat.committee, seat.role) == wanted[Step(step)]]
    if seats and all(seat.is_acting for seat in seats):
        return {"position": seats[0].post_title or name, "acting": _("รักษาการแทน %(post)s") % {"post": name}}
    return {"position": name, "acting": ""}
