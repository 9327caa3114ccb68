"""Units that volunteer in the group of CMI, and letters of CMI and of central."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinics.models import Candidate, Clinic, LetterScan, ProgrammeYear
from clinics.services import circulation, letters, selecting, selection
from tests.factories_letters import make_letter, make_received, some_pdf
from tests.factories_referrals import person


def _volunteer(group: int, unit: str, **facts: Any) -> Candidate:
    """A unit recorded by central."""
    year = ProgrammeYear.objects.get(buddhist_year=timezone.localdate().year + 543)
    told = {"reasons": "สมาชิกในพื้นที่มีหนี้หลายทาง", "volunteered_on": timezone.localdate() - timedelta(days=9)}
    return selection.volunteer(
        year=year, group=group, unit_name=unit, contact="นักวิชาการ 080-000-0011", by=person("head.cen"), **told, **facts
    )


def _selection(year: int) -> dict[str, list[Any]]:
    """Group 2 with CMI's own unit past its selection; groups 4, 5 and 6 waiting, selected and left without."""
    own = _volunteer(2, "สำนักงานพัฒนาชุมชนจังหวัดเชียงใหม่", clinic=Clinic.objects.get(code="CMI"))
    standing = _volunteer(4, "สำนักงานพัฒนาชุมชนจังหวัดราชบุรี")
    _volunteer(4, "ศูนย์ศึกษาและพัฒนาชุมชนเพชรบุรี")
    selection.cast_selection_vote(standing, by=person("edu.member1"))
    chosen = _volunteer(5, "ศูนย์ศึกษาและพัฒนาชุมชนชลบุรี")
    selecting.select_candidate(
        chosen,
        method="resolution",
        meeting_number=f"3/{year}",
        meeting_on=timezone.localdate() - timedelta(days=2),
        new_clinic=selecting.NewClinic("CBI", 905, "ศพช.ชลบุรี", "study_centre"),
        by=person("edu.secretary"),
    )
    programme = ProgrammeYear.objects.get(buddhist_year=year)
    selection.leave_unfilled(year=programme, group=6, reason="ยังไม่มีหน่วยงานพร้อม", by=person("edu.secretary"))
    return {
        "selection empty": [year, 7],
        "selection group": [year, 4],
        "selection own group": [year, 2],
        "selection selected": [year, 5],
        "selection unfilled": [year, 6],
        "candidate": [year, 2, own.pk],
        "candidate of others": [year, 4, standing.pk],
    }


def _letters() -> dict[str, list[Any]]:
    """A circular of central that CMI has to acknowledge, one it has, a draft and a letter that came in of CMI's own."""
    sent = make_letter(clinics=["CMI"])
    waiting = sent.recipients.get()
    known = make_letter(clinics=["CMI"])
    received = known.recipients.get()
    circulation.acknowledge_letter(received, received_on=timezone.localdate(), by=person("secretary.cmi"))
    draft = make_letter("draft", place="CMI", by="secretary.cmi", clinics=["CEN"], is_circular=False)
    own = make_received(place="CMI", by="secretary.cmi")
    scan = letters.add_scan(own, scan=some_pdf(), by=person("secretary.cmi"))
    assert isinstance(scan, LetterScan)
    return {
        "letter sent": [sent.pk],
        "letter draft": [draft.pk],
        "letter own": [own.pk],
        "letter waiting": [sent.pk, waiting.pk],
        "letter received": [known.pk, received.pk],
        "letter scan": [own.pk, scan.pk],
    }


def things() -> dict[str, list[Any]]:
    """What the pages of the selection and of letters need."""
    year = timezone.localdate().year + 543
    return {**_selection(year), **_letters()}
