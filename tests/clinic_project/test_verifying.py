"""Papers anybody can check: the right answer for the right token, one answer for all others, nobody named."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clinic_project import verifying
from clinic_project.files.models import StoredFile
from clinic_project.issuing import issue_document
from clinic_project.models import IssuedDocument
from clinics.services import confirmations as services
from tests.factories_confirmation import WORDS, make_confirmation, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast: dict[str, Any]) -> IssuedDocument:
    """An issued confirmation."""
    issued = make_confirmation("printed").paper
    assert issued is not None
    return issued


def ask(paper: IssuedDocument, **sent: Any) -> Any:
    """The public page, or its answer to a file."""
    url, client = reverse("verify", args=[paper.token]), Client(enforce_csrf_checks=False)
    return client.post(url, sent) if sent else client.get(url)


def test_the_page_says_what_the_paper_is_and_names_nobody(paper: IssuedDocument) -> None:
    page = ask(paper).content.decode()
    for words in (paper.serial, paper.sha256, "คลินิก CMI", "ฉบับล่าสุด", "คส.01"):
        assert words in page
    for word in (WORDS["signer_name"], person("head.cmi").first_name, person("secretary.cmi").full_name):
        assert word not in page


def test_the_code_on_the_paper_leads_to_its_page(paper: IssuedDocument) -> None:
    mark = verifying.new_mark()
    assert mark.address.startswith("http")
    assert mark.address.endswith(reverse("verify", args=[mark.token]))
    assert len(mark.token) == 22
    assert mark.token != verifying.new_mark().token
    assert ask(paper).status_code == 200


def test_a_replaced_paper_says_by_which_one(paper: IssuedDocument) -> None:
    clinic_year = make_year_of(paper)
    for _nth in range(2):
        newest = services.print_confirmation(clinic_year, by=person("head.cmi"))
    page = ask(paper).content.decode()
    assert "มีฉบับใหม่แทนแล้ว" in page
    assert newest.serial in page
    assert newest.token is not None
    assert newest.token not in page
    assert "ฉบับล่าสุด" in ask(newest).content.decode()


def make_year_of(paper: IssuedDocument) -> Any:
    """The clinic's year the paper is about."""
    return paper.confirmation.clinic_year  # type: ignore[attr-defined]


def test_a_file_is_compared_and_not_kept(paper: IssuedDocument) -> None:
    content = bytes(paper.content)
    before = StoredFile.objects.count()
    same = ask(paper, file=SimpleUploadedFile("a.pdf", content))
    other = ask(paper, file=SimpleUploadedFile("a.pdf", content + b" "))
    assert "ตรงกันทุกประการ" in same.content.decode()
    assert "ไม่ตรงกับแฟ้มที่สหกรณ์ออก" in other.content.decode()
    assert StoredFile.objects.count() == before


def test_no_file_an_empty_one_and_one_too_large_are_refused_in_thai(paper: IssuedDocument, settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES = 1024 * 1024
    for sent in (
        {"file": ""},
        {"file": SimpleUploadedFile("a.pdf", b"")},
        {"file": SimpleUploadedFile("a.pdf", b"x" * (1024 * 1024 + 1))},
    ):
        answer = ask(paper, **sent)
        assert answer.status_code == 422
        assert "แฟ้ม" in answer.content.decode()


@pytest.mark.parametrize("token", ["0" * 22, "x", "ก" * 22, "A" * 500, "../admin", "%00", " "])
def test_every_other_token_gets_the_same_neutral_page(paper: IssuedDocument, token: str) -> None:
    changing = Client().get(reverse("verify", args=["0" * 22]))
    answer = Client().get(f"/verify/{token.replace('/', '%2F')}/")
    assert answer.status_code in {404, 400}
    if answer.status_code == 404 and "/" not in token:
        assert answer.content == changing.content
    posted = Client().post(f"/verify/{token.replace('/', '%2F')}/", {"file": SimpleUploadedFile("a", b"x")})
    assert posted.status_code in {404, 400}


def test_trying_links_is_throttled(paper: IssuedDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_project.public_pages.MOST_REQUESTS", 2)
    client = Client(REMOTE_ADDR="192.0.2.77")
    codes = [client.get(reverse("verify", args=["0" * 22])).status_code for _nth in range(4)]
    assert codes == [404, 404, 429, 429]


def test_a_paper_the_public_can_ask_about_says_what_it_may_read(cast: dict[str, Any]) -> None:
    subject = make_confirmation("draft")
    with pytest.raises(ValueError, match="public_papers"):
        issue_document(
            kind="no.such",
            serial="X-1",
            title="x",
            subject=subject,
            content=b"x",
            by=person("head.cmi"),
            token="t" * 22,
        )


def test_papers_without_a_code_can_not_be_asked_about(cast: dict[str, Any], client_as: Callable[[str], Client]) -> None:
    subject = make_confirmation("draft")
    for serial in ("X-1", "X-2"):
        issue_document(
            kind="confirmation", serial=serial, title="x", subject=subject, content=b"x", by=person("head.cmi")
        )
    assert IssuedDocument.objects.filter(token__isnull=True).count() == 2
