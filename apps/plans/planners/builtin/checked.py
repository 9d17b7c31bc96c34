"""Makes sure that a blueprint holds: what the checker refuses is taken out and said, never handed
on.
"""

from typing import Any

from apps.plans.blueprint.canonical import canonical_data
from apps.plans.blueprint.errors import BlueprintErrors, Problem
from apps.plans.blueprint.loading import Loaded, load

TRIES = 12
_NEEDED = {
    "fields",
    "entities",
    "pages",
    "name",
    "id",
    "kind",
    "values",
    "rows",
    "columns",
    "quote",
    "reason",
    "expr",
    "where",
    "when",
    "to",
    "entity",
}


class CannotHold(Exception):
    """What is left of a plan after all tries still does not hold."""


def checked(data: dict[str, Any], brief: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Canonical data of a blueprint that passes the checker, and notes about what was taken out.

    Raises `CannotHold` where taking out does not help.
    """
    notes: list[str] = []
    for _ in range(TRIES):
        try:
            loaded: Loaded = load(data, brief)
        except BlueprintErrors as errors:
            removed = [problem for problem in errors.problems if take_out(data, problem)]
            if not removed:
                raise CannotHold(str(errors)) from errors
            notes += [f"Taken out, because it did not hold: {problem}" for problem in removed]
            continue
        return canonical_data(loaded.blueprint), tuple(dict.fromkeys(notes))
    raise CannotHold("\n".join(notes))


def take_out(data: dict[str, Any], problem: Problem) -> bool:
    """Removes what a problem is about: the smallest thing with an id on its address.

    False where nothing is there.
    """
    parts = problem.where.split(".")
    node: Any = data
    victims: list[tuple[Any, Any]] = []
    for index, part in enumerate(parts):
        if isinstance(node, list):
            rest = ".".join(parts[index:])
            place = next(
                (i for i, item in enumerate(node) if _is(item, part) or item == rest), None
            )
            if place is None:
                break
            victims.append((node, place))
            node = node[place]
        elif isinstance(node, dict) and part in node:
            if index >= 1 and part not in _NEEDED:
                victims.append((node, part))
            node = node[part]
        else:
            break
    usable = [
        (owner, key)
        for owner, key in victims
        if not (owner is data["entities"] and len(data["entities"]) == 1)
    ]
    if not usable:
        return False
    owner, key = usable[-1]
    del owner[key]
    return True


def _is(item: Any, name: str) -> bool:
    if not isinstance(item, dict):
        return False
    return name in {
        item.get("id"),
        item.get("entity") if "columns" in item and "rows" in item else None,
        item.get("quote"),
    }
