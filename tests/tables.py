"""Tables for tests: the usual headings, a good row, and files of them."""

import io
from typing import Any

from openpyxl import Workbook

HEADINGS = ["เลขสมาชิก", "ชื่อ", "นามสกุล", "โทรศัพท์", "วันเกิด", "ทุนเรือนหุ้น", "คลินิก"]
GOOD = ["004321", "เอื้ออารี", "อิ่มเอม", "0800000001", "23/5/2521", "1,500.50", "CMI"]


def xlsx(*rows: list[Any], headings: list[Any] | None = None) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in (headings or HEADINGS, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows: list[Any], headings: list[str] | None = None, sign: str = ",") -> str:
    return "\r\n".join(sign.join(f'"{cell}"' for cell in row) for row in (headings or HEADINGS, *rows))
