"""An erased member goes from other people's records however it was spelt there, and takes nothing of theirs along."""

import time
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cases.models import Case, Entry, GuaranteeGiven, Session
from cases.services.cases import add_note
from cases.services.guarantees import save_guarantee
from clinic_project import audit
from clinic_project.erasing import GONE, opened
from clinic_project.models import Event, Visit
from clinic_project.needles import Needles
from clinics.models import Clinic
from members.models import Member
from members.services.anonymise import anonymise_members
from tests.factories_cases import make_case
from tests.factories_members import make_member, make_session

pytestmark = pytest.mark.django_db
NUMBER, NAME, SURNAME = "008765", "ชาติชาย", "ใจสิงห์"
PHONE, NATIONAL_ID = "0800000077", "3100600445635"
NEEDLES = Needles(
    numbers={NUMBER, "0042", "004"}, spaced={PHONE, "66800000077", NATIONAL_ID}, names={f"{NAME} {SURNAME}", "ก ข"}
)


def somebody(**more: Any) -> Member:
    facts = {"number": NUMBER, "first_name": NAME, "last_name": SURNAME, "phone": PHONE, "national_id": NATIONAL_ID}
    return make_member(**{**facts, **more})


def erase(cast: Any, *members: Member) -> None:
    with transaction.atomic(), opened():
        anonymise_members({member.pk for member in members}, by=cast["admin"])


@pytest.mark.parametrize(
    "text",
    [
        NUMBER, "เลข๐๐๘๗๖๕แล้ว", "สมาชิก-008765", "/members/008765/edit/", "q=008765&page=2", "(008765)", "008765.",
        "008765 - ค้างงวด", PHONE, "080-000-0077", "080 000 0077", "(080) 000-0077", "080.000.0077", "๐๘๐-๐๐๐-๐๐๗๗",
        "โทร0800000077", "+66 80 000 0077", "080\u2013000\u20130077", NATIONAL_ID, "3-1006-00445-63-5",
        "๓ ๑๐๐๖ ๐๐๔๔๕ ๖๓ ๕", f"นาย{NAME} {SURNAME}", f"{NAME}   {SURNAME}มาแล้ว", f"{NAME}\u00a0{SURNAME}",
        f"{NAME}\n{SURNAME}",
    ],
)  # fmt: skip
def test_every_spelling_is_found(text: str) -> None:
    left = NEEDLES.written_over(f"ก {text} ข", GONE)
    assert GONE in left
    assert not any(part in left for part in ("8765", "๘๗๖๕", "0077", "๐๐๗๗", "445", "๔๔๕", NAME, SURNAME))


@pytest.mark.parametrize(
    "text",
    [
        "69-PCT-0042", "๖๙-PCT-๐๐๔๒", "S69-PCT-0042", "0042-A", "A0042", "0042x", "10042", "00421", "๑0042",
        "0042/2569", "1/0042", "0042.50", "10.0042", "004", "1008765", "10800000077", "08000000771", "13100600445635",
        "31006004456351", f"{NAME}{SURNAME}", f"{NAME} อื่น", "ก ข", "",
    ],
)  # fmt: skip
def test_what_only_looks_alike_stays(text: str) -> None:
    assert NEEDLES.written_over(text, GONE) == text


def test_the_longer_of_two_is_taken_whole() -> None:
    needles = Needles(numbers={"1234", "123456"}, names={"มานี ใจ", "มานี ใจดี"})
    assert needles.written_over("123456 มานี ใจดี 1234 มานี ใจ", "x") == "x x x x"
    assert Needles().written_over("1234", "x") == "1234"


def test_other_peoples_records_forget_too(cast: dict[str, Any]) -> None:
    member, other, by = somebody(), make_case(), cast["officer.cmi"]
    said = {"creditor": "สอ.พช.", "balance": Decimal(5), "guarantors": 1, "state": "normal"}
    save_guarantee(other, by=by, borrower=f"นาย{NAME}  {SURNAME}", **said)
    add_note(other, text=f"{NAME} {SURNAME} โทร 080-000-0077 บัตร 3-1006-00445-63-5 เลข ๐๐๘๗๖๕ แล้ว", by=by)
    Visit.objects.update_or_create(user=by, defaults={"seen_at": timezone.now(), "path": f"/members/{NUMBER}/"})
    audit.record("x", other, by=by, detail={"found": {"for": [PHONE, 8765]}})
    erase(cast, member)
    assert GuaranteeGiven.objects.get(case=other).borrower == f"นาย{GONE}"
    note = Entry.objects.filter(case=other, kind="note").latest("pk").text
    assert note == f"{GONE} โทร {GONE} บัตร {GONE} เลข {GONE} แล้ว"
    assert not Entry.objects.filter(case=other, text__contains=NAME).exists()
    assert Visit.objects.get(user=by).path == f"/members/{GONE}/"
    assert Event.objects.get(kind="x").detail == {"found": {"for": [GONE, 8765]}}


def test_a_session_forgets_and_goes_on(cast: dict[str, Any], client_as: Any) -> None:
    member, client, other = somebody(), client_as("officer.cmi"), client_as("officer2.cmi")
    for browser, path in ((client, f"/members/{NUMBER}/"), (other, "/members/000001/")):
        session = browser.session
        session["back_to"] = path
        session["said"] = {"to": [f"นาย{NAME} {SURNAME}"]} if browser is client else {"to": ["อื่น"]}
        session.save()
    erase(cast, member)
    assert not {"back_to", "said"} & set(client.session.keys())
    assert other.session["back_to"] == "/members/000001/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("number", ["00042", "0042"])
def test_references_of_others_stay(cast: dict[str, Any], number: str) -> None:
    member, session, case = somebody(number=number), make_session("PCT"), make_case(clinic_code="PCT")
    Session.objects.filter(pk=session.pk).update(reference="S69-PCT-00042")
    Case.objects.filter(pk=case.pk).update(reference="69-PCT-0042")
    case.refresh_from_db()
    add_note(case, text=f"ดู 69-PCT-{number} และสมาชิก {number}", by=cast["officer.pct"])
    audit.record("x", case, by=cast["officer.pct"])
    audit.record("y", case, by=cast["officer.pct"], reference=number)
    erase(cast, member)
    session.refresh_from_db()
    case.refresh_from_db()
    assert (session.reference, case.reference) == ("S69-PCT-00042", "69-PCT-0042")
    assert Entry.objects.filter(case=case).latest("pk").text == f"ดู 69-PCT-{number} และสมาชิก {GONE}"
    assert Event.objects.get(kind="x").subject_reference == "69-PCT-0042"
    assert Event.objects.get(kind="y").subject_reference == GONE


def test_a_telephone_that_others_have_stays_theirs(cast: dict[str, Any]) -> None:
    clinic = Clinic.objects.get(code="CMI")
    Clinic.objects.filter(pk=clinic.pk).update(phone="0530000001")
    member = somebody(phone="0530000001", second_phone="0800000088")
    wife = somebody(number="008766", national_id="", first_name="มาลี", phone="+66800000099", second_phone="0800000088")
    note = make_session(advice="โทร 053-000-0001 หรือ 080-000-0088 หรือ 080-000-0099")
    erase(cast, member)
    note.refresh_from_db()
    clinic.refresh_from_db()
    assert (clinic.phone, note.advice) == ("0530000001", "โทร 053-000-0001 หรือ 080-000-0088 หรือ 080-000-0099")
    erase(cast, wife)
    note.refresh_from_db()
    assert note.advice == f"โทร 053-000-0001 หรือ {GONE} หรือ {GONE}"


def test_more_rows_than_are_read_at_a_time(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_project.erasing.ROWS_AT_A_TIME", 2)
    member, case = somebody(), make_case()
    for n in range(5):
        add_note(case, text=f"{n} {NAME} {SURNAME}", by=cast["officer.cmi"])
    erase(cast, member)
    assert set(Entry.objects.filter(case=case, kind="note").values_list("text", flat=True)) == {
        f"{n} {GONE}" for n in range(5)
    }


def test_a_thousand_people_are_looked_for_at_once() -> None:
    many = Needles(
        numbers={f"{n:06d}" for n in range(1000)},
        spaced={f"08{n:08d}" for n in range(1000)} | {f"3{n:012d}" for n in range(1000)},
        names={f"กัญญา{chr(0x0E01 + n % 40)}{n} ฐิติ{n}" for n in range(1000)},
    )
    text = "คุยกับสมาชิกเรื่องหนี้ 5 ราย รวม 1,250,000.00 บาท นัด 12/5/2569 โทร 02-000-0000 " * 20
    began = time.process_time()
    for _time in range(200):
        assert many.written_over(text, GONE) == text
    assert time.process_time() - began < 5
