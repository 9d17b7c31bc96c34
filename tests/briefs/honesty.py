"""What a plan says of a brief's words, looked up without the planner's own witness.

A word is accounted for where the tool says it (or a word of its family), where the plan names it as
not taken up, or where it asks for nothing. Also prints every clause that is provided in part:
`python -m tests.briefs.honesty`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from apps.plans.planners.builtin import BuiltinPlanner
from apps.plans.planners.builtin.language.words import singular
from apps.plans.planners.builtin.lexicon import lexicon
from tests.briefs.score import briefs, planned

TOLD = ("requirements", "left_out", "assumptions", "samples", "summary")
_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_FAMILY = 4


def named(plan: dict[str, Any]) -> str:
    """Everything that a plan says is missing, assumed or open, in one text."""
    parts = [entry["quote"] for entry in plan.get("left_out", ())]
    parts += [entry.get("partly", "") for entry in plan.get("requirements", ())]
    return "\n".join([*parts, *map(str, plan.get("assumptions", ()))])


def built(plan: dict[str, Any]) -> str:
    """The tool itself, without what the plan says about the brief."""
    kept = {key: value for key, value in plan.items() if key not in TOLD}
    kept["provided"] = [entry["provides"] for entry in plan.get("requirements", ())]
    return json.dumps(kept, ensure_ascii=False).lower()


def unaccounted(brief: str, plan: dict[str, Any]) -> Iterator[str]:
    """Words of a brief that are neither in the tool nor named."""
    families = {_family(word) for word in _WORD.findall(built(plan).replace("_", " "))}
    spoken = {_family(word) for word in _WORD.findall(_THOUSANDS.sub("", named(plan).lower()))}
    for word in _WORD.findall(_THOUSANDS.sub("", brief.lower().replace("'s", ""))):
        if not _asks_nothing(word) and not _relatives(word) & (families | spoken):
            yield word


def _family(word: str) -> str:
    return word if word.isdigit() else singular(word)[:_FAMILY]


def _relatives(word: str) -> set[str]:
    """The word itself and what the lexicon has for the same."""
    words = lexicon()
    alike = {word, str(words.witness["numbers"].get(word, word))}
    alike |= {words.units.get(word, word).lower()}
    for group in (*words.witness["alike"], *words.likeness["values"]):
        if any(_family(str(other)) == _family(word) for other in group):
            alike |= {part for other in group for part in str(other).split()}
    for noun in (*words.nouns.values(), *words.roles.values()):
        names = {getattr(noun, "name", getattr(noun, "id", "")), *noun.also}
        parts = {part for name in names for part in name.split()}
        if {_family(part) for part in parts} & {_family(word)}:
            alike |= parts
    return {_family(other) for other in alike}


@lru_cache(maxsize=1)
def _free() -> frozenset[str]:
    """Glue, words of pages and tools, the people of a tool, verbs: the tables hold those."""
    words = lexicon()
    said = words.witness
    keys = ("structure", "small", "controls", "units")
    return frozenset(
        {
            *words.glue,
            *(str(one) for key in keys for one in said[key]),
            *words.tools["hollow"],
            *words.tools["named"],
            *words.tools["ui"],
            *_parts(words.people["member"]),
            *_parts(words.verb_forms),
            *_parts(words.past_forms),
        }
    )


def _parts(phrases: Iterable[str]) -> set[str]:
    return {part for phrase in phrases for part in phrase.split()}


def _asks_nothing(word: str) -> bool:
    return len(word) < 2 or word in _free() or singular(word) in _free()


def main() -> None:
    """Prints each clause with a note, for reading by eye, and how many there are."""
    planner = BuiltinPlanner()
    clauses = noted = 0
    for brief in briefs():
        plan = planned(planner, brief["brief"]).blueprint or {}
        for entry in plan.get("requirements", ()):
            clauses += 1
            if "Not taken up" in entry.get("partly", ""):
                noted += 1
                print(f"{brief['id']}: {entry['quote']}\n    {entry['partly']}")
    print(f"{noted} of {clauses} clauses are provided in part.")


if __name__ == "__main__":
    main()
