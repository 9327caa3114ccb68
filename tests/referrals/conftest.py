"""Fixtures of this app's tests."""

import pytest


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Papers without the renderer: their HTML is kept in the list and its bytes stand for the file."""
    pages: list[str] = []

    def keep(html: str, *, title: str, timeout: float = 30, **options: object) -> bytes:
        pages.append(html)
        return f"%PDF {len(pages)} {title}".encode()

    monkeypatch.setattr("clinic_project.pdf.documents.render_pdf", keep)
    return pages
