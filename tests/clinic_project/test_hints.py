"""First-use hints: one a page, put away for good by a plain POST or in place, gone by themselves after a few times."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic_project.hints import CODES, MOST_TIMES
from clinic_project.models import SeenHint
from tests import source

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


def hints_of(page: str) -> list[str]:
    """Codes of the hints on a page."""
    return re.findall(r'action="/hints/([a-z]+)/dismiss/"', page)


def draw(user: Any, text: str, method: str = "GET") -> str:
    """A template's text for a person."""
    request = RequestFactory().generic(method, "/somewhere/?a=1")
    request.user = user
    return Template("{% load help %}" + text).render(Context({"request": request, "user": user}))


HINT = '{% hint "case" %}<p>คำแนะนำ</p>{% endhint %}'


def test_every_hint_stands_in_one_template_and_no_template_has_two() -> None:
    found = {
        source.name_of(path): re.findall(r'{% hint "(\w+)" %}', source.text_of(path)) for path in source.templates()
    }
    assert [name for name, codes in found.items() if len(codes) > 1] == []
    assert sorted(code for codes in found.values() for code in codes) == sorted(CODES)
    assert 4 <= len(CODES) <= 8


def test_no_public_page_has_a_hint() -> None:
    public = [path for path in source.templates() if "base_public.html" in source.text_of(path)]
    assert public
    assert [source.name_of(path) for path in public if "{% hint" in source.text_of(path)] == []


def test_an_unknown_hint_is_an_error_when_the_template_is_read() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template('{% load help %}{% hint "nothing" %}x{% endhint %}')


def test_it_is_shown_then_put_away_without_javascript(client_as: ClientAs) -> None:
    client = client_as("officer.cen")
    address = reverse("referrals:list")
    assert hints_of(client.get(address).content.decode()) == ["referrals"]
    answer = client.post(reverse("hint_dismiss", args=["referrals"]), {"back": address})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert hints_of(client.get(address).content.decode()) == []
    assert hints_of(client_as("head.cen").get(address).content.decode()) == ["referrals"], "only one's own"


def test_in_place_it_is_replaced_by_a_word_that_holds_the_focus(client_as: ClientAs) -> None:
    answer = client_as("officer.cmi").post(reverse("hint_dismiss", args=["home"]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "ปิดคำแนะนำแล้ว" in answer.content.decode()
    assert "autofocus" in answer.content.decode()


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", "javascript:x()", "example", ""])
def test_it_leads_back_only_to_our_own_pages(client_as: ClientAs, back: str) -> None:
    answer = client_as("officer.cmi").post(reverse("hint_dismiss", args=["home"]), {"back": back})
    assert answer["Location"] == reverse("home")


def test_what_is_no_hint_is_not_there(client_as: ClientAs) -> None:
    client = client_as("officer.cmi")
    assert client.post(reverse("hint_dismiss", args=["nothing"])).status_code == 404
    assert client.get(reverse("hint_dismiss", args=["home"])).status_code == 405
    assert not SeenHint.objects.exists()


def test_it_goes_away_by_itself(cast: dict[str, Any]) -> None:
    drawn = [bool(draw(cast["officer.cmi"], HINT)) for _time in range(MOST_TIMES + 2)]
    assert drawn == [True] * MOST_TIMES + [False] * 2
    assert SeenHint.objects.get().times == MOST_TIMES


def test_putting_it_away_twice_is_the_same(cast: dict[str, Any]) -> None:
    user = cast["officer.cmi"]
    draw(user, HINT)
    for _time in range(2):
        SeenHint.dismiss(user.pk, "case")
    assert draw(user, HINT) == ""
    assert SeenHint.objects.get().is_dismissed


def test_two_on_a_page_are_one(cast: dict[str, Any]) -> None:
    drawn = draw(cast["officer.cmi"], HINT + '{% hint "home" %}<p>ข</p>{% endhint %}')
    assert hints_of(drawn) == ["case"]
    assert not SeenHint.objects.filter(code="home").exists()


def test_an_answer_to_a_form_shows_and_counts_none(cast: dict[str, Any]) -> None:
    assert draw(cast["officer.cmi"], HINT, "POST") == ""
    assert not SeenHint.objects.exists()


def test_one_query_with_a_hint_and_none_without(cast: dict[str, Any]) -> None:
    user = cast["officer.cmi"]
    for text, queries in ((HINT, 1), (HINT, 1), ("<p>ไม่มีคำแนะนำ</p>", 0)):
        with CaptureQueriesContext(connection) as asked:
            draw(user, text)
        assert len(asked) == queries
    SeenHint.dismiss(user.pk, "case")
    with CaptureQueriesContext(connection) as asked:
        draw(user, HINT)
    assert len(asked) == 1
