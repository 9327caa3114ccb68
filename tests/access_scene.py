"""One of everything at clinic CMI, for the access table: name of the thing -> the address's arguments."""

import pkgutil
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.test import Client
from django.utils import timezone

from cases.models import AdvicePhrase, FollowUp, Survey
from clinic_project import drafts
from clinic_project.issuing import documents_of
from clinic_project.jobs import worker
from clinic_project.jobs.kinds import File
from clinic_project.jobs.services import start_job
from clinics.models import Clinic, ProgrammeYear, User
from evaluations.services import freeze_evaluation
from referrals.services import meetings
from tests import canaries, scenes
from tests.cast import EVERYBODY, make_cast
from tests.factories_cases import make_case, with_example
from tests.factories_meetings import first_item, items_of, make_meeting
from tests.factories_members import make_member, make_session
from tests.factories_referrals import make_measure, make_referral, person

Things = dict[str, list[Any]]


def _cases() -> Things:
    case = with_example(make_case("in_progress"))
    by = person("officer2.cmi")
    restricted = make_case("in_progress", is_restricted=True, officer=by, by=by)
    follow_up = FollowUp.objects.create(
        case=case, subject="โทรถาม", due_on=timezone.localdate(), officer=person("officer.cmi")
    )
    return {
        "case": [case.reference],
        "case start": [make_case("open").reference, "start"],
        "case hold": [case.reference, "hold"],
        "case reopen": [make_case("closed").reference, "reopen"],
        "debt": [case.reference, case.debts.order_by("pk")[0].pk],
        "follow-up": [case.reference, follow_up.pk],
        "restricted": [restricted.reference],
    }


def _members_and_sessions() -> Things:
    member = make_member(national_id="3100600445635")
    session = make_session(member=member)
    own = AdvicePhrase.objects.create(clinic=session.clinic, title="นัดใหม่", text="นัดพบอีกครั้งเดือนหน้า")
    shared = AdvicePhrase.objects.create(title="รวมหนี้ทั้งหมด", text="รวบรวมหนี้ทุกราย")
    return {
        "member": [member.number],
        "phrase": [own.pk],
        "shared phrase": [shared.pk],
        "session": [session.reference],
        "survey": [Survey.objects.get(session=session).token],
        "survey wrong": ["0" * 32],
    }


def _referrals() -> Things:
    things: Things = {}
    moves = {"draft": "send", "sent": "accept", "info_requested": "answer_info", "returned": "acknowledge"}
    for status, move in moves.items():
        referral = make_referral(status)
        things[status] = [referral.reference]
        things[f"{status} {move}"] = [referral.reference, move]
    sent = make_referral("sent")
    things["sent withdraw"] = [sent.reference, "withdraw"]
    things["sent case"] = [sent.case.reference]
    things["sent member"] = [sent.case.member.number]
    for status, move in {"draft": "submit", "submitted": "endorse", "approved": "implement"}.items():
        measure = make_measure(status)
        key = [measure.referral.reference, measure.pk]
        things |= {f"measure {status}": key, f"measure {status} {move}": [*key, move], "in review": key[:1]}
    return things


def _meetings() -> Things:
    things: Things = {}
    moves = {"planned": "freeze", "agenda_frozen": "hold", "held": "close", "closed": "reopen"}
    for status, move in moves.items():
        meeting = make_meeting(status, results=["approved"] if status == "held" else ())
        item = first_item(meeting)
        things[f"meeting {status}"] = [meeting.reference]
        things[f"meeting {status} {move}"] = [meeting.reference, move]
        things[f"item {status}"] = [meeting.reference, item.pk]
    assert item.measure is not None
    referral = item.measure.referral
    sitting = make_meeting("held", measures=2)
    voted = first_item(sitting)
    assert voted.measure is not None
    interested = person("board.member1")
    withdrawn = items_of(sitting)[1]
    meetings.declare_interest(withdrawn, user=interested, note="ญาติ", by=person("board.secretary"))
    things |= {
        "item sitting": [sitting.reference, voted.pk],
        "interest": [sitting.reference, withdrawn.pk, interested.pk],
        "docketed": [voted.measure.referral.reference],
        "docketed measure": [voted.measure.referral.reference, voted.measure.pk],
        "decided": [referral.reference],
    }
    for kind, subject in (("minutes", meeting), ("agenda", meeting), ("excerpt", item)):
        things[f"paper {kind}"] = [documents_of(subject, kind).get().serial]
    return things


def _job() -> Things:
    """Work done for the administrator; a job is its owner's alone."""
    year = timezone.localdate().year + 543
    asked = {"year": year, "digits": "arabic", "closed": True}
    job = start_job(kind="evaluation.report", title="รายงาน", arguments=asked, by=person("admin"))
    table = File("members.csv", "เลขสมาชิก,ชื่อ\n004321,เอื้ออารี\n".encode(), "text/csv")
    asked = {"model": "members.member", "format": 1, "sha256": "0" * 64}
    check = start_job(kind="table.check", title="ตรวจแฟ้ม", arguments=asked, by=person("admin"), source=table)
    for started in (job, check):
        if not started.is_over:
            worker.run_now(started)
    return {"job": [job.key], "checked": [check.key]}


def _draft() -> Things:
    """What the officer is typing; a draft is its writer's alone."""
    ticket = drafts.Ticket(person("officer.cmi").pk, "d" * 32, "/sessions/new/")
    drafts.keep(ticket, revision=0, form_key="", data={"who": ["known"], "advice": ["รวบรวมหนี้ทุกราย"]})
    return {"draft text": [ticket.key]}


def make_scene() -> Things:
    """Build everything by the real services; what belongs to a clinic belongs to CMI."""
    this_year = timezone.localdate().year + 543
    clinic = Clinic.objects.get(code="CMI")
    year = ProgrammeYear.objects.get(buddhist_year=this_year)
    after_cutoff = timezone.now() + (year.cutoff - timezone.localdate()) + timedelta(days=1)
    freeze_evaluation(year=year, by=person("edu.secretary"), now=after_cutoff)
    fixed: Things = {
        "help": ["officer"],
        "hint": ["case"],
        "": [],
        "clinic": [clinic.code, this_year],
        "clinic figures": [this_year, clinic.code],
        "year": [this_year],
        "rows": [this_year, "sessions"],
    }
    things = {**fixed, **_members_and_sessions(), **_cases(), **_referrals(), **_meetings(), **_job(), **_draft()}
    for module in sorted(module.name for module in pkgutil.iter_modules(scenes.__path__)):
        things |= import_module(f"tests.scenes.{module}").things()
    return things


def fill_scene() -> tuple[Things, dict[str, str]]:
    """The cast, one of everything, and the session's cookie of everybody, by user name."""
    people, cookies = make_cast(), {"public": ""}
    # A Thai name for everybody, as the pages are read for words: the cast's hold their user names.
    User.objects.update(first_name="กัญญาณัฐ")
    with canaries.named():
        things = make_scene()
    for username in EVERYBODY:
        if username != "public":
            client = Client()
            client.force_login(people[username])
            cookies[username] = client.cookies["sessionid"].value
    return things, cookies
