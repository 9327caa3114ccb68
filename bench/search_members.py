"""How long the search for a member takes among 500,000 on PostgreSQL.

    createdb clinic_bench
    DATABASE_URL=postgres:///clinic_bench python manage.py migrate
    DATABASE_URL=postgres:///clinic_bench python bench/search_members.py

Fills the database once (only one whose name ends in ``bench``) and prints milliseconds by kind of what was typed.
"""

# ruff: noqa: E402 - Django has to be set up first

import os
import random
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_project.settings")

import django

django.setup()

from django.db import connection

from clinic_project.thai.text import search_key, sort_key, sound_key
from clinics.models import Clinic, User
from members.models import Member
from members.search import find_members
from tests.cast import make_cast, make_clinic

MEMBERS, CLINICS, TRIES, GOAL_MS = 500_000, 15, 60, 50.0
HEADS = [
    "กัญ", "กำ", "ปิ่น", "ฤทธิ์", "เก่ง", "เอื้อ", "ณัฏ", "อภิ", "สม", "วิ",
    "ธี", "นัน", "พร", "ศิ", "จัน", "มา", "ไพ", "เพ็ญ", "แก้ว", "โช",
]  # fmt: skip
TAILS = [
    "ญา", "พล", "ปักษ์", "ชัย", "กาจ", "อารี", "ฐา", "ชาติ", "พร", "มล",
    "ดา", "รัตน์", "วัฒน์", "ศักดิ์", "นภา", "ลักษณ์", "เดช", "ทิพย์", "สรณ์", "ยา",
]  # fmt: skip
ENDS = [
    "กุล", "วงศ์", "สุข", "งาม", "ดี", "ทอง", "คำ", "ศรี", "เจริญ", "รุ่งเรือง",
    "พันธุ์", "สกุล", "ใจ", "มณี", "ไทย", "แสง", "ชัย", "บุญ", "นิล", "เพชร",
]  # fmt: skip
FILL = """
WITH first AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY f(w, k, s, o, n)),
     last AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY l(w, k, s, o, n)),
     who AS (SELECT n, lpad(n::text, 7, '0') AS number,
                    '08' || lpad((n::bigint * 7919 %% 100000000)::text, 8, '0') AS phone,
                    1 + (n * 37 + n / 400) %% %s AS f, 1 + (n::bigint * 104729 + n / 7) %% %s AS l
             FROM generate_series(1, %s) n)
INSERT INTO members_member (number, kind, prefix, first_name, last_name, national_id_sealed, unit, position, province,
    phone, phone_extension, second_phone, share_capital, deposits, loans, number_key, sort_key, search_key, sound_key,
    former_names_text, is_known_to_central, created_at)
SELECT number, 'ordinary', 'นาง', first.w, last.w, '', 'กองคลัง', '', '', phone, '', '', 0, 0, 0, ltrim(number, '0'),
    first.o || ' ' || last.o, ' ' || first.k || last.k || ' ' || last.k || ' ' || number || ' ' || phone,
    first.s || ' ' || last.s, '', who.n %% 50 = 0, '2018-06-01'
FROM who JOIN first ON first.n = who.f JOIN last ON last.n = who.l
"""
TRIGRAMS = (("member_search_trigrams", "search_key"), ("member_sound_trigrams", "sound_key"))


def words(made: list[str]) -> list[list[str]]:
    """Words with the keys they are searched by, sound by and sorted by, each key made once."""
    return [made, [search_key(w) for w in made], [sound_key(w) for w in made], [sort_key(w) for w in made]]


def fill() -> None:
    """Members made by the database itself, each served by one of the clinics; the indexes are built afterwards."""
    make_cast()
    clinics = list(Clinic.objects.all()) + [make_clinic(f"B{n:02d}", n + 10) for n in range(CLINICS - 3)]
    firsts = [head + tail for head in HEADS for tail in TAILS]
    lasts = [head + tail + end for head in HEADS for tail in TAILS for end in ENDS]
    keys = ",".join(str(clinic.pk) for clinic in clinics)
    with connection.cursor() as cursor:
        for name, _column in TRIGRAMS:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
        cursor.execute(FILL, [*words(firsts), *words(lasts), len(firsts), len(lasts), MEMBERS])
        cursor.execute(
            "INSERT INTO members_memberclinic (member_id, clinic_id, since) "
            f"SELECT id, (ARRAY[{keys}])[1 + id % {len(clinics)}], DATE '2018-06-01' FROM members_member"
        )
        for name, column in TRIGRAMS:
            cursor.execute(f"CREATE INDEX {name} ON members_member USING gin ({column} gin_trgm_ops)")
        cursor.execute("VACUUM ANALYZE members_member")
        cursor.execute("VACUUM ANALYZE members_memberclinic")


def typed(chance: random.Random) -> dict[str, list[str]]:
    """What people type at the counter, by kind."""

    def name() -> str:
        return chance.choice(HEADS) + chance.choice(TAILS)

    def many(make: Any) -> list[str]:
        return [make() for _try in range(TRIES)]

    return {
        "number": many(lambda: f"{chance.randrange(1, MEMBERS):07d}"),
        "end of a number": many(lambda: f"{chance.randrange(1000, 99999)}"),
        "phone": many(lambda: f"08{chance.randrange(10**8):08d}"),
        "first name": many(name),
        "first and last name": many(lambda: f"{name()} {name()}{chance.choice(ENDS)}"),
        "inside a name": many(lambda: (chance.choice(TAILS) + chance.choice(HEADS))[:6]),
        "two letters": many(lambda: search_key(chance.choice(HEADS))[:2]),
        "nobody": many(lambda: "ฆฌฎ" + chance.choice(HEADS)),
        "sounds alike": many(lambda: name().replace("ญ", "ย").replace("ณ", "น").replace("ศ", "ส")),
    }


def measure(user: User, what: dict[str, list[str]]) -> list[float]:
    """Milliseconds of every search, printed by kind."""
    scope, everything = Member.objects.visible_to(user), []
    for kind, texts in what.items():
        times = []
        for text in texts:
            began = time.perf_counter()
            find_members(scope, text)
            times.append((time.perf_counter() - began) * 1000)
        cut = quantiles(times, n=20)
        sys.stdout.write(f"  {kind:20} median {cut[9]:7.1f}   p95 {cut[18]:7.1f}   worst {max(times):7.1f} ms\n")
        everything += times
    return everything


def main() -> None:
    """Fill once, warm up, measure for an officer of a clinic and one of central."""
    if connection.vendor != "postgresql" or not str(connection.settings_dict["NAME"]).endswith("bench"):
        sys.exit("only on a PostgreSQL database whose name ends in 'bench'")
    if not Member.objects.exists():
        fill()
    chance = random.Random(1)
    for username in ("officer.cmi", "officer.cen"):
        user = User.objects.get(username=username)
        find_members(Member.objects.visible_to(user), "สมชัย")
        sys.stdout.write(f"{username}, {MEMBERS:,} members\n")
        times = measure(user, typed(chance))
        p95 = quantiles(times, n=20)[18]
        sys.stdout.write(f"  {'all':20} p95 {p95:.1f} ms (goal {GOAL_MS:.0f})\n")


if __name__ == "__main__":
    main()
