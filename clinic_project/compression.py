"""Pages travel compressed; papers and pictures are compact already and stay as they are."""

from django.http import HttpResponseBase
from django.http.request import HttpRequest
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "application/javascript")


class PageGZipMiddleware(GZipMiddleware):
    """Gzip for text answers.

    A guesser who can make a signed-in browser ask for pages of his choice and measure their length could find
    secrets that stand beside his guess (BREACH). Here the CSRF token is masked anew in every answer, form keys and
    draft tokens are random, the session cookie is SameSite=Lax (other sites' pictures and frames bring no signed-in
    answer), and Django lengthens each answer by a random amount.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress text of 200 bytes and more, when the browser takes it."""
        if not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        return super().process_response(request, response)
