"""Rows come along when a field becomes another sort of field, and go back with it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg.rows import dict_row
from pydantic import TypeAdapter

from apps.builds.compiler import carried, compile_blueprint, format_sources
from apps.builds.inspection import inspect_source
from apps.plans.blueprint.edits import apply
from apps.plans.blueprint.edits.kinds import AnyEdit
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.whole import Blueprint
from apps.workspaces.models import Workspace
from site_contract.jobs import JobResult

Job = Callable[..., JobResult]
Data = dict[str, Any]
NAME = {"kind": "text", "id": "name", "required": True}
FIELDS: list[Data] = [
    NAME,
    {"kind": "text", "id": "supplier"},
    {"kind": "text", "id": "sort"},
    {"kind": "choice", "id": "stage", "values": [{"id": "open"}, {"id": "shut", "name": "Closed"}]},
    {"kind": "choice", "id": "place", "values": [{"id": "attic", "name": "The attic"}]},
    {"kind": "person", "id": "buyer"},
    {"kind": "person", "id": "lead"},
    {"kind": "text", "id": "amount"},
    {"kind": "text", "id": "day"},
    {"kind": "integer", "id": "pieces"},
    {"kind": "relation", "id": "box", "to": "box"},
    {"kind": "choice", "id": "level", "values": [{"id": "low"}, {"id": "mid"}, {"id": "high"}]},
    {"kind": "choices", "id": "tags", "values": [{"id": "a"}, {"id": "b"}, {"id": "c"}]},
    {"kind": "relation", "id": "twin", "to": "box"},
    {"kind": "datetime", "id": "seen"},
    {"kind": "text", "id": "due", "required": True},
    {"kind": "text", "id": "stars"},
    {"kind": "boolean", "id": "odd"},
]
TOOL: Data = {
    "name": "Things",
    "entities": [
        {"id": "thing", "fields": FIELDS},
        *({"id": one, "fields": [NAME]} for one in ("box", "room", "supplier")),
    ],
}
AT = "entities.thing.fields"


def becomes(field: str, item: Data, *lines: str) -> Data:
    edit: Data = {"kind": "convert", "at": f"{AT}.{field}", "item": {"id": field} | item}
    return edit | ({"map": list(lines)} if lines else {})


EDITS: list[Data] = [
    becomes("supplier", {"kind": "relation", "to": "supplier"}),
    becomes(
        "sort",
        {"kind": "choice", "values": [{"id": "tool"}, {"id": "toy", "name": "A toy"}]},
        "Hammer=tool",
    ),
    becomes("stage", {"kind": "status", "values": [{"id": "open"}, {"id": "done"}]}, "shut=done"),
    becomes("place", {"kind": "relation", "to": "room"}),
    becomes("buyer", {"kind": "people"}),
    becomes("lead", {"kind": "text"}),
    becomes("amount", {"kind": "money"}),
    becomes("day", {"kind": "date"}),
    becomes("pieces", {"kind": "text"}),
    becomes("box", {"kind": "text"}),
    {"kind": "remove", "at": f"{AT}.level.values.mid", "to": "low"},
    {"kind": "remove", "at": f"{AT}.tags.values.b", "to": "c"},
    becomes("twin", {"kind": "relations", "to": "box"}),
    becomes("seen", {"kind": "text"}),
    becomes("due", {"kind": "date", "required": True}),
    becomes("stars", {"kind": "rating"}),
    becomes("odd", {"kind": "text", "required": True}),
]
ROWS = """
    INSERT INTO box (id, name, created_at, updated_at) VALUES (7, 'Red box', now(), now());
    INSERT INTO supplier (name, created_at, updated_at) VALUES ('Northwind Paper', now(), now());
    INSERT INTO thing (name, supplier, sort, stage, place, buyer_id, lead_id, amount, day, pieces,
                       box_id, level, tags, twin_id, seen, due, stars, odd, created_at,
                       updated_at) VALUES
      ('One', ' northwind PAPER', 'Hammer', 'shut', 'attic', {bea}, {bea}, '€ 1,234.50',
       '2026-12-24', 12, 7, 'mid', '["a", "b"]', 7,
       '2026-03-05 13:00:30+00', '2026-01-31', '4', true, now(), now()),
      ('Two', 'Hartley Boxes', 'a TOY', 'open', '', NULL, NULL, 'a lot', 'soon', NULL,
       NULL, 'high', '["b", "c"]', NULL, NULL, 'never', '9', false, now(), now()),
      ('Three', '', 'cake', '', '', NULL, NULL, '', '', 0, NULL, 'low', '[]', NULL,
       NULL, '2026-02-01', '', false, now(), now());
"""


SEEN = datetime(2026, 3, 5, 13, 0, 30, tzinfo=UTC)


class Lived:
    """A tool with rows, and its next version beside it."""

    def __init__(self, job: Job, folder: Path) -> None:
        self.job = job
        self.folder = folder
        owner = job.access.owner  # type: ignore[attr-defined]
        way = {"host": owner.host, "port": owner.port, "dbname": owner.name, "user": owner.user}
        options = f"-c search_path={owner.schema},directory,public"
        self.database = psycopg.connect(
            **way, password=owner.password, options=options, autocommit=True, row_factory=dict_row
        )

    def becomes(self, blueprint: Blueprint, carried: list[Data] | None = None) -> list[Data]:
        """Compile, write what is missing, and migrate; the operations."""
        for path, text in compile_blueprint(blueprint).items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        (self.folder / "app/migrations").mkdir(exist_ok=True)
        (self.folder / "app/migrations/__init__.py").touch()
        payload = {"carried": carried or []}
        written = self.job("write_migrations", payload, folder=self.folder)
        assert written.ok, written.error
        files = format_sources(written.data["files"])
        assert inspect_source(files) == []
        for path, text in files.items():
            (self.folder / path).write_text(text)
        self.goes()
        operations: list[Data] = written.data["operations"]
        return operations

    def goes(self, **payload: str) -> None:
        """Migrate, back too."""
        moved = self.job("migrate", payload, folder=self.folder)
        assert moved.ok, moved.error

    def asks(self, sql: str) -> list[Data]:
        return self.database.execute(sql).fetchall()


@pytest.fixture
def lived(job: Job, tmp_path: Path) -> Iterator[Lived]:
    one = Lived(job, tmp_path / "things")
    yield one
    one.database.close()


def edited(before: Blueprint, edits: list[Data]) -> Blueprint:
    return apply(before, [TypeAdapter(AnyEdit).validate_python(edit) for edit in edits])


def test_every_sort_of_field_keeps_what_its_rows_say_there_and_back(
    lived: Lived, acme: Workspace
) -> None:
    before = load(TOOL).blueprint
    lived.becomes(before)
    (somebody, *_) = lived.asks("SELECT id, name FROM person ORDER BY id")
    lived.database.execute(ROWS.format(bea=somebody["id"]))
    columns = (
        "name, supplier, sort, stage, place, buyer_id, amount, day, pieces, box_id, level, tags"
    )
    entered = lived.asks(f"SELECT {columns}, twin_id FROM thing ORDER BY id")
    after = edited(before, EDITS)
    operations = lived.becomes(after, carried(before, after, EDITS))
    assert [one["field"] for one in operations if one["risk"] == "loses"] == ["odd"]
    found = lived.asks(
        "SELECT t.name, s.name AS supplier, sort, stage, r.name AS place, lead, amount, day, "
        "pieces, box, level, tags FROM thing t LEFT JOIN supplier s ON s.id = t.supplier_id "
        "LEFT JOIN room r ON r.id = t.place_id ORDER BY t.id"
    )
    assert json.loads(json.dumps(found, default=str)) == [
        {
            "name": "One",
            "supplier": "Northwind Paper",
            "sort": "tool",
            "stage": "done",
            "place": "The attic",
            "lead": somebody["name"],
            "amount": "1234.50",
            "day": "2026-12-24",
            "pieces": "12",
            "box": "Red box",
            "level": "low",
            "tags": ["a", "c"],
        },
        {
            "name": "Two",
            "supplier": "Hartley Boxes",
            "sort": "toy",
            "stage": "open",
            "place": None,
            "lead": "",
            "amount": None,
            "day": None,
            "pieces": "",
            "box": "",
            "level": "high",
            "tags": ["c"],
        },
        {
            "name": "Three",
            "supplier": None,
            "sort": "",
            "stage": "open",
            "place": None,
            "lead": "",
            "amount": None,
            "day": None,
            "pieces": "0",
            "box": "",
            "level": "low",
            "tags": [],
        },
    ]
    several = "SELECT count(*) AS n FROM thing_buyer UNION ALL SELECT count(*) FROM thing_twin"
    assert [row["n"] for row in lived.asks(several)] == [1, 1]
    kept = lived.asks("SELECT changes FROM kit_history ORDER BY changes::text")
    assert [row["changes"] for row in kept] == [
        {"amount": ["a lot", None]},
        {"day": ["soon", None]},
        {"due": ["never", None]},
        {"sort": ["cake", None]},
        {"stars": ["9", None]},
    ]
    assert [row["seen"] for row in lived.asks("SELECT seen FROM thing ORDER BY id")] == [
        f"{SEEN.astimezone(ZoneInfo(acme.timezone)):%Y-%m-%d %H:%M}",
        "",
        "",
    ]
    assert lived.asks("SELECT count(*) AS n FROM thing WHERE due IS NULL") == [{"n": 0}]
    lived.goes(target="0001_initial")
    back = lived.asks(f"SELECT {columns}, twin_id FROM thing ORDER BY id")
    assert [row["name"] for row in back] == ["One", "Two", "Three"]
    for column in ("supplier", "buyer_id", "pieces", "box_id", "twin_id"):
        was = [_read(row[column]) for row in entered]
        assert [_read(row[column]) for row in back] == was, column


def _read(value: Any) -> Any:
    """What a row says, however it is written; nothing and the empty text are alike."""
    return str(value or "").strip().replace("northwind PAPER", "Northwind Paper")


def test_values_alone_move_in_a_migration_of_their_own(lived: Lived) -> None:
    before = load(TOOL).blueprint
    lived.becomes(before)
    lived.database.execute(
        "INSERT INTO thing (name, supplier, sort, stage, place, amount, day, due, stars, odd, "
        "level, tags, created_at, updated_at) "
        "VALUES ('One', '', '', '', '', '', '', 'x', '', false, 'high', '[]', now(), now())"
    )
    edits = [
        {"kind": "remove", "at": f"{AT}.level.values.high", "to": "mid"},
        {"kind": "remove", "at": f"{AT}.level.values.mid", "to": "low"},
    ]
    after = edited(before, edits)
    (operation,) = lived.becomes(after, carried(before, after, edits))
    assert operation["words"] == "Values of level of thing move to others"
    assert lived.asks("SELECT level FROM thing") == [{"level": "low"}]


def test_six_hundred_texts_lead_to_six_hundred_rows(lived: Lived) -> None:
    """Texts that are numbers of rows by themselves are none the less read once."""
    tool = {
        "name": "Things",
        "entities": [
            {"id": "thing", "fields": [NAME, {"kind": "text", "id": "supplier"}]},
            {"id": "supplier", "fields": [NAME]},
        ],
    }
    before = load(tool).blueprint
    lived.becomes(before)
    lived.database.execute(
        "INSERT INTO thing (name, supplier, created_at, updated_at) "
        "SELECT n::text, (601 - n)::text, now(), now() FROM generate_series(1, 600) AS n"
    )
    after = edited(before, EDITS[:1])
    lived.becomes(after, carried(before, after, EDITS[:1]))
    wrong = (
        "SELECT count(*) AS n FROM thing t JOIN supplier s ON s.id = t.supplier_id "
        "WHERE s.name::int <> 601 - t.name::int"
    )
    assert lived.asks(wrong) == [{"n": 0}]
    assert lived.asks("SELECT count(*) AS n FROM supplier") == [{"n": 600}]
