"""Handing a stored file out. The view that calls this has checked the scope of the record the file belongs to."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from clinic_project.files.models import StoredFile


def file_response(stored: StoredFile, *, as_attachment: bool = True) -> HttpResponse:
    """The file, as something to save; pictures may be shown in a page (``as_attachment=False``).

    Raises ``Http404`` when the storage lost the bytes.
    """
    try:
        content = stored.read()
    except OSError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=stored.content_type)
    is_attachment = as_attachment or not stored.is_image
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=is_attachment, filename=stored.name) or "attachment"
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
