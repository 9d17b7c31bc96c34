"""Whatever a planner makes of a blueprint, it is read or refused with sentences; nothing breaks."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from apps.plans.blueprint.canonical import canonical
from apps.plans.blueprint.errors import BlueprintErrors
from apps.plans.blueprint.loading import load
from tests.unit.apps.plans.blueprint.made import NAMES, text_of

EXAMPLES = [json.loads(text_of(name)) for name in NAMES]
ODD: list[Any] = [
    "", "x", "row", "it", "each", "count()", "row.x.y", "= ==", "'", "{a}", "person", "history",
    "status.closed", "me.manager.manager", "first(a.b)", "sum(history.at)", "not", "()", "-",
    None, 3, -1, 1.5, True, [], {}, ["a"], [["a"]], {"kind": "x"}, "a" * 60, "\u202e", "\ud800",
]  # fmt: skip

Way = tuple[str | int, ...]


def ways(value: Any, above: Way = ()) -> Iterator[Way]:
    """The way to every value inside."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in entries:
        yield (*above, key)
        if isinstance(below, dict | list):
            yield from ways(below, (*above, key))


def bent(chance: random.Random) -> Any:
    """An example with one to three places spoilt."""
    data: Any = copy.deepcopy(chance.choice(EXAMPLES))
    for _ in range(chance.randint(1, 3)):
        *above, last = chance.choice(list(ways(data)))
        owner: Any = data
        for key in above:
            owner = owner[key]
        match chance.randint(0, 3):
            case 0:
                del owner[last]
            case 1 if isinstance(owner, list):
                owner.append(copy.deepcopy(owner[int(last)]))
            case 2:
                other = chance.choice(list(texts(chance.choice(EXAMPLES))))
                owner[last] = other
            case _:
                owner[last] = copy.deepcopy(chance.choice(ODD))
    return data


def texts(value: Any) -> Iterator[str]:
    for below in value.values() if isinstance(value, dict) else value:
        if isinstance(below, str):
            yield below
        elif isinstance(below, dict | list):
            yield from texts(below)


def outcome(seed: int) -> str:
    """What becomes of a spoilt example: its canonical text, or why it is refused."""
    try:
        return canonical(load(bent(random.Random(seed)), brief="A brief.").blueprint)
    except BlueprintErrors as errors:
        return str(errors)


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_a_spoilt_blueprint_is_read_or_refused_with_sentences(start: int) -> None:
    for seed in range(start, start + 50):
        said = outcome(seed)
        assert said.strip(), seed
        assert not said.startswith("{") or canonical(load(said).blueprint) == said, seed
