"""What stays closed though a referral leads there: a draft handed to oneself, a conflict declared elsewhere."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import BreakGlass, Case
from cases.services import cases
from clinic_project.verdicts import NotAllowed
from clinics.models import Clinic
from members.models import MemberClinic
from referrals.models import Referral
from referrals.services import referrals
from referrals.services.handover import hand_over_draft, hand_over_handling
from tests.factories_cases import make_case
from tests.factories_referrals import fresh, make_referral, person

pytestmark = pytest.mark.django_db


def secret_draft(cast: Any) -> Referral:
    """A draft of a restricted case of CMI, written by officer2 who is in charge."""
    officer = cast["officer2.cmi"]
    case = make_case("in_progress", by=officer, officer=officer, is_restricted=True)
    return referrals.draft_referral(case=case, route="escalate", question="ขอคำปรึกษา", tried="คุยแล้ว", by=officer)


def can_read(user: Any, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def case_at_central(case: Case, by: Any) -> Case:
    """Another case of the same member, at central."""
    MemberClinic.objects.create(
        member=case.member, clinic=Clinic.objects.get(code="CEN"), since=timezone.localdate(), added_by=by
    )
    return make_case(clinic_code="CEN", member=case.member, by=by)


def test_a_head_opens_no_restricted_case_by_handing_a_draft_of_it_to_himself(cast: Any) -> None:
    draft, head = secret_draft(cast), cast["head.cmi"]
    with pytest.raises(ValidationError, match="เลือกผู้รับมอบคนอื่น"):
        hand_over_draft(cast["officer2.cmi"], draft.case.clinic, str(draft.pk), to=head, by=head)
    assert not can_read(head, draft.case)
    assert fresh(draft).writer is None
    assert not BreakGlass.objects.exists()


def test_nor_does_the_secretarys_handing_over_open_it_to_the_head(cast: Any) -> None:
    draft = secret_draft(cast)
    asked = {"to": cast["head.cmi"], "by": cast["secretary.cmi"]}
    with pytest.raises(ValidationError, match="เลือกผู้รับมอบคนอื่น"):
        hand_over_draft(cast["officer2.cmi"], draft.case.clinic, str(draft.pk), **asked)
    hand_over_draft(cast["officer2.cmi"], draft.case.clinic, str(draft.pk), to=cast["officer.cmi"], by=cast["head.cmi"])
    assert fresh(draft).writer == cast["officer.cmi"]
    assert can_read(cast["officer.cmi"], draft.case)


def test_a_conflict_declared_in_another_clinics_case_stops_central(cast: Any) -> None:
    referral = make_referral("accepted")
    own = case_at_central(referral.case, cast["head.cen"])
    cases.declare_conflict(own, user=cast["officer.cen"], relation="relative", by=cast["head.cen"])
    with pytest.raises(NotAllowed, match="มีส่วนได้เสีย"):
        referrals.start_review(fresh(referral), by=person("officer.cen"))
    assert referrals.start_review(fresh(referral), by=person("secretary.cen")).status == "in_review"


def test_nor_is_a_referral_at_central_handed_to_whoever_declared_one_elsewhere(cast: Any) -> None:
    referral = make_referral("accepted")
    own = case_at_central(referral.case, cast["head.cen"])
    cases.declare_conflict(own, user=cast["secretary.cen"], relation="relative", by=cast["head.cen"])
    key, central = str(referral.pk), own.clinic
    with pytest.raises(ValidationError, match="เลือกผู้รับมอบคนอื่น"):
        hand_over_handling(cast["officer.cen"], central, key, to=cast["secretary.cen"], by=cast["admin"])
    assert fresh(referral).handler == cast["officer.cen"]
