"""Ways out compared and a plan agreed with some members, by the real services at the scene's clock."""

from datetime import timedelta

from cases.counselling.ways_out import suggestions
from cases.models import Case
from cases.services.plans import make_plan
from cases.services.ways_out import facts_of, save_ways_out
from clinics.models import User
from evaluations.demo.scene import Scene

EVERY = 4


def is_due(case: Case) -> bool:
    """Every fourth case; no dice, so that the rest of the demo stays as it is."""
    return case.pk % EVERY == 0


def agree_with(scene: Scene, case: Case, *, by: User) -> None:
    """Compare what is tried first, take the first way that leaves most in hand, and agree on three things."""
    options = suggestions(facts_of(case))
    if not options:
        return
    compared = save_ways_out(case, options=options, by=by, now=scene.now)
    chosen = max(compared.options.all(), key=lambda option: float(option.figures["residual"]))
    lines = [
        {
            "what": "นำสลิปเงินเดือน 3 เดือนและใบแจ้งหนี้ทุกรายมาให้คลินิก",
            "who": "member",
            "due_on": scene.day + timedelta(days=14),
        },
        *({"what": step[:200], "who": "clinic", "due_on": None} for step in chosen.steps[:2]),
        {"what": "หยุดใช้บัตรเครดิตและไม่ก่อหนี้ใหม่", "who": "member", "due_on": None},
    ]
    make_plan(case, lines=lines, agreed_on=scene.day, way_out=chosen, by=by, now=scene.now)
