"""Entities with their fields: cases with all that may hang on them, and the parts others play."""

from __future__ import annotations

from .chance import Chance, Data
from .fields import COLOURS, KINDS, drawn_field
from .phrases import condition, day, number, text
from .sketch import Sketch

WORDS = ("alpha", "beta", "gamma", "delta", "order", "class", "format", "q_1", "due_on", "x2")
PARTS = ("line", "vote", "booking", "move", "place", "holiday", "step_of", "objects")
STATE: Data = {
    "kind": "status",
    "id": "state",
    "values": [
        {"id": "open"},
        {"id": "busy", "colour": "amber"},
        {"id": "shut", "closed": True},
        {"id": "back"},
    ],
}
LABEL: Data = {"kind": "text", "id": "label", "required": True, "unique": True}
DUE: list[Data] = [{"kind": "date", "id": "due"}, {"kind": "date", "id": "until"}]
PLAIN: list[Data] = [
    LABEL,
    {"kind": "integer", "id": "size"},
    *DUE,
    {"kind": "person", "id": "owner"},
]
COMPUTED = (
    *("integer", "decimal", "money", "percent", "duration", "rating", "text", "long_text"),
    *("boolean", "date", "datetime", "choice", "person", "relation", "choices", "people"),
    *("week", "month", "time", "email", "url", "phone", "status", "relations"),
)


def draw_entities(chance: Chance) -> Sketch:
    """The tool's entities: one or two cases, and some of the parts that stand beside them."""
    tool = Sketch(roles=chance.some(("keeper", "auditor")))
    for called in chance.several(WORDS, 2):
        tool.entities[called] = _case(chance, tool, called)
    for called in chance.some(PARTS, 1, 3):
        tool.entities[called] = _part(chance, tool, called)
    for called, entity in tool.entities.items():
        if called != "vote":
            entity["fields"] += _computed(chance, tool, called)
    return tool


def _case(chance: Chance, tool: Sketch, called: str) -> Data:
    return _entity(chance, called, [*_copies(PLAIN), dict(STATE)], _others(chance, tool, called))


def _copies(fields: list[Data]) -> list[Data]:
    return [dict(one) for one in fields]


def _others(chance: Chance, tool: Sketch, called: str) -> list[Data]:
    """Fields of any kind, under ids that are words of the language, of Python or of Django."""
    names = [one for one in (*WORDS, "from", "check", "link_2", "save") if one != called]
    targets = [*tool.entities, called]
    return [drawn_field(chance, one, targets, KINDS) for one in chance.several(names, 6)]


def _entity(chance: Chance, called: str, fields: list[Data], others: list[Data]) -> Data:
    named = {"name": lambda: f"{called} of ours", "plural": lambda: f"All {called}s"}
    said = {"description": chance.text, "comments": lambda: True}
    return {
        "id": called,
        **chance.keys(1, 3, **named, **said),
        **chance.keys(1, 8, admin_needs_permission=lambda: True),
        "fields": [*fields, *others],
    }


def _part(chance: Chance, tool: Sketch, called: str) -> Data:
    """An entity that stands beside a case: each has a relation to one, by the id `belongs`."""
    case = next(iter(tool.entities))
    belongs: Data = {"kind": "relation", "id": "belongs", "to": case}
    if called == "vote":
        found: Data = {"id": called, "fields": [belongs | {"required": True}]}
        return found | chance.keys(1, 2, append_only=lambda: True)
    compulsory = chance.keys(1, 2, required=lambda: True)
    fields = [*_copies(PLAIN), belongs | compulsory]
    if called == "booking":
        fields += [{"kind": "datetime", "id": "begins"}, {"kind": "datetime", "id": "ends"}]
    if called == "move" and "place" not in tool.entities:
        tool.entities["place"] = _entity(chance, "place", _copies(PLAIN), [])
    if called == "move":
        fields += [{"kind": "relation", "id": way, "to": "place"} for way in ("source", "target")]
    others = [drawn_field(chance, "more", [*tool.entities], KINDS)]
    entity = _entity(chance, called, fields, chance.some(others))
    if called == "line" or chance.hits(1, 6):
        entity["child_of"] = "belongs"
    return entity | chance.keys(1, 6, append_only=lambda: called not in ("line", "booking"))


def _computed(chance: Chance, tool: Sketch, entity: str) -> list[Data]:
    kinds = chance.several(COMPUTED, 4)
    return [_one_computed(chance, tool, entity, f"worked_{k}", k) for k in kinds]


def _one_computed(chance: Chance, tool: Sketch, entity: str, called: str, kind: str) -> Data:
    found: Data = {"kind": kind, "id": called, "expr": _expression(chance, tool, entity, kind)}
    if kind in ("choice", "status", "choices"):
        found |= {"values": [{"id": "low"}, {"id": "high"}]}
    if kind in ("relation", "relations"):
        found |= {"to": next(iter(tool.entities))}
    if kind == "boolean":
        found |= chance.keys(1, 2, colour=lambda: chance.one(COLOURS))
    return found | chance.keys(1, 6, seen_by=lambda: chance.several(["admin", *tool.roles], 2))


def _expression(chance: Chance, tool: Sketch, entity: str, kind: str) -> str:
    when = condition(chance, tool, entity, depth=0)
    made = {
        "text": lambda: text(chance, tool, entity),
        "long_text": lambda: text(chance, tool, entity),
        "boolean": lambda: condition(chance, tool, entity),
        "date": lambda: day(chance, tool, entity),
        "datetime": lambda: chance.one(("created_at + hours(size)", "now - days(1)")),
        "week": lambda: "week_start(due)",
        "month": lambda: "month_start(due)",
        "time": lambda: "time(created_at)",
        "choice": lambda: f"'high' if {when} else 'low'",
        "status": lambda: f"'high' if {when} else 'low'",
        "choices": lambda: "['low', 'high']",
        "person": lambda: "owner.manager",
        "people": lambda: "owner.managers",
        "relation": lambda: next((one for one, _ in tool.links(entity)), "empty"),
        "relations": lambda: next(iter(tool.fields(entity, "relations")), "empty"),
        "email": lambda: "owner.email",
        "url": lambda: "link",
        "phone": lambda: "'+45 1'",
    }
    return made[kind]() if kind in made else number(chance, tool, entity)


def finish(chance: Chance, tool: Sketch) -> None:
    """What is said of an entity once all are there: titles, and who sees and edits a field."""
    for called, entity in tool.entities.items():
        if called != "vote" and chance.hits(1, 4):
            entity["title"] = text(chance, tool, called)
        entity["actions"], entity["rules"], entity["permissions"] = [], [], []
        for one in entity["fields"]:
            if one["id"] in ("label", "state", "belongs", "size", "due") or one.get("expr"):
                continue
            for key in chance.some(("seen_by", "edited_by"), 1, 8):
                one[key] = [*chance.several(tool.roles or ["member"], 1), "row.owner", "admin"]
