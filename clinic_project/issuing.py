"""Issuing official papers: rendered once, kept as a file with its hash (design decision 5)."""

import hashlib
from typing import Any

from django.db import models
from django.utils import timezone

from clinic_project import audit
from clinic_project.models import IssuedDocument


def issue_document(
    *, kind: str, serial: str, title: str, subject: models.Model, content: bytes, by: Any
) -> IssuedDocument:
    """Keep a rendered PDF as issued; an earlier one of the same kind and subject is marked as superseded.

    Call inside the transaction of the decision it documents, so that neither exists without the other.
    """
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
