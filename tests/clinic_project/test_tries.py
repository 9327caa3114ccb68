"""Tries are counted in the database, whichever worker saw them, and a wrong guess stays counted when it is undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from clinic_project.step_up import MOST_WRONG, WAIT_SECONDS, check_password_again
from clinic_project.tries import Guess, Tries, count_guess, forget_tries, take_try, tries_of
from members.attempts import MOST_FAILURES, WINDOW_SECONDS
from tests.cast import PASSWORD
from tests.factories_members import make_member


@pytest.mark.django_db
def test_a_window_ends_and_the_next_begins_with_one() -> None:
    assert [take_try("a", seconds=60) for _try in range(3)] == [1, 2, 3]
    assert take_try("b", seconds=60) == 1
    assert (tries_of("a", seconds=60), tries_of("c", seconds=60)) == (3, 0)
    Tries.objects.filter(name="a").update(since=timezone.now() - timedelta(seconds=61))
    assert tries_of("a", seconds=60) == 0
    assert [take_try("a", seconds=60) for _try in range(2)] == [1, 2]
    forget_tries("a")
    assert tries_of("a", seconds=60) == 0


@pytest.mark.django_db
def test_only_a_guess_counts_also_under_another_name() -> None:
    guess = Guess({"number": "ไม่ตรง"}, name="a", seconds=60)
    try:
        raise ValidationError({"other_number": "ไม่ตรง"}) from guess
    except ValidationError as renamed:
        count_guess(renamed)
    count_guess(guess)
    count_guess(ValidationError("ว่าง"))
    assert tries_of("a", seconds=60) == 2


@pytest.mark.django_db
def test_the_password_is_not_asked_for_a_sixth_time_within_the_wait(cast: Any) -> None:
    user, other = cast["head.cmi"], cast["officer.cmi"]
    for one in (user, other):
        one.set_password(PASSWORD)
    check_password_again(user, PASSWORD)
    for _try in range(MOST_WRONG):
        with pytest.raises(ValidationError, match="ไม่ถูกต้อง"):
            check_password_again(user, "ไม่ใช่รหัสนี้แน่นอน")
    with pytest.raises(ValidationError, match="รอ 15 นาที"):
        check_password_again(user, PASSWORD)
    check_password_again(other, PASSWORD)
    Tries.objects.update(since=timezone.now() - timedelta(seconds=WAIT_SECONDS + 1))
    check_password_again(user, PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "0" * 32])
def test_a_wrong_guess_on_a_page_stays_counted_though_it_is_undone(client_as: Any, cast: Any, key: str) -> None:
    make_member("PCT", number="009001", last_name="จำลอง")
    client, form = client_as("officer.cmi"), {"number": "009001", "last_name": "ผิด", "form_key": key}
    for _try in range(MOST_FAILURES):
        assert client.post("/members/receive/", form).status_code == 422
    name = f"members.guess:{cast['officer.cmi'].pk}"
    assert tries_of(name, seconds=WINDOW_SECONDS) == MOST_FAILURES
    page = client.post("/members/receive/", {**form, "last_name": "จำลอง"})
    assert page.status_code == 422
    assert "รอ 10 นาที" in page.content.decode()
    assert tries_of(name, seconds=WINDOW_SECONDS) == MOST_FAILURES


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_parallel_tries_all_count() -> None:
    def some(_worker: int) -> list[int]:
        try:
            found = []
            for _try in range(5):
                with transaction.atomic():
                    found.append(take_try("a", seconds=600))
            return found
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as workers:
        found = [number for numbers in workers.map(some, range(6)) for number in numbers]
    assert sorted(found) == list(range(1, 31))
