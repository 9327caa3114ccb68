"""Logging one service given: the visit, its survey, the service day it holds and the line in the case's timeline."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Entry, Session, SessionActivity, SessionClientType, Survey
from cases.permissions import can_work
from cases.services.timeline import add_entry
from clinic_project import audit
from clinic_project.models import Counter
from clinics.calendar import hold_service_day, year_of
from clinics.models import Clinic, ProgrammeYear
from members.models import Member, MemberClinic
from members.permissions import can_serve
from members.services.living import lock_living

MOST_MINUTES = 600
MOST_PARTICIPANTS = 5000
NEEDS_ADVICE = {Session.Activity.FINANCIAL_PROBLEM_ADVICE, Session.Activity.INVESTMENT_ADVICE}


def _year(served_on: date, today: date) -> ProgrammeYear:
    if served_on > today:
        raise ValidationError({"served_on": _("วันที่ให้บริการต้องไม่หลังวันนี้")})
    year = year_of(served_on)
    if year is None:
        raise ValidationError({"served_on": _("ยังไม่มีปีโครงการของวันที่นี้ แจ้งผู้ดูแลระบบให้ตั้งปีโครงการก่อน")})
    return year


def _clean_choices(field: str, given: Iterable[str], choices: type[Any]) -> list[str]:
    """Each choice once, in the order given; a choice that doesn't exist is refused."""
    chosen = list(dict.fromkeys(given))
    if any(one not in choices.values for one in chosen):
        raise ValidationError({field: _("มีตัวเลือกที่ระบบไม่รู้จัก เลือกจากรายการ")})
    return chosen


def _check_mode(session: Session) -> None:
    """R27: mobile service is given on an occasion, the other modes are not. A walk-in is somebody."""
    if session.mode not in Session.Mode.values:
        raise ValidationError({"mode": _("เลือกว่าสมาชิกมาทางไหน")})
    if session.mode == Session.Mode.MOBILE and session.occasion not in Session.Occasion.values:
        raise ValidationError({"occasion": _("บริการเคลื่อนที่ต้องบอกว่าไปในโอกาสใด")})
    if session.mode != Session.Mode.MOBILE and session.occasion:
        raise ValidationError({"occasion": _("โอกาสใช้กับบริการเคลื่อนที่เท่านั้น")})
    if session.mode == Session.Mode.WALK_IN and session.member is None:
        raise ValidationError({"member": _("ผู้ที่เดินเข้ามาต้องระบุว่าเป็นสมาชิกรายใด")})


def _check_counts(session: Session) -> None:
    if not 1 <= session.minutes <= MOST_MINUTES:
        raise ValidationError({"minutes": _("เวลาที่ใช้ต้องอยู่ระหว่าง 1 ถึง 600 นาที")})
    if not 1 <= session.participants <= MOST_PARTICIPANTS:
        raise ValidationError({"participants": _("จำนวนผู้รับบริการต้องอยู่ระหว่าง 1 ถึง 5,000 คน")})


def _check_content(session: Session, activities: list[str], client_types: list[str]) -> None:
    """What the monthly report counts must be there: an activity always, a client type and the advice for a member."""
    if not activities:
        raise ValidationError({"activities": _("เลือกกิจกรรมอย่างน้อย 1 อย่าง")})
    if session.member is None:
        return
    if not client_types:
        raise ValidationError({"client_types": _("เลือกลักษณะผู้รับบริการอย่างน้อย 1 อย่าง")})
    if NEEDS_ADVICE & set(activities) and not session.advice.strip():
        raise ValidationError({"advice": _("เขียนคำแนะนำที่ให้สมาชิก เพื่อให้ครั้งต่อไปทำต่อได้")})


def _with_suggestion(session: Session, activities: list[str]) -> list[str]:
    """R24: a suggestion says what it is about. One that was written down is also counted as the activity it is."""
    wanted = Session.Activity.SUGGESTION in activities
    if not session.suggestion.strip():
        if wanted:
            raise ValidationError({"suggestion": _("เขียนข้อเสนอแนะของสมาชิก หรือเอากิจกรรมรับฟังข้อเสนอแนะออก")})
        session.suggestion_about = ""
        return activities
    if session.suggestion_about not in Session.SuggestionAbout.values:
        raise ValidationError({"suggestion_about": _("เลือกว่าข้อเสนอแนะเป็นเรื่องใด")})
    return activities if wanted else [*activities, Session.Activity.SUGGESTION.value]


def _check_links(session: Session, by: Any) -> None:
    """The member is served by the clinic; the case is the member's, open, and one this person may work on."""
    member, case = session.member, session.case
    if member is not None:
        lock_living(member)
    if member is not None and not MemberClinic.objects.filter(member=member, clinic=session.clinic).exists():
        raise ValidationError({"member": _("ไม่พบสมาชิกรายนี้ในคลินิกของคุณ ค้นหาใหม่หรือรับจากคลินิกอื่น")})
    if case is None:
        return
    if member is None or case.member_id != member.pk or case.clinic_id != session.clinic_id:
        raise ValidationError({"case": _("เรื่องที่เลือกไม่ใช่ของสมาชิกรายนี้ เลือกเรื่องใหม่")})
    if not case.is_active:
        raise ValidationError({"case": _("เรื่องนี้ยุติแล้ว เปิดเรื่องนั้นอีกครั้ง เปิดเรื่องใหม่ หรือบันทึกโดยไม่ผูกกับเรื่อง")})
    can_work(by, case).or_raise()


def _check(
    session: Session, activities: Iterable[str], client_types: Iterable[str], by: Any
) -> tuple[list[str], list[str]]:
    """Every rule of a session; gives the activities and client types to write."""
    _check_mode(session)
    _check_counts(session)
    done = _with_suggestion(session, _clean_choices("activities", activities, Session.Activity))
    types = _clean_choices("client_types", client_types, Session.ClientType)
    _check_content(session, done, types)
    _check_links(session, by)
    return done, types


def _write(session: Session, now: datetime | None) -> None:
    """Number the session and store it."""
    series = f"{session.year.short}-{session.clinic.code}"
    session.reference = f"S{series}-{Counter.next(f'session:{series}'):05d}"
    session.save()
    if now:
        Session.objects.filter(pk=session.pk).update(created_at=now)


def _write_details(session: Session, activities: list[str], client_types: list[str], today: date) -> None:
    """The rows that hang on a session: what was done, for what kind of client, and the survey."""
    SessionActivity.objects.bulk_create(SessionActivity(session=session, activity=one) for one in activities)
    SessionClientType.objects.bulk_create(SessionClientType(session=session, client_type=one) for one in client_types)
    expires_on = today + timedelta(days=session.year.survey_days)
    Survey.objects.create(clinic=session.clinic, year=session.year, session=session, expires_on=expires_on)


def _write_traces(session: Session, *, by: Any, now: datetime | None) -> None:
    """The service day a walk-in holds, the event, and the line in the case's timeline."""
    if session.mode == Session.Mode.WALK_IN:
        hold_service_day(
            clinic_id=session.clinic_id, day=session.served_on, in_official_hours=session.in_official_hours, by=by
        )
    reference = session.case.reference if session.case else ""
    audit.record("session.logged", session, by=by, detail={"mode": session.mode, "case": reference})
    if session.case is None:
        return
    title = _("ให้บริการ %(mode)s %(minutes)d นาที") % {"mode": session.get_mode_display(), "minutes": session.minutes}
    add_entry(session.case, Entry.Kind.SESSION, title, text=session.advice, by=by, now=now)


@transaction.atomic
def log_session(
    *,
    clinic: Clinic,
    member: Member | None,
    served_on: date,
    mode: str,
    activities: Iterable[str],
    client_types: Iterable[str],
    advice: str,
    minutes: int,
    by: Any,
    case: Any = None,
    participants: int = 1,
    occasion: str = "",
    occasion_detail: str = "",
    in_official_hours: bool = True,
    suggestion: str = "",
    suggestion_about: str = "",
    now: datetime | None = None,
) -> Session:
    """Log a service given (R22-R30), with the survey the member may answer.

    ``member`` None is a talk or leaflets for many (mobile, media, online only); ``participants`` counts the people,
    ``minutes`` the time spent. A walk-in holds the clinic's service day (R25). ``now`` plays the past (default: now).
    Raises ``ValidationError`` by field, ``NotAllowed`` for whoever has no post in the clinic.
    """
    can_serve(by, clinic).or_raise()
    today = timezone.localdate(now) if now else timezone.localdate()
    session = Session(
        clinic=clinic,
        year=_year(served_on, today),
        member=member,
        case=case,
        served_on=served_on,
        mode=mode,
        occasion=occasion,
        occasion_detail=occasion_detail if occasion else "",
        in_official_hours=in_official_hours,
        advice=advice,
        suggestion=suggestion,
        suggestion_about=suggestion_about,
        minutes=minutes,
        participants=participants,
        officer=by,
    )
    done, types = _check(session, activities, client_types, by)
    _write(session, now)
    _write_details(session, done, types, today)
    _write_traces(session, by=by, now=now)
    return session
