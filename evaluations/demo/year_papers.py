"""A programme year's resolutions, its sign-off in three steps, and its calendar kept by central's head."""

from datetime import timedelta

from clinics.models import ProgrammeYear
from clinics.services.programme import mark_milestone, save_resolution
from clinics.services.sign_off import seen_mark, sign_programme, usual_post
from evaluations.demo.scene import Scene, Story


def sign_year(scene: Scene, year: ProgrammeYear) -> None:
    """The board's resolution where there is none yet; then the proposer, the endorser and the approver sign."""
    head = scene.staff["CEN"].head
    if not year.resolutions.exists():
        save_resolution(
            year,
            by=head,
            body="คณะกรรมการดำเนินการ",
            meeting_number=f"1/{scene.day.year + 543}",
            resolved_on=scene.day - timedelta(days=1) if scene.day.day > 1 else scene.day,
            subject=f"เห็นชอบการดำเนิน{year.title}",
            amount=year.budget_total,
        )
    for step, person in enumerate((head, scene.education["chair"], scene.board["chair"]), 1):
        sign_programme(year, by=person, seen=seen_mark(year), **usual_post(person, step))


def keep_calendar(scene: Scene, year: ProgrammeYear) -> Story:
    """Each step of the calendar is noted as done on its last day, as far as that day has come."""
    rows = year.milestones.filter(ends_on__isnull=False, ends_on__lt=scene.today).order_by("ends_on", "order")
    for row in rows:
        if row.ends_on is not None:
            yield scene.at(row.ends_on, 16)
            mark_milestone(row, by=scene.staff["CEN"].head, done_on=scene.day)
