"""What an entry of a list is called in an address: its id, or what stands for one."""

import re
from collections.abc import Mapping, Sequence

from apps.plans.blueprint.pages import FormStep
from apps.plans.blueprint.shapes import Shape
from apps.plans.blueprint.structure import keys_of
from apps.plans.blueprint.whole import LeftOut, Requirement, Sample, Setting

NAMED_BY: Mapping[type[Shape], str] = {
    Requirement: "quote",
    LeftOut: "quote",
    Setting: "key",
    Sample: "entity",
    FormStep: "name",
}


def naming_key(shape: type[Shape]) -> str:
    """The key whose text names an entry; empty where entries are told apart by place alone."""
    return NAMED_BY.get(shape, "id" if "id" in keys_of(shape) else "")


def identity(shape: type[Shape], entry: object, position: int) -> str:
    """The word for an entry of a list (plain data); its place, from 1, where it has none.

    A shape that is not known yet is `Shape` itself.
    """
    if not isinstance(entry, Mapping):
        return str(position + 1)
    key = "id" if shape is Shape else naming_key(shape)
    called = entry.get(key)
    if key == "id" and not called:
        called = id_of_who(entry.get("by")) or entry.get("kind")
    return called if isinstance(called, str) and called else str(position + 1)


def id_of_who(who: object) -> str:
    """The id that a permission gets from its first `by`: `row.owner` gives `owner`."""
    first = who[0] if isinstance(who, Sequence) and not isinstance(who, str) and who else who
    if not isinstance(first, str):
        return ""
    return re.sub(r"\W+", "_", first.removeprefix("row.")).strip("_")
