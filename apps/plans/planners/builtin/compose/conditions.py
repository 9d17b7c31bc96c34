"""Conditions: words like "today's", "overdue", "unassigned", "approved", "mine" as expressions over
a row.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.plans.planners.builtin.compose.days import ahead_field, day_of, due_field
from apps.plans.planners.builtin.compose.draft import Data, Draft, lies_ahead
from apps.plans.planners.builtin.compose.names import quoted
from apps.plans.planners.builtin.compose.statuses import value_for

_NUMBER = {
    "one": 1,
    "two": 2,
    "three": 3,
    "seven": 7,
    "ten": 10,
    "fourteen": 14,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
}


_SPANS = {"day": "days", "week": "weeks", "month": "months", "year": "years"}


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression, and the words it stands for; `rest` are words that it could not say."""

    expr: str
    words: tuple[str, ...]
    rest: tuple[str, ...] = ()


def condition(draft: Draft, key: str, words: tuple[str, ...]) -> Condition | None:
    """The rows that words select; None where no word says anything."""
    text = " ".join(words).replace("'s", "").strip()
    parts: list[str] = []
    used: list[str] = []
    for matcher in _MATCHERS:
        found = matcher(draft, key, text)
        if found is not None:
            expr, stretch = found
            if expr not in parts:
                parts.append(expr)
            used.append(stretch)
            text = re.sub(rf"(?<![\w-]){re.escape(stretch)}(?![\w-])", " ", text, count=1)
    text = " ".join(text.split())
    while text and (found := _value(draft, key, text)) is not None:
        parts += [found[0]] if found[0] not in parts else []
        used.append(found[1])
        text = " ".join(
            re.sub(rf"(?<![\w-]){re.escape(found[1])}(?![\w-])", " ", text, count=1).split()
        )
    if not parts:
        return None
    return Condition(" and ".join(parts), tuple(used), tuple(text.split()))


def _today(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    found = re.search(r"\b(?:due )?(today|tomorrow|yesterday)\b", text)
    if not found:
        return None
    path = (
        due_field(draft, key) if found[0].startswith("due") or found[1] == "tomorrow" else ""
    ) or draft.when(key)
    shift = {"today": "today", "tomorrow": "today + days(1)", "yesterday": "today - days(1)"}[
        found[1]
    ]
    return f"{day_of(draft, key, path)} == {shift}", found[0]


def _period(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    found = re.search(r"\b(?:due |from |of |in )?(this|current) (week|month|year)\b", text)
    if not found:
        return None
    path = (due_field(draft, key) if found[0].startswith("due") else "") or draft.when(key)
    day, start = day_of(draft, key, path), f"{found[2]}_start"
    return f"{day} >= {start}(today) and {day} < {start}(today) + {_SPANS[found[2]]}(1)", found[0]


def _within(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    """`due in the next 7 days`, `last 30 days`."""
    found = re.search(
        r"\b(?:due |expiring |starting |ending )?(?:within|in|during|for)? ?(?:the )?(next|last|"
        r"past) (\d+|\w+) (day|week|month)s?\b",
        text,
    )
    if not found:
        return None
    number = int(found[2]) if found[2].isdigit() else _NUMBER.get(found[2], 1)
    span = f"{_SPANS[found[3]]}({number})"
    if found[1] == "next":
        day = day_of(draft, key, ahead_field(draft, key) or draft.when(key))
        return f"{day} >= today and {day} <= today + {span}", found[0]
    day = day_of(draft, key, draft.when(key))
    return f"{day} >= today - {span}", found[0]


def _older(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    """`older than 14 days`, `open for more than two weeks`."""
    found = re.search(
        r"\b(?:(?:that|which) (?:are|is|have been) )?(?:older than|(?:for |since )?(?:more|longer) "
        r"than|over) (\d+|\w+) (day|week|month|year)s?(?: old| ago)?\b",
        text,
    )
    number = _NUMBER.get(found[1], 0) or int(found[1] if found[1].isdigit() else 0) if found else 0
    if not found or not number:
        return None
    when = draft.when(key)
    day = day_of(draft, key, "created_at" if lies_ahead(when) else when)
    return f"{day} < today - {_SPANS[found[2]]}({number})", found[0]


def _flag(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    for words, flag in (
        ("past due", "overdue"),
        ("overdue", "overdue"),
        ("late", "overdue"),
        ("expired", "expired"),
        ("expiring soon", "expiring"),
        ("expiring", "expiring"),
        ("low stock", "low"),
        ("low", "low"),
        ("below minimum", "low"),
        ("out of stock", "low"),
    ):
        if re.search(rf"\b{words}\b", text) and draft.field(key, flag) is not None:
            return flag, words
    return None


def _mine(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    found = re.search(r"\b(?:mine|my own|their own|my|assigned to me|own)\b", text)
    if not found:
        return None
    people = [
        field["id"] for field in draft.of_kind(key, "person") if field["id"] not in {"decided_by"}
    ]
    if found[0] == "assigned to me":
        people = [
            name
            for name in people
            if name in {"owner", "assignee", "technician", "responsible", "assigned_to"}
        ] or people
    if not people:
        return "created_by == me", found[0]
    return (
        f"{people[0]} == me" if len(people) == 1 else f"me in [{', '.join(people[:3])}]"
    ), found[0]


def _unassigned(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    found = re.search(
        r"\b(?:unassigned|not assigned|without (?:an? )?owner|ownerless|unclaimed)\b", text
    )
    people = [field["id"] for field in draft.of_kind(key, "person") if not field.get("readonly")]
    return (f"{people[0]} == empty", found[0]) if found and people else None


def _time_words(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    found = re.search(r"\b(upcoming|future|coming|past|recent|latest)\b", text)
    if not found:
        return None
    path = (
        (ahead_field(draft, key) or draft.when(key))
        if found[1] in {"upcoming", "future", "coming"}
        else draft.when(key)
    )
    day = day_of(draft, key, path)
    signs = {
        "past": f"{day} < today",
        "recent": f"{day} >= today - days(7)",
        "latest": f"{day} >= today - days(7)",
    }
    return signs.get(found[1], f"{day} >= today"), found[1]


def _choice(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    """`high priority`, `urgent`, `critical`."""
    for field in draft.of_kind(key, "choice"):
        for value in field.get("values", []):
            words = str(value.get("name") or value["id"].replace("_", " ")).lower()
            for stretch in (
                f"{words} {field['id'].replace('_', ' ')}",
                f"{words}-{field['id']}",
                words,
            ):
                if re.search(rf"(?<![\w-]){re.escape(stretch)}(?![\w-])", text):
                    return f"{field['id']} == {quoted(value['id'])}", stretch
        if re.search(r"\burgent\b", text) and (
            top := next(
                (v for v in field.get("values", []) if v["id"] in {"high", "urgent", "critical"}),
                None,
            )
        ):
            return f"{field['id']} == {quoted(top['id'])}", "urgent"
    return None


def _yes(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    """Boolean fields by name: `paid`, `unpaid`, `not billable`."""
    for field in draft.of_kind(key, "boolean"):
        name = str(field.get("name") or field["id"].replace("_", " ")).lower()
        for stretch, expr in (
            (f"not {name}", f"not {field['id']}"),
            (f"un{name}", f"not {field['id']}"),
            (f"non-{name}", f"not {field['id']}"),
            (name, field["id"]),
        ):
            if re.search(rf"(?<![\w-]){re.escape(stretch)}(?![\w-])", text):
                return expr, stretch
    return None


def _value(draft: Draft, key: str, text: str) -> tuple[str, str] | None:
    """Values of a status, longest first; then words for "not ended" and "ended"."""
    words = text.split()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            stretch = " ".join(words[start : start + length])
            for field in draft.of_kind(key, "status"):
                value = _exact(field, stretch)
                if value is not None:
                    return f"{field['id']} == {quoted(value['id'])}", stretch
    return _open_or_ended(draft, key, words) or _like(draft, key, words)


def _exact(field: Data, stretch: str) -> Data | None:
    return next(
        (
            value
            for value in field.get("values", [])
            if stretch in {value["id"].replace("_", " "), str(value.get("name", "")).lower()}
        ),
        None,
    )


def _open_or_ended(draft: Draft, key: str, words: list[str]) -> tuple[str, str] | None:
    field = draft.status(key)
    if field is None:
        return None
    ends = any(value.get("closed") for value in field.get("values", []))
    for word in words:
        if word in draft.lexicon.likeness["open"] and ends:
            return f"not {field['id']}.closed", word
        if word in draft.lexicon.likeness["ended"] and ends:
            return f"{field['id']}.closed", word
    return None


def _like(draft: Draft, key: str, words: list[str]) -> tuple[str, str] | None:
    for word in words:
        for field in draft.of_kind(key, "status"):
            value = value_for(draft, field, word)
            if value is not None:
                return f"{field['id']} == {quoted(value['id'])}", word
            first = field.get("values", [{}])[0].get("id", "")
            if first and word in {
                "unapproved",
                "undecided",
                "unprocessed",
                "unhandled",
                "waiting",
                "incoming",
            }:
                return f"{field['id']} == {quoted(first)}", word
    return None


_MATCHERS: tuple[Callable[[Draft, str, str], tuple[str, str] | None], ...] = (
    _within,
    _older,
    _period,
    _today,
    _flag,
    _mine,
    _unassigned,
    _time_words,
    _choice,
    _yes,
)
