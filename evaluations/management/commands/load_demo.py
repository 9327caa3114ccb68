"""Fill an empty database with the demo: two years of fifteen clinics."""

from argparse import ArgumentParser
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from clinics.models import Clinic
from evaluations.demo import loader

ALREADY = "มีข้อมูลตัวอย่างอยู่แล้ว ไม่ได้เปลี่ยนแปลงอะไร"
NOT_IN_PRODUCTION = "ระบบอยู่ในโหมดใช้งานจริง จึงไม่โหลดข้อมูลตัวอย่าง"
NOT_EMPTY = "ฐานข้อมูลนี้มีข้อมูลอื่นอยู่แล้ว ไม่เติมข้อมูลตัวอย่างปนกับข้อมูลจริง ให้ใช้ฐานข้อมูลใหม่"
BAR = "{desc} {percentage:3.0f}% |{bar:30}| {n_fmt}/{total_fmt}  {elapsed}"
ACCOUNTS = """
บัญชีสำหรับทดลองใช้ (รหัสผ่านเดียวกันทุกบัญชี: {password})
  หัวหน้า เลขานุการ และเจ้าหน้าที่คลินิก   head.<รหัส>   secretary.<รหัส>   officer.<รหัส>
    รหัสคลินิก                          {codes}
    เช่น คลินิกเชียงใหม่                  head.cmi   secretary.cmi   officer.cmi
    คลินิกส่วนกลาง                       head.cen   secretary.cen   officer.cen
  คณะกรรมการดำเนินการ                  board.chair   board.secretary   board.member1 ถึง board.member5
  คณะกรรมการศึกษา                     edu.chair   edu.secretary   edu.member1 ถึง edu.member3
  ผู้ดูแลระบบ                          admin
"""


class Command(BaseCommand):
    """``manage.py load_demo``; a second run changes nothing."""

    help = "เติมข้อมูลตัวอย่างลงในฐานข้อมูลว่าง: ปีนำร่อง 2561 ที่ประเมินแล้ว และปีปัจจุบันถึงวันนี้"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--scale`` makes less of everything, ``--no-accounts`` leaves the list of accounts out."""
        parser.add_argument("--scale", type=float, default=1.0, help="ขนาดของข้อมูล (1 คือเต็ม)")
        parser.add_argument("--no-accounts", action="store_true", help="ไม่พิมพ์รายชื่อบัญชี")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse in production and over other data; else load, or say that it is there."""
        if settings.PRODUCTION:
            raise CommandError(NOT_IN_PRODUCTION)
        if loader.is_loaded():
            self.stdout.write(ALREADY)
            return
        if not loader.is_empty():
            raise CommandError(NOT_EMPTY)
        if not 0 < options["scale"] <= 1:
            raise CommandError("--scale ต้องมากกว่า 0 และไม่เกิน 1")

        def progress(title: str, total: int) -> AbstractContextManager[loader.Bar]:
            quiet = options["verbosity"] == 0
            return tqdm(total=total, desc=f"{title:<20}", bar_format=BAR, ascii=" #", disable=quiet, mininterval=0.5)

        loader.load(progress=progress, scale=options["scale"])
        if not options["no_accounts"]:
            codes = " ".join(code.lower() for code in Clinic.objects.order_by("number").values_list("code", flat=True))
            self.stdout.write(ACCOUNTS.format(password=settings.DEMO_PASSWORD, codes=codes))
