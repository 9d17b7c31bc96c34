"""Limits on how many there may be: “at most three bookings per person and week”."""

import re

from apps.plans.planners.builtin.compose.draft import Data, Draft
from apps.plans.planners.builtin.compose.statuses import is_named
from apps.plans.planners.builtin.compose.verdicts import Built, NotBuilt, Verdict
from apps.plans.planners.builtin.grammar.wishes import Ruled

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PERIODS = {"day": "date({})", "week": "week({})", "month": "month({})", "year": "year({})"}
_PEOPLE = frozenset({"person", "member", "employee", "user", "colleague", "people", "somebody"})
_MOST = re.compile(
    rf"\b(?P<most>\d+|{'|'.join(_WORDS)}) (?P<what>[a-z][\w -]*?) (?:per|for each|for every|each|"
    r"every|a) (?P<per>[a-z]+)(?:(?: and|,)? (?:per |a |each |every )?(?P<and>[a-z]+))?[.!]?$"
)


def most(draft: Draft, wish: Ruled) -> Verdict:
    """At most so many with the same value, or in the same week, of the entity that is counted."""
    found = _MOST.search(wish.words.lower())
    shared = [_shared(draft, wish.of, word) for word in _named(found)]
    if found is None or not shared or not all(shared):
        return NotBuilt("Which of them are counted together was not understood.")
    number = _number(found["most"])
    by = " and ".join(_named(found))
    rule: Data = {"kind": "limit", "id": "limit", "max": number, "per": shared}
    rule["message"] = f"At most {number} {found['what']} for each {by}."
    added = draft.add(draft.entity(wish.of), "rules", rule)
    return Built(
        [f"entities.{wish.of}.rules.{added['id']}"],
        f"At most {number} {found['what']} for each {by}, held for everybody",
    )


def _named(found: re.Match[str] | None) -> list[str]:
    return [word for word in (found["per"], found["and"]) if word] if found else []


def _number(word: str) -> str:
    return word if word.isdigit() else str(_WORDS.index(word) + 1)


def _shared(draft: Draft, key: str, word: str) -> str:
    """What stands in `per` for a word; nothing where the entity has none such."""
    fields = draft.stored(key)
    dates = [field["id"] for field in fields if field["kind"] in ("date", "datetime")]
    if word in _PERIODS:
        return _PERIODS[word].format(dates[0]) if dates else ""
    for field in fields:
        if is_named(field).lower() == word and field["kind"] in ("relation", "person", "choice"):
            return str(field["id"])
    people = [field["id"] for field in fields if field["kind"] == "person"]
    return str([*people, "created_by"][0]) if word in _PEOPLE else ""
