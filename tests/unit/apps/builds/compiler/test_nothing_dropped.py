"""Whatever a blueprint says is in the source, or is refused; it is never just left away."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from apps.builds.compiler import extensions_py, readme
from apps.builds.compiler.whole import WRITERS, Tool, not_built
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.loading import load
from apps.plans.blueprint.whole import Blueprint

from .trees import data, small

Data = dict[str, Any]
Path = tuple[str | int, ...]
# The tests of a tool follow from the rest, and are looked at elsewhere.
ASIDE = {"requirements", "samples"}
# What says no more than would be so without it.
AS_IT_IS = {"entities.0.plural", "pages.7.parts.0.name", "pages.8.name"}


def told(blueprint: Blueprint) -> tuple[dict[str, str], list[str]]:
    """The source without its layout, the README in it, and what is refused."""
    tool = Tool(with_ids(blueprint))
    not_built.note(tool)
    written = {path: write(tool) for path, write in WRITERS} | extensions_py.files(tool)
    written["README.md"] = readme.write(tool, written)
    return written, [str(problem) for problem in tool.refused]


def keys(value: Any, at: Path = ()) -> Iterator[Path]:
    """Where each key of an object stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*at, key)
            yield from keys(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from keys(inner, (*at, number))


def sort_of(whole: Data, at: Path) -> tuple[str, str, str]:
    """Of each sort of key one is looked at: in what, of which kind, which key."""
    place: Any = whole
    for step in at[:-1]:
        place = place[step]
    above = [str(step) for step in at[:-1] if isinstance(step, str)]
    return ".".join(above), str(place.get("kind", "")), str(at[-1])


def without(whole: Data, at: Path) -> Data:
    """The same without one key."""
    changed = copy.deepcopy(whole)
    place: Any = changed
    for step in at[:-1]:
        place = place[step]
    del place[at[-1]]
    return changed


@pytest.mark.parametrize("name", ["workshop", "request-dashboard"])
def test_every_key_of_a_tool_of_everything_makes_a_difference(name: str) -> None:
    whole = data(name)
    full = load(whole).blueprint
    with_all = told(full)
    unheard, asked = set(), set()
    for at in keys(whole):
        sort = sort_of(whole, at)
        if at[0] in ASIDE or sort in asked:
            continue
        asked.add(sort)
        try:
            less = load(without(whole, at)).blueprint
        except BlueprintErrors:
            continue
        if less != full and told(less) == with_all:
            unheard.add(".".join(map(str, at)))

    assert unheard <= AS_IT_IS


NAME = {"kind": "text", "id": "name", "required": True}
DUE = {"kind": "date", "id": "due"}
SIZE = {"kind": "integer", "id": "size"}
STATE = {"kind": "status", "id": "state", "values": [{"id": "open"}, {"id": "shut"}]}
OWNER = {"kind": "person", "id": "owner"}
CLOSE = {"kind": "transition", "id": "close", "to": "shut"}
FIELDS = [NAME, DUE, SIZE, STATE, OWNER]
LOCK = {"kind": "lock", "when": "state == 'shut'"}
VALID = {"kind": "validation", "id": "v", "expr": "size < 9", "message": "Too large."}
TABLE = {"kind": "table", "id": "things", "entity": "thing"}
COUNT = {"id": "opened", "where": "state == 'open'"}
DETAIL = {"kind": "detail", "id": "one", "entity": "thing", "columns": ["name"]}
FORM = {"kind": "form", "id": "ask", "entity": "thing"}
ASKS = FORM | {"fields": ["name"]}
TOLD = ASKS | {"public": True}
CODE = {"kind": "reference", "id": "code", "pattern": "{random}"}
STAT = {"kind": "stat", "id": "many", "entity": "thing"}
CHART = {"kind": "chart", "id": "trend", "entity": "thing", "x": "due"}
LIST = {"kind": "list", "id": "few", "entity": "thing"}
WORDS = {"kind": "text", "id": "words", "body": "Hello"}
ROLES = [{"id": "keeper"}]


def thing(**more: Any) -> Data:
    return small(**{"fields": FIELDS, "actions": [CLOSE], **more}) | {"roles": ROLES}


def field(**more: Any) -> Data:
    return thing(fields=[*FIELDS, {"id": "x", **more}])


def printed(**more: Any) -> Data:
    """A tool whose rows are printed."""
    return thing(actions=[CLOSE, {"kind": "print", "id": "slip", **more}])


def repeated(**more: Any) -> Data:
    """A tool whose rows are made again on other days."""
    since = {"kind": "date", "id": "since"}
    again = {"kind": "repeat", "id": "again", "date": "due", **more}
    return thing(fields=[*FIELDS, since], actions=[CLOSE, again])


def copied(**more: Any) -> Data:
    """A tool whose rows are copied with their lines."""
    data = thing(actions=[CLOSE, {"kind": "duplicate", "id": "copy", **more}])
    link = {"kind": "relation", "id": "thing", "to": "thing", "required": True}
    data["entities"].append({"id": "line", "child_of": "thing", "fields": [link, NAME]})
    return data


def pressed(**more: Any) -> Data:
    """A tool whose rows people vote for."""
    link = {"kind": "relation", "id": "thing", "to": "thing", "required": True}
    data = thing(actions=[CLOSE, {"kind": "toggle", "id": "vote", "entity": "vote"}])
    data["entities"].append({"id": "vote", "fields": [link], **more})
    return data


def page(*pages: Data) -> Data:
    return thing() | {"pages": list(pages)}


def part(one: Data) -> Data:
    return page({"kind": "dashboard", "id": "board", "parts": [one]})


def does(*steps: Data) -> Data:
    automation = {"id": "by_itself", "entity": "thing", "when": {"kind": "created"}}
    return thing() | {"automations": [automation | {"do": list(steps)}]}


NOTIFY = {"kind": "notify", "to": ["keeper"], "text": "Look"}
MORE: dict[str, tuple[Data, Data]] = {
    "a theme's mode": (thing(), thing() | {"theme": {"mode": "dark"}}),
    "a language": (thing(), thing() | {"language": "de"}),
    "a form of dates": (thing(), thing() | {"date_format": "YYYY-MM-DD"}),
    "an entity's name": (thing(), thing(name="Gadget")),
    "what is partly there": (
        thing() | {"requirements": [{"quote": "a", "provides": ["entities.thing"]}]},
        thing()
        | {"requirements": [{"quote": "a", "provides": ["entities.thing"], "partly": "no b"}]},
    ),
    "why a check is there": (
        thing(rules=[VALID]),
        thing(rules=[VALID | {"description": "It would not fit."}]),
    ),
    "why a check without a message is there": (
        thing(rules=[VALID | {"message": ""}]),
        thing(rules=[VALID | {"message": "", "description": "It would not fit."}]),
    ),
    "why a field has to be filled": (
        thing(rules=[{"kind": "required_if", "field": "due", "when": "state == 'shut'"}]),
        thing(
            rules=[
                {
                    "kind": "required_if",
                    "field": "due",
                    "when": "state == 'shut'",
                    "description": "Or nobody knows when.",
                }
            ]
        ),
    ),
    "why something is there once": (
        thing(rules=[{"kind": "unique", "fields": ["name"]}]),
        thing(rules=[{"kind": "unique", "fields": ["name"], "description": "Or it is paid twice"}]),
    ),
    "which fields are locked": (thing(rules=[LOCK]), thing(rules=[LOCK | {"fields": ["due"]}])),
    "what a lock says": (thing(rules=[LOCK]), thing(rules=[LOCK | {"message": "It is over."}])),
    "who a lock leaves free": (
        thing(rules=[LOCK]),
        thing(rules=[LOCK | {"unless_by": ["keeper"]}]),
    ),
    "a currency": (field(kind="money"), field(kind="money", currency="CHF")),
    "the colour of a stored flag": (field(kind="boolean"), field(kind="boolean", colour="red")),
    "a button's name": (thing(), thing(actions=[CLOSE | {"name": "Shut it"}])),
    "that there is a sheet": (thing(), printed()),
    "what is on a sheet": (printed(), printed(body="# {name}")),
    "that several sheets are printed": (printed(), printed(bulk=True)),
    "that there is a series": (thing(), repeated()),
    "by which day": (repeated(), repeated(date="since")),
    "what ends": (repeated(), repeated(end="since")),
    "for whom": (repeated(), repeated(each=["owner"])),
    "that there is a copy": (thing(), copied()),
    "what a copy leaves away": (copied(), copied(clear=["size"])),
    "what a copy begins with": (copied(), copied(set=["size = row.size + 1"])),
    "that lines are copied": (copied(), copied(with_children=True)),
    "that people press it": (thing(), pressed()),
    "that what they pressed stays": (pressed(), pressed(append_only=True)),
    "a count's name": (
        page(TABLE | {"counts": [COUNT]}),
        page(TABLE | {"counts": [COUNT | {"name": "Still open"}]}),
    ),
    "the buttons of a table": (page(TABLE), page(TABLE | {"actions": ["close"]})),
    "the totals of a table": (page(TABLE), page(TABLE | {"totals": ["sum(size)"]})),
    "the period of a table": (page(TABLE), page(TABLE | {"between": "due"})),
    "the limit of a table": (page(TABLE), page(TABLE | {"limit": 5})),
    "the limit of a queue": (
        page(TABLE | {"kind": "queue"}),
        page(TABLE | {"kind": "queue", "limit": 5}),
    ),
    "what is looked for": (page(TABLE), page(TABLE | {"search": ["name"]})),
    "a detail page's name": (page(TABLE, DETAIL), page(TABLE, DETAIL | {"name": "Of one"})),
    "a detail page's reason": (page(TABLE, DETAIL), page(TABLE, DETAIL | {"description": "Why"})),
    "a detail page's buttons": (page(TABLE, DETAIL), page(TABLE, DETAIL | {"actions": ["close"]})),
    "a detail page's panel": (page(TABLE, DETAIL), page(TABLE, DETAIL | {"panel": True})),
    "the parts of a detail page": (page(TABLE, DETAIL), page(TABLE, DETAIL | {"parts": [STAT]})),
    "cells that are edited in place": (page(TABLE), page(TABLE | {"inline_edit": True})),
    "the groups of a table": (page(TABLE), page(TABLE | {"group_by": ["state"]})),
    "the totals of a board": (
        page(TABLE | {"kind": "board", "group_by": ["state"]}),
        page(TABLE | {"kind": "board", "group_by": ["state"], "totals": ["sum(size)"]}),
    ),
    "what a report is sorted by": (
        page(TABLE | {"kind": "report", "totals": ["sum(size)"]}),
        page(TABLE | {"kind": "report", "totals": ["sum(size)"], "sort": ["-sum(size)"]}),
    ),
    "to whom a detail page is open": (
        page(TABLE, DETAIL),
        page(TABLE, DETAIL | {"open_to": ["keeper"]}),
    ),
    "the steps of a form": (
        page(FORM),
        page(FORM | {"steps": [{"name": "First", "fields": ["name"]}]}),
    ),
    "why a form is there": (page(FORM), page(FORM | {"description": "To ask"})),
    "for whom a form is home": (page(FORM), page(FORM | {"home_for": ["keeper"]})),
    "to whom a form is open": (page(FORM), page(FORM | {"open_to": ["keeper"]})),
    "what a form sets": (page(FORM), page(FORM | {"set": ["owner = me"]})),
    "that a form is for outsiders": (page(ASKS), page(ASKS | {"public": True})),
    "what outsiders read later": (
        thing(fields=[*FIELDS, CODE]) | {"pages": [TOLD]},
        thing(fields=[*FIELDS, CODE]) | {"pages": [TOLD | {"reply": ["name"]}]},
    ),
    "what a stat compares": (
        part(STAT | {"x": "due"}),
        part(STAT | {"x": "due", "compare": "week"}),
    ),
    "how large a stat is": (part(STAT), part(STAT | {"size": "wide"})),
    "of which rows a chart is": (part(CHART), part(CHART | {"scope": "size > 2"})),
    "how many bars there are": (
        part(CHART | {"x": "state"}),
        part(CHART | {"x": "state", "top": 2}),
    ),
    "of which rows a list is": (part(LIST), part(LIST | {"scope": "size > 2"})),
    "the buttons of a list": (part(LIST), part(LIST | {"actions": ["close"]})),
    "how large a list is": (part(LIST), part(LIST | {"size": "tall"})),
    "the heading of words": (part(WORDS), part(WORDS | {"name": "To begin with"})),
    "how large words are": (part(WORDS), part(WORDS | {"size": "full"})),
    "an action that follows": (does(NOTIFY), does(NOTIFY, {"kind": "action", "action": "close"})),
}


@pytest.mark.parametrize("name", MORE)
def test_what_is_said_besides_is_heard(name: str) -> None:
    less, more = MORE[name]

    assert told(load(less).blueprint) != told(load(more).blueprint)
