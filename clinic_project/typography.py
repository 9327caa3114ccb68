"""Thai typography of pages that no style sheet can give."""

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

LOOSE = " ๆ".encode()
TIED = "\N{NO-BREAK SPACE}ๆ".encode()
# Tags with their attributes, and what somebody typed into a field, stay as they are byte for byte.
_PART = re.compile(rb"<textarea\b.*?</textarea>|<[^>]*>|" + LOOSE, re.DOTALL | re.IGNORECASE)


def tie_maiyamok(html: bytes) -> bytes:
    """HTML in which no ๆ can start a line: the space before it becomes unbreakable, in our words and in typed ones."""
    if LOOSE not in html:
        return html
    return _PART.sub(lambda part: TIED if part.group() == LOOSE else part.group(), html)


class TypographyMiddleware:
    """Ties ๆ to the word it repeats on every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with tied words when the answer is a page."""
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            response.content = tie_maiyamok(response.content)  # type: ignore[attr-defined]
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response
