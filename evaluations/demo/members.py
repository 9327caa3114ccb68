"""The members: the test people first, then as many more as the scale asks for."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from clinics.models import Clinic
from evaluations.demo.names import TEST_PEOPLE
from evaluations.demo.scene import Scene
from members.models import Member
from members.services.members import add_member, receive_member

MEMBERS = 800
EXAMPLE_NUMBER = "004321"
# Numbers and IDs made for testing; all others have none.
TEST_IDS = {"004321": "3100600445635", "000042": "1999000000017"}
TEST_NUMBERS = ("004321", "000042", "000100", "004322", "070007", "012345", "090001", "000777", "045600", "008888")
# Where the members of larger clinics stand: share of each clinic's code, 2 where none is named.
SHARES = {"CEN": 4, "CMI": 4, "UBN": 3, "NRT": 3, "SKA": 3}
UNITS = (
    "สำนักงานพัฒนาชุมชนอำเภอเมือง{}",
    "กลุ่มงานยุทธศาสตร์การพัฒนาชุมชน จังหวัด{}",
    "กลุ่มงานส่งเสริมการพัฒนาชุมชน จังหวัด{}",
    "ฝ่ายอำนวยการ สำนักงานพัฒนาชุมชนจังหวัด{}",
    "กลุ่มงานสารสนเทศการพัฒนาชุมชน จังหวัด{}",
    "สำนักงานพัฒนาชุมชนอำเภอบ้านตัวอย่าง จังหวัด{}",
)
CENTRAL_UNITS = (
    "กองคลัง",
    "กองการเจ้าหน้าที่",
    "สำนักเสริมสร้างความเข้มแข็งชุมชน",
    "ศูนย์สารสนเทศเพื่อการพัฒนาชุมชน",
    "สถาบันการพัฒนาชุมชน",
)
POSITIONS = (
    "นักวิชาการพัฒนาชุมชนปฏิบัติการ",
    "นักวิชาการพัฒนาชุมชนชำนาญการ",
    "พัฒนาการอำเภอ",
    "เจ้าพนักงานพัฒนาชุมชนชำนาญงาน",
    "เจ้าพนักงานธุรการ",
    "เจ้าพนักงานการเงินและบัญชี",
    "พนักงานขับรถยนต์",
    "ลูกจ้างประจำ",
    "ข้าราชการบำนาญ",
)
RETIREMENT_AGE = 60


def _home_clinics(scene: Scene, count: int) -> list[Clinic]:
    """The clinic of each member; everyone of the test people at Chiang Mai but the first two elsewhere."""
    by_code = {clinic.code: clinic for clinic in scene.clinics}
    homes = [by_code["CMI"]] * len(TEST_PEOPLE)
    homes[3], homes[8] = by_code["PCT"], by_code["SKA"]
    homes += scene.clinics  # so that every clinic has somebody at any scale
    weights = [SHARES.get(clinic.code, 2) for clinic in scene.clinics]
    homes += scene.rng.choices(scene.clinics, weights=weights, k=max(0, count - len(homes)))
    return homes


def _numbers(scene: Scene, count: int) -> list[str]:
    taken = set(TEST_NUMBERS)
    drawn = (f"{n:06d}" for n in scene.rng.sample(range(101, 99_000), count + len(taken)))
    return [*TEST_NUMBERS, *(number for number in drawn if number not in taken)]


def _retires_on(born: date) -> date:
    """End of the state's fiscal year in which a civil servant turns sixty."""
    year = born.year + RETIREMENT_AGE + (1 if (born.month, born.day) > (10, 1) else 0)
    return date(year, 9, 30)


def _facts(scene: Scene, clinic: Clinic, number: str) -> dict[str, Any]:
    rng = scene.rng
    province = clinic.name.removeprefix("จ.").removeprefix("ศพช.")
    unit = rng.choice(CENTRAL_UNITS) if clinic.is_central else rng.choice(UNITS).format(province)
    born = date(rng.randint(1967, 1995), rng.randint(1, 12), rng.randint(1, 28))
    joined = date(rng.randint(born.year + 21, 2017), rng.randint(1, 12), 1)
    since = scene.today.year - joined.year
    return {
        "national_id": TEST_IDS.get(number, ""),
        "birth_date": born,
        "retirement_date": _retires_on(born),
        "unit": unit,
        "position": rng.choice(POSITIONS),
        # Of the hundred made-up numbers nobody shares one within a clinic: two with one phone look like one person.
        "phone": f"08000000{len(scene.members[clinic.code]) % 100:02d}",
        "share_capital": Decimal(rng.randint(6, 24) * 1000 * since),
        "deposits": Decimal(rng.choice((0, 0, 1, 2, 5, 12)) * rng.randint(1_000, 30_000)),
        "joined_on": joined,
    }


def make_members(scene: Scene, names: Iterator[tuple[str, str, str]], told: Callable[[], Any]) -> None:
    """All members, each taken on by an officer of their clinic; some are served by central too (R47)."""
    count = max(scene.count(MEMBERS), len(TEST_PEOPLE) + len(scene.clinics))
    homes, numbers = _home_clinics(scene, count), _numbers(scene, count)
    scene.members = {clinic.code: [] for clinic in scene.clinics}
    for clinic, number, place in zip(homes, numbers, range(count), strict=False):
        prefix, first_name, last_name = TEST_PEOPLE[place] if place < len(TEST_PEOPLE) else next(names)
        member = add_member(
            clinic=clinic,
            number=number,
            prefix=prefix,
            first_name=first_name,
            last_name=last_name,
            by=scene.staff[clinic.code].officers[0],
            on=date(2018, 6, scene.rng.randint(1, 28)),
            **_facts(scene, clinic, number),
        )
        scene.members[clinic.code].append(member)
        told()
    _share_with_central(scene)


def _share_with_central(scene: Scene) -> None:
    """A few choose the central clinic instead of the nearest one."""
    central = next(clinic for clinic in scene.clinics if clinic.is_central)
    elsewhere: list[Member] = [m for code, members in scene.members.items() if code != central.code for m in members]
    for member in scene.rng.sample(elsewhere, scene.count(18)):
        receive_member(
            number=member.number,
            last_name=member.last_name or member.first_name,
            clinic=central,
            by=scene.staff[central.code].officers[0],
        )
        scene.members[central.code].append(member)


def count_members(scene: Scene) -> int:
    """How many :func:`make_members` makes."""
    return max(scene.count(MEMBERS), len(TEST_PEOPLE) + len(scene.clinics))
