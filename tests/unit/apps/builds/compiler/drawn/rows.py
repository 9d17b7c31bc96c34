"""Sample rows that fit what was drawn: each cell by its field, different in each row."""

from __future__ import annotations

from collections.abc import Callable

from .chance import Chance, Data
from .sketch import Sketch

ROWS = 4
TITLES = ("Ash", "Birch", "Cedar", "Dogwood")
PEOPLE = ("me", "Mara Lind", "Jon Vale", "Nils Invented")
CELLS: dict[str, Callable[[int], str]] = {
    "integer": lambda n: str(n + 1),
    "decimal": lambda n: f"{n}.25",
    "money": lambda n: f"{n + 1}.50",
    "percent": lambda n: f"{n + 1}",
    "duration": lambda n: f"{n}.5",
    "rating": lambda n: str(n + 1),
    "boolean": lambda n: ("yes", "no")[n % 2],
    "date": lambda n: f"today+{10 * n}",
    "week": lambda n: f"today-{20 * n}",
    "month": lambda n: f"2026-0{n + 1}-01",
    "datetime": lambda n: f"today+{10 * n} 1{n}:00",
    "time": lambda n: f"0{n + 6}:30",
    "person": lambda n: PEOPLE[n],
    "people": lambda n: "; ".join(PEOPLE[: n % 3 + 1]),
    "email": lambda n: f"a{n}@b.example",
    "phone": lambda n: f"+45 12 34 0{n}",
    "url": lambda n: f"https://b.example/{n}",
    "text": lambda n: f"{TITLES[n]} of it",
    "long_text": lambda n: f"# {TITLES[n]}\n\n* <b>{n}</b>",
}
LATER = {"until": "today+{}", "ends": "today+{} 20:00"}


def samples(chance: Chance, tool: Sketch) -> list[Data]:
    """Rows of every entity, in their order, so that a relation leads to rows that are there."""
    pointed = [called for called in tool.entities if [*tool.pointing(called)]]
    return [
        _sample(chance, tool, entity)
        for entity in tool.entities
        if entity in pointed or chance.hits(7, 8)
    ]


def _sample(chance: Chance, tool: Sketch, entity: str) -> Data:
    cut = {one.get("field") for one in tool.entities[entity]["rules"] if one["kind"] == "empty_if"}
    fields = [
        tool.field(entity, called)
        for called in tool.fields(entity)
        if called not in cut
        and tool.field(entity, called)["kind"] not in ("file", "image", "reference")
    ]
    rows = [[_cell(field, entity, number) for field in fields] for number in range(ROWS)]
    return {"entity": entity, "columns": [one["id"] for one in fields], "rows": rows}


def _cell(field: Data, entity: str, number: int) -> str:
    if field["id"] == "label":
        return f"{TITLES[number]} {entity}"
    if field["id"] in LATER:
        return LATER[field["id"]].format(10 * number + 3)
    if field["kind"] in ("relation", "relations"):
        first = number if field["to"] != entity else number - 1
        return f"{TITLES[first]} {field['to']}" if first >= 0 else ""
    if "values" in field:
        ids = [one["id"] for one in field["values"]]
        return ids[number % len(ids)]
    cell: str = CELLS[field["kind"]](number)
    return cell
