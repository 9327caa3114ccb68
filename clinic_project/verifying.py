"""Papers that anybody can check: a QR code on the page leads to a public page that says whether it is genuine.

How an app gives its paper one::

    mark = new_mark()                                        # before the paper is drawn: the code is part of it
    content = render_document(template, {"mark": mark, "serial": serial, ...}, ...)
    issue_document(kind="confirmation", serial=serial, ..., content=content, token=mark.token, by=by)

The template includes ``pdf/_verify.html`` with ``mark`` and ``serial`` as the first thing in its content; it stands in
the lower left of every page. The app says once, in its ``registrations``, what the public may read about the kind::

    registry.public_papers["confirmation"] = PublicPaper(_("แบบแจ้งยืนยัน"), lambda paper: "จ.เชียงใหม่ ปี 2561")

The second part names a clinic or a programme and never a person: whoever holds the paper reads it.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from clinic_project.addresses import absolute
from clinic_project.models import IssuedDocument
from clinic_project.qr import qr_of
from clinic_project.registry import registry

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}\Z")


@dataclass(frozen=True)
class Mark:
    """What makes a paper checkable: its token (128 random bits), the address it leads to, the QR code as SVG."""

    token: str
    address: str
    qr: SafeString


def new_mark() -> Mark:
    """A new mark for one paper, to be drawn into it before it is hashed and then given to ``issue_document``."""
    token = secrets.token_urlsafe(16)
    address = absolute(reverse("verify", args=[token]))
    return Mark(token, address, qr_of(address))


@dataclass(frozen=True)
class Answer:
    """What the public page says of a paper: no person is named in it."""

    paper: IssuedDocument
    name: Any
    subject: str
    newest: IssuedDocument | None

    @property
    def is_newest(self) -> bool:
        """Whether no later paper took its place."""
        return self.newest is None


def answer_for(token: str) -> Answer | None:
    """What is known of the paper with this token; None for any other text, whatever is wrong with it."""
    if not _TOKEN.match(token):
        return None
    paper = IssuedDocument.objects.filter(token=token).defer("content").first()
    public = registry.public_papers.get(paper.kind) if paper else None
    if paper is None or public is None:
        return None
    return Answer(paper, public.name, public.subject(paper), _last_of(paper))


def _last_of(paper: IssuedDocument) -> IssuedDocument | None:
    """The paper in force in place of this one; None when it is in force itself."""
    last, seen = None, {paper.pk}
    following = paper.superseded_by_id
    while following and following not in seen:
        seen.add(following)
        last = IssuedDocument.objects.defer("content").get(pk=following)
        following = last.superseded_by_id
    return last


def sha256_of(chunks: Iterable[bytes]) -> str:
    """The hash of a file that is read piece by piece; nothing of it is kept."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
