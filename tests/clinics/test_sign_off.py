"""The three-step sign-off of a programme year, its paper, and what makes signatures void (R1, R36, R44)."""

import hashlib
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdf
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from clinic_project.issuing import documents_of
from clinic_project.models import Event, IssuedDocument
from clinic_project.step_up import MOST_WRONG
from clinic_project.verdicts import NotAllowed
from clinics import services
from clinics.documents import programme as paper
from clinics.models import Appointment, Clinic, Milestone, ProgrammeSignature, ProgrammeYear
from clinics.services.programme import mark_milestone, remove_milestone, save_milestone, save_resolution
from clinics.services.sign_off import PROGRAMME, TEXT, return_programme, seen_mark, sign_programme, usual_post
from tests.cast import PASSWORD, make_year
from tests.pdf_readers import tight

pytestmark = pytest.mark.django_db
SIGNERS = ("head.cen", "edu.chair", "board.chair")


def sign(year: ProgrammeYear, by: Any, **words: Any) -> ProgrammeSignature:
    year.refresh_from_db()
    return sign_programme(year, by=by, **{"position": "ประธาน", "seen": seen_mark(year), **words})


def sign_all(year: ProgrammeYear, cast: dict[str, Any]) -> list[ProgrammeSignature]:
    return [sign(year, cast[name]) for name in SIGNERS]


def test_three_people_sign_one_text_in_order_and_the_paper_is_issued(cast: dict[str, Any]) -> None:
    year = make_year()
    signed = sign_all(year, cast)
    assert [row.step for row in signed] == [1, 2, 3]
    text = documents_of(year, TEXT).get()
    assert {row.sha256 for row in signed} == {text.sha256}
    assert hashlib.sha256(bytes(IssuedDocument.objects.get(pk=text.pk).content)).hexdigest() == text.sha256
    assert documents_of(year, PROGRAMME).get().serial == f"PRG-{year.buddhist_year}-1"
    assert Event.objects.filter(kind="year.signed").count() == 3
    with pytest.raises(NotAllowed, match="ลงนามครบ"):
        sign(year, cast["head.cen"])


@pytest.mark.parametrize("who", ["edu.chair", "board.chair", "officer.cen", "head.cmi", "admin", "edu.secretary"])
def test_nobody_else_proposes(cast: dict[str, Any], who: str) -> None:
    with pytest.raises(NotAllowed, match=r"[ก-๙]"):
        sign(make_year(), cast[who])


def test_one_person_takes_one_step_whatever_posts_they_hold(cast: dict[str, Any]) -> None:
    year = make_year()
    Appointment.objects.filter(user=cast["edu.chair"]).delete()
    Appointment.objects.create(
        user=cast["head.cen"], committee="education", role="chair", order=9, starts_on=year.service_start
    )
    sign(year, cast["head.cen"])
    with pytest.raises(NotAllowed, match="ต้องเป็นคนละคน"):
        sign(year, type(cast["head.cen"]).objects.get(username="head.cen"))


def test_an_acting_chair_signs_for_the_chair_and_the_paper_says_so(cast: dict[str, Any]) -> None:
    Appointment.objects.filter(user=cast["edu.chair"]).update(is_acting=True)
    words = usual_post(cast["edu.chair"], 2)
    assert words["acting"] == "รักษาการแทน ประธานคณะกรรมการศึกษา"
    year = make_year()
    sign(year, cast["head.cen"])
    sign(year, cast["edu.chair"], **words)
    sign(year, cast["board.chair"])
    assert ProgrammeSignature.objects.get(step=2).acting == words["acting"]


@pytest.mark.parametrize("act", ["rules", "resolution", "milestone"])
def test_a_change_afterwards_makes_a_new_version_without_signatures(cast: dict[str, Any], act: str) -> None:
    year, head = make_year(), cast["head.cen"]
    sign_all(year, cast)
    if act == "rules":
        services.update_year(year, by=head, walk_in_days=3)
    elif act == "resolution":
        save_resolution(year, by=head, body="ที่ประชุมใหญ่", subject="อนุมัติ")
    else:
        save_milestone(year, by=head, title="อบรมเพิ่ม")
    year.refresh_from_db()
    assert year.version == 2
    rows = ProgrammeSignature.objects.filter(version=1)
    assert rows.count() == 3, "history is kept"
    assert all(row.dropped_at and row.dropped_by == head and row.drop_reason for row in rows)
    assert not ProgrammeSignature.objects.filter(version=2).exists()
    sign_all(year, cast)
    first, second = IssuedDocument.objects.filter(kind=PROGRAMME).order_by("id")
    assert first.superseded_by == second


def test_noting_a_step_as_done_leaves_the_signatures(cast: dict[str, Any]) -> None:
    year, head = make_year(), cast["head.cen"]
    row = save_milestone(year, by=head, title="อบรม")
    sign(year, head)
    mark_milestone(row, by=head, done_on=year.service_start)
    year.refresh_from_db()
    assert year.version == 1
    with pytest.raises(ValidationError, match="ทำแล้ว"):
        remove_milestone(Milestone.objects.get(pk=row.pk), by=head)


def test_a_paper_that_changed_since_it_was_read_is_not_signed(cast: dict[str, Any]) -> None:
    year = make_year()
    seen = seen_mark(year)
    services.update_year(year, by=cast["admin"], budget_total=200_000)
    with pytest.raises(ValidationError, match="เปลี่ยนไปหลังจากคุณเปิด"):
        sign(year, cast["head.cen"], seen=seen)


def test_facts_that_changed_after_the_proposal_are_not_endorsed(cast: dict[str, Any]) -> None:
    year = make_year()
    sign(year, cast["head.cen"])
    Clinic.objects.filter(code="CMI").update(name="จ.ลำพูน")
    with pytest.raises(ValidationError, match="เสนอฉบับใหม่"):
        sign(year, cast["edu.chair"])


def test_who_should_sign_may_send_it_back_with_a_reason(cast: dict[str, Any]) -> None:
    year = make_year()
    sign(year, cast["head.cen"])
    with pytest.raises(NotAllowed):
        return_programme(year, by=cast["board.chair"], reason="ยังไม่ถึงขั้น")
    return_programme(year, by=cast["edu.chair"], reason="แก้งบประมาณของส่วนกลาง")
    assert ProgrammeSignature.objects.get().drop_reason == "แก้งบประมาณของส่วนกลาง"
    year.refresh_from_db()
    assert year.version == 2


# ---- the database -----------------------------------------------------------------------------------------------


def refused(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_keeps_order_and_persons_of_the_sign_off(cast: dict[str, Any]) -> None:
    year = make_year()
    first = sign(year, cast["head.cen"])
    copy = (
        "INSERT INTO clinics_programmesignature (year_id, version, step, name, position, acting, signed_at,"
        " signed_by_id, document_id, sha256, facts, drop_reason) SELECT year_id, version, %s, name, position, acting,"
        " signed_at, %s, document_id, sha256, facts, '' FROM clinics_programmesignature WHERE id = %s"
    )
    edu = cast["edu.chair"].pk
    refused(copy, 3, edu, first.pk)
    refused(copy, 1, edu, first.pk)
    refused(copy, 2, cast["head.cen"].pk, first.pk)
    refused(copy, 4, edu, first.pk)
    refused("UPDATE clinics_programmesignature SET dropped_at = signed_at")
    with connection.cursor() as cursor:
        cursor.execute(copy, [2, edu, first.pk])
    assert ProgrammeSignature.objects.count() == 2


def test_the_database_keeps_milestones_and_resolutions_whole(cast: dict[str, Any]) -> None:
    year = make_year()
    day = year.service_start
    year.milestones.create(title="อบรม", kind="training", starts_on=day, ends_on=day)
    year.resolutions.create(body="ที่ประชุมใหญ่", subject="อนุมัติ")
    refused("UPDATE clinics_milestone SET ends_on = '2001-01-01'")
    refused("UPDATE clinics_milestone SET ends_on = NULL")
    refused("UPDATE clinics_milestone SET done_on = '2018-06-01'")
    refused("UPDATE clinics_yearresolution SET amount = -1")
    with pytest.raises(IntegrityError), transaction.atomic():
        year.milestones.create(title="อบรมอีก", kind="training")


# ---- pages ------------------------------------------------------------------------------------------------------


def test_signing_asks_for_the_password_again(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    cache.clear()
    year, head = make_year(), cast["head.cen"]
    head.set_password(PASSWORD)
    head.save()
    client, url = client_as("head.cen"), reverse("clinics:year_sign", args=[year.buddhist_year])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in ("position", "acting", "seen")}
    for wrong in ("", "ไม่ใช่รหัสผ่าน"):
        answer = client.post(url, data | {"password": wrong})
        assert answer.status_code == 422
        assert "รหัสผ่าน" in answer.content.decode()
    assert client.post(url, data | {"password": PASSWORD}).status_code == 302
    assert ProgrammeSignature.objects.get().position == "หัวหน้าคลินิกสหกรณ์ส่วนกลาง"


def test_guessing_passwords_ends_soon(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    cache.clear()
    head, url = cast["head.cen"], reverse("clinics:year_sign", args=[make_year().buddhist_year])
    head.set_password(PASSWORD)
    head.save()
    client = client_as("head.cen")
    data = {"position": "หัวหน้า", "seen": "x"}
    for _attempt in range(MOST_WRONG):
        client.post(url, data | {"password": "ผิดแน่นอนครั้งนี้"})
    assert "รอ 15 นาที" in client.post(url, data | {"password": PASSWORD}).content.decode()
    cache.clear()


@pytest.mark.parametrize(
    ("number", "day", "words"),
    [("5-2561", "", "เช่น 5/2561"), ("0/2561", "", "เช่น 5/2561"), ("๕/๒๕๖๐", "18", "ไม่ตรงกับปีของวันที่มีมติ")],
)
def test_a_meeting_number_is_checked(client_as: Callable[[str], Client], number: str, day: str, words: str) -> None:
    url = reverse("clinics:year_resolution_new", args=[make_year().buddhist_year])
    when = {"resolved_on_day": day, "resolved_on_month": "5" if day else "", "resolved_on_year": "2561" if day else ""}
    facts = {"body": "คณะกรรมการดำเนินการ", "subject": "เห็นชอบ", **when}
    answer = client_as("admin").post(url, facts | {"meeting_number": number})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if day:
        assert client_as("admin").post(url, facts | {"meeting_number": "๕ / ๒๕๖๑"}).status_code == 302
        assert make_year().resolutions.get().meeting_number == "5/2561"


def test_one_date_is_both_and_a_lone_end_is_refused(client_as: Callable[[str], Client]) -> None:
    year = make_year()
    url = reverse("clinics:year_milestone_new", args=[year.buddhist_year])
    facts = {"title": "อบรม", "kind": "training", "order": "1"}
    lone = {"ends_on_day": "1", "ends_on_month": "6", "ends_on_year": str(year.buddhist_year)}
    assert "กรอกวันเริ่มด้วย" in client_as("admin").post(url, facts | lone).content.decode()
    first = {name.replace("ends", "starts"): value for name, value in lone.items()}
    assert client_as("admin").post(url, facts | first).status_code == 302
    row = Milestone.objects.get()
    assert row.starts_on == row.ends_on == date(year.gregorian_year, 6, 1)


def test_everybody_reads_the_hub_and_the_paper(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    year = make_year()
    sign_all(year, cast)
    serial = f"PRG-{year.buddhist_year}-1"
    for who in ("officer.pct", "board.member1", "edu.member1", "admin"):
        client = client_as(who)
        assert serial in client.get(reverse("clinics:year_detail", args=[year.buddhist_year])).content.decode()
        kept = client.get(reverse("document", args=[serial]))
        assert kept.status_code == 200
        assert client.get(reverse("clinics:year_programme", args=[year.buddhist_year])).content == kept.content


def test_the_next_signer_is_told_at_home(client_as: Callable[[str], Client], cast: dict[str, Any]) -> None:
    year = make_year()
    words = "ลงนามในฐานะผู้เห็นชอบโครงการ"
    assert words not in client_as("edu.chair").get("/").content.decode()
    sign(year, cast["head.cen"])
    assert words in client_as("edu.chair").get("/").content.decode()
    assert "ลงนามในฐานะ" not in client_as("board.chair").get("/").content.decode()


# ---- the paper --------------------------------------------------------------------------------------------------

SAID = (
    "โครงการนำร่องคลินิกสหกรณ์ พ.ศ. 2561",
    "1. หลักการและเหตุผล",
    "2.1 เพื่อให้คำแนะนำทางเลือกในการแก้ไขปัญหาทางการเงินขั้นวิกฤติของสมาชิก และเสนอมาตรการช่วยเหลือเป็นรายกรณีต่อคณะกรรมการดำเนินการ",
    "2.2 เพื่อให้คำแนะนำ การวางแผนทางการเงิน และการลงทุนกับสหกรณ์แก่สมาชิกอย่างทั่วถึง",
    "จำนวน 15 แห่ง ประกอบด้วยคลินิกตามกลุ่ม 11 แห่ง และคลินิกในจังหวัดนำร่องปี 2560 ที่ดำเนินการต่อเนื่อง 4 แห่ง",
    "ศูนย์ศึกษาและพัฒนาชุมชนสระบุรี",
    "16 มิ.ย. 2561 ถึง 17 มิ.ย. 2561 (1 วันในช่วงนี้)",
    "เป็นเงิน 150,000.00 บาท (หนึ่งแสนห้าหมื่นบาทถ้วน)",
    "แห่งละ 5,000.00 บาท (เจ็ดหมื่นห้าพันบาทถ้วน)",
    "ผู้เกี่ยวข้องมีความพึงพอใจเฉลี่ยไม่น้อยกว่า 4.00 จากคะแนนเต็ม 5",
    "ได้ข้อยุติ ร้อยละ 100",
    "คณะกรรมการดำเนินการ ครั้งที่ 5/2561 เมื่อวันที่ 18 พฤษภาคม 2561",
    "ผู้เสนอโครงการ",
    "ผู้เห็นชอบโครงการ",
    "ผู้อนุมัติโครงการ",
)


def test_the_paper_says_what_the_year_holds(pilot: ProgrammeYear, read: Callable[[bytes], str]) -> None:
    content = paper.render(pilot)
    text = tight(read(content))
    assert [words for words in SAID if tight(words) not in text] == []
    assert "ร่าง" in text
    catalog: Any = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("th")
    assert len(paper.paper_of(pilot).places) == 15


def test_thai_digits_are_the_only_digits_of_the_paper(pilot: ProgrammeYear, read: Callable[[bytes], str]) -> None:
    text = read(paper.render(pilot, digits="thai"))
    assert "๑๕๐,๐๐๐.๐๐" in text
    assert not any(digit in text for digit in "0123456789")


def test_the_signed_paper_names_the_three_and_the_hash(cast: dict[str, Any], read: Callable[[bytes], str]) -> None:
    year = make_year()
    for name, words in zip(SIGNERS, ("กัญญาณัฐ ฐิติวัฒน์กุล", "กำพล น้ำใจงาม", "ปิ่นปักษ์ ฝ้ายคำ"), strict=True):
        cast[name].prefix, cast[name].first_name, cast[name].last_name = "", *words.split(" ")
        cast[name].save()
    signed = sign_all(year, cast)
    content = bytes(IssuedDocument.objects.get(kind=PROGRAMME).content)
    text = tight(read(content))
    for words in ("กัญญาณัฐฐิติวัฒน์กุล", "กำพลน้ำใจงาม", "ปิ่นปักษ์ฝ้ายคำ", signed[0].sha256):
        assert words in text
    assert "ร่าง" not in text.replace("นำร่อง", "")
