"""The icons of the pages, each always beside a word: our name -> Lucide's name for the drawing, and what it stands for.

The sprite ``static/img/icons.svg`` is made from this list by ``manage.py front_files``.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

ICONS: dict[str, tuple[str, Any]] = {
    "add": ("plus", _("เพิ่ม")),
    "alert": ("triangle-alert", _("โปรดทราบ")),
    "announce": ("megaphone", _("ประกาศ")),
    "back": ("arrow-left", _("ก่อนหน้า")),
    "calendar": ("calendar-days", _("ปฏิทิน")),
    "case": ("folder-open", _("เรื่อง")),
    "check": ("check", _("เรียบร้อย")),
    "clinic": ("building-2", _("คลินิก")),
    "dot": ("circle-small", _("อื่น ๆ")),
    "download": ("download", _("ดาวน์โหลด")),
    "draft": ("save", _("ร่าง")),
    "edit": ("pencil", _("แก้ไข")),
    "file": ("file-text", _("เอกสาร")),
    "filter": ("funnel", _("กรอง")),
    "help": ("circle-question-mark", _("ความช่วยเหลือ")),
    "hint": ("lightbulb", _("คำแนะนำ")),
    "home": ("house", _("หน้าแรก")),
    "info": ("info", _("ข้อมูล")),
    "library": ("book-open", _("คลังเอกสาร")),
    "lock": ("lock", _("ปกปิด")),
    "meeting": ("gavel", _("ประชุม")),
    "member": ("users", _("สมาชิก")),
    "more": ("menu", _("เพิ่มเติม")),
    "next": ("arrow-right", _("ถัดไป")),
    "person": ("user-round", _("บุคคล")),
    "phone": ("phone", _("โทรศัพท์")),
    "print": ("printer", _("พิมพ์")),
    "question": ("message-circle", _("คำถาม")),
    "referral": ("send", _("ส่งต่อ")),
    "remove": ("x", _("เอาออก")),
    "result": ("chart-column", _("ผลงาน")),
    "search": ("search", _("ค้นหา")),
    "session": ("notebook-pen", _("บันทึก")),
    "settings": ("settings-2", _("ตั้งค่า")),
}
