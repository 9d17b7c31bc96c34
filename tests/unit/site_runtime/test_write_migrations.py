"""The autodetector writes what models and migrations differ in, and never asks."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import models
from django.db.migrations import AddField, AddIndex, Migration, RemoveField

from site_contract.jobs import JobResult
from site_runtime.inside.jobs.carrying import carry
from tests.unit.site_runtime.a_tool import FILES, replaced, write

Job = Callable[..., JobResult]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The tool without a migration."""
    return write(tmp_path / "bare")


def migrated(job: Job, tree: Path) -> dict[str, Any]:
    """The tree with the migrations that it lacked; what was said of them."""
    result = job("write_migrations", folder=tree)
    assert result.ok, result.error
    for path, text in result.data["files"].items():
        (tree / path).write_text(text)
    return result.data


def test_the_first_migration(job: Job, bare: Path) -> None:
    data = migrated(job, bare)
    (path, text), *more = data["files"].items()
    assert (path, more) == ("app/migrations/0001_initial.py", [])
    assert text.startswith('"""The first tables."""\n')
    assert [operation["words"] for operation in data["operations"]] == [
        "New table Room with 6 columns",
        "New table Booking with 12 columns",
    ]


def test_the_same_models_give_the_same_text_without_a_date(job: Job, bare: Path) -> None:
    first, second = (job("write_migrations", folder=bare) for _ in range(2))
    assert first.data == second.data
    text = "".join(first.data["files"].values())
    assert not re.search(r"20\d\d[-_ ]?\d\d", text)


def test_nothing_changed_is_no_file(job: Job, tree: Path) -> None:
    assert migrated(job, tree) == {"files": {}, "operations": []}


def test_it_needs_no_database(job: Job, tree: Path) -> None:
    assert job("write_migrations", database=None).ok


COLUMNS = [
    ("models.CharField(max_length=20)", "a dash"),
    ("models.TextField()", "a dash"),
    ("models.IntegerField()", "0"),
    ("models.DecimalField(max_digits=9, decimal_places=2)", "0"),
    ("models.BooleanField()", "no"),
    ("models.DateField()", "the day of the change"),
    ("models.DateTimeField()", "the moment of the change"),
    ("models.TimeField()", "midnight"),
    ("models.JSONField()", "nothing"),
    ('models.CharField(max_length=9, choices=[("b", "Big"), ("s", "Small")])', "“Big”"),
    ("kit.MoneyField()", "0"),
    ("models.URLField()", "a dash"),
]


def test_a_compulsory_column_gets_a_neutral_value_that_is_named(job: Job, tree: Path) -> None:
    lines = "".join(f"    x{at:02} = {column}\n" for at, (column, _) in enumerate(COLUMNS))
    (tree / "app/models.py").write_text(replaced("models", "    keeper =", f"{lines}    keeper ="))
    result = job("write_migrations")
    assert result.ok, result.error
    said = {operation["field"]: operation for operation in result.data["operations"]}
    for at, (column, default) in enumerate(COLUMNS):
        operation = said[f"x{at:02}"]
        assert (operation["kind"], operation["model"]) == ("AddField", "room")
        assert operation["default"] == default, column
        assert operation["words"].endswith(f"in room; rows that are there get {default}")


def test_rows_that_are_there_get_it_once(job: Job, tree: Path) -> None:
    assert job("migrate").ok
    owner = job.access.owner  # type: ignore[attr-defined]
    options = f"-c search_path={owner.schema}"
    way = {"host": owner.host, "port": owner.port, "dbname": owner.name, "user": owner.user}
    with psycopg.connect(**way, password=owner.password, options=options) as connection:
        connection.execute(
            "INSERT INTO room (name, created_at, updated_at) VALUES ('Attic', now(), now())"
        )
    text = replaced("models", "    keeper =", "    floor = models.IntegerField()\n    keeper =")
    (tree / "app/models.py").write_text(text)
    migrated(job, tree)
    assert job("migrate").ok
    with psycopg.connect(**way, password=owner.password, options=options) as connection:
        assert connection.execute("SELECT floor FROM room").fetchall() == [(0,)]
        kept = "SELECT column_default FROM information_schema.columns WHERE column_name = 'floor'"
        assert connection.execute(kept).fetchall() == [(None,)]


def test_a_column_with_another_name_is_another_column(job: Job, tree: Path) -> None:
    text = replaced("models", "    seats =", "    chairs =")
    (tree / "app/models.py").write_text(text)
    operations = job("write_migrations").data["operations"]
    assert {operation["kind"] for operation in operations} == {"RemoveField", "AddField"}
    assert {operation["risk"] for operation in operations} == {"loses", "adds"}


def test_several_changes_have_a_name_of_words(job: Job, tree: Path) -> None:
    lines = "".join(f"    extra_{at} = models.TextField(blank=True)\n" for at in range(9))
    (tree / "app/models.py").write_text(replaced("models", "    keeper =", f"{lines}    keeper ="))
    (path,) = job("write_migrations").data["files"]
    assert re.fullmatch(r"app/migrations/0002_[a-z0-9_]+\.py", path)
    assert "auto" not in path


def test_what_is_written_is_python_with_a_docstring(job: Job, tree: Path) -> None:
    text = replaced("models", "    seats =", "    chairs =")
    (tree / "app/models.py").write_text(text)
    for written in job("write_migrations").data["files"].values():
        assert ast.get_docstring(ast.parse(written))


def test_models_that_break_are_a_sentence_with_the_line(job: Job, tmp_path: Path) -> None:
    broken = write(tmp_path / "broken", models="import site_kit as kit\n\nkit.Nothing\n")
    result = job("write_migrations", folder=broken)
    assert not result.ok
    assert "app/models.py, line 3" in result.error
    assert "Traceback" not in result.error


def test_an_unknown_job_is_a_sentence(job: Job) -> None:
    result = job("dance")
    assert (result.ok, result.error) == (False, "There is no job called dance.")


def test_the_tool_of_these_tests_is_whole() -> None:
    for text in FILES.values():
        ast.parse(text)


def test_an_index_of_a_column_that_comes_anew_comes_after_it() -> None:
    found: Any = Migration("0002_changes", "app")
    found.operations = [
        RemoveField("thing", "people"),
        AddIndex("thing", models.Index(fields=["people"], name="thing_search")),
        AddField("thing", "people", models.TextField()),
    ]

    (migration,) = carry([found], [], None)

    kinds = [type(one) for one in migration.operations]
    assert kinds == [RemoveField, AddField, AddIndex]
