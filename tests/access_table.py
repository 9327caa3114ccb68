"""Who gets which answer at which address, written by hand in ``access_tables/``. ``tests/test_access.py`` plays it.

Everything in the column "of CMI" belongs to the clinic CMI, so CMI is the own clinic, PCT another one, and CEN the
central clinic. A cell with one answer stands for all three of its people: head/secretary/officer of a clinic,
chair/secretary/member of a committee. ``in`` is the way to the log-in page. Addresses are asked with GET; where the
third column says POST, with an empty POST.

200 the page, 302 led on, 403 not this role (with the reason), 404 not for this place or not there at all,
422 the form again.
"""

from pathlib import Path

_HERE = Path(__file__).parent / "access_tables"
TABLE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(_HERE.glob("*.txt")))

PLACES = ("CMI", "PCT", "CEN", "board", "edu", "admin", "public")
CLINIC_SEATS, COMMITTEE_SEATS = ("head", "secretary", "officer"), ("chair", "secretary", "member1")


def people_of(place: str) -> list[str]:
    """User names behind a column; the public has none."""
    if place in {"admin", "public"}:
        return [place]
    if place in {"board", "edu"}:
        return [f"{place}.{seat}" for seat in COMMITTEE_SEATS]
    return [f"{seat}.{place.lower()}" for seat in CLINIC_SEATS]


def _read(line: str) -> tuple[str, str, str, dict[str, str]]:
    name, thing, method, *cells = (cell.strip() for cell in line.split("|"))
    answers: dict[str, str] = {}
    for place, cell in zip(PLACES, cells, strict=True):
        people, codes = people_of(place), cell.split("/")
        codes = codes * len(people) if len(codes) == 1 else codes
        answers |= dict(zip(people, codes, strict=True))
    return name, thing, method, answers


ROWS = [_read(line) for line in TABLE.strip().splitlines() if line and not line.startswith("#")]
EVERYBODY = [person for place in PLACES for person in people_of(place)]
