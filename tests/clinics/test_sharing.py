"""A document handed to a member by link or QR code (R28)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.verdicts import NotAllowed
from clinics.documents.share_slip import share_slip_pdf
from clinics.models import Clinic, LibraryRead, ShareLink, User
from clinics.services import library, sharing
from tests.factories_library import make_version, next_version, person
from tests.pdf_readers import tight

pytestmark = pytest.mark.django_db
ClientAs = Callable[[str], Client]


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """The limit of requests counts in the cache."""
    cache.clear()


def make_share(**facts: Any) -> ShareLink:
    """A link of CMI to a document for members."""
    version = make_version(**facts)
    return sharing.share_document(version.document, clinic=Clinic.objects.get(code="CMI"), by=person("officer.cmi"))


def test_a_member_opens_the_link_without_signing_in(cast: dict[str, User]) -> None:
    Clinic.objects.filter(code="CMI").update(phone="0800000002", line_id="@clinic-cmi")
    share = make_share()
    before = Event.objects.count()
    page = Client().get(share.public_path)
    text = page.content.decode()
    for words in ("ระเบียบว่าด้วยเงินกู้", "ใครกู้ได้ เท่าไร", "080-000-0002", "@clinic-cmi", "คลินิก CMI"):
        assert words in text
    file = Client().get(reverse("shared_file", args=[share.token]))
    assert file["Content-Disposition"].startswith("attachment")
    assert file["Cache-Control"]
    share.refresh_from_db()
    assert share.opened_count == 1
    # Nothing is kept of who opened it.
    assert (Event.objects.count(), LibraryRead.objects.count()) == (before, 0)


def test_the_link_gives_the_version_in_force_not_the_one_that_was_shared(cast: dict[str, User]) -> None:
    share = make_share()
    next_version(share.version, timezone.localdate(), change_note="ใหม่")
    page = Client().get(share.public_path)
    assert page.context["version"].number == 2
    assert share.version.number == 1


def test_every_link_that_opens_nothing_answers_alike(cast: dict[str, User]) -> None:
    def ended(share: ShareLink) -> None:
        ShareLink.objects.filter(pk=share.pk).update(expires_on=timezone.localdate() - timedelta(days=1))

    def withdrawn(share: ShareLink) -> None:
        library.withdraw_document(share.document, by=person("head.cen"), reason="ไม่ใช้")

    def for_staff(share: ShareLink) -> None:
        document = share.document
        library.edit_document(document, by=person("head.cen"), title=document.title, summary="", audience="staff")

    spoils: list[Callable[[ShareLink], Any]] = [
        ended,
        withdrawn,
        for_staff,
        lambda share: sharing.revoke_share(share, by=person("head.cmi")),
    ]
    addresses = ["/shared/%s/" % ("0" * 32), "/shared/x/"]
    for spoil in spoils:
        share = make_share()
        spoil(share)
        addresses += [share.public_path, reverse("shared_file", args=[share.token])]
    answers = [Client().get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_only_what_is_for_members_and_in_force_is_shared(cast: dict[str, User]) -> None:
    clinic, by = Clinic.objects.get(code="CMI"), person("officer.cmi")
    staff = make_version(audience="staff")
    with pytest.raises(NotAllowed, match="แบ่งปันให้สมาชิกไม่ได้"):
        sharing.share_document(staff.document, clinic=clinic, by=by)
    coming = make_version(begins=timezone.localdate() + timedelta(days=3))
    with pytest.raises(ValidationError, match="ยังไม่มีฉบับ"):
        sharing.share_document(coming.document, clinic=clinic, by=by)
    good = make_version()
    for name in ("board.chair", "edu.chair", "admin"):
        with pytest.raises(NotAllowed):
            sharing.share_document(good.document, clinic=clinic, by=person(name))


def test_the_page_of_a_link_has_its_qr_and_words_without_any_name(client_as: ClientAs, settings: Any) -> None:
    settings.PUBLIC_URL = "https://clinic.example"
    version = make_version()
    officer = client_as("officer.cmi")
    answer = officer.post(reverse("clinics:library_share", args=[version.document.code]))
    share = ShareLink.objects.get()
    assert answer["Location"] == share.get_absolute_url()
    assert len(share.token) == 32
    assert share.token not in answer["Location"]
    page = officer.get(share.get_absolute_url()).content.decode()
    assert "<svg" in page
    assert f"https://clinic.example/shared/{share.token}/" in page
    assert share.expires_on == timezone.localdate() + timedelta(days=30)
    assert client_as("officer.pct").get(share.get_absolute_url()).status_code == 404
    assert client_as("officer.cen").get(share.get_absolute_url()).status_code == 200


def test_a_link_is_revoked_by_its_clinic(client_as: ClientAs) -> None:
    share = make_share()
    address = reverse("clinics:share_revoke", args=[share.pk])
    assert client_as("head.pct").post(address).status_code == 404
    assert client_as("secretary.cmi").post(address).status_code == 302
    share.refresh_from_db()
    assert share.revoked_by == person("secretary.cmi")
    assert client_as("secretary.cmi").post(address).status_code == 403
    assert "ยกเลิกแล้วเมื่อ" in client_as("officer.cmi").get(share.get_absolute_url()).content.decode()


def test_the_database_keeps_who_revoked_with_when(cast: dict[str, User]) -> None:
    share = make_share()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clinics_sharelink SET revoked_at = created_at WHERE id = %s", [share.pk])


@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_slip_is_exact_in_every_reader(cast: dict[str, User], read: Callable[[bytes], str], digits: Any) -> None:
    Clinic.objects.filter(code="CMI").update(phone="0800000002")
    share = ShareLink.objects.select_related("document", "clinic").get(pk=make_share(title="คู่มือพักชำระหนี้และค้ำประกัน").pk)
    content = share_slip_pdf(share, qr="", address="https://clinic.example/shared/0a1/", digits=digits)
    text = tight(read(content))
    phone = "โทร. 080-000-0002" if digits == "arabic" else "โทร. ๐๘๐-๐๐๐-๐๐๐๒"
    for words in ("คู่มือพักชำระหนี้และค้ำประกัน", "สแกนด้วยกล้องโทรศัพท์", phone, "https://clinic.example/shared/0a1/"):
        assert tight(words) in text


def test_the_clinics_page_says_how_many_were_shared_this_month(client_as: ClientAs) -> None:
    share = make_share()
    address = reverse("clinics:detail", args=["CMI", timezone.localdate().year + 543])
    assert "เดือนนี้แบ่งปันแล้ว 1 ครั้ง" in client_as("officer.cmi").get(address).content.decode()
    ShareLink.objects.filter(pk=share.pk).update(created_at=share.created_at - timedelta(days=40))
    assert "เดือนนี้แบ่งปันแล้ว 0 ครั้ง" in client_as("officer.cmi").get(address).content.decode()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(client_as: ClientAs) -> None:
    officer, address = client_as("officer.cmi"), reverse("clinics:share_list")
    counts = []
    for more in (1, 2):
        for _nth in range(more):
            make_share()
        officer.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert len(officer.get(address).context["page"].rows) == ShareLink.objects.count()
        counts.append(len([q for q in queries if "sharelink" in q["sql"]]))
    assert counts[0] == counts[1]
