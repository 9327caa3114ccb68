"""Papers of a case: looked into, opened by who may read the case, taken off with a trace."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from cases.models import Case, CasePaper
from cases.services.papers import add_paper, remove_paper
from clinic_project.files.checking import CheckedFile
from clinic_project.models import Event
from tests.factories_cases import make_case

CONTENT = b"%PDF-1.7 a payslip"
FILE = CheckedFile("สลิป.pdf", CONTENT, "application/pdf")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    """Keep the files apart."""
    settings.MEDIA_ROOT = tmp_path


def a_picture() -> SimpleUploadedFile:
    """A photograph, under a name that says otherwise."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return SimpleUploadedFile("หมายศาล.exe", out.getvalue())


def test_a_paper_is_added_opened_and_taken_off(client_as: Any, django_capture_on_commit_callbacks: Any) -> None:
    case, client = make_case(), client_as("officer.cmi")
    sent = {"file": a_picture(), "kind": "court_paper", "dated_day": "1", "dated_month": "6", "dated_year": "2561"}
    assert client.post(f"/cases/{case.reference}/papers/new/", sent).status_code == 302
    paper = case.papers.get()
    assert paper.file.name == "หมายศาล.png"
    assert client.get(f"/cases/{case.reference}/papers/{paper.pk}/")["Content-Type"] == "image/png"
    assert Event.objects.filter(kind="case.paper.read", subject_id=case.pk).exists()
    address = f"/cases/{case.reference}/papers/{paper.pk}/remove/"
    assert client.post(address, {"reason": "ผิด"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {"reason": "แนบผิดคน"}).status_code == 302
    paper.refresh_from_db()
    assert not paper.file.content.storage.exists(str(paper.file.content.name))
    assert client.get(f"/cases/{case.reference}/papers/{paper.pk}/").status_code == 404
    page = client.get(f"/cases/{case.reference}/").content.decode()
    assert "แนบผิดคน" in page
    assert "นำเอกสารออก: เอกสารจากศาล" in page


def test_what_is_no_paper_is_refused(client_as: Any) -> None:
    case = make_case()
    sent = {"file": SimpleUploadedFile("สลิป.pdf", b"MZ\x90"), "kind": "payslip"}
    answer = client_as("officer.cmi").post(f"/cases/{case.reference}/papers/new/", sent)
    assert answer.status_code == 422
    assert not case.papers.exists()


@pytest.mark.parametrize(
    ("who", "expected"),
    [("officer.cmi", 200), ("secretary.cmi", 200), ("head.cmi", 404), ("officer2.cmi", 404), ("officer.pct", 404),
     ("officer.cen", 404), ("board.secretary", 404), ("admin", 404)],
)  # fmt: skip
def test_papers_of_a_restricted_case_are_its_readers(client_as: Any, who: str, expected: int) -> None:
    case = make_case(is_restricted=True)
    paper = add_paper(case, file=FILE, kind="payslip", by=case.officer)
    assert client_as(who).get(f"/cases/{case.reference}/papers/{paper.pk}/").status_code == expected


def test_central_opens_the_papers_of_what_was_sent_to_it(client_as: Any) -> None:
    case = make_case()
    paper = add_paper(case, file=FILE, kind="payslip", by=case.officer)
    Case.objects.filter(pk=case.pk).update(is_known_to_central=True)
    client = client_as("officer.cen")
    assert client.get(f"/cases/{case.reference}/papers/{paper.pk}/").content == CONTENT
    assert client.post(f"/cases/{case.reference}/papers/{paper.pk}/remove/", {"reason": "ไม่ใช้แล้ว"}).status_code == 403
    other = make_case()
    assert client_as("officer.cmi").get(f"/cases/{other.reference}/papers/{paper.pk}/").status_code == 404


def test_a_paper_is_taken_off_once(cast: dict[str, Any]) -> None:
    case = make_case()
    paper = add_paper(case, file=FILE, kind="payslip", by=case.officer)
    remove_paper(paper, reason="แนบผิดคน", by=case.officer)
    with pytest.raises(ValidationError, match="ถูกนำออกไปแล้ว"):
        remove_paper(paper, reason="แนบผิดคน", by=case.officer)
    with pytest.raises(ValidationError):
        add_paper(case, file=FILE, kind="x", by=case.officer)
    assert CasePaper.objects.in_force().count() == 0


def test_the_database_keeps_who_when_and_why_together(cast: dict[str, Any]) -> None:
    case = make_case()
    add_paper(case, file=FILE, kind="payslip", by=case.officer)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_casepaper SET removed_reason = 'x'")
