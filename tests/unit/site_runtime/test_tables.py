"""Migrating: all or nothing, forth and back, as the owner, and only where a job was given it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from site_contract.jobs import JobResult
from tests.unit.site_runtime.a_tool import replaced

Job = Callable[..., JobResult]


@pytest.fixture
def rows(job: Job) -> Callable[[str], list[Any]]:
    """`rows(sql)` in the scratch schema, as its owner."""
    owner = job.access.owner  # type: ignore[attr-defined]

    def ask(sql: str) -> list[Any]:
        way = {"host": owner.host, "port": owner.port, "dbname": owner.name, "user": owner.user}
        options = f"-c search_path={owner.schema}"
        with psycopg.connect(**way, password=owner.password, options=options) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    return ask


@pytest.fixture
def migrated(job: Job, tree: Path) -> Path:
    assert job("migrate").ok
    return tree


def _write(job: Job, tree: Path) -> None:
    for path, text in job("write_migrations").data["files"].items():
        (tree / path).write_text(text)


def test_what_ran_is_said(job: Job, tree: Path) -> None:
    result = job("migrate")
    assert "app.0001_initial" in result.data["applied"]
    made = [line for line in result.data["statements"] if line.startswith("CREATE TABLE")]
    assert any('"room"' in line for line in made)
    assert all(line.endswith(";") for line in result.data["statements"])


def test_a_second_time_there_is_nothing_to_do(job: Job, migrated: Path) -> None:
    assert job("migrate").data == {"applied": [], "statements": []}


def test_progress_is_told(job: Job, migrated: Path) -> None:
    said = [progress.title for progress in job.said]  # type: ignore[attr-defined]
    assert "Changing tables: app.0001_initial" in said


def test_one_goes_back_with_the_newer_tree(
    job: Job, migrated: Path, rows: Callable[[str], list[Any]]
) -> None:
    text = replaced("models", "    keeper =", "    floor = models.IntegerField()\n    keeper =")
    (migrated / "app/models.py").write_text(text)
    _write(job, migrated)
    assert job("migrate").data["applied"] == ["app.0002_room_floor"]
    back = job("migrate", {"target": "0001_initial"})
    assert back.ok, back.error
    assert any("DROP COLUMN" in line for line in back.data["statements"])
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'room'"
    assert ("floor",) not in rows(columns)
    assert job("migrate").data["applied"] == ["app.0002_room_floor"]


def test_a_target_that_is_none_is_a_sentence(job: Job, migrated: Path) -> None:
    result = job("migrate", {"target": "0009_nothing"})
    assert (result.ok, result.error) == (False, "This version has no migration 0009_nothing.")


def test_a_change_that_rows_do_not_fit_leaves_everything_as_it_was(
    job: Job, migrated: Path, rows: Callable[[str], list[Any]]
) -> None:
    now = "now(), now()"
    rows(f"INSERT INTO room (name, created_at, updated_at) VALUES ('a', {now}), ('b', {now})")
    text = replaced(
        "models",
        "    keeper =",
        "    first = models.TextField(blank=True)\n"
        "    code = models.CharField(max_length=9, unique=True)\n    keeper =",
    )
    (migrated / "app/models.py").write_text(text)
    _write(job, migrated)
    result = job("migrate")
    assert not result.ok
    assert result.error.startswith("Rows that are there do not fit")
    columns = "SELECT column_name FROM information_schema.columns WHERE table_name = 'room'"
    assert {("first",), ("code",)} & set(rows(columns)) == set()
    assert rows("SELECT name FROM django_migrations WHERE app = 'app'") == [("0001_initial",)]


def test_rows_that_are_there_get_their_numbers_with_a_new_reference(
    job: Job, migrated: Path, rows: Callable[[str], list[Any]]
) -> None:
    made = "TIMESTAMPTZ '2024-06-01', now()"
    rows(f"INSERT INTO room (name, created_at, updated_at) VALUES ('b', {made}), ('a', {made})")
    numbered = '    number = kit.ReferenceField("R-{year}-{number:3}")\n    keeper ='
    (migrated / "app/models.py").write_text(replaced("models", "    keeper =", numbered))
    _write(job, migrated)
    assert job("migrate").ok
    assert rows("SELECT name, number FROM room ORDER BY id") == [
        ("b", "R-2024-001"),
        ("a", "R-2024-002"),
    ]
    assert rows("SELECT number FROM kit_counter") == [(2,)]


def test_a_compulsory_relation_works_while_there_are_no_rows(
    job: Job, migrated: Path, rows: Callable[[str], list[Any]]
) -> None:
    text = replaced(
        "models",
        "    title =",
        "    second = models.ForeignKey(Room, models.PROTECT, related_name='+')\n    title =",
    )
    (migrated / "app/models.py").write_text(text)
    operation = job("write_migrations").data["operations"][0]
    assert "only while there are no rows" in operation["words"]
    _write(job, migrated)
    now = "now(), now()"
    rows(f"INSERT INTO room (id, name, created_at, updated_at) VALUES (1, 'a', {now})")
    rows(
        "INSERT INTO booking (title, room_id, loud, status, created_at, updated_at)"
        f" VALUES ('t', 1, false, 'asked', {now})"
    )
    assert not job("migrate").ok
    rows("DELETE FROM booking")
    assert job("migrate").ok


def test_a_lock_that_is_held_is_waited_for_and_then_said(
    job: Job, migrated: Path, rows: Callable[[str], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = replaced("models", "    keeper =", "    floor = models.IntegerField()\n    keeper =")
    (migrated / "app/models.py").write_text(text)
    _write(job, migrated)
    owner = job.access.owner  # type: ignore[attr-defined]
    way = {"host": owner.host, "port": owner.port, "dbname": owner.name, "user": owner.user}
    with psycopg.connect(**way, password=owner.password) as holding:
        holding.execute(f"LOCK TABLE {owner.schema}.room IN ACCESS EXCLUSIVE MODE")
        result = job("migrate")
    assert not result.ok
    assert "lock timeout" in result.error


def test_the_role_that_serves_cannot_migrate(job: Job, tree: Path) -> None:
    result = job("migrate", database=job.access.runtime)  # type: ignore[attr-defined]
    assert not result.ok
    assert "was not given the role" in result.error


BALANCE = '''

class BookingBalance(kit.Row):
    """How many seats are where."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+")
    location = models.ForeignKey(Room, models.CASCADE, related_name="+")
    on_hand = models.IntegerField()

    class Entity:
        child_of = "room"
        balance_of = "Booking"

    class Meta:
        db_table = "booking_balance"
'''
STOCK = '''"""What always holds."""

import site_kit as kit
from django.db.models import F

from app.models import Booking, BookingBalance


class BookingRules(kit.Rules):
    """A ledger."""

    model = Booking
    stock = kit.Stock(item="room", quantity=F("seats"), to="hall")


class BookingBalancePermissions(kit.Permissions):
    """As a room."""

    model = BookingBalance
    as_parent = True
'''


def test_a_ledger_that_is_older_than_its_rule_has_its_balances_at_once(
    job: Job, tree: Path, rows: Callable[[str], list[Any]]
) -> None:
    hall = '    hall = models.ForeignKey(Room, models.PROTECT, null=True, related_name="+")\n'
    text = replaced("models", "    title =", f"{hall}    title =")
    (tree / "app/models.py").write_text(text)
    _write(job, tree)
    assert job("migrate").ok
    now = "now(), now()"
    rows(f"INSERT INTO room (id, name, created_at, updated_at) VALUES (1, 'a', {now})")
    for seats in (3, 4):
        rows(
            "INSERT INTO booking (title, room_id, hall_id, seats, loud, status, created_at,"
            f" updated_at) VALUES ('t', 1, 1, {seats}, false, 'asked', {now})"
        )
    (tree / "app/models.py").write_text(text + BALANCE)
    (tree / "app/rules.py").write_text(STOCK)
    _write(job, tree)
    assert job("migrate").ok
    assert rows("SELECT room_id, location_id, on_hand FROM booking_balance") == [(1, 1, 7)]
