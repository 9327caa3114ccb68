"""No line of a page starts with ๆ; what was typed into a field stays byte for byte."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from clinic_project.typography import tie_maiyamok

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>ต่าง ๆ และอื่น ๆ</p>", f"<p>ต่าง{NBSP}ๆ และอื่น{NBSP}ๆ</p>"),
        ('<input value="สั้น ๆ">', '<input value="สั้น ๆ">'),
        ("<textarea name=a>ช้า ๆ\n<b>เร็ว ๆ</textarea>บ่อย ๆ", f"<textarea name=a>ช้า ๆ\n<b>เร็ว ๆ</textarea>บ่อย{NBSP}ๆ"),
        ("<p>เร็วๆ</p>", "<p>เร็วๆ</p>"),
    ],
)
def test_the_space_before_maiyamok_does_not_break(html: str, shown: str) -> None:
    assert tie_maiyamok(html.encode()).decode() == shown


@pytest.mark.django_db
def test_pages_come_tied(client_as: Callable[[str], Client]) -> None:
    answer = client_as("head.cen").get(reverse("password_change"))
    assert f"คำสั้น{NBSP}ๆ" in answer.content.decode()
    assert answer["Content-Length"] == str(len(answer.content))


@pytest.mark.django_db
def test_pages_travel_compressed_and_papers_do_not(client_as: Callable[[str], Client]) -> None:
    client = client_as("officer.cmi")
    page = client.get(reverse("home"), headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get(reverse("home"))
