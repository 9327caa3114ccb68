"""Set a programme year up from another one: says first what would be made, does it only when told."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from clinic_project.thai.dates import format_long, format_short
from clinic_project.thai.numbers import format_money
from clinics.models import ProgrammeYear
from clinics.services import plan_year, set_up_year, undo_year
from clinics.services.year_plans import YearPlan
from clinics.services.years import undo_obstacles

NO_YEAR = "ไม่มีปีโครงการ {year} ในระบบ"
NO_SOURCE = "ยังไม่มีปีโครงการก่อนปี {year} ให้คัดลอก"
HOW_TO_DO = "ยังไม่ได้ทำอะไร ถ้าถูกต้องแล้วให้สั่งอีกครั้งโดยเติม --do"


class Command(BaseCommand):
    """``manage.py set_up_year 2562``; with ``--do`` it does it, with ``--undo`` it takes it back."""

    help = "ตั้งปีโครงการใหม่จากปีก่อน แสดงแผนก่อนเสมอ ทำจริงเมื่อใส่ --do และยกเลิกได้ด้วย --undo"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year, where it comes from, and whether to do or undo it."""
        parser.add_argument("year", type=int, help="ปี พ.ศ. ที่จะตั้ง เช่น 2562")
        parser.add_argument("--from", dest="source", type=int, help="คัดลอกจากปี พ.ศ. (ถ้าไม่ใส่ ใช้ปีล่าสุดก่อนหน้า)")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--do", action="store_true", help="ตั้งปีจริง")
        what.add_argument("--undo", action="store_true", help="ยกเลิกการตั้งปี ถ้ายังไม่มีใครบันทึกอะไรในปีนั้น")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show the plan; do it or take it back when told."""
        if options["undo"]:
            self._undo(options["year"])
            return
        source = self._source(options["year"], options["source"])
        plan = plan_year(buddhist_year=options["year"], copy_from=source)
        self._show(plan)
        if plan.conflicts:
            raise CommandError("\n".join(words for _field, words in plan.conflicts))
        if not options["do"]:
            self.stdout.write(HOW_TO_DO)
            return
        year = set_up_year(buddhist_year=options["year"], copy_from=source, by=None)
        self.stdout.write(f"ตั้งปีโครงการ {year} แล้ว ดูได้ที่หน้า /years/{year}/")

    def _year(self, buddhist_year: int) -> ProgrammeYear:
        found: ProgrammeYear | None = ProgrammeYear.objects.filter(buddhist_year=buddhist_year).first()
        if found is None:
            raise CommandError(NO_YEAR.format(year=buddhist_year))
        return found

    def _source(self, year: int, asked: int | None) -> ProgrammeYear:
        if asked:
            return self._year(asked)
        newest: ProgrammeYear | None = ProgrammeYear.objects.filter(buddhist_year__lt=year).first()
        if newest is None:
            raise CommandError(NO_SOURCE.format(year=year))
        return newest

    def _undo(self, buddhist_year: int) -> None:
        year = self._year(buddhist_year)
        obstacles = undo_obstacles(year)
        if obstacles:
            raise CommandError("ยกเลิกไม่ได้: " + " / ".join(obstacles))
        try:
            undo_year(year, by=None)
        except ValidationError as error:
            raise CommandError("ยกเลิกไม่ได้: " + " / ".join(error.messages)) from error
        self.stdout.write(f"ยกเลิกการตั้งปีโครงการ {buddhist_year} แล้ว")

    def _show(self, plan: YearPlan) -> None:
        write = self.stdout.write
        write(f"ปี {plan.buddhist_year} คัดลอกจากปี {plan.source.buddhist_year}: {plan.title}")
        write("วันที่")
        for line in plan.dates:
            write(f"  {line.label}: {format_long(line.day)} ({line.note})")
        write(f"งบประมาณ: {format_money(plan.values['budget_total'])} บาท ({plan.arithmetic})")
        write("เป้าหมายและเกณฑ์")
        for rule in plan.rules:
            write(f"  {rule.label}: {rule.value}")
        write(f"ขั้นตอนในปฏิทิน {len(plan.milestones)} รายการ")
        for row in plan.milestones:
            when = (
                f"{format_short(row.starts_on)} – {format_short(row.ends_on)}" if row.starts_on and row.ends_on else ""
            )
            write(f"  {row.title}: {when or row.timing}")
        write(f"คลินิก {len(plan.clinics)} แห่ง")
        for clinic in plan.clinics:
            place = f"{clinic.clinic.number:>2}. {clinic.clinic.name} ({clinic.clinic.code})"
            write(f"  {place}: {clinic.status_label} {clinic.note}".rstrip())
        for title, lines in plan.parts:
            write(f"{title}: {len(lines)} รายการ")
            for line in lines:
                write(f"  {line}")
        for words in plan.warnings:
            write(f"โปรดตรวจ: {words}")
