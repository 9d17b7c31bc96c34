"""What a new row is called by itself: the reference that it gets, where that can be told."""

from __future__ import annotations

import re

from apps.builds.compiler.tests_py.facts import TODAY, UNKNOWN, Facts, Value
from apps.plans.blueprint.fields import Field

PLACES = re.compile(r"\{([a-z0-9_]+)(?::([1-9]))?\}")
DATED = {"year": "%Y", "month": "%m", "day": "%d"}


def reference(field: Field, entity: str, facts: Facts) -> Value:
    """The reference of the next row of an entity; UNKNOWN where fields or chance stand in it."""
    names = [place[1] for place in PLACES.finditer(field.pattern)]
    is_plain = all(name == "number" or name in DATED for name in names)
    if not is_plain or names.count("number") != 1 or entity in facts.unsure:
        return UNKNOWN
    number = str(len(list(facts.of(entity))) + 1)

    def filled(place: re.Match[str]) -> str:
        dated = DATED.get(place[1])
        return TODAY.strftime(dated) if dated else number.zfill(int(place[2] or 1))

    return PLACES.sub(filled, field.pattern)
