"""Pages and parts of a drawn tool: each kind, with the keys that go with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from apps.plans.blueprint.parts import ChartShape, Comparison, Grain, Size

from .chance import Chance, Data
from .deeds import filled
from .phrases import condition, measure
from .sketch import DAYS, NUMBERS, Sketch

GRAINS, SIZES, SHAPES = get_args(Grain), get_args(Size), get_args(ChartShape)
COMPARISONS = get_args(Comparison)[1:]
UNSHOWN = ("vote",)


def pages(chance: Chance, tool: Sketch) -> list[Data]:
    """Some of each kind, or none at all: then there is a table for each entity."""
    found: list[Data] = []
    for number, entity in enumerate(tool.entities):
        for kind in chance.several(tuple(ROWS), 4) if entity not in UNSHOWN else ():
            found.append(_row_page(chance, tool, entity, kind) | {"id": f"{kind}_{number}"})
        if entity not in UNSHOWN:
            found += chance.some([_detail(chance, tool, entity, number)], 1, 2)
            found += chance.some([_form(chance, tool, entity, number)], 1, 2)
    found.append(_dashboard(chance, tool))
    found.append({"kind": "text", "id": "words", **chance.keys(2, 3, body=chance.text)})
    found += chance.some([{"kind": "extension", "id": "extra", "hook": "show"}], 1, 3)
    # found += chance.some([_read(chance, "person"), _read(chance, "history")], 1, 3)
    for page in found:
        page |= chance.keys(
            1,
            6,
            name=chance.text,
            description=chance.text,
            open_to=lambda: tool.roles[:1],
        )
    if tool.roles:
        found[chance.below(len(found))]["home_for"] = tool.roles[:1]
    return found


def _read(chance: Chance, entity: str) -> Data:
    return {"kind": chance.one(("table", "queue")), "id": f"of_{entity}", "entity": entity}


# Rows


def _paths(chance: Chance, tool: Sketch, entity: str, most: int = 6) -> list[str]:
    own = [*tool.fields(entity, stored=False), "created_at", "created_by", "title", "id"]
    far = [f"{one}.{tail}" for one, _ in tool.links(entity) for tail in ("size", "owner.name")]
    people = [f"{one}.department" for one in tool.fields(entity, "person")]
    return chance.several([*own, *far, *people], most)


def _row_page(chance: Chance, tool: Sketch, entity: str, kind: str) -> Data:
    return {
        "kind": kind,
        "entity": entity,
        **chance.keys(
            1,
            3,
            scope=lambda: condition(chance, tool, entity),
            columns=lambda: _paths(chance, tool, entity),
            counts=lambda: [_count(chance, tool, entity, one) for one in ("few", "many_of_them")],
            filters=lambda: _filters(chance, tool, entity),
            search=lambda: _search(chance, tool, entity),
            sort=lambda: _sort(chance, tool, entity),
            actions=lambda: [one["id"] for one in tool.entities[entity]["actions"]][:2],
            parts=lambda: parts(chance, tool),
        ),
        **ROWS[kind](chance, tool, entity),
    }


def _count(chance: Chance, tool: Sketch, entity: str, called: str) -> Data:
    return {
        "id": called,
        **chance.keys(
            1,
            2,
            name=chance.text,
            where=lambda: condition(chance, tool, entity),
            measure=lambda: measure(chance, tool, entity),
            opens=lambda: True,
        ),
    }


def _filters(chance: Chance, tool: Sketch, entity: str) -> list[str]:
    starts = ["due=today", "due=today + days(3)", "size=3", "owner=me", "created_by", "updated_at"]
    starts += [f"{one}={tool.values(entity, one)[0]!r}" for one in tool.fields(entity, "choice")]
    booked = tool.entities.get("booking")
    overlaps = [one for one in booked["rules"] if "start" in one] if booked else []
    case = next(iter(tool.entities))
    if entity == case and any("belongs" in one.get("per", ()) for one in overlaps):
        starts.append("free(booking)")
    paths = _paths(chance, tool, entity, 4)
    picked = chance.several(starts, 3)
    named = {one.partition("=")[0] for one in picked}
    return [*picked, *(one for one in paths if one not in named)]


def _search(chance: Chance, tool: Sketch, entity: str) -> list[str]:
    texts = tool.fields(entity, "text", "long_text", "email", "url", "reference", stored=False)
    return [*chance.several(texts, 3), *(f"{one}.label" for one, _ in tool.links(entity)[:1])]


def _sort(chance: Chance, tool: Sketch, entity: str) -> list[str]:
    return [chance.one(("", "-")) + one for one in _paths(chance, tool, entity, 2)]


def _table(chance: Chance, tool: Sketch, entity: str) -> Data:
    dates = ["created_at", *tool.fields(entity, *DAYS, "datetime")]
    return chance.keys(
        1,
        3,
        group_by=lambda: _groups(chance, tool, entity, 2),
        totals=lambda: [measure(chance, tool, entity)],
        between=lambda: chance.one(dates),
        limit=lambda: 7,
        inline_edit=lambda: True,
    )


def _groups(chance: Chance, tool: Sketch, entity: str, most: int) -> list[str]:
    kinds = ("status", "choice", "relation", "person", "boolean", "text", "integer", "date")
    return chance.several(tool.fields(entity, *kinds, stored=False), most)


def _cards(chance: Chance, tool: Sketch, entity: str) -> Data:
    return chance.keys(1, 3, group_by=lambda: _groups(chance, tool, entity, 1))


def _queue(chance: Chance, tool: Sketch, entity: str) -> Data:
    limit = chance.keys(1, 8, limit=lambda: 5)
    return limit | chance.keys(1, 3, group_by=lambda: _groups(chance, tool, entity, 1))


def _report(chance: Chance, tool: Sketch, entity: str) -> Data:
    totals = [measure(chance, tool, entity), "avg(size)"]
    found = {
        "group_by": _groups(chance, tool, entity, 2),
        "totals": totals,
        **chance.keys(1, 3, between=lambda: "due", limit=lambda: 3),
    }
    return found | chance.keys(1, 2, sort=lambda: [f"-{totals[0]}"], columns=list, actions=list)


def _leaderboard(chance: Chance, tool: Sketch, entity: str) -> Data:
    if chance.hits():
        return {"sort": ["-size"], **chance.keys(limit=lambda: 3)}
    return _report(chance, tool, entity) | {"between": "", "columns": [], "actions": []}


def _board(chance: Chance, tool: Sketch, entity: str) -> Data:
    lanes = tool.fields(entity, "status", "choice", "relation", "person")
    more = chance.keys(1, 3, totals=lambda: [measure(chance, tool, entity)])
    return {"group_by": [chance.one(lanes)], **more}


def _timed(chance: Chance, tool: Sketch, entity: str) -> Data:
    start, end = chance.one((("due", "until"), ("created_at", "updated_at")))
    lanes = tool.fields(entity, "status", "choice", "relation", "person", "boolean", stored=False)
    return {
        "start": start,
        **chance.keys(
            1,
            2,
            end=lambda: end,
            lanes=lambda: chance.one(lanes),
            colour_by=lambda: chance.one(lanes),
        ),
    }


def _matrix(chance: Chance, tool: Sketch, entity: str) -> Data:
    axes = tool.fields(entity, "status", "choice", "relation", "person", "date", "text")
    found: Data = {
        "rows": chance.one([*axes, "created_by"]),
        "across": chance.one([*axes, "created_at"]),
        **chance.keys(1, 2, grain=lambda: chance.one(GRAINS)),
        "columns": [],
        "counts": [],
        "actions": [],
        "parts": [],
    }
    cells = [measure(chance, tool, entity), *tool.fields(entity, *NUMBERS, "choice", "boolean")]
    found |= chance.keys(2, 3, cell=lambda: chance.one(cells))
    is_field = found.get("cell") in tool.fields(entity)
    return found | chance.keys(1, 2, inline_edit=lambda: is_field)


ROWS: dict[str, Callable[[Chance, Sketch, str], Data]] = {
    "table": _table,
    "cards": _cards,
    "queue": _queue,
    "report": _report,
    "leaderboard": _leaderboard,
    "board": _board,
    "calendar": _timed,
    "timeline": _timed,
    "matrix": _matrix,
}


# Other pages


def _detail(chance: Chance, tool: Sketch, entity: str, number: int) -> Data:
    children = [child for child, _ in tool.pointing(entity) if child != entity]
    return {
        "kind": "detail",
        "id": f"one_{number}",
        "entity": entity,
        **chance.keys(
            1,
            2,
            columns=lambda: _paths(chance, tool, entity),
            children=lambda: list(dict.fromkeys(children))[:2],
            actions=lambda: [one["id"] for one in tool.entities[entity]["actions"]][:2],
            parts=lambda: parts(chance, tool),
        ),
        **chance.keys(1, 6, panel=lambda: True),
    }


def _form(chance: Chance, tool: Sketch, entity: str, number: int) -> Data:
    required = [one["id"] for one in tool.required(entity)]
    offered = list(dict.fromkeys([*required, *chance.several(tool.fields(entity), 3)]))
    page: Data = {"kind": "form", "id": f"ask_{number}", "entity": entity}
    page |= chance.keys(1, 2, fields=lambda: offered, after=lambda: "Thanks for {label}.")
    page |= chance.keys(1, 3, set=lambda: ["size = 3", *filled(tool, entity, "")[0][:0]])
    if chance.hits(1, 3) and len(offered) > 1:
        steps = [("First", offered[:1]), ("Then", offered[1:])]
        page["steps"] = [{"name": name, "fields": fields} for name, fields in steps]
    return page | (_public(tool, entity, offered) if chance.hits(1, 6) else {})


STRANGE = {"file", "image", "relation", "relations", "person", "people"}
"""Kinds of which outsiders send nothing, or only what a `pick` lets through."""


def _public(tool: Sketch, entity: str, offered: list[str]) -> Data:
    """For outsiders, who come back by what nobody can guess; only where all of it is theirs."""
    fields = {field["id"]: field for field in tool.entities[entity]["fields"]}
    for field in (fields[called] for called in offered):
        if field["kind"] in STRANGE or field.keys() & {"seen_by", "edited_by"}:
            return {}
    if "label" not in offered or "seen_by" in fields["label"]:
        return {}
    code = {"kind": "reference", "id": "code", "pattern": "X{random}"}
    tool.entities[entity]["fields"].append(code)
    return {"public": True, "reply": ["label"]}


def _dashboard(chance: Chance, tool: Sketch) -> Data:
    text: Data = {"kind": "text", "id": "said", "body": chance.text()}
    return {"kind": "dashboard", "id": "board_of_all", "parts": [text, *parts(chance, tool)]}


# Parts


def parts(chance: Chance, tool: Sketch) -> list[Data]:
    """One to three of them."""
    shown = [one for one in tool.entities if one not in UNSHOWN]
    found = []
    for kind in chance.several(tuple(PARTS), 3):
        ticked = [one for one in shown if tool.fields(one, "boolean")]
        entity = chance.one(ticked if kind == "checklist" and ticked else shown)
        part = {"kind": kind, "id": f"part_{kind}", **PARTS[kind](chance, tool, entity)}
        part |= chance.keys(1, 3, name=chance.text, size=lambda: chance.one(SIZES))
        if kind != "text":
            part["entity"] = entity
            part |= chance.keys(1, 3, scope=partial(condition, chance, tool, entity))
        found.append(part)
    return found


def _stat(chance: Chance, tool: Sketch, entity: str) -> Data:
    found = chance.keys(
        1,
        2,
        measure=lambda: measure(chance, tool, entity),
        of=lambda: measure(chance, tool, entity),
    )
    if chance.hits():
        found |= {"x": chance.one(("due", "created_at"))}
        found |= chance.keys(2, 3, compare=lambda: chance.one(COMPARISONS))
    return found


def _chart(chance: Chance, tool: Sketch, entity: str) -> Data:
    dated = chance.hits()
    kinds = ("status", "choice", "choices", "relation", "person", "people", "boolean", "text")
    paths = [*tool.fields(entity, *kinds, "integer", stored=False), "owner.department"]
    found: Data = {"x": chance.one(("due", "created_at")) if dated else chance.one(paths)}
    found |= chance.keys(shape=lambda: chance.one(SHAPES if dated else ("bar", "donut")))
    if dated:
        found |= chance.keys(1, 2, grain=lambda: chance.one(GRAINS), last=lambda: 5)
    if chance.hits():
        found |= {"split_by": chance.one(paths)} | chance.keys(stacked=lambda: True)
    else:
        figures = ["count()", "sum(size)", "avg(size)"]
        found |= chance.keys(measures=lambda: chance.several(figures, 3))
    return found | chance.keys(top=lambda: 3)


def _list(chance: Chance, tool: Sketch, entity: str) -> Data:
    return chance.keys(
        columns=lambda: _paths(chance, tool, entity, 3),
        sort=lambda: _sort(chance, tool, entity),
        actions=lambda: [one["id"] for one in tool.entities[entity]["actions"]][:2],
        limit=lambda: 4,
    )


def _said(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {"body": chance.text()}


PARTS: dict[str, Callable[[Chance, Sketch, str], Data]] = {
    "stat": _stat,
    "progress": _stat,
    "chart": _chart,
    "list": _list,
    "checklist": _list,
    "text": _said,
}
