"""Reminders by a date of the row: `two days before it is due`, `when it is overdue`."""

import re

from apps.plans.planners.builtin.compose.draft import Data, Draft

_NUMBERS = ("a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_LENGTH = re.compile(
    r"\b(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten) "
    r"(?P<unit>hour|day|week|month)s? (?P<side>before|after) "
    r"(?:it is |it's |they are |it |its |the |their |they )?(?P<what>[a-z][a-z ]{1,40})"
)
_COME = re.compile(r"\bon (?:the day (?:it is|it's|they are) due|(?:the|its|their) due date)\b")
_OVERDUE = re.compile(r"\b(?:is|are|becomes?|gets?|goes|go) overdue\b")
_DUE = ("due", "deadline", "return_by", "expires")


def by_date(draft: Draft, key: str, text: str) -> Data | None:
    """The trigger of a reminder, where its date is one of the row; else nothing."""
    if length := _LENGTH.search(text):
        field = _date(draft, key, length["what"])
        unit = f"{length['unit']}s"
        if field is None or (unit == "hours" and field["kind"] == "date"):
            return None
        said = length["n"]
        number = (
            int(said) if said.isdigit() else _NUMBERS.index(said) + 1 if said in _NUMBERS else 1
        )
        offset = -number if length["side"] == "before" else number
        return _trigger(field, offset, unit)
    if _OVERDUE.search(text):
        field = _date(draft, key, "due")
        return _trigger(field, 1, "days") if field else None
    field = _date(draft, key, "due") if _COME.search(text) else None
    return _trigger(field, 0, "days") if field else None


def still_open(draft: Draft, key: str) -> str:
    """Of which rows it reminds: those that are not at an end."""
    status = draft.status(key)
    ends = [value for value in (status or {}).get("values", []) if value.get("closed")]
    return f"not {status['id']}.closed" if status and ends else ""


def _trigger(field: Data, offset: int, unit: str) -> Data:
    trigger: Data = {"kind": "date", "field": field["id"]}
    if offset:
        trigger["offset"] = offset
    return trigger | ({"unit": unit} if unit != "days" else {})


def _date(draft: Draft, key: str, what: str) -> Data | None:
    """The date that these words mean: by name, else the one that things are due by."""
    dates = [one for one in draft.of_kind(key, "date", "datetime") if not one.get("expr")]
    named = draft.field_named(key, what.strip())
    if named in dates:
        return named
    first = what.split()[0]
    by_word = [one for one in dates if first in one["id"].split("_")]
    if not by_word and first == "due":
        by_word = [one for one in dates if set(one["id"].split("_")) & set(_DUE)]
    return by_word[0] if len(by_word) == 1 else None
