"""Help that can't go stale: pages, buttons and pictures it names are looked for in the product."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from clinic_project.help.model import Step, Topic
from clinic_project.help.pictures import HEIGHT, PICTURES, WIDTH
from clinic_project.help.topics import DAYS, SUBJECTS, TOPICS, YEARS, own_topics, topic_of
from tests import source
from tests.cast import EVERYBODY

ClientAs = Callable[[str], Client]
PICTURE_FOLDER = source.ROOT / "static" / "help"
MOST_BYTES = 60 * 1024
HELP_TEXTS = source.ROOT / "clinic_project" / "help"
OWN = {
    "head.cmi": ["head", "officer", "counselling", "register", "clinic-year", "clinic-money"],
    "secretary.cmi": ["secretary", "officer", "counselling", "register", "clinic-year", "clinic-money"],
    "officer.cmi": ["officer", "counselling", "register", "clinic-money"],
    "head.cen": [
        "head",
        "central",
        "officer",
        "counselling",
        "register",
        "register-central",
        "clinic-year",
        "clinic-money",
        "central-year",
    ],
    "officer.cen": [
        "central",
        "officer",
        "counselling",
        "register",
        "clinic-money",
        "central-year",
    ],
    "board.secretary": ["board-secretary"],
    "board.chair": ["board-chair"],
    "board.member1": ["board-member"],
    "edu.chair": ["education", "education-year"],
    "edu.member1": ["education", "education-year"],
    "admin": ["administrator"],
}
STEPS = [(topic.slug, number, step) for topic in TOPICS for number, step in enumerate(topic.steps, 1)]
NAMES = [f"{slug} {number}" for slug, number, _step in STEPS]


def words_of_the_product() -> str:
    """Everything a page may say: templates, and the Thai texts of the modules, without the help itself."""
    modules = [path for path in source.python_files() if HELP_TEXTS not in path.parents]
    templates = [path for path in source.templates() if path.parent.name != "help"]
    return "\n".join(
        [*(source.text_of(path) for path in templates), *(path.read_text(encoding="utf-8") for path in modules)]
    )


PRODUCT = words_of_the_product()


@pytest.mark.parametrize(("slug", "number", "step"), STEPS, ids=NAMES)
def test_what_a_step_names_is_there(slug: str, number: int, step: Step) -> None:
    """Buttons and headings in “ ” stand in a template or a table; the page is an address; the picture exists."""
    text, page, picture = str(step.text), step.page, step.picture
    assert [name for name in re.findall(r"“([^”]+)”", text) if f'"{name}"' not in PRODUCT] == []
    if page:
        assert reverse(page)
    if picture:
        assert picture in PICTURES
        assert (PICTURE_FOLDER / f"{picture}.webp").exists()


def test_a_button_that_is_gone_would_be_seen() -> None:
    """The help itself is no part of the product that is searched."""
    assert "ในหน้าคลินิกกด “บุคลากร คำสั่ง และประวัติ”" not in PRODUCT
    assert '"ปุ่มที่ไม่มีอยู่"' not in PRODUCT
    assert '"บันทึก"' in PRODUCT


def test_every_topic_has_five_to_eight_steps_and_a_picture() -> None:
    for topic in TOPICS:
        assert 5 <= len(topic.steps) <= 8, topic.slug
        assert any(step.picture for step in topic.steps), topic.slug
    assert len({topic.slug for topic in TOPICS}) == len(TOPICS) == 16
    assert [len(DAYS), len(SUBJECTS), len(YEARS)] == [9, 3, 4]
    assert all(topic.is_day for topic in DAYS)
    assert not any(topic.is_day for topic in (*SUBJECTS, *YEARS))


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_small_and_as_large_as_they_are_drawn(name: str) -> None:
    path = PICTURE_FOLDER / f"{name}.webp"
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as picture:
        assert picture.size == (WIDTH, HEIGHT)
    assert any(step.picture == name for _slug, _number, step in STEPS), "a picture nobody sees"
    assert re.search("[ก-๙]{10}", str(PICTURES[name]))


def test_no_picture_is_left_over() -> None:
    assert {path.stem for path in PICTURE_FOLDER.iterdir()} == set(PICTURES)


@pytest.mark.django_db
@pytest.mark.parametrize("username", OWN)
def test_ones_own_help_comes_first_and_the_others_are_listed(client_as: ClientAs, username: str) -> None:
    client = client_as(username)
    page = client.get(reverse("help"))
    text = page.content.decode()
    own = topic_of(OWN[username][0])
    assert own
    assert f"วันทำงานของ{own.label}" in text
    assert [topic.slug for topic in page.context["own"]] == OWN[username][1:]
    listed = re.findall(r'href="/help/([a-z-]+)/"', text)
    assert [slug for slug in listed if slug in OWN[username]] == OWN[username][1:]
    assert set(listed) - {"keys"} == {topic.slug for topic in TOPICS} - {own.slug}
    for src in re.findall(r"<img[^>]*help/[^>]*>", text):
        assert 'loading="lazy"' in src
        assert 'alt="หน้า' in src
        assert f'width="{WIDTH}"' in src


@pytest.mark.django_db
def test_everybody_has_a_help_of_their_own(client_as: ClientAs) -> None:
    client_as("admin")
    from clinics.models import User

    for username in EVERYBODY:
        assert own_topics(User.objects.get(username=username)), username


def test_every_topic_is_somebodys_own() -> None:
    """Its links are followed below by whoever it belongs to."""
    assert {slug for slugs in OWN.values() for slug in slugs} == {topic.slug for topic in TOPICS}


@pytest.mark.django_db
@pytest.mark.parametrize(("username", "slug"), [(name, slug) for name, slugs in OWN.items() for slug in slugs])
def test_links_of_a_topic_lead_to_pages_its_people_may_open(client_as: ClientAs, username: str, slug: str) -> None:
    client = client_as(username)
    page = client.get(reverse("help_topic", args=[slug]))
    assert page.context["is_own"]
    addresses = {line["url"] for line in page.context["steps"] if line["url"]}
    assert addresses
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.django_db
@pytest.mark.parametrize("topic", YEARS, ids=lambda topic: topic.slug)
def test_the_year_is_headed_by_its_own_name(client_as: ClientAs, topic: Topic) -> None:
    username = next(name for name, slugs in OWN.items() if topic.slug in slugs)
    page = client_as(username).get(reverse("help_topic", args=[topic.slug])).content.decode()
    assert f"<h1>{topic.label}</h1>" in page
    assert "วันทำงานของ" in page  # of the days listed above it


@pytest.mark.django_db
def test_the_help_of_other_roles_shows_no_closed_doors(client_as: ClientAs) -> None:
    page = client_as("board.member1").get(reverse("help_topic", args=["administrator"]))
    assert page.status_code == 200
    assert "/admin/" not in page.content.decode()
    assert client_as("board.member1").get(reverse("help_topic", args=["nobody"])).status_code == 404


@pytest.mark.django_db
def test_every_page_behind_the_log_in_leads_to_the_help_and_no_public_one(client_as: ClientAs) -> None:
    assert f'href="{reverse("help")}"' in client_as("officer.cmi").get(reverse("cases:list")).content.decode()
    assert reverse("help") not in Client().get(reverse("login")).content.decode()


def test_addresses_of_the_help_hide_none_of_its_own() -> None:
    """``/help/keys/`` is no role."""
    assert get_resolver().resolve("/help/keys/").url_name == "shortcuts"
    assert topic_of("keys") is None
