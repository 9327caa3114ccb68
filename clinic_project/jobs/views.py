"""Pages of background work: my work, one piece of it, its result, trying again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from clinic_project import audit
from clinic_project.jobs import services
from clinic_project.jobs.kinds import kind_of
from clinic_project.jobs.models import Job, JobFile, detail_of
from clinic_project.paging import page_of
from clinic_project.pdf.documents import pdf_response

STOP_POLLING = 286
"""htmx asks no more after an answer with this code."""


def _job(request: HttpRequest, key: str) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), key=key)


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """My work, newest first."""
    page = page_of(request, Job.objects.visible_to(request.user), ["-id"])
    return render(request, "jobs/job_list.html", {"page": page})


@require_safe
def job_detail(request: HttpRequest, key: str) -> HttpResponse:
    """How far one piece of work is; when it is over, what came of it."""
    job = _job(request, key)
    kind = kind_of(job)
    context: dict[str, Any] = {
        "job": job,
        "kind": kind,
        "file": job.files.filter(role="result").defer("content").first() if job.is_over else None,
        "is_unattended": services.is_unattended(job),
    }
    services.note_seen(job)
    if not getattr(request, "htmx", False):
        return render(request, "jobs/job_detail.html", context)
    return render(request, "jobs/_job.html", context, status=STOP_POLLING if job.is_over else 200)


def open_result(request: HttpRequest, job: Job) -> HttpResponse:
    """The file of a finished job, or the page it led to; rights are asked again and the reading is noted first."""
    kind = kind_of(job)
    if job.state != Job.State.DONE or kind is None:
        return redirect(job)
    kind.may(request.user, job).or_raise()
    if job.address:
        return redirect(job.address)
    file = JobFile.objects.filter(job=job, role="result").first()
    if file is None:
        raise Http404
    audit.record("job.read", job, by=request.user, reference=job.kind, detail=detail_of(job))
    services.note_seen(job)
    if file.content_type == "application/pdf":
        return pdf_response(bytes(file.content), file.name)
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def job_result(request: HttpRequest, key: str) -> HttpResponse:
    """Open what came out of my work."""
    return open_result(request, _job(request, key))


@require_POST
def job_retry(request: HttpRequest, key: str) -> HttpResponse:
    """Do it again: after a failure, or when the file is no longer kept."""
    return redirect(services.retry_job(_job(request, key), by=request.user))


@require_POST
def job_follow(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with the result of my work, as the administrators' import does after its check."""
    job = _job(request, key)
    kind = kind_of(job)
    if kind is None or kind.follow is None:
        raise Http404
    kind.may(request.user, job).or_raise()
    try:
        return redirect(kind.follow(job, by=request.user))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(job)
