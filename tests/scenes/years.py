"""Programme years beside today's: one just set up, one that waits for its second signature."""

from datetime import date
from typing import Any

from django.utils import timezone

from clinics.models import ProgrammeYear
from clinics.services import set_up_year
from clinics.services.programme import save_milestone, save_resolution
from clinics.services.sign_off import seen_mark, sign_programme
from tests.cast import make_year
from tests.factories_referrals import person


def things() -> dict[str, list[Any]]:
    """A resolution and a milestone of today's year; next year fresh; last year proposed by central's head."""
    admin, head, this = person("admin"), person("head.cen"), timezone.localdate().year + 543
    year = ProgrammeYear.objects.get(buddhist_year=this)
    day = date(year.gregorian_year, 6, 30)
    resolution = save_resolution(
        year, by=head, body="คณะกรรมการดำเนินการ", meeting_number=f"5/{this}", subject="เห็นชอบโครงการ"
    )
    milestone = save_milestone(year, by=head, title="ประชุมเตรียมการ", kind="preparation", starts_on=day, ends_on=day)
    other = save_milestone(year, by=head, title="จัดนิทรรศการ", kind="exhibition", timing="วันประชุมใหญ่ครั้งถัดไป")
    fresh = set_up_year(buddhist_year=this + 1, copy_from=year, by=admin)
    older = make_year(date(year.gregorian_year - 2, 6, 1))
    proposed = set_up_year(buddhist_year=this - 1, copy_from=older, by=admin)
    sign_programme(proposed, by=head, position="หัวหน้าคลินิกสหกรณ์ส่วนกลาง", seen=seen_mark(proposed))
    return {
        "years none": [2499],
        "years resolution": [this, resolution.pk],
        "years milestone": [this, milestone.pk],
        "years other milestone": [this, other.pk],
        "years fresh": [fresh.buddhist_year],
        "years proposed": [proposed.buddhist_year],
    }
