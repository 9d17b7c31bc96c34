"""Every key of the language, and every value of a closed one, is heard or refused: the schema is
gone through, so that a key that is added to it has to be heard as well.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from apps.plans.blueprint.loading import load
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import KeyOf, keys_of
from apps.plans.blueprint.whole import Blueprint

from .test_nothing_dropped import (
    CHART,
    CLOSE,
    DETAIL,
    FIELDS,
    FORM,
    LIST,
    LOCK,
    MORE,
    NOTIFY,
    STAT,
    STATE,
    TABLE,
    WORDS,
    Data,
    does,
    field,
    page,
    part,
    thing,
    told,
)
from .trees import data

BOARD = {"kind": "dashboard", "id": "board", "parts": [STAT]}
CALENDAR = {"kind": "calendar", "id": "days", "entity": "thing", "start": "due"}
MATRIX = {"kind": "matrix", "id": "grid", "entity": "thing", "rows": "owner", "across": "due"}
TEXT = {"kind": "text", "id": "words", "body": "Hello"}
MINE = {"id": "mine", "by": ["member"], "can": ["view"]}
OPENED = {"id": "opened", "where": "state == 'open'"}
UNIQUE = {"kind": "unique", "fields": ["name"]}
ELSE = {"kind": "transition", "id": "open", "to": "open"}
UNTIL = {"kind": "date", "id": "until"}
APART = {"kind": "no_overlap", "start": "due", "end": "until"}
FEW = {"kind": "limit", "max": "3"}
TWINS = [{"kind": "relation", "id": one, "to": "thing"} for one in ("twin", "other")]
LEDGER = {"kind": "stock", "item": "twin", "quantity": "size"}
OTHER = {"kind": "status", "id": "other", "values": [{"id": "a"}, {"id": "b"}]}


def acted(**more: Any) -> Data:
    return thing(fields=[*FIELDS, OTHER], actions=[CLOSE | {"field": "state"}, ELSE | more])


def worked(**more: Any) -> Data:
    return does(NOTIFY) | {"automations": [does(NOTIFY)["automations"][0] | more]}


def code(kind: str, **more: Any) -> Data:
    """Two pieces of code of the tool's own, to be named in a blueprint."""
    found = {"kind": kind, "purpose": "So", "source": f"def {CALLED[kind]}:\n    return {{}}"}
    return {"extensions": [found | {"id": one} | more for one in ("mine", "other")]}


CALLED = {
    "action": "run(row, person, asked)",
    "page": "show(request)",
    "job": "job(rows)",
    "value": "value(row)",
}
OWN = {"kind": "extension", "id": "press", "hook": "mine"}
JOB = {"kind": "extension", "hook": "mine"}
AUDIENCE = {"description": "why", "home_for": ["keeper"], "open_to": ["keeper"], "name": "Here"}
DATED = {"kind": "date", "field": "due"}
CLOCK = {"kind": "schedule", "every": "week"}
HOOK = {"kind": "webhook", "secret": "CHAT_URL", "host": "hooks.example.com", "text": "New"}
TASK = {"kind": "agent", "instructions": "How large?", "may": ["size"]}
NEEDED = [{"key": one, "kind": "secret", "why": "So"} for one in ("CHAT_URL", "ERP_URL")]
DIGEST = NOTIFY | {"kind": "digest"}
ROWS = {"description": "why", "parts": [STAT], "counts": [OPENED]}
SAID: dict[str, tuple[Any, Data, Data]] = {
    "an action": (
        lambda **m: acted(field="state", **m),
        {},
        {"description": "It comes back.", "name": "Again", "when": "size > 2", "confirm": "Sure?"},
    ),
    "a button of the tool's own code": (
        lambda **m: thing(actions=[CLOSE, OWN | m]) | code("action"),
        {},
        {"hook": "other", "needs": ["due"], "bulk": True},
    ),
    "code of the tool's own": (
        lambda **m: thing() | code("action", **m),
        {},
        {"purpose": "Why", "source": "def run(row, person, asked):\n    return row.title"},
    ),
    "a page of the tool's own code": (
        lambda **m: page(OWN | m) | code("page"),
        {},
        AUDIENCE | {"hook": "other"},
    ),
    "a job": (lambda **m: does(JOB | m) | code("job"), {}, {"hook": "other"}),
    "an automation": (worked, {}, {"description": "so", "name": "Told", "where": "size > 2"}),
    "a date that starts something": (
        lambda **m: worked(when=DATED | m),
        {},
        {"field": "created_at", "offset": -3, "again_days": 7},
    ),
    "a clock that starts something": (
        lambda **m: worked(when=CLOCK | m),
        {},
        {"on": "friday", "at": "07:30"},
    ),
    "a message to another system": (
        lambda **m: does(HOOK | m) | {"settings_needed": NEEDED},
        {},
        {"secret": "ERP_URL", "host": "erp.example.com", "text": "{name}"},
    ),
    "a task for a language model": (
        lambda **m: does(TASK | m),
        {},
        {"instructions": "What is {name}?", "may": ["size", "close"]},
    ),
    "a digest": (lambda **m: does(DIGEST | m), {}, {"columns": ["due"], "text": "{count} late"}),
    "a chart": (
        lambda **m: part(CHART | m),
        {},
        {
            "split_by": "state",
            "name": "How it goes",
            "last": 3,
            "measures": ["sum(size)"],
        },
    ),
    "a chart of series": (lambda **m: part(CHART | {"split_by": "state"} | m), {}, {"stacked": 1}),
    "a list with buttons": (lambda **m: part(LIST | m), {}, {"actions": ["close"]}),
    "a dashboard": (lambda **m: page(BOARD | m), {}, AUDIENCE),
    "a page of one row": (lambda **m: page(TABLE, DETAIL | m), {}, AUDIENCE),
    "a form": (lambda **m: page(FORM | m), {}, AUDIENCE | {"after": "Thanks"}),
    "a text": (lambda **m: page(TEXT | m), {}, AUDIENCE | {"body": "Other"}),
    "a table": (lambda **m: page(TABLE | m), {}, AUDIENCE | ROWS),
    "a calendar": (
        lambda **m: page(CALENDAR | m),
        {},
        {"start": "created_at", "end": "due", "lanes": "owner", "colour_by": "state"},
    ),
    "a reference": (
        lambda **m: field(kind="reference", **m),
        {"pattern": "A-{number}"},
        {"pattern": "B-{number}"},
    ),
    "a matrix": (
        lambda **m: page(MATRIX | m),
        {},
        {"rows": "name", "across": "created_at", "cell": "size", "grain": "week"},
    ),
    "a matrix of a field": (
        lambda **m: page(MATRIX | {"cell": "size"} | m),
        {},
        {"inline_edit": True},
    ),
    "a file": (lambda **m: field(kind="file", **m), {}, {"max_mb": 3, "types": ["pdf"]}),
    "a lock": (lambda **m: thing(rules=[LOCK | m]), {}, {"description": "It is over by then."}),
    "a count": (
        lambda **m: page(TABLE | {"scope": "size > 2", "counts": [OPENED | m]}),
        {},
        {"opens": True, "measure": "sum(size)"},
    ),
    "a right": (
        lambda **m: thing(permissions=[MINE | m]),
        {},
        {"description": "Everybody looks.", "where": "size > 2"},
    ),
    "a time that is taken": (
        lambda **m: thing(fields=[*FIELDS, UNTIL], rules=[APART | m]),
        {},
        {"message": "Taken.", "where": "size > 2", "per": ["owner"], "id": "once"}
        | {"description": "One at a time."},
    ),
    "at most so many": (
        lambda **m: thing(rules=[FEW | m]),
        {},
        {"max": "4", "of": "sum(size)", "per": ["owner"], "where": "size > 2", "message": "Full."}
        | {"id": "few", "description": "Not too many.", "overflow": "state = 'shut'"},
    ),
    "what waits for room": (
        lambda **m: thing(rules=[FEW | {"overflow": "state = 'shut'"} | m]),
        {},
        {"promote": "state = 'open'"},
    ),
    "a ledger": (
        lambda **m: thing(fields=[*FIELDS, *TWINS], rules=[LEDGER | m]),
        {},
        {"quantity": "size * 2", "from": "twin", "to": "other", "min": "1", "message": "Gone."}
        | {"id": "kept", "description": "What is there.", "item": "other"},
    ),
    "what is there once": (
        lambda **m: thing(rules=[UNIQUE | m]),
        {},
        {"message": "It is here.", "where": "size > 2"},
    ),
}


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name, (_, _, more) in SAID.items() for key in more]
)
def test_a_key_is_heard(name: str, key: str) -> None:
    tool, least, more = SAID[name]
    value = bool(more[key]) if key == "stacked" else more[key]

    assert told(load(tool(**least)).blueprint) != told(load(tool(**{key: value})).blueprint)


CLOSED: dict[str, tuple[str, Any]] = {
    "Action.tone": ("plain", lambda one: thing(actions=[CLOSE | {"tone": one}])),
    "Blueprint.date_format": ("auto", lambda one: thing() | {"date_format": one}),
    "Chart.grain": ("", lambda one: part(CHART | {"grain": one})),
    "Chart.shape": ("", lambda one: part(CHART | {"shape": one})),
    "Chart.size": ("", lambda one: part(CHART | {"size": one})),
    "ListPart.size": ("", lambda one: part(LIST | {"size": one})),
    "Stat.size": ("", lambda one: part(STAT | {"size": one})),
    "TextPart.size": ("", lambda one: part(WORDS | {"size": one})),
    "Stat.compare": ("", lambda one: part(STAT | {"x": "due", "compare": one})),
    "Theme.mode": ("", lambda one: thing() | {"theme": {"mode": one}}),
    "Field.colour": (
        "auto",
        lambda one: field(kind="boolean", expr="size > 2", colour=one),
    ),
    "Value.colour": (
        "auto",
        lambda one: thing(
            fields=[
                *(f for f in FIELDS if f is not STATE),
                STATE | {"values": [{"id": "open", "colour": one}, {"id": "shut"}]},
            ]
        ),
    ),
    "OnDate.unit": (
        "days",
        lambda one: worked(when=DATED | {"field": "created_at", "offset": 2, "unit": one}),
    ),
    "OnSchedule.every": ("", lambda one: worked(when=CLOCK | {"every": one})),
    "RowPage.grain": ("day", lambda one: page(MATRIX | {"grain": one})),
    "Setting.kind": (
        "",
        lambda one: thing() | {"settings_needed": [{"key": "KEY", "kind": one, "why": "So"}]},
    ),
    "Permission.can": ("all", lambda one: thing(permissions=[MINE | {"can": ["view", one]}])),
}


def shapes(shape: type[Shape] = Blueprint) -> Iterator[type[Shape]]:
    """The shapes of the language, each once."""
    found, waiting = set(), [shape]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += (below for key in keys_of(one).values() for below in key.shapes)
            yield one


# Whole kinds of these are refused, one by one, in test_refused_wishes.
NOT_YET = {
    *("Approval", "ApprovalStep", "Creates"),
}
NOT_YET_KEYS = {
    "FormPage": {"reply"},
    "Field": {"managed", "many"},
}
GIVEN = {("Lock", "id")}


def served() -> Iterator[tuple[str, KeyOf]]:
    """The keys that the compiler has to hear, with the name of their shape."""
    for shape in shapes():
        name = shape.__name__
        for key in keys_of(shape).values():
            is_not_yet = name in NOT_YET or key.key in NOT_YET_KEYS.get(name, ())
            if not is_not_yet and (name, key.key) not in GIVEN:
                yield name, key


def said_in(shape: type[Shape], whole: Data) -> Iterator[tuple[str, str]]:
    """The keys that a tool says something under."""
    for word, value in whole.items():
        if key := keys_of(shape).get(word):
            yield shape.__name__, word
            for entry in value if isinstance(value, list) else [value]:
                if isinstance(entry, dict) and (below := key.shape_of(entry)):
                    yield from said_in(below, entry)


def test_every_key_is_tried() -> None:
    tools = [data("workshop"), data("request-dashboard")]
    tools += [tool for pair in MORE.values() for tool in pair]
    tools += [tool(**{key: value}) for tool, _, m in SAID.values() for key, value in m.items()]
    tools += [tool("week" if name == "Chart.grain" else "") for name, (_, tool) in CLOSED.items()]
    tried = {pair for tool in tools for pair in said_in(Blueprint, tool)}

    assert {(name, key.key) for name, key in served()} - tried == set()


def closed_keys() -> dict[str, KeyOf]:
    """The keys of the language that have a closed list of values, but for what tells variants."""
    keys = ((f"{name}.{key.key}", key) for name, key in served() if key.allowed)
    return {where: key for where, key in keys if key.key != "kind" or where == "Setting.kind"}


def test_every_closed_key_is_tried() -> None:
    assert set(closed_keys()) == set(CLOSED)


@pytest.mark.parametrize("where", CLOSED)
def test_every_value_of_a_closed_key_is_heard(where: str) -> None:
    alike, tool = CLOSED[where]
    values = [one for one in closed_keys()[where].allowed if one != alike]

    heard = [str(told(load(tool(one)).blueprint)) for one in values]

    twice = [one for one, text in zip(values, heard, strict=True) if heard.count(text) > 1]
    assert twice == []
