"""The rendering process: reads requests from a pipe, answers with PDF files, knows nothing of the database.

Started by :mod:`clinic_project.pdf.renderer` as ``python -m clinic_project.pdf.worker``. It has no secrets in its
environment, limited memory and processor time, and may be killed at any moment.

A request is two lengths (4 bytes each), a JSON header and the HTML; an answer is one status byte, one flag byte
(``1``: this worker wants to be replaced), a length, and the PDF or a short English reason for the log. Where the
header asks for it, answers of status ``P`` come first: the stage of the work and the page being laid out.
"""

from __future__ import annotations

import json
import logging
import os
import re
import resource
import signal
import struct
import sys
from base64 import b64decode
from pathlib import Path
from typing import IO, Any

from clinic_project.pdf.fonts import FAMILY, WEIGHTS, ClinicFonts, ensure_fonts, file_name
from clinic_project.pdf.textlayer import ExactText

REQUEST, ANSWER = struct.Struct(">II"), struct.Struct(">ccI")
DONE, FAILED, REFUSED, TOO_COMPLEX = b"D", b"F", b"R", b"C"
PROGRESS = b"P"
# The library tells its steps to a logger, with the page where it lays out pages.
STEP = re.compile(r"Step ([0-9])(?: .* Page ([0-9]+))?")
KEEP, REPLACE = b"0", b"1"

STATIC = Path(__file__).resolve().parents[2] / "static" / "pdf"
SVG = "{http://www.w3.org/2000/svg}svg"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".ttf": "font/ttf"}
MAX_RESIDENT = 300 * 1024
"""Kibibytes of memory after which the worker asks to be replaced: fragments of big documents are never given back."""
MAX_JOBS = 500


def allowed_files(fonts: ClinicFonts) -> dict[str, Path]:
    """Every address a document may name, and the file it stands for. Nothing else is ever opened."""
    served = {f"clinic:fonts/{file_name(weight)}": fonts.path(weight) for weight in WEIGHTS}
    for path in sorted(STATIC.iterdir()):
        if path.suffix == ".css":
            served[f"clinic:css/{path.name}"] = path
        elif path.suffix in TYPES:
            served[f"clinic:{path.name}"] = path
    return served


class Worker:
    """A warm renderer: the library, the fonts and the font configuration are loaded once."""

    def __init__(self, cache: Path) -> None:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

        fonts = ensure_fonts(cache)
        served = allowed_files(fonts)

        class ClosedFetcher(URLFetcher):
            refusals = 0

            def __init__(self) -> None:
                super().__init__()
                # Pictures of the document being drawn, by address; never those of another one.
                self.pictures: dict[str, bytes] = {}

            def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
                if url in self.pictures:
                    content = self.pictures[url]
                    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
                    return URLFetcherResponse(url, content, {"Content-Type": kind})
                path = served.get(url)
                if path is None:
                    self.refusals += 1
                    # Fatal: a paper that names a foreign address is a mistake or an attack, not a paper.
                    raise FatalURLFetchingError("address refused")
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES[path.suffix]})

        self.library, self.refused = weasyprint, FatalURLFetchingError
        self.fetcher = ClosedFetcher()
        self.font_config = FontConfiguration()
        # The same configuration here and when rendering: without it the fonts are ignored in silence.
        self.font_faces = weasyprint.CSS(
            string=font_faces(), font_config=self.font_config, url_fetcher=self.fetcher, base_url="clinic:"
        )
        self.finisher = ExactText(fonts.glyph_text)

    def render(self, html: str, title: str, pictures: dict[str, bytes]) -> bytes:
        """One tagged PDF/UA document in Thai, with its title set. Raises what the library raises."""
        self.fetcher.pictures = {f"clinic:picture/{name}": content for name, content in pictures.items()}
        try:
            return self._render(html, title)
        finally:
            self.fetcher.pictures = {}

    def _render(self, html: str, title: str) -> bytes:
        refusals = self.fetcher.refusals
        source = self.library.HTML(string=html, url_fetcher=self.fetcher, base_url="clinic:")
        for drawing in source.etree_element.iter(SVG):
            # Drawings do not inherit the page's font.
            drawing.attrib.setdefault("font-family", FAMILY)
        document = source.render(font_config=self.font_config, stylesheets=[self.font_faces], pdf_variant="pdf/ua-1")
        document.metadata.title = title
        document.metadata.lang = "th"
        content = bytes(document.write_pdf(finisher=self.finisher, pdf_variant="pdf/ua-1"))
        if self.fetcher.refusals > refusals:
            # Drawings swallow every error; the paper would look whole.
            raise self.refused("address refused")
        return content


def font_faces() -> str:
    """The @font-face rules of the derived fonts."""
    return "\n".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; src: url(clinic:fonts/{file_name(weight)}); }}'
        for weight in WEIGHTS
    )


def answer(worker: Worker, html: str, title: str, pictures: dict[str, bytes]) -> tuple[bytes, bytes]:
    """Render and return the status with the file or the reason; never the text of the document."""
    try:
        return DONE, worker.render(html, title, pictures)
    except worker.refused:
        return REFUSED, b"an address outside the project's own files"
    except (RecursionError, MemoryError) as error:
        return TOO_COMPLEX, type(error).__name__.encode()
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
        return FAILED, f"{type(error).__name__}{where}".encode()


def limit_resources(memory: int) -> None:
    """Cap the address space (bytes), forbid core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close_doors() -> None:
    """Refuse sockets and other programs from here on; loading the libraries may have looked for them."""

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"}:
            raise PermissionError(event)

    sys.addaudithook(refuse)


def allow_processor_time(seconds: float) -> None:
    """Let the next job use this much processor time; past it the kernel ends the process, orphaned or not."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def read_exactly(pipe: IO[bytes], size: int) -> bytes:
    """Read ``size`` bytes, or raise EOFError when the other side has gone."""
    data = pipe.read(size)
    if len(data) != size:
        raise EOFError
    return data


class StepTeller(logging.Handler):
    """Passes the library's steps on as answers of status ``P``, while the request being done wants them."""

    def __init__(self, answers: IO[bytes]) -> None:
        super().__init__(logging.INFO)
        self._answers = answers
        self.is_wanted = False
        logger = logging.getLogger("weasyprint.progress")
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Send one step."""
        found = STEP.match(record.getMessage()) if self.is_wanted else None
        if found:
            body = json.dumps([int(found[1]), int(found[2] or 0)]).encode()
            self._answers.write(ANSWER.pack(PROGRESS, KEEP, len(body)) + body)
            self._answers.flush()


def serve(requests: IO[bytes], answers: IO[bytes], cache: Path) -> None:
    """Answer requests until the web process closes the pipe."""
    try:
        worker, unusable = Worker(cache), ""
    except Exception as error:
        # Told with the first answer: a missing Pango library must not look like a broken document.
        worker, unusable = None, f"worker can't start: {error!r}"
    close_doors()
    steps = StepTeller(answers)
    for job in range(1, MAX_JOBS + 1):
        try:
            header_size, html_size = REQUEST.unpack(read_exactly(requests, REQUEST.size))
            header = json.loads(read_exactly(requests, header_size))
            html = read_exactly(requests, html_size).decode("utf-8")
        except EOFError:
            return
        allow_processor_time(header["timeout"])
        steps.is_wanted = bool(header.get("steps"))
        if worker is None:
            status, body = FAILED, unusable.encode()
        else:
            pictures = {name: b64decode(text) for name, text in header.get("pictures", {}).items()}
            status, body = answer(worker, html, header["title"], pictures)
        large = resident() > MAX_RESIDENT
        flag = REPLACE if worker is None or large or job == MAX_JOBS or status == TOO_COMPLEX else KEEP
        answers.write(ANSWER.pack(status, flag, len(body)))
        answers.write(body)
        answers.flush()


def resident() -> int:
    """Memory in use now, in kibibytes; not ``ru_maxrss``, of which a new process inherits its parent's peak."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def main() -> None:
    """Keep the answer pipe to ourselves, so that nothing a library prints can end up in it."""
    cache, memory = Path(sys.argv[1]), int(sys.argv[2])
    # Layout calls itself a few times for each level of nesting; the web side allows 150 levels.
    sys.setrecursionlimit(4000)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_resources(memory)
    # Nothing is logged from here; only the library's steps have a listener.
    logging.getLogger().addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers, cache)


if __name__ == "__main__":
    main()
