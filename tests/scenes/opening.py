"""The orientation, the opening and the figures of the area."""

import io
from datetime import date
from typing import Any

from django.utils import timezone
from PIL import Image

from clinic_project.files.checking import check
from clinic_project.files.fields import PICTURES
from clinics.models import ClinicYear, ProgrammeYear
from clinics.services import baselines, orientation
from tests.factories_clinics import attend, make_baseline, make_clinic_year, make_orientation
from tests.factories_referrals import person


def things() -> dict[str, list[Any]]:
    """Sessions of today and of the year's end, a paper, figures; in 2562 a clinic that waits for each next step."""
    this_year = timezone.localdate().year + 543
    year = ProgrammeYear.objects.get(buddhist_year=this_year)
    central, head = person("officer.cen"), person("head.cmi")
    session = make_orientation(year, by=central)
    later = make_orientation(year, by=central, day=date(year.gregorian_year, 12, 31))
    (row,) = orientation.note_attendance(session, users=[person("officer2.cmi")], by=central)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    file = check(io.BytesIO(picture.getvalue()), name="แผนที่.png", allowed=PICTURES)
    material = orientation.add_material(year=year, title="แผนที่ห้องประชุม", file=file, by=central)
    clinic_year = ClinicYear.objects.get(clinic__code="CMI", year=year)
    make_baseline(clinic_year, by=head)
    baselines.submit_baseline(make_baseline(clinic_year, by=head, moment="end"), by=head)
    make_clinic_year("CMI", "oriented")
    attend(make_clinic_year("PCT", "confirmed"), by=central)
    of_cmi = ["CMI", this_year]
    return {
        "op year": [this_year],
        "op past year": [2562],
        "op session": [this_year, session.pk],
        "op later": [this_year, later.pk],
        "op later cancel": [this_year, later.pk, "cancel"],
        "op hold": [this_year, session.pk, "hold"],
        "op token": [session.token],
        "op token wrong": ["0" * 32],
        "op attendance": [this_year, session.pk, row.pk],
        "op material": [this_year, material.pk],
        "op oriented": ["CMI", 2562],
        "op clinic": of_cmi,
        "op baseline": [*of_cmi, "start"],
        "op baseline submit": [*of_cmi, "start", "submit"],
        "op baseline return": [*of_cmi, "end", "return"],
    }
