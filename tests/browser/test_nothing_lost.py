"""Ways to lose a text, played in a browser over six forms: each time its writer finds it again, recorded at most once.

By default every way is played on one form and every form several times; ``--slow`` plays all ways on all forms.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Desk
from tests.browser.losing import FORMS, LosableForm, Trial
from tests.browser.ways_to_lose import NOISY, PLAIN, WAYS, Way

# In parts, so that no test runs for minutes.
EVERY = [(form, WAYS[start : start + 5]) for form in FORMS for start in range(0, len(WAYS), 5)]
SOME = [(form, WAYS[number :: len(FORMS)]) for number, form in enumerate(FORMS)]


def lost_by(way: Way, trial: Trial) -> str:
    """Play one way; what went wrong, or nothing."""
    try:
        trial.open(trial.page)
        way(trial)
    except Exception as error:
        return f"{trial.form.name}, {way.__name__}: {error}"
    finally:
        trial.desk.close()
        trial.desk.contexts.clear()
        faults = [] if way in NOISY else list(trial.desk.watch.faults)
        trial.desk.watch.faults.clear()
    return f"{trial.form.name}, {way.__name__}: {faults}" if faults else ""


def play(desk: Desk, user: Any, form: LosableForm, ways: tuple[Way, ...], patch: pytest.MonkeyPatch) -> None:
    """Each way with a fresh record and a window of its own; all of them, then what was lost."""
    lost = []
    for number, way in enumerate(ways):
        address, thing = form.make()
        desk.has_scripts = way not in PLAIN
        page = desk.signed_in(user)
        desk.has_scripts = True
        # The number first: what is offered of a draft shows its beginning.
        text = f"ครั้งที่ {number} ข้อความกันหายของ{form.name} นัดคุยเจ้าหนี้วันศุกร์"
        trial = Trial(desk, form, user, page, address, thing, text, patch)
        if problem := lost_by(way, trial):
            lost.append(problem)
    assert lost == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("form", "ways"), SOME, ids=[form.name for form in FORMS])
def test_every_way_on_some_form(
    desk: Desk, people: dict[str, Any], with_password: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    settings: Any, form: LosableForm, ways: tuple[Way, ...],
) -> None:  # fmt: skip
    # What is queued is recorded; drawing the paper takes long and is tested elsewhere.
    settings.JOBS_IMMEDIATE = False
    with_password(form.username)
    play(desk, people[form.username], form, ways, monkeypatch)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("form", "ways"), EVERY, ids=[f"{form.name}-{ways[0].__name__}" for form, ways in EVERY])
def test_every_way_on_every_form(
    desk: Desk, people: dict[str, Any], with_password: Callable[..., None], monkeypatch: pytest.MonkeyPatch,
    settings: Any, form: LosableForm, ways: tuple[Way, ...],
) -> None:  # fmt: skip
    settings.JOBS_IMMEDIATE = False
    with_password(form.username)
    play(desk, people[form.username], form, ways, monkeypatch)
