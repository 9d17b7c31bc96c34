"""A whole tool, drawn; and cut down to what the language allows and the compiler builds."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from hypothesis import strategies as st

from apps.builds.compiler import compile_blueprint, unsupported
from apps.plans.blueprint.addresses import NoSuchThing, locate
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.filling import with_ids
from apps.plans.blueprint.loading import load, shaped
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import children_of
from apps.plans.blueprint.whole import Blueprint, DateFormat, Mode

from .automated import automations
from .chance import Chance, Data
from .deeds import actions, permissions, rules
from .entities import draw_entities, finish
from .pages import pages
from .rows import samples

MOST_CUTS = 40


Said = tuple[str, str, str]
"""A shape, its kind and one of its keys: what a blueprint says somewhere."""


@dataclass
class Drawn:
    """A tool that holds and can be built, and what was cut from the one that was drawn."""

    data: Data
    faulty: list[Problem] = field(default_factory=list)
    unbuilt: list[Said] = field(default_factory=list)


USUAL = 8


def _pool() -> range:
    """The tools that are drawn: a few; for a longer search, `DRAWN=1000:1200`."""
    first, _, end = os.environ.get("DRAWN", "").partition(":")
    return range(int(first), int(end)) if end else range(USUAL)


POOL = _pool()


def raw(seed: int) -> Data:
    """The tool that a number stands for, before anything is cut from it."""
    return _plain(_tool(Chance(seed)))


@cache
def drawn(seed: int) -> Drawn:
    """The tool that a number stands for, with what was cut from it."""
    return cut(raw(seed))


@cache
def blueprint(seed: int) -> Blueprint:
    """The same, loaded."""
    return load(drawn(seed).data).blueprint


@cache
def tree(seed: int) -> dict[str, str]:
    """The same, compiled."""
    return compile_blueprint(blueprint(seed))


def seeds() -> st.SearchStrategy[int]:
    """The numbers of the tools that are drawn: each stands for one, in every process."""
    return st.sampled_from(POOL)


def _tool(chance: Chance) -> Data:
    tool = draw_entities(chance)
    finish(chance, tool)
    for called, entity in tool.entities.items():
        entity["actions"] = actions(chance, tool, called)
    for called, entity in tool.entities.items():
        entity["rules"] = rules(chance, tool, called)
        entity["permissions"] = permissions(chance, tool, called)
    data: Data = {
        "name": chance.text(),
        **_whole(chance),
        "roles": [_role(chance, role) for role in tool.roles],
        "entities": list(tool.entities.values()),
        "pages": [] if chance.hits(1, 12) else pages(chance, tool),
        "automations": automations(chance, tool),
        "samples": samples(chance, tool),
        "extensions": _extensions(chance),
        "settings_needed": [
            {"key": "KEY_ONE", "kind": "env", "why": chance.text()},
            {"key": "KEY_TWO", "kind": "secret", "why": chance.text()},
        ],
    }
    return data | {"requirements": _requirements(chance, data)}


def _whole(chance: Chance) -> Data:
    colours = ("teal", "#336699", "linen", "black")
    return chance.keys(
        1,
        2,
        summary=chance.text,
        language=lambda: chance.one(("en", "de", "pt-BR")),
        date_format=lambda: chance.one(get_args(DateFormat)),
        currency=lambda: chance.one(("EUR", "JPY")),
        timezone=lambda: chance.one(("Europe/Lisbon", "Asia/Kolkata")),
        theme=lambda: chance.keys(
            1,
            2,
            accent=lambda: chance.one(colours),
            background=lambda: chance.one(colours),
            mode=lambda: chance.one(get_args(Mode)),
        ),
        assumptions=lambda: [chance.text()],
        left_out=lambda: [{"quote": chance.text(), "reason": chance.text()}],
    )


def _role(chance: Chance, role: str) -> Data:
    wheres = ("people", "people", "group:Finance", "group:Operations", "line_managers")
    more = chance.keys(name=chance.text, description=chance.text, from_=lambda: chance.one(wheres))
    return {"id": role, **more}


def _extensions(chance: Chance) -> list[Data]:
    kinds = {"deed": "action", "show": "page", "worth": "value", "job_of": "job"}
    if chance.hits(2, 3):
        return []
    return [
        {"id": called, "kind": kind, "purpose": chance.text(), "source": SOURCES[kind]}
        for called, kind in kinds.items()
    ]


SOURCES = {
    "action": "def run(row, person, asked):\n    return f'{row.title}, {person.name}'\n",
    "page": "def show(request):\n    return {'text': request.person.name}\n",
    "job": "def job(rows):\n    return [row.title for row in rows]\n",
    "value": "def value(row):\n    return row.id\n",
}


def _requirements(chance: Chance, data: Data) -> list[Data]:
    known = ["platform.sign_in", "platform.export"]
    known += [address for address, called in ids_in(data) if called]
    return [
        {
            "quote": quote,
            "provides": chance.several(known, 3),
            **chance.keys(meaning=chance.text, partly=chance.text),
        }
        for quote in chance.several(("a wish", *{chance.text(), chance.text()}), 3)
    ]


def ids_in(data: Data) -> list[tuple[str, str]]:
    """The address and the id of everything that has one of its own."""
    found = [(f"roles.{one['id']}", one["id"]) for one in data.get("roles", ())]
    for entity in data["entities"]:
        at = f"entities.{entity['id']}"
        found.append((at, entity["id"]))
        for kind in ("fields", "actions", "permissions", "rules"):
            several = entity.get(kind, ())
            found += [(f"{at}.{kind}.{one['id']}", one["id"]) for one in several if one.get("id")]
    for page in data.get("pages", ()):
        found.append((f"pages.{page['id']}", page["id"]))
        for kind in ("counts", "parts"):
            at = f"pages.{page['id']}.{kind}"
            found += [(f"{at}.{one['id']}", one["id"]) for one in page.get(kind, ())]
    return found + [(f"automations.{one['id']}", one["id"]) for one in data.get("automations", ())]


# Cutting


def cut(data: Data) -> Drawn:
    """Without what the checker or the compiler refuses: the key, then what it stands in."""
    made = Drawn(copy.deepcopy(data))
    for _ in range(MOST_CUTS):
        try:
            refused = unsupported(load(made.data).blueprint)
            made.unbuilt += [one for problem in refused for one in _at(made.data, problem.where)]
        except BlueprintErrors as errors:
            refused = list(errors.problems)
            made.faulty += refused
        if not refused:
            return made
        wheres = sorted({problem.where for problem in refused}, key=len, reverse=True)
        before = copy.deepcopy(made.data)
        for where in wheres:
            _remove(made.data, where)
        if made.data == before:
            raise AssertionError(f"Nothing to cut for {[str(one) for one in refused]}")
    raise AssertionError(f"It does not hold after {MOST_CUTS} cuts: {made.faulty[-3:]}")


def said_in(data: Mapping[str, Any], shape: type[Shape] = Blueprint) -> Iterator[Said]:
    """Everything that plain data says: each key of each shape, and each word of a closed one."""
    kind = str(data.get("kind", ""))
    yield shape.__name__, kind, ""
    for key, value in children_of(shape, data):
        yield shape.__name__, kind, key.key
        for one in value if key.lists else [value]:
            if isinstance(one, Mapping):
                below = key.shape_of(one)
                assert below is not None, f"{one} is under {key.key} of {shape.__name__}"
                yield from said_in(one, below)
            elif key.allowed:
                yield shape.__name__, "", f"{key.key}={one}"


def _at(data: Data, address: str) -> Iterator[Said]:
    """What stands at an address: a key, or all of an entry."""
    found = locate(data, address) if "." in address else None
    if found is not None and found.is_entry and isinstance(found.value, Mapping):
        yield from said_in(found.value, found.entry_shape or Shape)
    elif found is not None:
        yield found.shape.__name__, str(found.owner.get("kind", "")), found.key.key


def _plain(data: Data) -> Data:
    """With all ids, as addresses have them, and without what is empty."""
    return dict(
        with_ids(shaped(data)).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    )


def _remove(data: Data, address: str) -> None:
    """Take out the nearest thing to an address that can be done without."""
    parts = address.split(".")
    while parts:
        try:
            found = locate(data, ".".join(parts))
        except NoSuchThing:
            parts.pop()
            continue
        if found.is_entry and not (found.key.required and len(found.entries) == 1):
            found.entries.pop(found.index)
            return
        if not found.is_entry and found.key.key in found.owner and not found.key.required:
            del found.owner[found.key.key]
            return
        parts.pop()
