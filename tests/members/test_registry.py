"""The register: national IDs lie sealed and are found by exact match alone; names that change stay known."""

import re
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from clinic_project.models import Event
from clinic_project.sealing import NotOpened, digest, is_key, seal, unseal
from clinic_project.verdicts import NotAllowed
from clinics.models import Clinic
from members.attempts import MOST_FAILURES
from members.models import FormerName, Member, validate_number
from members.search import find_members
from members.services.members import TOO_MANY_IDS, receive_member, update_member
from members.services.names import rename_member
from tests.factories_members import make_member, officer_of

pytestmark = pytest.mark.django_db
ID, OTHER_ID = "3100600445635", "1999000000017"


def rename(member: Member, by: Any, **more: Any) -> Member:
    given = {
        "prefix": "นาง",
        "first_name": member.first_name,
        "last_name": "แก้วกาญจน์",
        "until": timezone.localdate(),
        "reason": "marriage",
        **more,
    }
    return rename_member(member, by=by, **given)


def test_no_table_holds_a_national_id_in_the_clear(cast: Any) -> None:
    member = make_member(national_id=ID)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_member")
        assert ID not in str(cursor.fetchall())
    assert Member.objects.get(pk=member.pk).national_id == ID
    assert Member.objects.all().with_national_id(ID).get() == member
    assert not Member.objects.all().with_national_id(ID[:12]).exists()


def test_sealing_twice_gives_two_texts_and_a_changed_one_is_not_opened() -> None:
    first, second = seal(ID), seal(ID)
    assert first != second
    assert unseal(first) == unseal(second) == ID
    with pytest.raises(NotOpened):
        unseal(first[:-6] + ("AAAAA=" if not first.endswith("AAAAA=") else "BBBBB="))
    assert digest(ID) != digest(OTHER_ID)
    assert seal("") == unseal("") == ""


def test_a_key_is_changed_while_the_system_runs(cast: Any, settings: Any) -> None:
    member, empty = make_member(national_id=ID), make_member()
    old, new = settings.DATA_KEYS[0], Fernet.generate_key().decode()
    assert is_key(new)
    settings.DATA_KEYS = [new, old]
    assert Member.objects.all().with_national_id(ID).get() == member
    with pytest.raises(ValidationError):
        make_member(national_id=ID)
    said = StringIO()
    call_command("reseal_members", stdout=said)
    assert said.getvalue().strip() == "1"
    settings.DATA_KEYS = [new]
    assert Member.objects.get(pk=member.pk).national_id == ID
    assert Member.objects.get(pk=empty.pk).national_id == ""
    settings.DATA_KEYS = [old]
    with pytest.raises(NotOpened):
        _said = Member.objects.get(pk=member.pk).national_id


def test_a_national_id_belongs_to_one_member_and_the_refusal_tells_nobody(cast: Any) -> None:
    make_member("PCT", first_name="พิจิตร", national_id=ID)
    other = make_member("CMI", national_id=OTHER_ID)
    for refused in (
        lambda: make_member("CMI", national_id=ID),
        lambda: update_member(other, by=cast["officer.cmi"], national_id=ID),
    ):
        with pytest.raises(ValidationError) as error:
            refused()
        assert "national_id" in error.value.error_dict
        assert "พิจิตร" not in str(error.value)
    assert update_member(other, by=cast["officer.cmi"], national_id=OTHER_ID).national_id == OTHER_ID
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=other.pk).update(national_id_digest=digest(ID))


def test_the_edit_page_is_no_place_to_try_national_ids(cast: Any, client_as: Any) -> None:
    make_member("PCT", national_id=ID)
    mine = make_member("CMI")
    address, client = reverse("members:edit", args=[mine.number]), client_as("officer.cmi")
    form = client.get(address).context["form"]
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "seen": seen[1] if seen else "",
        "unit": "กองคลัง",
    }
    pages = [client.post(address, {**typed, "national_id": ID}) for _try in range(MOST_FAILURES + 1)]
    assert {page.status_code for page in pages} == {422}
    assert "มีอยู่แล้วในทะเบียน" in pages[0].content.decode()
    assert pages[-1].context["form"].errors["national_id"] == [str(TOO_MANY_IDS)]
    # Whose ID is a new one waits too, and the rest of the record is mended as ever.
    assert client.post(address, {**typed, "national_id": OTHER_ID}).status_code == 422
    assert client.post(address, typed).status_code == 302


@pytest.mark.parametrize(
    ("pattern", "good", "bad"), [("[0-9]{6}", "004321", "04321"), ("[A-Z]-[0-9]{4}", "A-0001", "A")]
)
def test_the_pattern_of_numbers_is_the_cooperatives(settings: Any, pattern: str, good: str, bad: str) -> None:
    settings.MEMBER_NUMBER_PATTERN, settings.MEMBER_NUMBER_WORDS = pattern, "เลขของเรา"
    validate_number(good)
    for number in (bad, "new", "12/34", ""):
        with pytest.raises(ValidationError, match="เลขของเรา"):
            validate_number(number)


def test_a_former_name_finds_the_member_and_the_old_card_is_taken(cast: Any) -> None:
    member = make_member(first_name="ปิ่นปักษ์", last_name="ฝ้ายคำ")
    rename(member, cast["officer.cmi"])
    scope = Member.objects.visible_to(cast["officer.cmi"])
    for text in ("ฝ้ายคำ", "แก้วกาญจน์"):
        assert find_members(scope, text).members == [member]
    assert str(FormerName.objects.get()) == "นางสาวปิ่นปักษ์ ฝ้ายคำ"
    assert Event.objects.get(kind="member.renamed").detail == {"reason": "marriage"}
    clinic = Clinic.objects.get(code="PCT")
    assert receive_member(number=member.number, last_name="ฝ้ายคำ", clinic=clinic, by=officer_of("PCT")) == member
    assert make_member(number=member.number, first_name="ปิ่นปักษ์", last_name="ฝ้ายคำ") == member


def test_what_a_new_name_may_not_be(cast: Any) -> None:
    member, by = make_member(prefix="นาง", last_name="แก้วกาญจน์"), cast["officer.cmi"]
    with pytest.raises(ValidationError, match="เหมือนชื่อเดิม"):
        rename(member, by)
    with pytest.raises(ValidationError, match="ไม่หลังวันนี้"):
        rename(member, by, last_name="ใหม่", until=timezone.localdate() + timedelta(days=1))
    with pytest.raises(NotAllowed):
        rename(member, cast["officer.pct"], last_name="ใหม่")
    assert not FormerName.objects.exists()


def test_the_page_shows_former_names_kind_and_the_day_of_the_amounts(client_as: Any, cast: Any) -> None:
    member = make_member(number="004321", kind="associate", loans=1200, amounts_on=date(2018, 5, 31), province="ลำพูน")
    rename(member, cast["officer.cmi"])
    client = client_as("officer.cmi")
    page = client.get("/members/004321/").content.decode()
    for text in ("สมาชิกสมทบ", "31 พฤษภาคม 2561", "1,200.00", "ลำพูน", "ฐิติวัฒน์กุล", "สมรส"):
        assert text in page
    bad = client.post("/members/004321/rename/", {"first_name": "กัญญาณัฐ", "last_name": "ใหม่"})
    assert bad.status_code == 422
    assert (
        client.post(
            "/members/004321/rename/",
            {"first_name": "กัญญาณัฐ", "last_name": "ใหม่", "until": "23/5/2561", "reason": "divorce"},
        ).status_code
        == 302
    )
    member.refresh_from_db()
    assert member.last_name == "ใหม่"
