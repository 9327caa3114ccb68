"""Referrals and measures for tests, brought to a state by the real services."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.models import Case
from clinic_project import workflow
from clinics.models import User
from referrals.models import Measure, Referral
from referrals.services import measures, referrals
from tests.factories_cases import make_case, with_example

QUESTION = "รวมหนี้ภายนอกเป็นเงินกู้สหกรณ์ได้หรือไม่ เพราะมีคดีนัดเดือนหน้า"


def person(username: str) -> User:
    """Somebody of the cast, with appointments read afresh."""
    return User.objects.get(username=username)


def fresh(referral: Referral) -> Referral:
    """The row as it stands now, nothing cached."""
    return Referral.objects.get(pk=referral.pk)


def make_referral(
    status: str = "sent", *, route: str = "escalate", clinic_code: str = "CMI", case: Case | None = None, **sent: Any
) -> Referral:
    """A referral of an example case in any status; ``sent`` goes to the sending (``now=``)."""
    code = clinic_code.lower()
    case = case or with_example(make_case("in_progress", clinic_code=clinic_code))
    sender = "secretary" if case.is_restricted else "head"
    officer, head, central = person(f"officer.{code}"), person(f"{sender}.{code}"), person("officer.cen")
    referral = referrals.draft_referral(case=case, route=route, question=QUESTION, tried="เจรจากับเจ้าหนี้แล้ว", by=officer)
    steps: dict[str, Any] = {
        "sent": lambda r: referrals.send_referral(r, by=head, **sent),
        "accepted": lambda r: referrals.accept_referral(r, by=central),
        "in_review": lambda r: referrals.start_review(r, by=central),
        "info_requested": lambda r: referrals.request_info(r, question="ขอสำเนาหมายนัด", by=central),
        "returned": lambda r: referrals.advise(r, advice="ให้รวมหนี้ตามระเบียบเงินกู้สามัญ", by=central),
        "acknowledged": lambda r: referrals.acknowledge(r, by=head),
        "implemented": lambda r: referrals.implement_referral(r, note="ทำสัญญาใหม่แล้ว", by=officer),
        "declined": lambda r: referrals.decline_referral(r, code="incomplete", note="แนบหมายศาลก่อน", by=central),
        "withdrawn": lambda r: referrals.withdraw_referral(r, reason="สมาชิกขอถอน", by=head),
    }
    line = ["sent", "accepted", "in_review", "returned", "acknowledged", "implemented"]
    paths = {
        "draft": [],
        "info_requested": ["sent", "accepted", "info_requested"],
        "declined": ["sent", "declined"],
        "withdrawn": ["sent", "withdrawn"],
        **{step: line[: n + 1] for n, step in enumerate(line)},
    }
    for step in paths[status]:
        steps[step](referral)
        referral = fresh(referral)
    return referral


def make_measure(status: str = "draft", *, referral: Referral | None = None, **terms: Any) -> Measure:
    """A consolidation over 120 periods, in any status; the committee's moves are made by the machine itself."""
    central = person("officer.cen")
    referral = referral or make_referral("in_review")
    given = {"kind": "consolidate", "proposed_periods": 120, "rationale": "ลดภาระรายเดือน", **terms}
    measure = measures.propose_measure(referral, by=central, **given)
    system = {
        "scheduled": ["schedule"],
        "approved": ["schedule", "approve"],
        "rejected": ["schedule", "reject"],
        "deferred": ["schedule", "defer"],
    }
    if status in {"submitted", "implemented", *system}:
        measure = measures.submit_measure(measure, by=central)
    for move in system.get(status, ["schedule", "approve"] if status == "implemented" else []):
        measure = workflow.apply(measure, move, by=person("board.secretary"))
    if status == "implemented":
        clinic = referral.case.clinic.code.lower()
        measure = measures.implement_measure(measure, on=timezone.localdate(), by=person(f"officer.{clinic}"))
    if status == "withdrawn":
        measure = measures.withdraw_measure(measure, by=central)
    return Measure.objects.get(pk=measure.pk)


def money(text: str) -> Decimal:
    """Baht as the tests write it: ``money("13,835")``."""
    return Decimal(text.replace(",", ""))
