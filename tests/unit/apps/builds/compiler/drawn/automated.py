"""Automations of a drawn tool: each trigger, and each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from apps.plans.blueprint.triggers import Every, Unit

from .chance import Chance, Data
from .deeds import filled
from .phrases import condition, who
from .sketch import DAYS, NUMBERS, Sketch

EVERY = get_args(Every)
ON = {"week": "friday", "month": "15", "quarter": "1", "year": "01-31"}
TEXTS = ("New: {label}", "{title} at {link}", "{label} of {owner.name}", "Look")


def automations(chance: Chance, tool: Sketch) -> list[Data]:
    """Some of the tool's own deeds."""
    found = []
    for entity in tool.entities:
        if entity != "vote":
            for number, kind in enumerate(chance.several(tuple(TRIGGERS), 3)):
                called = f"{kind}_{entity}_{number}"
                found.append({"id": called, **_automation(chance, tool, entity, kind)})
    if chance.hits():
        to = chance.several(["admin", *tool.roles], 2)
        once: Data = {"kind": "notify", "to": to, "text": "The week begins: {link}"}
        when = {"kind": "schedule", "every": "week"}
        found.append({"id": "once_a_week", "when": when, "do": [once]})
    return found


def _automation(chance: Chance, tool: Sketch, entity: str, kind: str) -> Data:
    steps = [make(chance, tool, entity) for make in chance.several(STEPS, 3)]
    found: Data = {
        "entity": entity,
        "when": {"kind": kind, **TRIGGERS[kind](chance, tool, entity)},
        "do": [one for one in steps if one] or [_notify(chance, tool, entity)],
    }
    found |= chance.keys(
        1,
        4,
        name=chance.text,
        description=chance.text,
        where=lambda: condition(chance, tool, entity),
    )
    if kind == "changed":
        found |= chance.keys(where=lambda: "before.size != size and before.label == label")
    return found


# Triggers


def _nothing(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {}


def _changed(chance: Chance, tool: Sketch, entity: str) -> Data:
    called = chance.one(tool.fields(entity))
    if "values" in tool.field(entity, called):
        to = tool.values(entity, called)[-1]
        return {"field": called} | chance.keys(to=lambda: to)
    return {"field": called}


def _saved(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {"fields": chance.several(tool.fields(entity), 2)}


def _acted(chance: Chance, tool: Sketch, entity: str) -> Data:
    ids = [one["id"] for one in tool.entities[entity]["actions"]]
    approvals = [one for one in tool.entities[entity]["rules"] if one["kind"] == "approval"]
    return {"action": chance.one([*ids, *(["approve", "reject"] if approvals else []), "nothing"])}


def _on_date(chance: Chance, tool: Sketch, entity: str) -> Data:
    dates = [*tool.fields(entity, *DAYS, "datetime"), "created_at"]
    called = chance.one(dates)
    is_moment = called == "created_at" or tool.field(entity, called)["kind"] == "datetime"
    units = [one for one in get_args(Unit) if is_moment or one != "hours"]
    return {
        "field": called,
        **chance.keys(offset=lambda: -14, unit=lambda: chance.one(units), again_days=lambda: 3),
    }


def _on_schedule(chance: Chance, tool: Sketch, entity: str) -> Data:
    every = chance.one((*EVERY, "month"))
    on = chance.keys(on=lambda: ON[every]) if every in ON else {}
    return {"every": every, **on, **chance.keys(at=lambda: "09:30")}


TRIGGERS: dict[str, Callable[[Chance, Sketch, str], Data]] = {
    "created": _nothing,
    "changed": _changed,
    "saved": _saved,
    "action": _acted,
    "date": _on_date,
    "schedule": _on_schedule,
}


# Steps


def _notify(chance: Chance, tool: Sketch, entity: str) -> Data:
    mails = [f"row.{one}" for one in tool.fields(entity, "email")]
    to = [*who(chance, tool, entity), *chance.some(mails)]
    return {"kind": "notify", "to": to, "text": chance.one(TEXTS)}


def _digest(chance: Chance, tool: Sketch, entity: str) -> Data:
    text = chance.one(("{count} of them", "See {link}"))
    columns = chance.keys(columns=lambda: chance.several(tool.fields(entity, stored=False), 3))
    return {"kind": "digest", "to": who(chance, tool, entity), "text": text, **columns}


def _webhook(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {"kind": "webhook", "secret": "KEY_TWO", "host": "erp.example.com", "text": "{label}"}


def _update(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {"kind": "update", "set": chance.several(["size = 2", "due = today", "owner = me"], 2)}


def _create(chance: Chance, tool: Sketch, entity: str) -> Data:
    target = chance.one([one for one in tool.entities if one != "vote"])
    given, asked = filled(tool, target, entity)
    return {} if asked else {"kind": "create", "entity": target, "set": given}


def _act(chance: Chance, tool: Sketch, entity: str) -> Data:
    ids = [
        one["id"] for one in tool.entities[entity]["actions"]
        if one["kind"] in ("transition", "update") and not one.get("needs")
    ]  # fmt: skip
    return {"kind": "action", "action": chance.one(ids)} if ids else {}


def _decide(chance: Chance, tool: Sketch, entity: str) -> Data:
    numbers = tool.fields(entity, *NUMBERS)
    closed = tool.fields(entity, "choice", "status")
    called = chance.one([*numbers, *closed])
    values = tool.values(entity, called) if called in closed else ["1", "2"]
    cases = [{"when": condition(chance, tool, entity), "value": one} for one in values]
    return {
        "kind": "decide",
        "field": called,
        "cases": cases,
        **chance.keys(otherwise=lambda: values[0]),
    }


def _agent(chance: Chance, tool: Sketch, entity: str) -> Data:
    fields = tool.fields(entity, *NUMBERS, "choice", "status", "text", "boolean", "date")
    actions = [one["id"] for one in tool.entities[entity]["actions"] if one["kind"] == "update"]
    text = f"{chance.text()} {{label}} of {{owner.name}}"
    return {"kind": "agent", "instructions": text, "may": [*fields, *actions]}


def _extension(chance: Chance, tool: Sketch, entity: str) -> Data:
    return {"kind": "extension", "hook": "job_of"}


STEPS: tuple[Callable[[Chance, Sketch, str], Data], ...] = (
    *(_notify, _digest, _webhook, _update, _create, _act, _decide, _agent, _extension),
)
