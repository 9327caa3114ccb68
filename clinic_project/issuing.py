"""Issuing official papers: rendered once, kept as a file with its hash (design decision 5)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic_project import audit
from clinic_project.models import IssuedDocument
from clinic_project.registry import Hit, Results, registry
from clinic_project.searching import reference_key, results_of
from clinic_project.thai.dates import format_short
from clinic_project.thai.text import normalise

SHORTEST = 2


def issue_document(
    *, kind: str, serial: str, title: str, subject: models.Model, content: bytes, by: Any, token: str | None = None
) -> IssuedDocument:
    """Keep a rendered PDF as issued; an earlier one of the same kind and subject is marked as superseded.

    Call inside the transaction of the decision it documents, so that neither exists without the other. ``token``: that
    of the mark drawn into the paper (:func:`clinic_project.verifying.new_mark`), so that its QR code leads somewhere.
    """
    if token is not None and kind not in registry.public_papers:
        raise ValueError(f"{kind}: registry.public_papers does not say what the public may read of it")
    document = IssuedDocument.objects.create(
        serial=serial,
        kind=kind,
        title=title,
        subject_type=audit.subject_type(subject),
        subject_id=subject.pk,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        issued_at=timezone.now(),
        issued_by=by,
        token=token,
    )
    older = documents_of(subject, kind).exclude(pk=document.pk).filter(superseded_by__isnull=True)
    older.update(superseded_by=document)
    audit.record(f"document.issued.{kind}", document, by=by, reference=serial, detail={"sha256": document.sha256})
    return document


def documents_of(subject: models.Model, kind: str | None = None) -> models.QuerySet[IssuedDocument]:
    """Papers issued about a record, newest first; the file itself is left in the database."""
    found = IssuedDocument.objects.filter(subject_type=audit.subject_type(subject), subject_id=subject.pk).defer(
        "content"
    )
    return found.filter(kind=kind) if kind else found


def papers_matching(text: str, kinds: Mapping[str, models.QuerySet[Any]]) -> models.QuerySet[IssuedDocument]:
    """Papers by serial number or title, newest first, of the kinds and records given: kind -> readable records."""
    key, plain = reference_key(text), normalise(text)
    readable = models.Q(pk__in=[])
    for kind, subjects in kinds.items():
        kind_of = models.Q(kind=kind, subject_type=audit.subject_type(subjects.model))
        readable |= kind_of & models.Q(subject_id__in=subjects.order_by().values("pk"))
    named = models.Q(serial__startswith=key) | models.Q(title__contains=plain)
    return IssuedDocument.objects.filter(readable, named).defer("content").order_by("-id")


def paper_results(text: str, kinds: Mapping[str, models.QuerySet[Any]], most: int) -> Results | None:
    """The same as results of a search; without two letters at least there is nothing to go by."""
    if len(text) < SHORTEST:
        return None

    def hit(paper: IssuedDocument) -> Hit:
        state = _(" · มีฉบับใหม่แทนแล้ว") if paper.superseded_by_id else ""
        detail = _("ออกเมื่อ %(day)s%(state)s") % {
            "day": format_short(timezone.localdate(paper.issued_at)),
            "state": state,
        }
        url = reverse("document", args=[paper.serial])
        return Hit(f"{paper.serial} · {paper.title}", detail, url, is_exact=paper.serial == reference_key(text))

    return results_of(_("เอกสารที่ออกแล้ว"), papers_matching(text, kinds), hit, most)
