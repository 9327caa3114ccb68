"""Rules between rows that the database keeps, and what keeps them when a table changes."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ProjectState

from clinic_project.database_rules import refuse

TABLES = (
    "CREATE TABLE rule_purse (id integer PRIMARY KEY, most integer NOT NULL)",
    "CREATE TABLE rule_coin (id integer PRIMARY KEY, purse_id integer NOT NULL, worth integer NOT NULL)",
)
BROKEN = (
    "(SELECT SUM(worth) FROM rule_coin WHERE purse_id = NEW.purse_id)"
    " > (SELECT most FROM rule_purse WHERE id = NEW.purse_id)"
)


def rule(name: str = "rule_purse_full") -> Any:
    return refuse(
        name, table="rule_coin", broken=BROKEN, message="more than the purse holds", shared=("rule_purse", "purse_id")
    )


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def attack(statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError, match="more than the purse holds"), transaction.atomic():
        run(statement, *values)


def apply_step(step: Any, *, backwards: bool = False) -> None:
    editor = connection.schema_editor(atomic=False)
    with editor:
        state = ProjectState()
        (step.database_backwards if backwards else step.database_forwards)("clinics", editor, state, state)


@pytest.fixture
def purse(transactional_db: None) -> Iterator[None]:
    """A purse of 10, and its rule."""
    for statement in TABLES:
        run(statement)
    apply_step(rule())
    run("INSERT INTO rule_purse VALUES (1, 10)")
    yield
    apply_step(rule(), backwards=True)
    run("DROP TABLE rule_coin")
    run("DROP TABLE rule_purse")


pytestmark = pytest.mark.django_db(transaction=True)


def test_what_breaks_the_rule_is_refused_when_added_and_when_changed(purse: None) -> None:
    run("INSERT INTO rule_coin VALUES (1, 1, 6)")
    run("INSERT INTO rule_coin VALUES (2, 1, 4)")
    attack("INSERT INTO rule_coin VALUES (3, 1, 1)")
    attack("UPDATE rule_coin SET worth = 7 WHERE id = 1")
    run("UPDATE rule_coin SET worth = 5 WHERE id = 1")


def test_a_rule_taken_back_refuses_nothing(purse: None) -> None:
    apply_step(rule(), backwards=True)
    run("INSERT INTO rule_coin VALUES (1, 1, 99)")
    run("DELETE FROM rule_coin")
    apply_step(rule())


def test_a_rule_may_be_given_again_in_a_later_migration(purse: None) -> None:
    apply_step(rule())
    attack("INSERT INTO rule_coin VALUES (1, 1, 11)")


def _model(table: str, **fields: Any) -> Any:
    meta = type("Meta", (), {"app_label": "rules", "db_table": table})
    body = {"__module__": __name__, "Meta": meta, "id": models.IntegerField(primary_key=True), **fields}
    return type(table.title().replace("_", ""), (models.Model,), body)


@pytest.mark.parametrize("table", ["rule_coin", "rule_purse"])
def test_the_rule_outlives_a_change_of_its_tables(purse: None, table: str) -> None:
    kept = {"rule_coin": ("purse_id", "worth"), "rule_purse": ("most",)}[table]
    changed = _model(table, **{name: models.IntegerField() for name in kept})
    wider = models.BigIntegerField()
    wider.set_attributes_from_name(kept[-1])
    wider.model = changed
    with connection.schema_editor() as editor:
        # Another type makes SQLite draw up the whole table again.
        editor.alter_field(changed, changed._meta.get_field(kept[-1]), wider)
    attack("INSERT INTO rule_coin VALUES (1, 1, 11)")


@pytest.mark.postgresql
def test_of_two_at_the_same_moment_one_is_refused(purse: None) -> None:
    """Each alone would fit. Both write, then both go on at once; the lock on the purse puts them in a row."""
    gate, answers = threading.Barrier(2), []

    def put(coin: int) -> None:
        try:
            with transaction.atomic():
                gate.wait(10)
                run("INSERT INTO rule_coin VALUES (%s, 1, 6)", coin)
            answers.append("in")
        except IntegrityError:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=(coin,)) for coin in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == ["in", "refused"]
