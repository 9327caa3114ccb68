"""Forms of evaluations."""

from django.utils.translation import gettext_lazy as _

from clinic_project.plain_forms import PlainForm
from clinic_project.thai.forms import ThaiTextField
from evaluations.services import LONGEST_CONCLUSION


class IssueForm(PlainForm):
    """The conclusion that goes into the report."""

    conclusion = ThaiTextField(
        label=_("สรุปผลและข้อเสนอแนะ"),
        max_length=LONGEST_CONCLUSION,
        help_text=_("พิมพ์ลงในรายงานฉบับที่ออก แก้ไขภายหลังไม่ได้ ไม่ใส่ชื่อหรือข้อมูลที่ระบุตัวสมาชิก"),
    )
