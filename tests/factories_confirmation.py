"""Confirmations brought to a state by real moves, and the small files that stand for scans."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from clinic_project.files.checking import PNG, CheckedFile
from clinics.models import Clinic, ClinicYear, Confirmation, User
from clinics.services import confirmations as services
from tests.cast import make_year

WORDS = {
    "unit_name": "สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่",
    "signer_name": "นายกำพล น้ำใจงาม",
    "signer_position": "พัฒนาการจังหวัดเชียงใหม่",
    "signer_acting": "",
}
ORDER = ("draft", "printed", "scanned", "submitted", "accepted")


def png(side: int = 12) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "PNG")
    return out.getvalue()


def scan(name: str = "ลงนามแล้ว.png") -> CheckedFile:
    """A scan as a form gives it to the service."""
    return CheckedFile(name, png(), PNG)


def sent_scan() -> SimpleUploadedFile:
    """A scan as a browser sends it."""
    return SimpleUploadedFile("ลงนามแล้ว.png", png(), "image/png")


def person(username: str) -> User:
    """Somebody of the cast, with the rights of now."""
    return User.objects.get(username=username)


def selected(code: str = "CMI") -> ClinicYear:
    """The clinic's year of the cast, put back to the moment it was selected."""
    ClinicYear._base_manager.filter(clinic__code=code, year=make_year()).update(status="selected")
    found: ClinicYear = ClinicYear.objects.select_related("clinic", "year").get(clinic__code=code, year=make_year())
    return found


def make_confirmation(state: str = "draft", code: str = "CMI", **words: Any) -> Confirmation:
    """A confirmation of the cast's clinic: draft, printed, scanned, submitted, accepted, returned or declined."""
    clinic_year, low = selected(code), code.lower()
    head, secretary = person(f"head.{low}"), person(f"secretary.{low}")
    confirmation = services.fill_confirmation(clinic_year, by=secretary, **{**WORDS, **words})
    goal = ORDER.index({"returned": "submitted", "declined": "draft"}.get(state, state))
    if goal >= 1:
        services.print_confirmation(clinic_year, by=secretary)
    if goal >= 2:
        services.attach_scan(again(confirmation), by=secretary, scan=scan())
    if goal >= 3:
        services.submit_confirmation(again(confirmation), by=head)
    if goal >= 4:
        services.accept_confirmation(again(confirmation), by=person("officer.cen"))
    if state == "returned":
        services.return_confirmation(again(confirmation), by=person("officer.cen"), reason="ลายมือชื่อไม่ชัด")
    if state == "declined":
        services.decline_confirmation(clinic_year, by=head, reason="เจ้าหน้าที่ไม่พอ")
    return again(confirmation)


def again(confirmation: Confirmation) -> Confirmation:
    """The same as it is stored now."""
    found = Confirmation.objects.select_related("clinic_year__clinic", "clinic_year__year", "paper")
    fresh: Confirmation = found.get(pk=confirmation.pk)
    return fresh


def make_pilot(code: str = "STI", number: int = 12) -> ClinicYear:
    """A clinic that goes on from the year before and has nothing to confirm."""
    clinic, _ = Clinic.objects.get_or_create(
        code=code,
        defaults={"number": number, "name": "จ.สุโขทัย", "kind": "provincial", "is_continuing_pilot": True},
    )
    ClinicYear.objects.bulk_create(
        [ClinicYear(clinic=clinic, year=make_year(), status="selected")], ignore_conflicts=True
    )
    return ClinicYear.objects.select_related("clinic", "year").get(clinic=clinic, year=make_year())
