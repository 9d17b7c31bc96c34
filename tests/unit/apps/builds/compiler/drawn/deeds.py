"""Actions, rules and permissions of a drawn tool."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from .chance import Chance, Data
from .phrases import condition, number, who
from .sketch import Sketch

VALUES = {
    "text": "'new'",
    "long_text": "'long'",
    "email": "'a@b.example'",
    "phone": "'+45 1234'",
    "url": "'https://b.example/y'",
    "boolean": "True",
    "date": "today",
    "datetime": "now",
    "time": "time(now)",
    "week": "week_start(today)",
    "month": "month_start(today)",
    "person": "me",
}
"""What is written to a field, by its kind; a number is 1, a choice the first."""


def value_for(tool: Sketch, field: Data, start: str) -> str:
    """An expression that fits a field of a row that is made from one of `start`; or ``."""
    kind = field["kind"]
    if kind in VALUES:
        if field.get("unique"):
            return (
                f"text('n', row.{'label' if start != 'vote' else 'id'}, now)"
                if kind == "text"
                else ""
            )
        return VALUES[kind]
    if kind in ("status", "choice"):
        return f"'{field['values'][0]['id']}'"
    if kind == "relation":
        return "row" if field["to"] == start else ""
    return "1" if kind in ("integer", "decimal", "money", "percent", "rating", "duration") else ""


def filled(tool: Sketch, target: str, start: str) -> tuple[list[str], list[str]]:
    """Assignments for what a new row needs, and the ids that have to be asked for."""
    given, asked = [], []
    for field in tool.required(target):
        value = value_for(tool, field, start)
        given += [f"{field['id']} = {value}"] if value else []
        asked += [] if value else [field["id"]]
    for called, to in tool.links(target):
        if to == start and not any(one.startswith(f"{called} =") for one in given):
            given.append(f"{called} = row")
    return given, asked


# Actions


def actions(chance: Chance, tool: Sketch, entity: str) -> list[Data]:
    """What people may do to rows of an entity."""
    if entity == "vote":
        return []
    found = [make(chance, tool, entity) for make in chance.several(ACTIONS, 4)]
    if tool.fields(entity, "status"):
        found += _moves(chance, tool, entity)
    return [_with_words(chance, tool, entity, one) for one in found if one]


def _with_words(chance: Chance, tool: Sketch, entity: str, action: Data) -> Data:
    return action | chance.keys(
        1,
        4,
        name=chance.text,
        description=chance.text,
        by=lambda: who(chance, tool, entity),
        not_by=lambda: who(chance, tool, entity, 1),
        when=lambda: condition(chance, tool, entity),
        tone=lambda: chance.one(("good", "bad")),
        confirm=chance.text,
    )


def _moves(chance: Chance, tool: Sketch, entity: str) -> list[Data]:
    """Transitions to every value of the status, so that each is reached; or none."""
    if "state" not in tool.fields(entity) or chance.hits(1, 4):
        return []
    asks = chance.several(["owner", "due"], 2)
    named = _which_status(chance, tool, entity)
    values = {"open": "reopen", "busy": "start", "shut": "close", "back": "return"}
    return [
        {
            "kind": "transition",
            "id": called,
            "to": to,
            **named,
            **chance.keys(
                1,
                4,
                from_=partial(_others, list(values), to),
                needs=lambda: asks[:1],
                set=lambda: ["size = size + 1", "until = today"],
                bulk=lambda: True,
            ),
            **chance.keys(1, 4, asks=lambda: ["until"]),
        }
        for to, called in values.items()
    ]


def _others(values: list[str], to: str) -> list[str]:
    return [one for one in values if one != to][:2]


def _which_status(chance: Chance, tool: Sketch, entity: str) -> Data:
    """Which status is meant: said where there are several, and sometimes where not."""
    several = len(tool.fields(entity, "status", stored=False)) > 1
    return {"field": "state"} if several or chance.hits(1, 4) else {}


def _update(chance: Chance, tool: Sketch, entity: str) -> Data:
    sets = ["size = size * 2", "owner = me", "due = today + days(1)"]
    if tool.links(entity):
        sets.append(f"{tool.links(entity)[0][0]}.size = size")
    return {
        "kind": "update",
        "id": "assign",
        **chance.keys(2, 3, needs=lambda: ["owner"], asks=lambda: ["until"], bulk=lambda: True),
        "set": chance.several(sets, 2),
    }


def _create(chance: Chance, tool: Sketch, entity: str) -> Data:
    target = chance.one([one for one in tool.entities if one != "vote"])
    given, asked = filled(tool, target, entity)
    action: Data = {"kind": "create", "id": "another", "entity": target, "set": given}
    if asked:
        return action | {"needs": asked}
    return action | chance.keys(1, 2, asks=lambda: ["until"])


def _toggle(chance: Chance, tool: Sketch, entity: str) -> Data:
    votes = [called for called, via in tool.pointing(entity) if called == "vote"]
    return {"kind": "toggle", "id": "like", "entity": "vote"} if votes else {}


def _duplicate(chance: Chance, tool: Sketch, entity: str) -> Data:
    lines = any(tool.entities[child].get("child_of") == via for child, via in tool.pointing(entity))
    unique = [
        one["id"] for one in tool.entities[entity]["fields"]
        if one.get("unique") and one["id"] != "label" and not one.get("required")
    ]  # fmt: skip
    return {
        "kind": "duplicate",
        "id": "copy_it",
        "set": ["label = text(row.label, 'again', now)"],
        **chance.keys(1, 2, clear=lambda: [*unique, "due"]),
        **chance.keys(1, 2, with_children=lambda: lines),
    }


def _repeat(chance: Chance, tool: Sketch, entity: str) -> Data:
    ticked = tool.fields(entity, "choice", "person", "relation", "people", "choices")
    return {
        "kind": "repeat",
        "id": "series",
        "date": "due",
        **chance.keys(1, 2, end=lambda: "until", each=lambda: ticked[:1]),
    }


def _print(chance: Chance, tool: Sketch, entity: str) -> Data:
    bodies = ("# {label}\n\n{size} for {owner.name}", "**{title}** | {due} | {link}")
    return {
        "kind": "print",
        "id": "sheet",
        **chance.keys(1, 2, body=lambda: chance.one(bodies), bulk=lambda: True),
    }


def _extension(chance: Chance, tool: Sketch, entity: str) -> Data:
    more = chance.keys(1, 2, needs=lambda: ["size"], asks=lambda: ["due"], bulk=lambda: True)
    return {"kind": "extension", "id": "run_it", "hook": "deed", **more}


ACTIONS: tuple[Callable[[Chance, Sketch, str], Data], ...] = (
    *(_update, _create, _toggle, _toggle, _toggle, _duplicate, _repeat, _print, _extension),
)


# Rules


def rules(chance: Chance, tool: Sketch, entity: str) -> list[Data]:
    """What holds for the rows of an entity."""
    if entity == "vote":
        return []
    found = [make(chance, tool, entity) for make in chance.several(RULES, 4)]
    found += [make(chance, tool, entity) for make in OWN.get(entity, ())]
    described = {"description": chance.text, "message": chance.text}
    return [one | chance.keys(1, 4, **described) for one in found if one]


def _validation(chance: Chance, tool: Sketch, entity: str) -> Data:
    fits = ("size < 99", "due <= until", "owner.name != 'x'", "size < 50 or until != empty")
    more = [f"count({child}, via={via}) < 50" for child, via in tool.pointing(entity)]
    return {"kind": "validation", "id": "fits", "expr": chance.one((*fits, *more))}


def _required_if(chance: Chance, tool: Sketch, entity: str) -> Data:
    when = chance.one(("size > 3", "owner == me", condition(chance, tool, entity)))
    return {"kind": "required_if", "field": "owner", "when": when}


def _empty_if(chance: Chance, tool: Sketch, entity: str) -> Data:
    when = chance.one(("size > 90", "label == 'nothing'", "owner == empty and size > 90"))
    return {"kind": "empty_if", "field": "until", "when": when}


def _unique(chance: Chance, tool: Sketch, entity: str) -> Data:
    fields = ["label", *chance.several(["size", "owner", "due"], 2)]
    wheres = ("size > 1", "label != 'nothing'", "owner != empty", "due < today")
    return {"kind": "unique", "fields": fields, **chance.keys(where=lambda: chance.one(wheres))}


def _limit(chance: Chance, tool: Sketch, entity: str) -> Data:
    pers = ["owner", "week(due)", "label", "year(due)", *tool.fields(entity, "status", "choice")]
    rule: Data = {
        "kind": "limit",
        "max": chance.one(("90", "size + 90")),
        **chance.keys(
            1,
            2,
            of=lambda: chance.one(("sum(size)", "count()")),
            per=lambda: chance.several(pers, 2),
            where=lambda: condition(chance, tool, entity),
        ),
    }
    if chance.hits(1, 3):
        rule |= {"overflow": "size = 0"} | chance.keys(promote=lambda: "size = 1")
    return rule


def _lock(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {
        "kind": "lock",
        "when": condition(chance, tool, entity),
        **chance.keys(
            1, 3, fields=lambda: ["size", "due"], unless_by=lambda: who(chance, tool, entity)
        ),
    }


def _creates(chance: Chance, tool: Sketch, entity: str) -> Data:
    """A row for the cause, one for each of a template, or constant rows."""
    target = chance.one([one for one in tool.entities if one not in ("vote", entity)] or [entity])
    given, asked = filled(tool, target, entity)
    on = [one["id"] for one in tool.entities[entity]["actions"] if one["kind"] != "print"]
    rule: Data = {"kind": "creates", "entity": target, "set": given}
    rule |= {"on": chance.one([*on, "approve", "created"])} if on else {}
    form = chance.below(3)
    if form == 0:
        each = chance.one(list(tool.entities))
        rule |= {"each": each, "where": "size > 500"}
    elif form == 1:
        rule["set"] = [one for one in given if not one.startswith(("label", "size"))]
        rule |= {"columns": ["label", "size"]}
        rule |= {"rows": [["=text('r1', row.label, now)", "1"], ["=text('r2', now)", "=row.size"]]}
    elif chance.hits():
        rule |= {"where": condition(chance, tool, entity)}
    return rule if not asked else {}


def _approval(chance: Chance, tool: Sketch, entity: str) -> Data:
    if "state" not in tool.fields(entity):
        return {}
    steps = [
        {
            "id": called,
            "by": who(chance, tool, entity),
            **chance.keys(
                1,
                3,
                when=lambda: condition(chance, tool, entity),
                order=lambda: 1,
                days=lambda: 2,
            ),
        }
        for called in chance.several(("boss", "money", "board"), 3)
    ]
    return {
        "kind": "approval",
        "pending": "busy",
        "approved": "shut",
        "rejected": "back",
        "steps": steps,
        **_which_status(chance, tool, entity),
        **chance.keys(not_by=lambda: ["row.created_by"], different=lambda: False),
    }


def _overlap(chance: Chance, tool: Sketch, entity: str) -> Data:
    start, end = chance.one((("begins", "ends"), ("due", "until")))
    pers = ["belongs", "owner", *tool.fields(entity, "choice")]
    wheres = ("size < 50", "owner != empty", "label != 'x' and size > 0")
    return {
        "kind": "no_overlap",
        "start": start,
        "end": end,
        **chance.keys(2, 3, per=lambda: chance.several(pers, 2)),
        **chance.keys(1, 3, where=lambda: chance.one(wheres)),
    }


def _stock(chance: Chance, tool: Sketch, entity: str) -> Data:
    rule: Data = {"kind": "stock", "item": "belongs", "quantity": number(chance, tool, entity)}
    if chance.hits():
        rule |= chance.keys(2, 3, from_=lambda: "source") | {"to": "target"}
    return rule | chance.keys(min=lambda: chance.one(("none", "-90", "0")))


RULES: tuple[Callable[[Chance, Sketch, str], Data], ...] = (
    *(_validation, _required_if, _empty_if, _unique, _limit, _lock, _creates, _approval),
)
OWN: dict[str, tuple[Callable[[Chance, Sketch, str], Data], ...]] = {
    "booking": (_overlap,),
    "move": (_stock,),
}


# Rights


def permissions(chance: Chance, tool: Sketch, entity: str) -> list[Data]:
    """Who may do what to rows; often nothing is said."""
    if entity == "vote" or chance.hits(1, 3):
        return []
    return list(_permissions(chance, tool, entity))


def _permissions(chance: Chance, tool: Sketch, entity: str) -> Iterator[Data]:
    rights: tuple[str, ...] = ("view", "create", "edit", "delete", "import", "all")
    if tool.entities[entity].get("append_only"):
        rights = ("view", "create", "import", "all")
    yield {"by": ["member"], "can": ["view", "create"], **chance.keys(id=lambda: "all_of_us")}
    for place in range(chance.below(3)):
        yield {
            "id": f"some_{place}",
            "by": who(chance, tool, entity),
            "can": chance.several(rights, 3),
            **chance.keys(description=chance.text, where=lambda: condition(chance, tool, entity)),
        }
