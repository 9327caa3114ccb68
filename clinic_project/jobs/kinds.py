"""What can be done in the background: each kind says how, for whom, and how long its result is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from clinic_project.jobs.models import Job
from clinic_project.verdicts import Verdict

OPEN_LABEL = _("เปิดเอกสาร")


@dataclass(frozen=True)
class File:
    """A file as a result."""

    name: str
    content: bytes
    content_type: str = "application/pdf"


@dataclass(frozen=True)
class Outcome:
    """What came out: a file to open, or an address to go to, and counts or codes the job's page shows."""

    file: File | None = None
    address: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


class Work(Protocol):
    """The work as its function sees it."""

    job: Job
    owner: Any

    def tell(self, step: Any, done: int = 0, total: int = 0, *, at_once: bool = False) -> None:
        """Say what is being done and how far it is. Written at most once a second, unless ``at_once``."""


@dataclass(frozen=True)
class Kind:
    """One kind of work.

    ``run`` does it and may be run again after a worker died, so it leaves one effect however often it runs. It raises
    ``ValidationError``, ``NotAllowed`` or ``PdfError`` with a Thai sentence. ``may`` is asked when the work is begun
    and again when its result is read: rights may have gone meanwhile.
    """

    name: str
    run: Callable[[Any], Outcome]
    may: Callable[[Any, Job], Verdict]
    open_label: Any = OPEN_LABEL
    keep_days: int = 7
    # A template that shows ``job.outcome`` on the job's page.
    panel: str = ""
    # What may be done with the result, as a button of the job's page: starts the job it leads to, for its owner.
    follow: Callable[..., Job] | None = None
    follow_label: Any = ""

    @property
    def is_followed(self) -> bool:
        """Whether the page offers to go on; a template can't ask for ``follow`` itself, it would call it."""
        return self.follow is not None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called from an app's ``registrations``."""
    _kinds[kind.name] = kind


def kind_of(job: Job) -> Kind | None:
    """The kind of a job; None for a kind this version no longer knows."""
    return _kinds.get(job.kind)
