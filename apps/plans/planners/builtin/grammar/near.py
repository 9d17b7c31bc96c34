"""Reads days that come near: `matters whose deadline is within 7 days should be highlighted`."""

import re
from collections.abc import Iterator

from apps.plans.planners.builtin.grammar.clauses import Clause
from apps.plans.planners.builtin.grammar.phrases import bare
from apps.plans.planners.builtin.grammar.rules import MARKED, UNITS, number_of
from apps.plans.planners.builtin.grammar.wishes import Flagged, Wish
from apps.plans.planners.builtin.grammar.world import World

_WITHIN = re.compile(
    r"\b(?:whose|where|when|with) (?:the |a |an |its |their )?(?P<field>[a-z][a-z ]*?) (?:is|are|"
    r"comes?|"
    r"falls?|lies|being)?,? ?(?:due )?(?:within|in|less than|closer than) (?:the )?(?:next "
    r")?(?:less than )?"
    r"(?P<n>\w+) (?P<unit>day|week|month)s?\b"
)


def read_soon(clause: Clause, world: World) -> Iterator[Wish]:
    """`matters whose next deadline is within 7 days should be highlighted`."""
    found = _WITHIN.search(clause.text)
    key = world.focus(clause)
    if found and key and (clause.does("mark") or MARKED.search(clause.text)):
        days = number_of(found["n"]) * UNITS.get(found["unit"], 1)
        yield Flagged(span=clause.span, of=key, word="soon", days=days, field=bare(found["field"]))
