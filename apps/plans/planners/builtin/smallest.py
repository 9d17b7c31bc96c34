"""The smallest plan that always holds: a list of the main thing, everything else said to be left
out.
"""

from typing import Any

from apps.plans.planners.builtin.compose.names import name_of
from apps.plans.planners.builtin.compose.requirements import NOT_UNDERSTOOD
from apps.plans.planners.builtin.grammar.reading import Reading


def smallest(reading: Reading) -> dict[str, Any]:
    """A blueprint with one entity of two fields; every clause of the brief is in `left_out`."""
    main = reading.things.main
    key = main.key if main else "entry"
    name = name_of(main.word if main else "entry")
    quotes = dict.fromkeys(reading.source.quote(clause.span) for clause in reading.world.said)
    return {
        "name": name,
        "entities": [
            {
                "id": key,
                "fields": [
                    {"kind": "text", "id": "name", "required": True},
                    {"kind": "long_text", "id": "notes"},
                ],
            }
        ],
        "assumptions": [f"Only a plain list of {name.lower()} could be planned."],
        "left_out": [{"quote": quote, "reason": NOT_UNDERSTOOD} for quote in quotes if quote],
    }
