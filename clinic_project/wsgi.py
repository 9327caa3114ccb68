"""The WSGI entry point."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_project.settings")

CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\"';\s]*)", re.IGNORECASE)
UTF8 = re.compile(r"utf[-_]?8\Z", re.IGNORECASE)
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def with_known_encoding(application: Application) -> Application:
    """Name a text encoding in place of any but UTF-8, for CleanInputMiddleware to refuse with 400.

    Python knows encodings that hold no text (rot13, hex, zlib): the framework reads the address with the one that the
    request names, before any of our code can catch what goes wrong.
    """

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if any(not UTF8.match(name) for name in CHARSET.findall(kind)):
            environ["CONTENT_TYPE"] = f"{kind.split(';')[0]}; charset=iso-8859-1"
        return application(environ, start_response)

    return wrapped


application = with_known_encoding(get_wsgi_application())
