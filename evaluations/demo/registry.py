"""The cooperative's payroll of a month, brought in by the head of the central clinic; and members who married."""

from datetime import date

from evaluations.demo.members import EXAMPLE_NUMBER, TEST_NUMBERS
from evaluations.demo.scene import Scene
from members.models import FormerName
from members.services.names import rename_member
from members.services.tables import check_table, send_table, store_table

MONTH = date(2018, 5, 1)
MARRIED = 2
HEADINGS = (
    "เลขสมาชิก,เงินเดือน,เงินประจำตำแหน่ง,ภาษี,กบข.,ค่าหุ้น,ฌาปนกิจ,กู้สามัญ,กู้พิเศษ,กู้ฉุกเฉิน,"
    "เงินกู้สามัญคงเหลือ,เงินกู้พิเศษคงเหลือ,เงินกู้ฉุกเฉินคงเหลือ"
)
# The example of counselling.md first.
ROWS = (
    (EXAMPLE_NUMBER, "38500,3500,950,1155,1500,600,11930,5180,3200,1150000,360000,25000"),
    ("000042", "52400,5600,2150,1572,2000,600,14200,0,0,1420000,0,0"),
    ("000100", "27800,0,320,834,1000,600,8950,0,2600,760000,0,18000"),
)


def bring_payroll_in(scene: Scene) -> None:
    """Send, check and store the table, as the pages do."""
    by = scene.staff["CEN"].head
    text = "\n".join([HEADINGS, *(f"{number},{amounts}" for number, amounts in ROWS)])
    sent = send_table(kind="payroll", month=MONTH, content=text.encode(), name="เงินเดือน พ.ค. 2561.csv", by=by)
    check_table(sent, by=by)
    store_table(sent, by=by)


def marry(scene: Scene) -> None:
    """Some members of each clinic have another surname now and are found by both."""
    for code, members in sorted(scene.members.items()):
        by = scene.staff[code].officers[0]
        named = [one for one in members if one.prefix == "นางสาว" and one.last_name and one.number not in TEST_NUMBERS]
        for member, husband in zip(named[:MARRIED], reversed(named), strict=False):
            names = {"prefix": "นาง", "first_name": member.first_name, "last_name": husband.last_name}
            if names["last_name"] != member.last_name:
                rename_member(member, **names, until=scene.day, reason=FormerName.Reason.MARRIAGE, by=by)
