"""What a member of CMI was asked, and what they asked for."""

from typing import Any

from django.utils import timezone

from members.models import RetentionRule
from members.services.breaches import record_breach
from members.services.consents import give_consent
from members.services.data_requests import move_request, record_request
from members.services.holds import place_hold
from tests.factories_members import make_member, officer_of
from tests.factories_referrals import make_referral, person
from tests.pictures import checked


def things() -> dict[str, list[Any]]:
    """Consents by their member's number and key; requests by reference, and by move."""
    member, by, today = make_member(), officer_of("CMI"), timezone.localdate()
    spoken = give_consent(member=member, purpose="photo", channel="spoken", given_on=today, by=by)
    signed = give_consent(member=member, purpose="health", channel="paper", given_on=today, by=by, paper=checked())
    known = make_referral("sent").case.member
    asked = {"channel": "counter", "wish": "ขอสำเนาข้อมูลทั้งหมด", "received_on": today, "by": by}
    access = record_request(member=make_member(), kind="access", **asked)
    refused = record_request(member=access.member, kind="erasure", **asked)
    move_request(refused, "refuse", answer="ต้องเก็บตามกฎหมาย", by=person("head.cen"))
    hold = place_hold(member=member, reason="อยู่ระหว่างคดี", by=person("secretary.cmi"))
    told, kept = (
        record_breach(
            what="ส่งแฟ้มผิดคน", known_at=timezone.now(), concerned="สมาชิกหนึ่งราย", people=1, measures="ขอคืนแล้ว",
            by=person("head.cen"),
        )
        for _number in range(2)
    )  # fmt: skip
    RetentionRule.objects.create(kind="advice", years=5, starts_on=today, source="มติ 1/2569")
    return {
        "hold member": [member.number],
        "hold": [member.number, hold.pk],
        "breach": [told.reference],
        "breach notify": [told.reference, "notify"],
        "breach keep": [kept.reference, "keep"],
        "asked": [access.reference],
        "asked member": [access.member.number],
        "asked refused": [refused.reference],
        **{f"asked {move}": [access.reference, move] for move in ("take_up", "fulfil")},
        # An end of its own for each move that ends a request.
        **{
            f"asked {move}": [record_request(member=access.member, kind="objection", **asked).reference, move]
            for move in ("refuse", "withdraw")
        },
        "consent": [member.number, spoken.pk],
        "consent signed": [member.number, signed.pk],
        "consent ask": [member.number, "outside_debts"],
        "consent ask known": [known.number, "third_party"],
    }
