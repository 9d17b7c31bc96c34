"""The demo's rows: each entered as it begins by somebody who may, then moved on by somebody who
may.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.pipeline import demo_rows, demo_tools
from apps.sites.models import Site
from tests.cast import Cast
from tests.made import a_version

STATUS = {"kind": "status", "id": "status", "values": [{"id": "new"}, {"id": "lost"}, {"id": "in"}]}
BLUEPRINT: dict[str, Any] = {
    "name": "Office keys",
    "entities": [
        {"id": "room", "fields": [{"kind": "text", "id": "name"}]},
        {
            "id": "key",
            "fields": [
                {"kind": "text", "id": "label"},
                {"kind": "relation", "id": "room", "to": "room"},
                {"kind": "person", "id": "holder"},
                {"kind": "date", "id": "due"},
                {"kind": "datetime", "id": "handed_out"},
                {"kind": "person", "id": "decided_by", "readonly": True},
                {"kind": "boolean", "id": "late", "expr": "due < today"},
                STATUS,
            ],
            "actions": [
                {"kind": "transition", "id": "report", "to": "lost", "needs": ["note"]},
                {"kind": "update", "id": "assign", "needs": ["holder"]},
            ],
        },
    ],
}


@dataclass
class Door:
    """In the place of the gate: who sent what where, and who is refused."""

    sent: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    refuses: Callable[[str, str], bool] = lambda name, path: False

    def visit(self, person: Any, workspace: Any, site: Any) -> Any:
        """Somebody in front of the site."""
        door = self

        class Visit:
            def __init__(self) -> None:
                self.person = person

            def sends(self, path: str, values: dict[str, Any]) -> int | None:
                name = person.name.split()[0].lower()
                door.sent.append((name, path, values))
                return None if door.refuses(name, path) else 100 + len(door.sent)

        return Visit()


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    door = Door()
    monkeypatch.setattr(demo_rows, "Visit", door.visit)
    return door


@pytest.fixture
def enter(door: Door, site: Site, cast: Cast) -> Callable[..., int]:
    """`enter(columns, cells)`: rows of keys, by Mara or Bea, decided on by Ines."""

    def do(columns: list[str], *rows: list[str], entity: str = "key") -> int:
        return demo_rows.enter_rows(
            site.workspace if hasattr(site, "workspace") else None,  # the stand-in does not look
            a_version(cast.bea, site, blueprint=BLUEPRINT),
            [{"entity": entity, "columns": columns, "rows": list(rows)}],
            entering=[cast.mara, cast.bea],
            deciding=cast.ines,
        )

    return do


def test_a_row_is_entered_by_the_first_who_may(enter: Callable[..., int], door: Door) -> None:
    assert enter(["label"], ["A1"], ["A2"]) == 2
    assert door.sent == [
        ("mara", "/key/new/", {"label": "A1"}),
        ("mara", "/key/new/", {"label": "A2"}),
    ]


def test_where_the_first_may_not_the_next_does(enter: Callable[..., int], door: Door) -> None:
    door.refuses = lambda name, path: name == "mara"
    assert enter(["label"], ["A1"]) == 1
    assert [name for name, *_ in door.sent] == ["mara", "bea"]


def test_a_row_that_nobody_may_enter_is_left_out_and_not_moved_on(
    enter: Callable[..., int], door: Door
) -> None:
    door.refuses = lambda name, path: True
    assert enter(["label", "status"], ["A1", "lost"]) == 0
    assert {path for _, path, _ in door.sent} == {"/key/new/"}


def test_a_row_begins_where_rows_begin(enter: Callable[..., int], door: Door) -> None:
    enter(["label", "status"], ["A1", "new"])
    assert door.sent == [("mara", "/key/new/", {"label": "A1"})]


def test_by_a_button_where_one_leads_there_with_what_it_needs(
    enter: Callable[..., int], door: Door
) -> None:
    enter(["label", "status"], ["A1", "lost"])
    assert door.sent[1:] == [("ines", "/key/101/do/report/", {"note": demo_rows.REASON})]


def test_else_by_an_edit_of_who_keeps_the_tool(enter: Callable[..., int], door: Door) -> None:
    enter(["label", "status"], ["A1", "in"])
    assert door.sent[1:] == [("bea", "/key/101/edit/", {"status": "in"})]


def test_a_button_of_another_status_is_not_pressed(
    door: Door, site: Site, cast: Cast, enter: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    actions = [{"kind": "transition", "id": "report", "field": "other", "to": "lost"}]
    monkeypatch.setitem(BLUEPRINT["entities"][1], "actions", actions)
    enter(["label", "status"], ["A1", "lost"])
    assert door.sent[1:] == [("bea", "/key/101/edit/", {"status": "lost"})]


@pytest.mark.parametrize("column", ["decided_by", "late"])
def test_what_the_tool_fills_in_itself_is_not_typed(
    enter: Callable[..., int], door: Door, column: str
) -> None:
    enter(["label", column], ["A1", "Ines Roca"])
    assert door.sent[0][2] == {"label": "A1"}


def test_an_empty_cell_is_not_typed(enter: Callable[..., int], door: Door) -> None:
    enter(["label", "due"], ["A1", ""])
    assert door.sent[0][2] == {"label": "A1"}


@pytest.mark.parametrize(
    ("cell", "days"), [("today", 0), ("today+3", 3), ("today-10", -10), ("today-0", 0)]
)
def test_days_are_counted_from_today(
    enter: Callable[..., int], door: Door, cell: str, days: int
) -> None:
    enter(["label", "due"], ["A1", cell])
    assert door.sent[0][2]["due"] == str(timezone.localdate() + timedelta(days=days))


@pytest.mark.parametrize(
    ("cell", "hour"), [("today", "09:00"), ("today+1 14:30", "14:30"), ("today-1", "09:00")]
)
def test_a_moment_has_an_hour(enter: Callable[..., int], door: Door, cell: str, hour: str) -> None:
    enter(["label", "handed_out"], ["A1", cell])
    assert door.sent[0][2]["handed_out"].endswith(f"T{hour}")


def test_a_plain_date_stays_as_it_is(enter: Callable[..., int], door: Door) -> None:
    enter(["label", "due"], ["A1", "2026-02-28"])
    assert door.sent[0][2]["due"] == "2026-02-28"


def test_people_and_rows_are_meant_by_their_names(door: Door, site: Site, cast: Cast) -> None:
    samples = [
        {"entity": "room", "columns": ["name"], "rows": [["Attic"], ["Cellar"]]},
        {
            "entity": "key",
            "columns": ["label", "room", "holder"],
            "rows": [["A1", "Cellar", "Jon Vale"], ["A2", "Attic", "me"], ["A3", "Roof", "No One"]],
        },
    ]
    version = a_version(cast.bea, site, blueprint=BLUEPRINT)
    demo_rows.enter_rows(None, version, samples, entering=[cast.mara], deciding=cast.ines)  # type: ignore[arg-type]  # the stand-in does not look
    assert [values for _, _, values in door.sent[2:]] == [
        {"label": "A1", "room": 102, "holder": cast.jon.pk},
        {"label": "A2", "room": 101, "holder": cast.mara.pk},
        {"label": "A3", "room": None, "holder": None},
    ]


def test_the_invoices_of_earlier_weeks_are_each_there_once() -> None:
    numbers = [row[0] for row in demo_tools.INVOICES["rows"]]
    assert len(set(numbers)) == len(numbers)
    days = [demo_rows.RELATIVE.match(row[-1]) for row in demo_tools.INVOICES["rows"]]
    weeks = {-int(day[1] or 0) // 7 for day in days if day}
    assert len(weeks) >= 10, "a chart of twelve weeks needs something in most of them"
