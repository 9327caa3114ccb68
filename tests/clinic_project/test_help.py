"""Help that can't go stale: pages, buttons and pictures it names are looked for in the product."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from clinic_project.help_texts import HEIGHT, PICTURES, ROLES, WIDTH, own_roles, role_of
from tests import source
from tests.cast import EVERYBODY

ClientAs = Callable[[str], Client]
PICTURE_FOLDER = source.ROOT / "static" / "help"
MOST_BYTES = 60 * 1024
OWN = {
    "head.cmi": ["head", "officer"],
    "secretary.cmi": ["secretary", "officer"],
    "officer.cmi": ["officer"],
    "officer.cen": ["central", "officer"],
    "board.secretary": ["board-secretary"],
    "board.chair": ["board-chair"],
    "board.member1": ["board-member"],
    "edu.member1": ["education"],
    "admin": ["administrator"],
}
STEPS = [(role.slug, number, step) for role in ROLES for number, step in enumerate(role.steps, 1)]
NAMES = [f"{slug} {number}" for slug, number, _step in STEPS]


def words_of_the_product() -> str:
    """Everything a page may say: templates, and the Thai texts of the modules, without the help itself."""
    modules = [path for path in source.python_files() if path.name not in {"help_texts.py"}]
    templates = [path for path in source.templates() if path.parent.name != "help"]
    return "\n".join(
        [*(source.text_of(path) for path in templates), *(path.read_text(encoding="utf-8") for path in modules)]
    )


PRODUCT = words_of_the_product()


@pytest.mark.parametrize(("slug", "number", "step"), STEPS, ids=NAMES)
def test_what_a_step_names_is_there(slug: str, number: int, step: object) -> None:
    """Buttons and headings in “ ” stand in a template or a table; the page is an address; the picture exists."""
    text, page, picture = str(step.text), step.page, step.picture  # type: ignore[attr-defined]
    assert [name for name in re.findall(r"“([^”]+)”", text) if f'"{name}"' not in PRODUCT] == []
    if page:
        assert reverse(page)
    if picture:
        assert picture in PICTURES
        assert (PICTURE_FOLDER / f"{picture}.webp").exists()


def test_a_button_that_is_gone_would_be_seen() -> None:
    assert '"ปุ่มที่ไม่มีอยู่"' not in PRODUCT
    assert '"บันทึก"' in PRODUCT


def test_every_role_has_five_to_eight_steps_and_a_picture() -> None:
    for role in ROLES:
        assert 5 <= len(role.steps) <= 8, role.slug
        assert any(step.picture for step in role.steps), role.slug
    assert len({role.slug for role in ROLES}) == len(ROLES) == 9


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_small_and_as_large_as_they_are_drawn(name: str) -> None:
    path = PICTURE_FOLDER / f"{name}.webp"
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as picture:
        assert picture.size == (WIDTH, HEIGHT)
    assert any(step.picture == name for role in ROLES for step in role.steps), "a picture nobody sees"
    assert re.search("[ก-๙]{10}", str(PICTURES[name]))


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in PICTURE_FOLDER.iterdir()} == set(PICTURES)


@pytest.mark.django_db
@pytest.mark.parametrize("username", OWN)
def test_ones_own_help_comes_first_and_the_others_are_listed(client_as: ClientAs, username: str) -> None:
    client = client_as(username)
    page = client.get(reverse("help"))
    text = page.content.decode()
    own = role_of(OWN[username][0])
    assert own
    assert f"วันทำงานของ{own.label}" in text
    assert [role.slug for role in page.context["own"]] == OWN[username][1:]
    listed = set(re.findall(r'href="/help/([a-z-]+)/"', text)) - {"keys"}
    assert listed == {role.slug for role in ROLES} - {own.slug}
    for src in re.findall(r"<img[^>]*help/[^>]*>", text):
        assert 'loading="lazy"' in src
        assert 'alt="หน้า' in src
        assert f'width="{WIDTH}"' in src


@pytest.mark.django_db
def test_everybody_has_a_help_of_their_own(client_as: ClientAs) -> None:
    client_as("admin")
    from clinics.models import User

    for username in EVERYBODY:
        assert own_roles(User.objects.get(username=username)), username


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_links_of_a_role_lead_to_pages_its_people_may_open(client_as: ClientAs, role: object) -> None:
    slug = role.slug  # type: ignore[attr-defined]
    username = next(name for name, roles in OWN.items() if slug in roles)
    client = client_as(username)
    page = client.get(reverse("help_role", args=[slug]))
    addresses = {line["url"] for line in page.context["steps"] if line["url"]}
    assert addresses
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.django_db
def test_the_help_of_other_roles_shows_no_closed_doors(client_as: ClientAs) -> None:
    page = client_as("board.member1").get(reverse("help_role", args=["administrator"]))
    assert page.status_code == 200
    assert "/admin/" not in page.content.decode()
    assert client_as("board.member1").get(reverse("help_role", args=["nobody"])).status_code == 404


@pytest.mark.django_db
def test_every_page_behind_the_log_in_leads_to_the_help_and_no_public_one(client_as: ClientAs) -> None:
    assert f'href="{reverse("help")}"' in client_as("officer.cmi").get(reverse("cases:list")).content.decode()
    assert reverse("help") not in Client().get(reverse("login")).content.decode()


def test_addresses_of_the_help_hide_none_of_its_own() -> None:
    """``/help/keys/`` is no role."""
    assert get_resolver().resolve("/help/keys/").url_name == "shortcuts"
    assert role_of("keys") is None
