"""A conversation on the direct line."""

from typing import Any

from clinics.models import Clinic
from clinics.services.direct_line import begin_conversation
from tests.factories_referrals import person


def things() -> dict[str, list[Any]]:
    """One begun by the clinic."""
    conversation = begin_conversation(
        clinic=Clinic.objects.get(code="CMI"),
        subject="ขอแบบฟอร์มฉบับล่าสุด",
        text="แบบที่มีอยู่เป็นฉบับปีก่อน",
        by=person("officer.cmi"),
    )
    return {"conversation": [conversation.reference]}
